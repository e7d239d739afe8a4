"""What a request's page needs besides the request, in one query.

Who else has it open is told from the reading trail; the clinic's name and numbers
and the settings of intake stand in rows of their own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone

from clinic.models import ClinicSettings
from consultations.models import IntakeSettings, ReadingEntry, ReadingKind, TrailHead
from consultations.voicemail import Voicemail, voicemail_for

OPEN_FOR = timedelta(minutes=2)
# So many of the newest readings are looked at, however long the trail is.
LOOKED_AT = 300


@dataclass(frozen=True)
class Beside:
    """The settings, what to say on voicemail, and a colleague who is here, too."""

    intake: IntakeSettings
    voicemail: Voicemail | None
    open_by: str


def beside(subject, user) -> Beside:
    """Return what stands beside a request for this person."""
    clinic = ClinicSettings.objects.order_by("pk")
    intake = (
        IntakeSettings.objects.filter(pk=1)
        .annotate(
            clinic_name=Subquery(clinic.values("clinic_name")[:1]),
            calling_number=Subquery(clinic.values("calling_number")[:1]),
            main_number=Subquery(clinic.values("phone")[:1]),
            open_by=_newest_reader(subject, user),
        )
        .first()
    ) or IntakeSettings.load()
    told = {
        name: getattr(intake, name, None) or ""
        for name in ("clinic_name", "calling_number", "main_number", "open_by")
    }
    open_by = told.pop("open_by")
    return Beside(intake, voicemail_for(subject, user, intake, **told), open_by)


def _newest_reader(subject, user) -> Subquery:
    """Name the colleague who opened a request last, within two minutes."""
    head = TrailHead.objects.filter(pk=1).annotate(since=F("number") - LOOKED_AT)
    readings = ReadingEntry.objects.filter(
        number__gt=Subquery(head.values("since")),
        kind=ReadingKind.DETAIL,
        at__gte=timezone.now() - OPEN_FOR,
        request_ids=[subject.pk],
    )
    name = Concat("actor__first_name", Value(" "), "actor__last_name")
    named = Coalesce(NullIf(Trim(name), Value("")), "actor__username")
    others = readings.exclude(actor=user).order_by("-number").annotate(who=named)
    return Subquery(others.values("who")[:1])
