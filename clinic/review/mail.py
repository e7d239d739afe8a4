"""The mail about a review: a title and a link, built when it is sent.

What a reviewer wrote stays in the house: a comment may name a patient by mistake.
"""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageLogEntry, TaskState
from wagtail.users.models import UserProfile

from clinic.models.outbox import OutboxMessage
from clinic.outbox import register_builder
from clinic.review import notices, pair
from clinic.review.authors import is_reviewer, last_author


def waits(message: OutboxMessage) -> EmailMessage | None:
    """Say that a text waits for this person; nothing once it does not any more."""
    page, person = _page(message), _person(message, "submitted")
    state = _state(message, TaskState.STATUS_IN_PROGRESS)
    if not (page and person and state) or pair.why_not(page, person):
        return None
    author = last_author(page)
    template = "suggested" if is_reviewer(author) else "waits"
    subject = _("Waits for you: %(title)s")
    return _mail(template, subject, page, person, author=author)


def returned(message: OutboxMessage) -> EmailMessage | None:
    """Say that a text came back, unless it has been handed in again since."""
    page, person = _page(message), _person(message, "rejected")
    state = _state(message, TaskState.STATUS_REJECTED)
    if not (page and person and state):
        return None
    if state.workflow_state.current_task_state_id != state.pk:
        return None
    subject = _("Returned with a comment: %(title)s")
    return _mail("returned", subject, page, person, reviewer=state.finished_by)


def approved(message: OutboxMessage) -> EmailMessage | None:
    """Say that two people agree on a text, and when readers see it."""
    page, person = _page(message), _person(message, "approved")
    if not (page and person):
        return None
    scheduled = page.scheduled_revision
    subject = _("Approved: %(title)s")
    at = scheduled.approved_go_live_at if scheduled else None
    return _mail("approved", subject, page, person, scheduled_for=at)


def refused(message: OutboxMessage) -> EmailMessage | None:
    """Say that a text was not published at its time, with the reasons."""
    page, person = _page(message), _person(message)
    entry = PageLogEntry.objects.filter(pk=message.payload["entry"]).first()
    if not (page and person and entry):
        return None
    subject = _("Not published at its time: %(title)s")
    reasons = entry.data.get("reasons", [])
    return _mail("refused", subject, page, person, reasons=reasons)


def _page(message: OutboxMessage):
    page = Page.objects.filter(pk=message.payload["page"]).first()
    return page and page.specific.get_latest_revision_as_object()


def _person(message: OutboxMessage, preference: str = ""):
    """Return whom to write to, None where they left or want no such mail."""
    users = get_user_model().objects.filter(is_active=True).exclude(email="")
    person = users.filter(pk=message.payload["user"]).first()
    if person and preference:
        profile = UserProfile.get_for_user(person)
        return person if getattr(profile, f"{preference}_notifications") else None
    return person


def _state(message: OutboxMessage, status: str) -> TaskState | None:
    states = TaskState.objects.select_related("workflow_state", "finished_by")
    return states.filter(pk=message.payload["state"], status=status).first()


def _mail(template: str, subject: str, page, person, **context) -> EmailMessage:
    profile = UserProfile.get_for_user(person)
    address = settings.SITE_URL + reverse("clinic_review:page", args=[page.pk])
    with translation.override(profile.get_preferred_language()):
        body = render_to_string(
            f"clinic/review/mail/{template}.txt",
            {"title": page.title, "url": address, **context},
        )
        subject = " ".join((str(subject) % {"title": page.title}).split())
    return EmailMessage(subject=subject, body=body, to=[person.email])


register_builder(notices.WAITS, waits)
register_builder(notices.RETURNED, returned)
register_builder(notices.APPROVED, approved)
register_builder(notices.REFUSED, refused)
