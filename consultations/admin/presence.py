"""What a request's page needs besides the request, in one query.

Who else has it open is told from the reading trail; the clinic's name and numbers,
the settings of intake, the procedure for what is read first and the people it can be
handed to stand in rows of their own.
"""

import json
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import CharField, F, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, Trim
from django.utils import timezone

from clinic.models import ClinicSettings
from consultations.admin.actions import colleagues
from consultations.models import (
    IntakeSettings,
    ReadFirstProcedure,
    ReadingKind,
    ReadingOf,
    TrailHead,
)
from consultations.voicemail import Voicemail, voicemail_for

OPEN_FOR = timedelta(minutes=2)
# So many of the newest readings are looked at, however long the trail is.
LOOKED_AT = 300
PROCEDURE = ("steps", "ring_name", "ring_number")


@dataclass(frozen=True)
class Beside:
    """What stands beside a request: how the clinic works, and who else does.

    `colleagues` are pairs of id and name; `open_by` names one who is here, too.
    """

    intake: IntakeSettings
    voicemail: Voicemail | None
    open_by: str
    procedure: ReadFirstProcedure
    colleagues: list[tuple[str, str]]


class ListOf(Subquery):
    """The column `said` of a query's rows, as a list in JSON."""

    template = "(SELECT json_group_array(said) FROM (%(subquery)s) AS listed)"
    output_field = CharField()

    def as_postgresql(self, compiler, connection, **extra):
        """Write the list as PostgreSQL does."""
        listed = "(SELECT json_agg(said)::text FROM (%(subquery)s) AS listed)"
        return self.as_sql(compiler, connection, template=listed, **extra)


def beside(subject, user) -> Beside:
    """Return what stands beside a request for this person."""
    clinic = ClinicSettings.objects.order_by("pk")
    procedure = ReadFirstProcedure.objects.filter(pk=1)
    intake = (
        IntakeSettings.objects.filter(pk=1)
        .annotate(
            clinic_name=Subquery(clinic.values("clinic_name")[:1]),
            calling_number=Subquery(clinic.values("calling_number")[:1]),
            main_number=Subquery(clinic.values("phone")[:1]),
            open_by=_newest_reader(subject, user),
            colleagues=_colleagues(),
            **{f"first_{name}": procedure.values(name)[:1] for name in PROCEDURE},
        )
        .first()
    ) or IntakeSettings.load()
    told = {
        name: getattr(intake, name, None) or ""
        for name in ("clinic_name", "calling_number", "main_number", "open_by")
    }
    open_by = told.pop("open_by")
    voicemail = voicemail_for(subject, user, intake, **told)
    if not hasattr(intake, "colleagues"):
        # There is no row of settings that would have brought these along.
        people = [(str(one.pk), str(one)) for one in colleagues()]
        return Beside(intake, voicemail, open_by, ReadFirstProcedure.load(), people)
    written = {n: getattr(intake, f"first_{n}") or "" for n in PROCEDURE}
    named = (
        tuple(said.split(" ", 1)) for said in json.loads(intake.colleagues or "[]")
    )
    people = sorted(named, key=lambda pair: pair[1].casefold())
    return Beside(intake, voicemail, open_by, ReadFirstProcedure(**written), people)


def _colleagues() -> ListOf:
    """List the people a request can be handed to, each as id and name."""
    people = get_user_model().objects.filter(
        pk__in=colleagues().order_by().values("pk")
    )
    key = Cast("pk", CharField())
    return ListOf(people.values(said=Concat(key, Value(" "), _name())))


def _name(of="") -> Coalesce:
    """Return the name of a user, or the one they sign in with where they have none."""
    name = Trim(Concat(f"{of}first_name", Value(" "), f"{of}last_name"))
    return Coalesce(NullIf(name, Value("")), f"{of}username")


def _newest_reader(subject, user) -> Subquery:
    """Name the colleague who opened a request last, within two minutes."""
    head = TrailHead.objects.filter(pk=1).annotate(since=F("number") - LOOKED_AT)
    readings = ReadingOf.objects.filter(
        request_id=subject.pk,
        entry__gt=Subquery(head.values("since")),
        entry__kind=ReadingKind.DETAIL,
        entry__at__gte=timezone.now() - OPEN_FOR,
        # The page is of the first one; its duplicates are only shown on it.
        entry__request_ids__0=subject.pk,
    )
    others = readings.exclude(entry__actor=user).order_by("-entry")
    others = others.annotate(who=_name("entry__actor__"))
    return Subquery(others.values("who")[:1])
