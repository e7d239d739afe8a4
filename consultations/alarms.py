"""What can go wrong with requests and with the record of who read them."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic.alarms import alarm
from consultations import anchor
from consultations.models import ConsultationRequest, SealedForm, TrailCheck
from consultations.models.buckets import Lane

# The desk sees at once what is overdue; this is for when nobody looks.
OVERDUE_FOR = timedelta(hours=1)
SEALED_FOR = timedelta(minutes=5)
# It is looked at once a day.
CHECK_LATE_AFTER = timedelta(days=3)


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


@alarm("forms_sealed")
def forms_stay_sealed() -> str:
    """Say how many forms came in and could not be made requests."""
    if not (count := SealedForm.objects.older_than(SEALED_FOR).count()):
        return ""
    return ngettext(
        "One form that was sent could not be opened: it is safe, and not at the desk.",
        "%(count)s forms that were sent could not be opened: they are safe, and not at "
        "the desk.",
        count,
    ) % {"count": count}


@alarm("trail_broken")
def trail_is_broken() -> str:
    """Say that the newest check found the reading trail broken, and where."""
    check = TrailCheck.objects.newest()
    if check is None or check.is_sound:
        return ""
    if not check.fault:
        return _("The last check of the reading trail was changed.")
    return _("The reading trail is broken at entry %(number)s: %(what)s.") % {
        "number": check.broken.number,
        "what": check.broken.what,
    }


@alarm("trail_unchecked")
def trail_is_unchecked() -> str:
    """Say that the reading trail has not been looked at for days."""
    check = TrailCheck.objects.newest()
    if check is None or timezone.now() - check.finished_at < CHECK_LATE_AFTER:
        return ""
    return _("The reading trail has not been checked for three days.")


@alarm("trail_unanchored")
def trail_is_unanchored() -> str:
    """Say that what was checked last is not in the file outside the database."""
    check = TrailCheck.objects.newest() if settings.AUDIT_ANCHOR else None
    if check is None or not check.is_sound or not check.number:
        return ""
    if check.number in anchor.read():
        return ""
    return _("The end of the reading trail could not be written to AUDIT_ANCHOR.")
