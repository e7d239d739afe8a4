"""A reviewer's other words, kept as a draft under the reviewer's name."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from clinic.review.pieces import Piece, pieces_of

SUGGESTED = "clinic.review_suggested"
_CITED = re.compile(r"\[\d{1,3}(?:,\s?\d{1,3})*\]")
_NUMBER = re.compile(r"\d+")


def save_suggestion(page, *, by, note: str = ""):
    """Keep the text that `page` holds as the latest one, changed by this person.

    Returns the revision. Whoever changed a text last cannot complete its pair, so this
    hands it to somebody else. ValidationError says what keeps the page from a draft.
    """
    revision = page.save_revision(user=by)
    log(
        page,
        SUGGESTED,
        user=by,
        revision=revision,
        content_changed=True,
        data={"note": note},
    )
    return revision


def rewrite(page, typed: dict[str, str]) -> dict[str, ValidationError]:
    """Put other words into pieces of `page`, named by their places.

    Returns what did not fit, by place; the page is only to be kept where that is empty.
    """
    left = dict(typed)
    errors: dict[str, ValidationError] = {}
    # From the end, so that what stands before a change keeps its place.
    for piece in reversed(pieces_of(page)):
        if piece.place not in left:
            continue
        try:
            piece.write(fitting(piece, left.pop(piece.place)))
        except ValidationError as error:
            errors[piece.place] = error
    gone = _("This piece of text is not there any more.")
    return errors | {place: ValidationError(gone) for place in left}


def fitting(piece: Piece, words: str) -> str:
    """Return words as a piece takes them; ValidationError says why it does not."""
    if piece.write is None:
        raise ValidationError(_("This cannot be changed as plain words."))
    words = tidy(words, one_line=piece.one_line)
    if not words:
        raise ValidationError(
            _("Write the other words. To take a piece out, open it in the editor.")
        )
    lost = _citations(piece.words) - _citations(words)
    if piece.markup and lost:
        raise ValidationError(
            _("Keep %(numbers)s, or change the references in the editor.")
            % {"numbers": ", ".join(f"[{number}]" for number in sorted(lost, key=int))}
        )
    return words


def tidy(words: str, *, one_line: bool) -> str:
    """Return typed words without what a text area adds."""
    if one_line:
        return " ".join(words.split())
    lines = words.replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def _citations(words: str) -> set[str]:
    groups = _CITED.findall(words)
    return {number for group in groups for number in _NUMBER.findall(group)}
