"""Pages that are the same for everybody but for gaps, which are filled in for each.

Such a page is rendered once, with marks in the place of what is somebody's own: its
frame costs as much as all the rest of the work for an answer.
"""

import re
import secrets
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import conditional_escape

from clinic import lasting
from clinic.memory import remembered

# Nothing else on a page looks like one: nobody knows what it is in this process.
_GAP = f"gap-{secrets.token_hex(16)}-"
_GAPS = re.compile(rf"{_GAP}(\w+)-")
# Kept no longer, so that what says nothing of the clock is right within a minute.
LONGEST = 60


def gap(name: str) -> str:
    """Return what stands on a rendered page for a value of this name."""
    return f"{_GAP}{name}-"


@dataclass(frozen=True)
class Blank:
    """A page in pieces, every second of which names what belongs there."""

    pieces: tuple[str, ...]
    until: float

    @classmethod
    def rendered(cls, request: HttpRequest, template: str, context: dict) -> "Blank":
        """Render a template whose context has gaps; it holds a minute at most."""
        began = time.time()
        with lasting.collected() as moments:
            page = render_to_string(template, context, request)
        until = min([began + LONGEST, *(moment.timestamp() for moment in moments)])
        return cls(tuple(_GAPS.split(page)), until)

    @classmethod
    def kept(cls, name: Hashable, render: Callable[[], "Blank"]) -> "Blank":
        """Return what is kept under a name; rendered anew once it may be another."""
        blank = remembered((name, int(time.time() // LONGEST)), render)
        # It may have been opening or closing time just now.
        return blank if time.time() < blank.until else render()

    def filled_in(self, values: dict[str, str]) -> str:
        """Return the page with these values in its gaps, escaped unless safe."""
        return "".join(
            conditional_escape(values[piece]) if number % 2 else piece
            for number, piece in enumerate(self.pieces)
        )
