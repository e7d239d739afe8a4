"""Who changed a text last, and whether somebody is a medical reviewer."""

from clinic.roles import MEDICAL_REVIEWERS, holds_role


def is_reviewer(user) -> bool:
    """Tell whether the person holds the role itself: being a superuser is not it."""
    return holds_role(user, MEDICAL_REVIEWERS)


def last_author(page):
    """Return who changed the text of `page` last, None where nobody is on record.

    Saving a text again without a change makes nobody its author; saving one that
    came from nobody, like an import, does.
    """
    digest = page.reader_digest()
    author = None
    for revision in page.revisions.order_by("-created_at", "-pk").select_related(
        "user"
    ):
        if revision.as_object().reader_digest() != digest:
            break
        author = revision.user or author
    return author
