"""The style sheets: many small files joined into a bundle for each kind of page.

`collectstatic` finds the bundles through `BundleFinder`, hashes them and rewrites the
fonts' addresses in them. A public page carries its bundle inline, under a CSP hash, so
that it paints in the first round trip; the desk and the style guide link theirs.
"""

import base64
import hashlib
import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import FileSystemStorage

from clinic_site.whole_file import write_whole

CSS = Path(__file__).resolve().parent / "static" / "css"
SOURCE = CSS / "site"

# The kinds of public pages:
#   home      the front page
#   list      indexes, topics, people, places, search, errors
#   article   the heaviest of all, so its bundle is the tightest
#   article_more  an article with a block that few have: clinic.blocks.RARE
#   reading   service, plain page, person, location
#   form      the request, what follows it, signing in
INLINED = ("home", "list", "article", "article_more", "reading", "form")
ALL = "home list article article_more reading form"

# Each file and the kinds of pages that need it; "" is the desk and the style guide
# alone. The order matters within a layer only; between layers `tokens` settles it.
SITE = {
    "tokens": ALL,
    "fonts": ALL,
    "reset": ALL,
    "base": ALL,
    "layout": ALL,
    "components/skip_link": ALL,
    "components/crisis_line": ALL,
    "components/button": ALL,
    "components/search_form": ALL,
    "components/site_header": ALL,
    "components/finder": ALL,
    "components/site_footer": ALL,
    "components/action_bar": ALL,
    "components/crumbs": "list article article_more reading form",
    "components/hero": "home",
    "components/illustration": "home list reading",
    "components/card": "home list article article_more reading",
    "components/cards": "home list reading",
    "components/steps": "home article_more reading",
    "components/note": "list article article_more reading form",
    "components/crisis_card": "list article article_more reading form",
    "components/panel": "reading form",
    "components/pill": "home list reading",
    "components/table": "article article_more reading",
    "components/facts": "reading form",
    "components/questions": "article_more reading",
    "components/price": "article_more reading",
    "components/video": "article_more reading",
    "components/words": "list",
    "components/timeline": "",
    "components/tabs": "list form",
    "components/field": "form",
    "components/form_aside": "form",
    "components/reference": "form",
    "components/details": "form",
    "components/account": "form",
    "components/error_summary": "form",
    "components/copy_box": "list form",
    "components/article": "article article_more reading",
    "components/contents": "article article_more reading",
    "components/reviewer": "list article article_more reading",
    "components/overdue": "home article article_more reading",
    "components/references": "article article_more reading",
    "components/request_section": "article article_more reading",
    "components/figure": "home list article article_more reading",
    "components/person": "list reading",
    "components/hours": "home list reading",
    "components/place": "home list reading",
    "components/search_result": "list",
    "components/search_filters": "list",
    "components/pagination": "list",
    "utilities": ALL,
}
WHOLE_SITE = [f"site/{part}" for part in SITE]

MANIFESTS = {
    kind: [f"site/{part}" for part, kinds in SITE.items() if kind in kinds.split()]
    for kind in INLINED
}
# Linked, one request each: `desk` and `styleguide` pages, and Django's stock forms.
MANIFESTS |= {
    "site": WHOLE_SITE,
    "desk": [
        *WHOLE_SITE,
        "desk/frame",
        "desk/desk",
        "desk/queue",
        "desk/request",
        "desk/returning",
        "desk/caller",
        "desk/chart",
        "desk/figures",
        "desk/today",
        "desk/sheet",
        "desk/trail",
        "desk/rights",
        "desk/staff",
        "desk/print",
    ],
    "styleguide": [*WHOLE_SITE, "styleguide/styleguide"],
    "sample": ["styleguide/sample"],
    # Paper can wait: a page to read paints without it.
    "print": ["site/print"],
    "stock": ["site/tokens", "site/fonts", "desk/forms", "desk/lists", "desk/frame"],
    "cms": [
        *("site/tokens", "site/fonts"),
        *("cms/cms", "cms/claims", "cms/review", "cms/imports"),
    ],
}

# As far from the fonts as the files that the bundles are made of: addresses stay.
FOLDER = "css/bundles/"
_TO_STATIC = 'url("../../'
_TOKEN = re.compile(r'/\*.*?\*/|("(?:[^"\\\n]|\\.)*")', re.DOTALL)


class Stylesheet(NamedTuple):
    """What goes between the style tags, and the CSP source that allows it."""

    text: str
    csp_hash: str


def bundle(name: str) -> Stylesheet:
    """The sheet to put into a page; made anew only while DEBUG is on."""
    return _read(name) if settings.DEBUG else _cached(name)


def _read(name: str) -> Stylesheet:
    text = _collected(name) or build(name)
    text = text.replace(_TO_STATIC, f'url("{settings.STATIC_URL}')
    digest = hashlib.sha256(text.encode()).digest()
    return Stylesheet(text, f"sha256-{base64.b64encode(digest).decode()}")


_cached = lru_cache(maxsize=None)(_read)


def _collected(name: str) -> str:
    """Return what `collectstatic` left, or nothing where it keeps no hashed names."""
    if not hasattr(staticfiles_storage, "stored_name"):
        return ""
    try:
        stored = staticfiles_storage.stored_name(f"{FOLDER}{name}.css")
        with staticfiles_storage.open(stored) as file:
            return file.read().decode()
    except (OSError, ValueError):
        # An error page needs a style sheet even where nobody collected any.
        return ""


def build(name: str) -> str:
    """Join the files of this manifest and make them small."""
    parts = [(CSS / f"{part}.css").read_text("utf-8") for part in MANIFESTS[name]]
    return minify("\n".join(parts))


class Color(NamedTuple):
    """A color of the design, by day and by night."""

    light: str
    dark: str


@cache
def color(name: str) -> Color:
    """Return a token, for the few places that no style sheet reaches."""
    tokens = (SOURCE / "tokens.css").read_text("utf-8")
    found = re.search(rf"--{name}: light-dark\((#\w+), (#\w+)\);", tokens)
    return Color(*found.groups())


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
    code = re.sub(r" ?([{};,>]) ?", r"\1", code)
    code = re.sub(r"(?<![\w.#])0\.(?=\d)", ".", code)
    # A space before a colon can be a selector's; one after it never is.
    return re.sub(r"(?<=[\w-]): ", ":", code)


class BundleFinder(BaseFinder):
    """Offer the bundles to `collectstatic`, and to a server that runs with DEBUG."""

    @property
    def storage(self) -> FileSystemStorage:
        return FileSystemStorage(settings.VAR_DIR / "bundles")

    def check(self, **kwargs):
        return []

    def list(self, ignore_patterns):
        """Name each bundle, written just now where its sources changed."""
        storage = self.storage
        for name in MANIFESTS:
            _write(Path(storage.path(f"{FOLDER}{name}.css")), build(name))
            yield f"{FOLDER}{name}.css", storage

    def find(self, path, find_all=False, **kwargs):
        """Return where this bundle lies, made of its sources as they are now."""
        name = path.removeprefix(FOLDER).removesuffix(".css")
        if name not in MANIFESTS or path != f"{FOLDER}{name}.css":
            return []
        target = Path(self.storage.path(path))
        _write(target, build(name))
        return [str(target)] if find_all else str(target)


def _write(target: Path, text: str) -> None:
    """Leave an unchanged file alone: its date says whether to collect it again."""
    if not target.exists() or target.read_text("utf-8") != text:
        write_whole(target, text)
