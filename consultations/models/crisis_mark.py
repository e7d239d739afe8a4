"""The mark *read first*: set when what a person wrote speaks of a life in danger.

Only the mark is kept. Which words were found is neither stored, counted nor logged,
and a text without such words never takes the mark away.
"""

from collections.abc import Iterable

from django.views.decorators.debug import sensitive_variables

from clinic import crisis
from clinic.models import CrisisPhrase

# The list as this process last read it, for when the database does not answer.
_last_read: list[CrisisPhrase] = []


@sensitive_variables()
def speaks_of_danger(texts: Iterable[str]) -> bool:
    """Say whether one of these texts holds words of the crisis list.

    One query at most: the list is kept until somebody changes it.
    """
    written = [text for text in texts if text and text.strip()]
    if not written:
        return False
    _last_read[:] = crisis.kept_list()
    return _occurs(written, list(_last_read))


@sensitive_variables()
def may_speak_of_danger(texts: Iterable[str]) -> bool | None:
    """Say the same without the database; None if this process never read the list."""
    written = [text for text in texts if text and text.strip()]
    if not written:
        return False
    return _occurs(written, list(_last_read)) if _last_read else None


def forget() -> None:
    """Know nothing of the list, as a process that just started."""
    _last_read.clear()


@sensitive_variables()
def _occurs(texts: list[str], phrases: list[CrisisPhrase]) -> bool:
    return any(crisis.found_among(text, phrases) for text in texts)


class CrisisMark:
    """How a request comes to be read first; mixed into the model."""

    @sensitive_variables()
    def mark_read_first(self, *texts: str) -> dict:
        """Set the mark if one of the texts asks for it.

        Saves nothing: whoever stores the texts stores `read_first` and `pinned` in the
        same transaction, and adds what this returns to the details of its event.
        """
        if not speaks_of_danger(texts):
            return {}
        self.read_first = self.pinned = True
        return {"read_first": True}
