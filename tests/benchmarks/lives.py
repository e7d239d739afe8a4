"""What happens to requests at a desk, played with the methods that the desk presses.

Everything is laid around one moment, a Wednesday at noon, so that it comes out the same
at any time of day. `NOW` is that moment: whoever reads these requests lives in it.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from clinic import roles
from clinic.models import LocationPage, ServicePage, User
from consultations.models import REQUESTER, ConsultationRequest, Wording
from consultations.ticket import fresh_key

# Noon in New York, in a week without a holiday.
NOW = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
MESSAGES = (
    "",
    "I have tried two medicines and would like to know whether this is for me.",
    "What does it cost, and do you take my insurance? Mornings are best.",
    "My doctor told me about you. Somebody could drive me home.",
)


@dataclass(frozen=True)
class People:
    """Who works at the desk, and the pages that people come from, None for none."""

    coordinators: list[User]
    clinician: User
    manager: User
    services: list[ServicePage | None]

    @classmethod
    def of_the_desk(cls) -> "People":
        def with_role(role: str) -> list[User]:
            return list(User.objects.filter(groups__name=role).order_by("pk"))

        return cls(
            with_role(roles.INTAKE_COORDINATORS),
            with_role(roles.CLINICIANS)[0],
            with_role(roles.CLINIC_MANAGERS)[0],
            list(ServicePage.objects.order_by("pk")),
        )


class Desk:
    """Receives requests and works them; the same each time."""

    def __init__(self, people: People):
        self.people = people
        self.chance = random.Random(6)  # noqa: S311 - the same lives each time
        self.place = LocationPage.default()
        self.consent = Wording.current()
        self.ids: list[int] = []

    def receive(self, at: datetime, **given) -> ConsultationRequest:
        number, service = len(self.ids), self.chance.choice(self.people.services)
        usual = {
            "name": f"Sample Person{number}",
            "phone": f"+1703555{number:04d}",
            "email": f"sample{number}@mail.example",
            "contact_method": "phone",
            "contact_times": [],
            "voicemail_ok": number % 3 > 0,
            "clinic_name_ok": number % 4 == 0,
            "text_ok": number % 2 == 0,
            "message": self.chance.choice(MESSAGES),
            "adult": True,
            "service": service,
            "source_page": service,
            "location": self.place,
        }
        request = ConsultationRequest.receive(
            submission_key=fresh_key(), consent=self.consent, at=at, **usual | given
        )
        self.ids.append(request.pk)
        return request

    @property
    def somebody(self) -> User:
        return self.chance.choice(self.people.coordinators)

    def some(self, shortest: timedelta, longest: timedelta) -> timedelta:
        """Return a time between two, to the second."""
        span = int((longest - shortest).total_seconds())
        return shortest + timedelta(seconds=self.chance.randrange(span))


# Those that still need somebody, one function for each bucket of the queue.


def read_first(desk: Desk) -> None:
    request = desk.receive(NOW - desk.some(10 * MINUTE, 2 * DAY), read_first=True)
    if desk.chance.random() < 0.5:
        request.hand_over(desk.people.clinician, by=desk.somebody, at=NOW - MINUTE)


def overdue(desk: Desk) -> None:
    request = desk.receive(NOW - desk.some(2 * DAY, 9 * DAY))
    if desk.chance.random() < 0.5:
        who = desk.somebody
        request.take(by=who, at=request.received_at + HOUR)


def called_back(desk: Desk) -> None:
    request, who = desk.receive(NOW - desk.some(DAY, 4 * DAY)), desk.somebody
    request.log_attempt("voicemail", by=who, at=request.received_at + 20 * MINUTE)
    request.log_attempt("they_called", by=who, at=NOW - desk.some(MINUTE, 9 * HOUR))


def quarantined(desk: Desk) -> None:
    reasons = desk.chance.choice([["selling", "links"], ["decoy"], ["gibberish"]])
    desk.receive(NOW - desk.some(HOUR, 6 * DAY), quarantine_reasons=reasons)


def due_today(desk: Desk) -> None:
    desk.receive(NOW - desk.some(5 * MINUTE, 115 * MINUTE))


def new(desk: Desk) -> None:
    # The morning is over: whoever asked for mornings is due tomorrow.
    ago = desk.some(5 * MINUTE, 50 * MINUTE)
    desk.receive(NOW - ago, contact_times=["09:00-11:00"])


def in_contact(desk: Desk) -> None:
    request, who = desk.receive(NOW - desk.some(20 * HOUR, 23 * HOUR)), desk.somebody
    request.take(by=who, at=request.received_at + 5 * MINUTE)
    outcome = desk.chance.choice(["no_answer", "voicemail", "reached"])
    request.log_attempt(outcome, by=who, at=request.received_at + 9 * MINUTE)


def snoozed(desk: Desk) -> None:
    request, who = desk.receive(NOW - desk.some(20 * HOUR, 23 * HOUR)), desk.somebody
    request.take(by=who, at=request.received_at + 5 * MINUTE)
    request.log_attempt("reached", by=who, at=request.received_at + 9 * MINUTE)
    until = NOW + desk.some(2 * HOUR, 20 * DAY)
    request.snooze(until, by=who, at=NOW - 10 * MINUTE)


def scheduled(desk: Desk, when: datetime | None = None) -> None:
    request, who = desk.receive(NOW - desk.some(4 * DAY, 9 * DAY)), desk.somebody
    request.take(by=who, at=request.received_at + HOUR)
    request.log_attempt("reached", by=who, at=request.received_at + 2 * HOUR)
    request.schedule(
        when or NOW + desk.some(3 * DAY, 40 * DAY),
        by=who,
        at=request.received_at + 2 * HOUR + MINUTE,
    )


def scheduled_today(desk: Desk) -> None:
    scheduled(desk, NOW + desk.some(-3 * HOUR, 5 * HOUR))


# Those that are over.


def booked(desk: Desk, disposition: str = "booked") -> None:
    request, who = _reached(desk), desk.somebody
    at = request.received_at
    request.schedule(at + 3 * DAY, by=who, at=at + 3 * HOUR)
    request.confirm(by=who, at=at + 2 * DAY)
    request.close(disposition, by=who, at=at + 3 * DAY + HOUR)


def not_booked(desk: Desk) -> None:
    booked(desk, "not_booked")


def did_not_come(desk: Desk) -> None:
    request, who = _reached(desk), desk.somebody
    at = request.received_at
    request.schedule(at + 3 * DAY, by=who, at=at + 3 * HOUR)
    request.miss(by=who, at=at + 3 * DAY + HOUR)
    request.log_attempt("no_answer", by=who, at=at + 4 * DAY)
    request.close("did_not_come", by=who, at=at + 5 * DAY)


def unreachable(desk: Desk) -> None:
    request, who = desk.receive(_long_ago(desk)), desk.somebody
    request.take(by=who, at=request.received_at + HOUR)
    for day in range(5):
        outcome = "voicemail" if day == 1 and request.voicemail_ok else "no_answer"
        at = request.received_at + 2 * HOUR + day * DAY
        request.log_attempt(outcome, by=who, at=at)
    request.close("unreachable", by=who, note="Five tries.", at=at + HOUR)


def referred(desk: Desk) -> None:
    request, who = _reached(desk), desk.somebody
    request.hand_over(desk.people.clinician, by=who, at=request.received_at + DAY)
    at = request.received_at + 2 * DAY
    request.close("referred", by=desk.people.clinician, at=at)


def withdrawn(desk: Desk) -> None:
    request = desk.receive(_long_ago(desk))
    request.withdraw(by=REQUESTER, at=request.received_at + HOUR)


def spam(desk: Desk) -> None:
    reasons = ["selling"]
    request = desk.receive(_long_ago(desk), quarantine_reasons=reasons)
    request.mark_spam(by=desk.somebody, at=request.received_at + 5 * HOUR)


def _long_ago(desk: Desk) -> datetime:
    return NOW - desk.some(14 * DAY, 21 * DAY)


def _reached(desk: Desk) -> ConsultationRequest:
    request, who = desk.receive(_long_ago(desk)), desk.somebody
    request.take(by=who, at=request.received_at + HOUR)
    request.log_attempt("no_answer", by=who, at=request.received_at + HOUR)
    note = "Spoke about the price and the drive home."
    at = request.received_at + 2 * HOUR
    request.log_attempt("reached", by=who, note=note, at=at)
    return request


Life = Callable[[Desk], None]
OPEN: tuple[Life, ...] = (
    read_first,
    overdue,
    called_back,
    quarantined,
    due_today,
    new,
    in_contact,
    snoozed,
    scheduled,
)
# The more often, the more often it stands here.
OVER: tuple[Life, ...] = (
    *(booked, booked, booked, not_booked),
    *(unreachable, unreachable, unreachable, did_not_come),
    *(referred, withdrawn, spam, spam),
)


def played(people: People, lives: tuple[Life, ...], each: int) -> list[int]:
    """Play every one of these lives so many times; return the ids of the requests."""
    desk = Desk(people)
    for _time in range(each):
        for life in lives:
            life(desk)
    return desk.ids
