"""What managers are told on top of the desk's list, asked for in one query."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import CharField, Value
from django.db.models.functions import Cast

from clinic.alarms import checks
from clinic.models import RaisedAlarm, StaffEvent
from clinic.models.membership import MANAGES_STAFF

SEES_ALARMS = "clinic.view_raisedalarm"
ALARM, GLASS = "alarm", "glass"


@dataclass(frozen=True)
class GlassBroken:
    """The newest use of the emergency account that somebody has yet to take note of."""

    account: str
    at: datetime


@dataclass(frozen=True)
class DeskNotices:
    """What is wrong with the site, the oldest first, and who broke the glass."""

    alarms: list[RaisedAlarm] = field(default_factory=list)
    glass: GlassBroken | None = None


def desk_notices(user) -> DeskNotices:
    """Return what a person is told; nothing, and without asking, to most."""
    asked = []
    if user.has_perm(SEES_ALARMS):
        told = [check.code for check in checks().values() if check.on_desk]
        lasting = RaisedAlarm.objects.lasting().filter(code__in=told).order_by()
        asked.append(lasting.values_list(Value(ALARM), "words", "raised_at"))
    if user.has_perm(MANAGES_STAFF):
        unseen = StaffEvent.objects.unseen_by(user).order_by()
        whose = Cast("subject_id", CharField())
        asked.append(unseen.values_list(Value(GLASS), whose, "at"))
    if not asked:
        return DeskNotices()
    first, *others = asked
    rows = sorted(first.union(*others, all=True), key=lambda row: row[2])
    used = [GlassBroken(words, at) for kind, words, at in rows if kind == GLASS]
    return DeskNotices(
        [RaisedAlarm(words=w, raised_at=at) for kind, w, at in rows if kind == ALARM],
        used[-1] if used else None,
    )
