"""What can go wrong with requests and with the record of who read them."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import ngettext

from clinic.alarms import alarm
from consultations.models import ConsultationRequest
from consultations.models.buckets import Lane

# The desk sees at once what is overdue; this is for when nobody looks.
OVERDUE_FOR = timedelta(hours=1)


@alarm("requests_overdue")
def requests_are_overdue() -> str:
    """Say how many people should have been reached an hour ago."""
    overdue = ConsultationRequest.objects.open().filter(
        due_at__lte=timezone.now() - OVERDUE_FOR
    )
    # Possible spam has no clock; what is read first has one, wherever it is listed.
    if not (count := overdue.exclude(lane=Lane.ODD).count()):
        return ""
    return ngettext(
        "One request has been overdue for more than an hour.",
        "%(count)s requests have been overdue for more than an hour.",
        count,
    ) % {"count": count}
