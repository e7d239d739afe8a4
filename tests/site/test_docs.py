"""What the README and the documents promise is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = ROOT / "docs" / "editor_guide.md"
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LINK = re.compile(r"\]\(([^)\s]+)\)")
LARGEST_PICTURE = 200_000


def anchors(document: Path) -> set[str]:
    """Return the places that a document's headings make, as GitHub names them."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(), re.MULTILINE)
    return {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in headings
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_to_a_file_and_a_place_in_it(document):
    lost = []
    for link in LINK.findall(document.read_text()):
        if link.startswith(("http://", "https://")):
            continue
        name, _, place = link.partition("#")
        target = document.parent / name if name else document
        if not target.exists() or (place and place not in anchors(target)):
            lost.append(link)
    assert lost == []


def test_every_picture_is_shown_and_light():
    shown = "".join(document.read_text() for document in DOCUMENTS)
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert len(pictures) >= 12
    assert [p.name for p in pictures if f"pictures/{p.name})" not in shown] == []
    assert [p.name for p in pictures if p.stat().st_size > LARGEST_PICTURE] == []


def test_documents_stay_short():
    lines = {path.name: path.read_text().count("\n") for path in DOCUMENTS}
    assert lines["README.md"] < 140
    assert lines["editor_guide.md"] < 250
    # Read in ten minutes by somebody who begins today.
    assert len((ROOT / "docs" / "desk_guide.md").read_text().split()) < 1300


def test_decisions_are_told_once_each():
    entries = (ROOT / "docs" / "decisions.md").read_text().strip().split("\n\n")[2:]
    names = [re.match(r"\*\*(.+?)\*\*", entry, re.DOTALL) for entry in entries]
    assert all(names)
    told = [name[1] for name in names]
    assert len(told) == len(set(told))
    assert not any("\n**" in entry for entry in entries)


def test_every_promise_names_a_test_that_is_there():
    text = (ROOT / "docs" / "threat-model.md").read_text()
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)
    assert len(named) > 20
    lost = [
        f"{file}::{test}"
        for file, test in named
        if f"\ndef {test}(" not in (ROOT / file).read_text()
    ]
    assert lost == []


def test_nothing_claims_what_no_software_can_be():
    # The guard's own page tells of the words as an example of what it stops.
    words = re.compile(r"HIPAA[ -]compliant", re.IGNORECASE)
    places = [*(ROOT / "templates").rglob("*.html"), *DOCUMENTS]
    claims = [p.name for p in places if words.search(p.read_text())]
    assert claims == ["claims_guard.md"]
