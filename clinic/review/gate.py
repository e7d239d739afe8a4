"""Why a text may not go live: asked by every way that could make it so."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from clinic import claims
from clinic.models.review import Approval
from clinic.review import pair
from clinic.review.authors import is_reviewer, last_author

# A longer list is read under "What the guard found".
TOLD_AT_ONCE = 5


class NotApproved(Exception):
    """A text may not go live; `reasons` say what is missing and who can give it."""

    def __init__(self, page, reasons: list[str]):
        super().__init__(" ".join(reasons))
        self.page_id = page.pk
        self.reasons = reasons


def check(page) -> None:
    """Raise NotApproved where the text that `page` holds may not go live."""
    if reasons := refusals(page):
        raise NotApproved(page, reasons)


def refusals(page) -> list[str]:
    """Return why the text that `page` holds in memory may not go live.

    Each reason is a sentence that says what is missing and who can give it. A text
    that readers see already is never refused: nothing would change for them.
    """
    if seen_already(page):
        return []
    if page.alias_of_id:
        return [] if _is_at_source(page) else [_("An alias follows its source alone.")]
    reasons = []
    if page.needs_review and not Approval.objects.current(page):
        reasons.append(missing_approval(page))
    return [*reasons, *unready(page)]


def seen_already(page) -> bool:
    """Tell whether readers see this very text under the page's address now."""
    stored = stored_page(page)
    return stored is not None and stored.live and _same_text(stored, page)


def stored_page(page):
    """Return the page as the database holds it, None while it does not."""
    return page.pk and type(page).objects.filter(pk=page.pk).first()


def _is_at_source(alias) -> bool:
    source = type(alias).objects.filter(pk=alias.alias_of_id, live=True).first()
    return source is not None and _same_text(source, alias)


def _same_text(one, other) -> bool:
    return one.reader_digest() == other.reader_digest()


def missing_approval(page) -> str:
    """Say whose agreement the text of `page` lacks."""
    author = last_author(page)
    if author is None:
        return _(
            "Nobody is on record as having changed this text last, so nobody can "
            "agree on it. Save it in the editor under your name first."
        )
    names = ", ".join(str(person) for person in pair.who_can_agree(page))
    if not names:
        return _(
            "Two people have to agree on exactly this text, one of them a medical "
            "reviewer, and nobody but %(author)s holds a role for it. A manager can "
            "give somebody that role."
        ) % {"author": author}
    if is_reviewer(author):
        return _(
            "%(author)s changed this text last and cannot agree on it alone. An "
            "editor or another medical reviewer has to: %(names)s."
        ) % {"author": author, "names": names}
    return _(
        "A medical reviewer has to agree on exactly this text: %(names)s. "
        "%(author)s, who changed it last, cannot."
    ) % {"author": author, "names": names}


def unready(page) -> list[str]:
    """Return what the text itself lacks, so that it cannot even be submitted."""
    stopped = claims.refusals(page)
    told = stopped[:TOLD_AT_ONCE]
    if more := len(stopped) - len(told):
        told.append(
            ngettext(
                "The claims guard found %(count)d more statement.",
                "The claims guard found %(count)d more statements.",
                more,
            )
            % {"count": more}
        )
    if stopped:
        told.append(
            _("Change the words, or a medical reviewer allows each with evidence.")
        )
    return [*page.unfinished(), *told]
