"""A component is a template and a sheet of one name; nothing lies about unused."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from clinic_site.styleguide.sample import CSS, TEMPLATES, classes_of

SITE = CSS / "site"
SHEETS = sorted((SITE / "components").glob("*.css"))
FOLDERS = ("components", "layout", "blocks")
APPS = ("clinic", "articles", "consultations", "clinic_site")

# Sheets without a template of their name, and why.
UNPAIRED = {
    "account": "the quiet column that the pages of signing in share",
    "article": "the text column that article, service and plain pages share",
    "cards": "what a list of cards with drawings adds to card",
    "button": "a link or a button is its own markup",
    "facts": "a dl; its rows differ from page to page",
    "form_aside": "what stands beside a form differs from form to form",
    "hero": "the front page's own; its scene is components/hero_scene.html",
    "note": "a box around any words",
    "panel": "a box around anything",
    "pill": "a span with a shape and words",
    "skip_link": "one line of base.html and layout/plain.html",
    "tabs": "links in a row",
    "timeline": "a list at the desk",
}
# Components whose page comes with a later issue; until then the style guide is all.
LATER = {
    "components/chart_spark.html",
}
_WORD = re.compile(r"[a-z][\w-]*")
# What a template writes the beginning of: "note--{{ kind }}".
_BEGUN = re.compile(r"([a-z][\w-]*--)\{")


def sources() -> dict[Path, str]:
    """Return what can name a class or a template; showing it is not using it."""
    base = Path(settings.BASE_DIR)
    paths = [*TEMPLATES.rglob("*.html"), *(CSS.parent / "js").glob("*.js")]
    paths += [path for app in APPS for path in (base / app).rglob("*.py")]
    return {
        path: path.read_text("utf-8") for path in paths if "styleguide" not in str(path)
    }


@pytest.fixture(scope="module")
def named() -> tuple[set[str], set[str]]:
    """Return every word that could be a class, and every beginning of one."""
    text = "\n".join(sources().values())
    return set(_WORD.findall(text)), set(_BEGUN.findall(text))


@pytest.mark.parametrize("sheet", sorted(SITE.rglob("*.css")), ids=lambda s: s.stem)
def test_every_class_of_a_sheet_is_used(sheet, named):
    words, begun = named
    unused = {
        name
        for name in classes_of(sheet) - words
        if not any(name.startswith(beginning) for beginning in begun)
    }

    assert not unused


def test_every_sheet_has_the_template_of_its_name_or_a_reason():
    templates = {p.stem for f in FOLDERS for p in (TEMPLATES / f).rglob("*.html")}
    alone = {sheet.stem for sheet in SHEETS} - templates

    assert alone == set(UNPAIRED)


def test_every_sheet_styles_the_class_of_its_name():
    strays = {
        sheet.stem
        for sheet in SHEETS
        if not any(
            name.startswith(sheet.stem.replace("_", "-")) for name in classes_of(sheet)
        )
    }

    assert not strays


def test_every_component_is_included_somewhere():
    texts = sources()
    unused = set()
    for folder in FOLDERS:
        for path in (TEMPLATES / folder).rglob("*.html"):
            name = path.relative_to(TEMPLATES).as_posix()
            # Drawings are chosen by name, from one registry.
            if "/illustrations/" in name:
                continue
            if not any(name in text for other, text in texts.items() if other != path):
                unused.add(name)

    assert unused == LATER, "Include these, or say that a later page will."
