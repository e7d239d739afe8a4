"""The weekly mail about reviews: titles and links, to whoever can do something."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import formataddr, parseaddr
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings, OutboxMessage, RegisterEntry, User
from clinic.models.register import FindingKind, State
from clinic.outbox import register_builder
from clinic.roles import EDITORS, MEDICAL_REVIEWERS

REVIEW_DIGEST = "clinic.review_digest"
MONDAY = 0
MORNING = 8
# A worker that was away on Monday still sends the mail on Tuesday.
SENT_UNTIL = timedelta(days=2)
# As many titles of one kind as a mail names.
NAMED = 10


class Section(NamedTuple):
    """Pages of one kind: the first of them, how many more, and where all stand."""

    title: str
    entries: list[RegisterEntry]
    more: int
    url: str


def enqueue_digests(now: datetime | None = None) -> int:
    """Write this week's mail for each editor and reviewer, once Monday is 8 am.

    Returns how many were written; nothing is when every page is in order.
    """
    now = timezone.localtime(now)
    monday = (now - timedelta(days=now.weekday())).replace(
        hour=MORNING, minute=0, second=0, microsecond=0
    )
    if not monday <= now < monday.replace(hour=0) + SENT_UNTIL:
        return 0
    year, week, _day = now.isocalendar()
    keys = {
        f"{REVIEW_DIGEST}:{year}-{week:02}:{person.pk}": person
        for person in recipients()
    }
    written = OutboxMessage.objects.filter(dedupe_key__in=keys)
    missing = keys.keys() - set(written.values_list("dedupe_key", flat=True))
    if not missing or not any(True for _section in sections()):
        return 0
    for key in sorted(missing):
        OutboxMessage.enqueue(
            REVIEW_DIGEST,
            dedupe_key=key,
            payload={"user": keys[key].pk},
            recipient=keys[key].email,
        )
    return len(missing)


def recipients():
    """Return who keeps the pages true: active editors and medical reviewers."""
    return (
        User.objects.filter(
            is_active=True, groups__name__in=(EDITORS, MEDICAL_REVIEWERS)
        )
        .exclude(email="")
        .distinct()
    )


def sections() -> Iterator[Section]:
    """Yield what is not in order, the most urgent first; two queries for each kind."""
    entries = RegisterEntry.objects.most_urgent_first().select_related("page")
    kinds = [
        (_("Overdue"), {"state": State.OVERDUE}),
        (_("Never reviewed"), {"state": State.NEVER}),
        (_("Changed since the review"), {"state": State.CHANGED}),
        (_("Due within 30 days"), {"state": State.DUE}),
        (_("Links that lead nowhere"), {"finding": FindingKind.BROKEN_LINK}),
    ]
    for title, asked in kinds:
        lookup = {_LOOKUPS[name]: value for name, value in asked.items()}
        found = entries.filter(**lookup)
        number = found.count()
        if number:
            url = f"{report_url()}?{urlencode(asked)}"
            yield Section(title, list(found[:NAMED]), max(0, number - NAMED), url)


_LOOKUPS = {"state": "state", "finding": "findings__kind"}


def report_url() -> str:
    """Return the full address of the review register."""
    return settings.SITE_URL + reverse("review_register")


def review_digest(message: OutboxMessage) -> EmailMultiAlternatives | None:
    """Say what is overdue, due, never reviewed or broken; None when nothing is."""
    person = recipients().filter(pk=message.payload["user"]).first()
    told = list(sections())
    if person is None or not told:
        return None
    context = {"sections": told, "url": report_url(), "site": settings.SITE_URL}
    mail = EmailMultiAlternatives(
        subject=subject(told),
        body=render_to_string("clinic/mail/review_digest.txt", context),
        from_email=formataddr(
            (ClinicSettings.load().clinic_name, parseaddr(settings.MAIL_FROM)[1])
        ),
        # An address corrected since the row was written is the right one.
        to=[person.email],
    )
    html = render_to_string("clinic/mail/review_digest.html", context)
    mail.attach_alternative(html, "text/html")
    return mail


def subject(told: list[Section]) -> str:
    """Return what is most urgent, with how many pages it is."""
    counts = [f"{s.title}: {len(s.entries) + s.more}" for s in told[:2]]
    return _("Pages to look at (%(counts)s)") % {"counts": ", ".join(counts)}


register_builder(REVIEW_DIGEST, review_digest)
