"""The pair: two people agree on the exact text, one of them a medical reviewer.

Whoever changed the text last is one of them and cannot be the other, whatever rights
they hold.
"""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from clinic.models.review import Approval
from clinic.review.authors import is_reviewer, last_author
from clinic.roles import EDITORS, MEDICAL_REVIEWERS


def who_can_agree(page) -> list:
    """Return the active people who can complete the pair for the text of `page`."""
    author = last_author(page)
    return [] if author is None else partners(author)


def partners(author) -> list:
    """Return the active people who can agree on what `author` changed last."""
    roles = [EDITORS, MEDICAL_REVIEWERS] if is_reviewer(author) else [MEDICAL_REVIEWERS]
    return list(people_with_a_role(roles).exclude(pk=author.pk))


def people_with_a_role(roles: list[str]):
    """Return the active people who hold one of these roles, by name."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name__in=roles)
        .order_by("last_name", "first_name")
        .distinct()
    )


def why_not(page, user) -> str:
    """Say why this person cannot complete the pair for this text; "" if they can."""
    author = last_author(page)
    if author is None:
        return _("Nobody is on record as having changed this text last.")
    if user == author:
        return _("You changed this text last: somebody else has to agree on it.")
    if user not in who_can_agree(page):
        return _("Only a medical reviewer can agree on this text.")
    return ""


@transaction.atomic
def agree(page, *, by, note="") -> Approval:
    """Record that `by` agrees with whoever changed the text of `page` last.

    Raises ValidationError when the two are no pair.
    """
    if refusal := why_not(page, by):
        raise ValidationError(refusal)
    author = last_author(page)
    reviewer, other = (by, author) if is_reviewer(by) else (author, by)
    return Approval.record(page, edited_by=other, reviewed_by=reviewer, note=note)
