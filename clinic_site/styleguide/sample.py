"""One component as the style guide shows it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

TEMPLATES = Path(settings.BASE_DIR) / "templates"
CSS = Path(settings.BASE_DIR) / "clinic_site" / "static" / "css"

# Sheets whose classes any template may take.
SHARED = ("layout", "utilities")

# Classes on plain markup: what is copied is the markup itself.
PIECES = "styleguide/pieces/"

_INCLUDE = re.compile(r'{%\s*(?:include|extends)\s+"([^"]+)"')
_CLASSES = re.compile(r'class="([^"]*)"')
_TAG = re.compile(r"{[%{].*?[%}]}")
_SELECTOR = re.compile(r"\.([a-z][\w-]*)")
# What a dot stands in without being a selector.
_NO_SELECTOR = re.compile(r'/\*.*?\*/|url\([^)]*\)|"[^"]*"', re.DOTALL)

# Where a sample stands in its document: in <main>, or beside it because it brings a
# landmark of its own or fills the width; or it is a whole document itself, or markup
# that nobody sees and that is shown as it is written.
MAIN, BESIDE, WHOLE, CODE = "main", "beside", "whole", "code"


@dataclass(frozen=True)
class Sample:
    """A component: its template, what it is for, and each state by its name.

    A state is the context it is included with, or a function that returns it. What one
    state names and another does not is empty there, as it is for a caller who leaves an
    optional parameter out.
    """

    template: str
    title: str
    purpose: str
    states: dict[str, dict | Callable[[], dict]]
    # The markup it may only stand in: a list item needs its list.
    inside: str = "{}"
    place: str = MAIN
    # Whether it begins with a heading of the third level, below one of the second.
    below: bool = False
    # How much of the row a state takes: third, half or full.
    width: str = "half"
    # Shown once more in a frame 20rem wide.
    narrow: bool = False
    # Templates that no include of it names: chosen by a parameter, or extended.
    also: tuple[str, ...] = ()
    # What its frame takes before the script has measured it.
    height: int = 220

    @property
    def name(self) -> str:
        """Return the last part of its address."""
        folders = self.template.removesuffix(".html").split("/")
        left_out = ("components", "admin", "styleguide", "pieces")
        shown = [part for part in folders if part not in left_out]
        name = slugify("-".join(dict.fromkeys(shown))).replace("_", "-")
        # It is an anchor as well, and those begin with a letter.
        return name if name[0].isalpha() else f"page-{name}"

    @property
    def stem(self) -> str:
        return Path(self.template).stem

    def state(self, slug: str) -> str | None:
        """Return the state of this slug, None without one."""
        return next((label for label in self.states if slugify(label) == slug), None)

    def context(self, label: str) -> dict:
        """Return what a state is included with, every parameter named."""
        given = self._given(label)
        known = {key for other in self.states for key in self._given(other)}
        return dict.fromkeys(known, "") | given

    def _given(self, label: str) -> dict:
        state = self.states[label]
        return state() if callable(state) else state

    def render(self, label: str, request=None) -> SafeString:
        """Return the markup of one state."""
        whole = self.place == WHOLE
        markup = get_template(self.template).render(
            self.context(label), request if whole else None
        )
        # A sample takes no focus by itself: the page around it would jump there.
        markup = markup.replace(" autofocus", "")
        if self.place == CODE:
            lines = "\n".join(filter(None, map(str.strip, markup.splitlines())))
            return format_html("<pre><code>{}</code></pre>", lines)
        above = '<h2 class="visually-hidden">Above</h2>' if self.below else ""
        # All of it comes out of our own templates.
        return mark_safe(above + self.inside.replace("{}", markup))  # noqa: S308

    @property
    def line(self) -> str:
        """Return the line to copy."""
        if self.place == WHOLE:
            above = _INCLUDE.findall((TEMPLATES / self.template).read_text("utf-8"))
            return f'{{% extends "{above[0]}" %}}'
        if self.template.startswith("blocks/"):
            return "{% include_block block %}"
        if self.template.startswith(PIECES):
            markup = get_template(self.template).render(self.context([*self.states][0]))
            return markup.strip()
        given: dict = {}
        for label in self.states:
            given = self._given(label) | given
        words = " ".join(f"{key}={_written(key, given[key])}" for key in given)
        start = f'{{% include "{self.template}"'
        return f"{start} with {words} only %}}" if words else f"{start} only %}}"

    @property
    def files(self) -> list[str]:
        """Return what it is made of: templates, then the sheets of their classes."""
        templates = _with_included(self.template)
        classes = set().union(*(classes_in(path) for path in templates))
        sheets = [f"css/{path}" for path in sheets_of(classes)]
        shown = [path for path in templates if not path.startswith(PIECES)]
        return [f"templates/{path}" for path in shown] + sheets


def _written(key: str, value) -> str:
    """Return a parameter as somebody would write it in a template."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and 0 < len(value) < 28 and '"' not in value:
        return f'"{value}"'
    return key


def _with_included(template: str) -> list[str]:
    """Return a template and those it includes by name, at any depth."""
    found, waiting = [], [template]
    while waiting:
        path = waiting.pop(0)
        if path not in found and (TEMPLATES / path).exists():
            found.append(path)
            waiting += _INCLUDE.findall((TEMPLATES / path).read_text("utf-8"))
    return found


def sheets_of(classes: set[str]) -> list[str]:
    """Return the sheets classes come from: the one of their name, else any."""
    known = {
        sheet.relative_to(CSS).as_posix(): classes_of(sheet)
        for sheet in sorted(CSS.rglob("*.css"))
        if sheet.parent.name != "styleguide"
    }
    found = set()
    for name in classes:
        block = re.split("__|--", name)[0].replace("-", "_")
        having = [path for path, names in known.items() if name in names]
        own = [path for path in having if Path(path).stem in (block, *SHARED)]
        site = [path for path in having if path.startswith("site/")]
        found.update(own or site or having)
    return sorted(found)


def classes_in(template: str) -> set[str]:
    """Return the classes that a template writes."""
    text = (TEMPLATES / template).read_text("utf-8")
    return {
        name
        for found in _CLASSES.findall(text.replace('\\"', ""))
        for name in _TAG.sub(" ", found.replace("{%", " {%")).split()
    }


def classes_of(sheet: Path) -> set[str]:
    """Return the classes that a sheet has rules for."""
    code = _NO_SELECTOR.sub("", sheet.read_text("utf-8"))
    return set(_SELECTOR.findall(code))
