"""The clinic's present article is stopped, once at least for each of nine groups."""

from pathlib import Path

import pytest

from articles.models import ArticlePage
from clinic.claims import open_findings
from clinic.claims.engine import Piece, find
from clinic.claims.pages import kind_of
from clinic.claims.pieces import pieces
from tests.articles.importing import run
from tests.clinic.claims.twin import as_data, found_by_javascript, page_of
from tests.factories import make_article_index

SEED = Path(__file__).resolve().parents[4] / "shared" / "seed"
TEXTS, EXPORTS = sorted(SEED.glob("*_*.txt")), sorted(SEED.glob("*.xml"))
pytestmark = pytest.mark.skipif(
    not (TEXTS and EXPORTS), reason="no ../shared/seed: the real article was not read"
)

# The group, and a word or two that belong to what is found there.
NINE = {
    "absolute-safety": "safety",
    "effect": "remarkable",
    "cure": "lasting remission",
    "emergency": "urgent",
    "immediate-relief": "immediate relief",
    "breakthrough": "breakthrough",
    "superiority": "apart",
    "side-effects": "side effects",
    "off-label": "ketamine",
}


def missed(findings) -> list[str]:
    """Return the groups in which nothing with these words stops the page."""
    stopped = [(f.group, f.words.lower()) for f in findings if f.severity == "stop"]
    return [
        group
        for group, word in NINE.items()
        if not any(group == found and word in words for found, words in stopped)
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_the_text_is_stopped_in_all_nine_groups(path):
    found = find([Piece("Text", path.read_text("utf-8"))], "articlepage")

    assert len(NINE) == 9
    assert missed(found) == []
    lacks = {f.rule: f.missing for f in found}
    assert {"abuse", "bladder", "breathing"} <= set(lacks["side-effects"])


@pytest.mark.django_db
@pytest.mark.parametrize("path", EXPORTS, ids=lambda path: path.name)
def test_the_imported_export_is_stopped_in_all_nine_groups(path):
    make_article_index()
    run(path)
    page = ArticlePage.objects.get().get_latest_revision_as_object()

    assert missed(open_findings(page)) == []
    script = found_by_javascript([page_of(pieces(page), kind_of(page))])
    assert script == [[as_data(f) for f in find(pieces(page), kind_of(page))]]
