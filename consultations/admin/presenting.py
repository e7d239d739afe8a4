"""A request as the desk shows it: the words for one row or one page."""

from itertools import groupby

from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from clinic.encryption import say_unreadable
from clinic.hours import time_words
from consultations import clocks
from consultations.admin.hours import hours_of_places
from consultations.models import (
    URGENT,
    Bucket,
    CannotUndo,
    Conflict,
    ContactMethod,
    Disposition,
    IntakeSettings,
    QuarantineReason,
    Status,
)
from consultations.models.actors import DECIDES
from consultations.models.refusals import Explained, Refused


class Reached:
    """How and when a person may be reached, in words for right now."""

    def __init__(self, request, hours, now):
        self.request = request
        self.by_mail = request.contact_method == ContactMethod.EMAIL
        windows = [] if self.by_mail else request.contact_times
        self.times = clocks.Reach(windows, hours, now)

    @property
    def state(self) -> str:
        """Return any, now, later or never."""
        return "never" if self.request.is_withdrawn else self.times.state

    @property
    def words(self) -> str:
        """Return the way, and whether now: "Phone now, until 1 pm"."""
        way = self.request.get_contact_method_display()
        if self.state == "never":
            return _("Do not contact")
        if self.by_mail:
            return way
        facts = {"way": way, "when": self.when}
        if self.state == "any":
            return _("%(way)s, any time") % facts
        if self.state == "now":
            return _("%(way)s now, until %(when)s") % facts
        if not self.when:
            return _("%(way)s, not now") % facts
        if self.today:
            return _("%(way)s, not before %(when)s") % facts
        return _("%(way)s from %(when)s") % facts

    @property
    def today(self) -> bool:
        """Say whether the window that comes next is one of today."""
        tz = timezone.get_current_timezone()
        opens = self.times.opens
        return bool(opens) and opens.astimezone(tz).date() == (
            self.times.now.astimezone(tz).date()
        )

    @property
    def when(self) -> str:
        """Return when the window ends, or when the next one begins."""
        times, tz = self.times, timezone.get_current_timezone()
        if times.until:
            return time_words(times.until.astimezone(tz))
        if not times.opens:
            return ""
        if self.today:
            return time_words(times.opens.astimezone(tz))
        return clocks.moment_words(times.opens, times.now, tz)

    @property
    def windows(self) -> str:
        """Return what the person said: "11 am to 1 pm"; empty for any time."""
        if self.state == "never":
            return ""
        return ", ".join(clocks.window_words(w) for w in _joined(self.times.windows))

    @property
    def caution(self) -> str:
        """Return the one permission that is easiest to break."""
        if self.by_mail or self.request.voicemail_ok or self.state == "never":
            return ""
        return _("No voicemail")


def _joined(windows: list[str]) -> list[str]:
    """Return windows with those that follow on one another made into one."""
    joined: list[str] = []
    for begins, ends in (window.split("-") for window in sorted(windows)):
        if joined and joined[-1].endswith(f"-{begins}"):
            begins = joined.pop().split("-")[0]
        joined.append(f"{begins}-{ends}")
    return joined


def shown(requests, user, *, intake=None, unsent=frozenset()) -> list["Shown"]:
    """Return requests as rows; hours and targets are read once for all of them.

    `unsent` are references whose acknowledgement does not go out.
    """
    if not requests:
        return []
    hours = hours_of_places()
    # A page of one request may show no clocks, and asks for nothing then.
    if intake is None:
        intake = SimpleLazyObject(IntakeSettings.load)
    return [
        Shown(
            request,
            user,
            hours.get(request.location_id),
            intake,
            is_unsent=request.reference in unsent,
        )
        for request in requests
    ]


def grouped(rows, *, by_bucket: bool) -> list[dict]:
    """Return rows in groups, each under the name of its bucket if asked for."""
    if not by_bucket:
        return [{"key": "", "title": "", "rows": rows}] if rows else []
    return [
        {"key": key, "title": Bucket(key).label if key else "", "rows": list(group)}
        for key, group in groupby(rows, key=lambda row: row.bucket)
    ]


class Shown:
    """One request in words, computed from what is loaded: no query of its own."""

    def __init__(self, request, user, hours=None, intake=None, *, is_unsent=False):
        # One request whose key is lost takes along no list of others.
        say_unreadable(request)
        self.request = request
        self.user = user
        self.now = timezone.now()
        self.hours = hours or clocks.hours_of(None)
        self.intake = IntakeSettings() if intake is None else intake
        self.is_unsent = is_unsent
        self.clock = clocks.Clock(request, self.now)
        self.reach = Reached(request, self.hours, self.now)

    @property
    def bucket(self) -> str:
        """Return why the queue shows it where it does; "" where it does not say."""
        return getattr(self.request, "bucket", "")

    @property
    def urgent(self) -> str:
        """Return what makes it pressing, in words; "" if nothing does."""
        return str(Bucket(self.bucket).label) if self.bucket in URGENT else ""

    @property
    def clocks(self) -> list:
        """Return the clocks to show: both, or the one that counts instead of them."""
        request = self.request
        if request.status in (Status.QUARANTINED, Status.CLOSED, Status.SCHEDULED):
            return [self.clock]
        two = clocks.Clocks(request, self.hours, self.intake, self.now)
        return [two.attempt, two.conversation]

    @property
    def snoozed(self) -> str:
        """Return until when it is put off; "" when it is not."""
        until = self.request.snoozed_until
        if until is None or until <= self.now or not self.request.is_open:
            return ""
        return clocks.moment_words(until, self.now, timezone.get_current_timezone())

    @property
    def flags(self) -> list[dict]:
        """Return what must not be overlooked: kind of pill, sign and words."""
        request = self.request
        given = [
            (request.read_first, "strong", "▲", _("Read first")),
            (request.called_back_at, "strong", "↩", _("They called back")),
            (request.status == Status.QUARANTINED, "soon", "◇", _("Possible spam")),
            (request.is_withdrawn, "late", "✕", _("Withdrawn")),
            (request.disposition == Disposition.DUPLICATE, "", "=", _("Duplicate")),
            (self.is_unsent, "soon", "✉", _("Mail failed")),
            (request.held_at, "", "⚓", _("Legal hold")),
        ]
        if self.snoozed:
            words = _("Snoozed until %(when)s") % {"when": self.snoozed}
            given.append((True, "", "☾", words))
        return [
            {"kind": kind, "sign": sign, "words": words}
            for is_so, kind, sign, words in given
            if is_so
        ]

    @property
    def age(self) -> str:
        """Return how long ago it came in."""
        minutes = int((self.now - self.request.received_at).total_seconds() // 60)
        return _("%(time)s ago") % {"time": clocks.rough_words(max(minutes, 0))}

    @property
    def came(self) -> str:
        """Return how and when it came in: "Web form, 2 h ago"."""
        return f"{self.request.get_channel_display()}, {self.age}"

    @property
    def next_step(self) -> str:
        """Return what to do next."""
        request = self.request
        if request.status == Status.QUARANTINED:
            return _("Genuine or spam?")
        if request.status == Status.CLOSED:
            return request.get_disposition_display()
        if request.status == Status.SCHEDULED:
            tz = timezone.get_current_timezone()
            when = clocks.moment_words(request.scheduled_for, self.now, tz)
            return _("Consultation %(when)s") % {"when": when}
        if request.suitable:
            return _("Schedule")
        if self.whose == "you" and self.user.has_perm(DECIDES):
            return _("Suitable or not?")
        if request.first_conversation_at:
            return _("Schedule or close")
        if request.contact_method == ContactMethod.EMAIL:
            return _("Write again") if request.first_attempt_at else _("Write")
        if request.contact_method == ContactMethod.TEXT:
            return _("Text again") if request.first_attempt_at else _("Text")
        return _("Call again") if request.first_attempt_at else _("Call")

    @property
    def whose(self) -> str:
        """Return nobody, you or other."""
        if self.request.assigned_to_id is None:
            return "nobody"
        return "you" if self.request.assigned_to_id == self.user.pk else "other"

    @property
    def with_whom(self) -> str:
        """Return who has it."""
        if self.whose == "other":
            return str(self.request.assigned_to)
        return _("you") if self.whose == "you" else _("nobody")

    @property
    def reasons(self) -> list[str]:
        """Return why it was set aside."""
        return QuarantineReason.words(self.request.quarantine_reasons)


def event_when(event) -> str:
    """Return when an event happened, in words."""
    return clocks.moment_words(
        event.at, timezone.now(), timezone.get_current_timezone()
    )


def told(refused: Refused, note: str | None = None) -> str:
    """Say who did what in the meantime, and that nothing written is lost."""
    words = _in_the_way(refused)
    return f"{words} {_('What you wrote stands under “Note”.')}" if note else words


def _in_the_way(refused: Refused) -> str:
    event = refused.event
    if isinstance(refused, Explained):
        return str(refused)
    if event is None:
        return _("This does not fit the request any more.")
    facts = {"who": event.actor_name, "what": event.summary, "when": event_when(event)}
    if isinstance(refused, Conflict):
        return _("%(who)s was faster (%(what)s, %(when)s). Yours was not done.") % facts
    if isinstance(refused, CannotUndo):
        return (
            _("Not undone: %(what)s, by %(who)s, %(when)s, changed the same later.")
            % facts
        )
    return (
        _("That does not fit any more. Last: %(what)s, by %(who)s, %(when)s.") % facts
    )
