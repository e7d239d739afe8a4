"""The style sheet of a page: many small files joined, inlined under a CSP hash."""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.templatetags.static import static

SOURCE = Path(__file__).resolve().parent / "static" / "css" / "site"

# The order matters within a layer only; between layers `tokens.css` settles it.
SITE = [
    "tokens",
    "fonts",
    "reset",
    "base",
    "layout",
    "components/skip_link",
    "components/crisis_line",
    "components/button",
    "components/search_form",
    "components/site_header",
    "components/finder",
    "components/site_footer",
    "components/action_bar",
    "components/crumbs",
    "components/hero",
    "components/illustration",
    "components/card",
    "components/steps",
    "components/note",
    "components/crisis_card",
    "components/panel",
    "components/pill",
    "components/table",
    "components/facts",
    "components/timeline",
    "components/tabs",
    "components/field",
    "components/error_summary",
    "components/copy_box",
    "components/article",
    "components/contents",
    "components/reviewer",
    "components/references",
    "components/request_section",
    "components/figure",
    "components/person",
    "components/hours",
    "components/place",
    "components/search_result",
    "components/pagination",
    "utilities",
]
MANIFESTS = {"site": SITE}

_TOKEN = re.compile(r'/\*.*?\*/|("(?:[^"\\\n]|\\.)*")', re.DOTALL)
_ASSET = re.compile(r'url\("\.\./\.\./([^"]+)"\)')


class Stylesheet(NamedTuple):
    """What goes between the style tags, and the CSP source that allows it."""

    text: str
    csp_hash: str


def bundle(name: str = "site") -> Stylesheet:
    """The joined sheet of this manifest; read anew only while DEBUG is on."""
    return _build(name) if settings.DEBUG else _cached(name)


def _build(name: str) -> Stylesheet:
    parts = [(SOURCE / f"{part}.css").read_text("utf-8") for part in MANIFESTS[name]]
    text = minify(_ASSET.sub(_static_url, "\n".join(parts)))
    digest = hashlib.sha256(text.encode()).digest()
    return Stylesheet(text, f"sha256-{base64.b64encode(digest).decode()}")


_cached = lru_cache(maxsize=None)(_build)


def _static_url(match: re.Match) -> str:
    return f'url("{static(match[1])}")'


def minify(css: str) -> str:
    """Take out comments and white space; strings are left as they are."""
    pieces, position = [], 0
    for match in _TOKEN.finditer(css):
        pieces += [_squeeze(css[position : match.start()]), match[1] or ""]
        position = match.end()
    pieces.append(_squeeze(css[position:]))
    return "".join(pieces).replace(";}", "}").strip()


def _squeeze(code: str) -> str:
    code = re.sub(r"\s+", " ", code)
    code = re.sub(r" ?([{};,]) ?", r"\1", code)
    # A space before a colon can be a selector's; one after it never is.
    return re.sub(r"(?<=[\w-]): ", ":", code)
