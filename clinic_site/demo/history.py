"""Nine weeks that lie behind the demo clinic: what figures are made of.

Everybody here is invented; the numbers are from the range kept for fiction.
"""

from collections import Counter
from datetime import datetime, time, timedelta
from itertools import cycle
from typing import NamedTuple

from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from clinic.models import LocationPage, OutboxMessage, PageVisits, ServicePage, User
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    Step,
    StepCount,
    Wording,
)
from consultations.models.steps import NO_PAGE

LINH, EZRA, TOMASZ = "coordinator", "coordinator2", "clinician"
FIRST = [
    "Abel",
    "Brigid",
    "Casimir",
    "Dorothea",
    "Emrys",
    "Farida",
    "Gideon",
    "Hana",
    "Idris",
    "Jolanta",
    "Kofi",
    "Leocadia",
    "Matteo",
    "Nadezhda",
    "Osric",
    "Philippa",
    "Quentin",
    "Rafaela",
    "Soren",
    "Tunde",
    "Ulrika",
    "Vikram",
    "Wanda",
    "Xiomara",
    "Yusuf",
    "Zelda",
]
LAST = [
    "Ashgrove",
    "Bellweather",
    "Cornflower",
    "Dunmore",
    "Elderkin",
    "Fairwater",
    "Gorsuch",
]

# The oldest week first: how many asked in each.
WEEKS = (5, 6, 5, 7, 6, 8, 7, 9)
SERVICES = ("ketamine-infusion", "depression", "depression", "anxiety-ptsd-ocd")
# Where the form was opened; some come straight to it.
SOURCES = (
    "depression",
    "ketamine-infusion",
    "what-a-course-costs",
    "depression",
    None,
    "ketamine-infusion",
    "is-ketamine-right-for-me",
    "anxiety-ptsd-ocd",
)


class Course(NamedTuple):
    """How one request went; minutes are of office hours after it came in."""

    ending: str
    attempt: int | None
    talk: int | None = None
    scheduled: bool = False
    missed: bool = False
    channel: str = "web"


COURSES = (
    Course("booked", 18, 18, scheduled=True),
    Course("unreachable", 55),
    Course("not_booked", 40, 170, scheduled=True),
    Course("booked", 9, 9, scheduled=True, channel="phone"),
    Course("withdrawn", 32, 95),
    Course("booked", 48, 330, scheduled=True),
    Course("did_not_come", 25, 60, scheduled=True, missed=True),
    Course("referred", 70, 70),
    Course("booked", 6, 6, scheduled=True, channel="walk_in"),
    Course("booked", 150, 210, scheduled=True),
    Course("booked", 22, 140, scheduled=True),
    Course("not_suitable", 35, 410),
    Course("not_booked", 12, 12, scheduled=True, channel="phone"),
)
# What pages are read on a day, the one further in front the more.
READ = (46, 21, 17, 14, 12, 11, 9, 8, 7, 6, 5, 5, 4, 4, 3, 3, 2)


def load(users: dict[str, User]) -> None:
    """Let the past weeks happen, unless they have."""
    if ConsultationRequest.for_key(_key(0)) is not None:
        return
    mail = OutboxMessage.objects.aggregate(newest=Max("pk"))["newest"] or 0
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday(), weeks=len(WEEKS))
    pages = {page.slug: page for page in Page.objects.live()}
    services = {page.slug: page for page in ServicePage.objects.all()}
    hours = LocationPage.default().office_hours()
    courses, number = cycle(COURSES), 0
    for week, count in enumerate(WEEKS):
        for place in range(count):
            day = monday + timedelta(weeks=week, days=place % 5)
            # Within the hours and after them, too.
            at = datetime.combine(day, time(9 + number * 5 % 12, number * 7 % 60))
            _happen(
                number,
                next(courses),
                timezone.make_aware(at),
                hours,
                users,
                service=services.get(SERVICES[number % len(SERVICES)]),
                source_page=pages.get(SOURCES[number % len(SOURCES)]),
            )
            number += 1
    # It went out long ago.
    old = OutboxMessage.objects.filter(pk__gt=mail)
    old.update(dropped_at=timezone.now(), held_until=None)
    _read(pages, monday, today)


def _key(number: int) -> str:
    return f"demo-content-history-{number:03d}"


def _happen(number, course: Course, at, hours, users, **about) -> None:
    """Receive one request and play what came of it."""
    desk = users[(LINH, EZRA)[number % 2]]
    walked_in = course.channel != "web"
    request = ConsultationRequest.receive(
        submission_key=_key(number),
        by=desk if walked_in else REQUESTER,
        channel=course.channel,
        consent=Wording.current(),
        at=at,
        name=f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}",
        phone=f"+1301555{100 + number:04d}",
        contact_method="phone",
        adult=True,
        **about | ({"source_page": None} if walked_in else {}),
    )
    now = timezone.now()

    def after(minutes: int) -> datetime:
        return min(hours.add_minutes(at, minutes) or now, now)

    if course.attempt != course.talk:
        request.log_attempt("no_answer", by=desk, at=after(course.attempt))
    ended = after(course.attempt + 960)
    if course.talk is not None:
        ended = after(course.talk)
        request.log_attempt("reached", by=desk, at=ended)
    if course.scheduled:
        when = after(course.talk + 1500)
        request.schedule(when, by=desk, at=ended)
        ended = when
        if course.missed:
            request.miss(by=desk, at=when)
            ended = after(course.talk + 1980)
    if course.ending == "not_suitable":
        why = "Blood pressure comes first; wrote to the family doctor."
        request.decide(False, by=users[TOMASZ], reason=why, at=ended)
    else:
        request.close(course.ending, by=desk, at=ended)


def _read(pages: dict[str, Page], first, last) -> None:
    """Let the pages have been read."""
    if PageVisits.objects.exists():
        return
    read = sorted(pages.values(), key=lambda page: (page.depth, len(page.slug)))
    visits = {}
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        share = 1 if day.weekday() < 5 else 0.6
        for place, page in enumerate(read):
            usual = READ[place] if place < len(READ) else 1 + place % 4
            count = round(usual * share + (number * 3 + place * 5) % (3 + usual // 3))
            if count and page.depth > 1:
                visits[day, page.pk] = count
    PageVisits.objects.add(visits)
    _open_the_form(first, last)


def _open_the_form(first, last) -> None:
    """Let the form have been opened and sent as the requests of those days say."""
    received = ConsultationRequest.objects.filter(channel="web").values_list(
        "received_at", "source_page_id", "source_page_title"
    )
    counts, titles = Counter(), {}
    for number, (at, page_id, title) in enumerate(received.order_by("pk")):
        day, page_id = timezone.localdate(at), page_id or NO_PAGE
        titles[page_id] = title
        if first <= day <= last:
            counts[day, Step.SHOWN, page_id] += 2 + number % 7
            counts[day, Step.ERRORS, page_id] += number % 3 == 0
            counts[day, Step.RECEIVED, page_id] += 1
            counts[day, Step.DETAILS_SHOWN, page_id] += number % 8 > 0
            counts[day, Step.DETAILS_SENT, page_id] += number % 5 < 3
    StepCount.objects.bulk_create(
        [
            StepCount(
                day=day,
                step=step,
                source_page_id=page_id,
                source_page_title=titles[page_id],
                count=count,
            )
            for (day, step, page_id), count in counts.items()
            if count
        ],
        ignore_conflicts=True,
    )
