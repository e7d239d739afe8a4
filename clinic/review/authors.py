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
    for revision in _newest_first(page):
        if revision.as_object().reader_digest() != digest:
            break
        author = revision.user or author
    return author


def before_last_author(page):
    """Return the revision that the last author of `page` began to change.

    None where nobody else is on record. Its id names the author's turn: however often
    they save, it stays the same.
    """
    author = last_author(page)
    digest = page.reader_digest()
    for revision in _newest_first(page):
        if revision.user == author or revision.user is None:
            continue
        if revision.as_object().reader_digest() != digest:
            return revision
    return None


def _newest_first(page):
    """Give the revisions of `page`, each as one of this very page: fewer queries."""
    revisions = page.revisions.order_by("-created_at", "-pk")
    for revision in revisions.select_related("user"):
        revision.content_object = page
        yield revision
