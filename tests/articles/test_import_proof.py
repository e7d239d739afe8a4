"""The report of an import is believed only after counting."""

import json
import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from articles.imports import proof
from articles.imports.content import Body, body_words
from articles.imports.storing import drafting, pages
from articles.models import ArticlePage, ImportedItem, ImportRun
from tests.articles import exporting as wxr
from tests.articles.importing import run as import_now
from tests.factories import (
    make_article,
    make_clinic,
    make_reviewer,
    republish,
)

pytestmark = pytest.mark.django_db

LONG = " ".join(f"word{number}" for number in range(240))
FIRST = (
    "<!-- wp:heading --><h2>Before you come</h2><!-- /wp:heading -->"
    "<!-- wp:paragraph --><p>Eat a light meal, and <strong>drink water</strong>."
    f' Read <a href="{wxr.SITE}/second-note/">the second note</a>, the'
    ' <a href="https://elsewhere.example/map">map</a> or'
    f' <a href="{wxr.SITE}/never-there/">what never was</a>.</p><!-- /wp:paragraph -->'
    "<!-- wp:list --><ul><li>a coat</li><li>your card</li></ul><!-- /wp:list -->"
    f'<p><img src="{wxr.SITE}/wp-content/uploads/2025/04/ramp.jpg" alt="The ramp"></p>'
)
SECOND = f"A plain text of the classic editor.\n\nIt goes on: {LONG}."
CLAIM = "<p>This is a miracle cure that heals everybody at once.</p>"


@pytest.fixture(autouse=True)
def clinic(article_index):
    make_clinic()


@pytest.fixture
def export(tmp_path):
    return wxr.written(
        tmp_path,
        wxr.author(),
        wxr.term("rest", "Rest"),
        wxr.item(11, "A first note", FIRST, slug="first-note"),
        wxr.item(12, "A second note", SECOND, slug="second-note"),
        wxr.item(13, "A third note", CLAIM, slug="third-note"),
        wxr.item(14, "A secret note", "<p>Quiet.</p>", status="private"),
    )


def run_of(path, **options) -> ImportRun:
    import_now(path, **options)
    return ImportRun.objects.order_by("-pk").first()


def told(run) -> dict[str, dict]:
    return {item["source"]: item for item in proof.report(run)["items"]}


def words_counted(html: str) -> Counter:
    """Count words by another parser than the import's."""
    text = re.sub(r"<!--.*?-->", " ", html, flags=re.DOTALL)
    return Counter(BeautifulSoup(text, "html.parser").get_text(" ").split())


def stored_html(number: int) -> str:
    page = ArticlePage.objects.get(wordpress_id=number)
    body = page.get_latest_revision_as_object().body
    return " ".join(str(block.value) for block in body)


@pytest.mark.parametrize(("number", "html"), [(11, FIRST), (12, SECOND), (13, CLAIM)])
def test_words_are_those_that_another_parser_counts(export, number, html):
    item = told(run_of(export))[f"post {number}"]
    # What a tag stands within a word for is told apart by spaces here.
    there = words_counted(re.sub(r"</?(a|strong)\b[^>]*>", "", html))
    assert item["words_in"] == there.total()
    assert item["words_out"] == item["words_in"]
    assert item["words_lost"] == item["words_added"] == 0
    assert item["percent"] == 100.0


def test_pictures_and_links_are_those_that_another_parser_counts(export):
    item = told(run_of(export))["post 11"]
    there = BeautifulSoup(FIRST, "html.parser")
    assert item["pictures"]["in"] == len(there.find_all("img")) == 1
    assert item["pictures"]["out"] == 0
    assert item["pictures"]["missing"] == [
        f"{wxr.SITE}/wp-content/uploads/2025/04/ramp.jpg"
    ]
    assert item["links"]["in"] == len(there.find_all("a")) == 3
    assert item["links"]["to_pages"] == 1
    assert item["links"]["left"] == 2
    assert item["links"]["broken"] == [f"{wxr.SITE}/never-there/"]
    assert item["links"]["lost"] == 0


def lossy(monkeypatch, change) -> None:
    """Let the reader of texts lose what `change` takes out of its blocks."""
    read = drafting.read_body

    def losing(html, finder) -> Body:
        body = read(html, finder)
        body.blocks = [
            (kind, change(value) if isinstance(value, str) else value)
            for kind, value in body.blocks
        ]
        return body

    monkeypatch.setattr(drafting, "read_body", losing)


def test_word_that_falls_out_is_named_with_its_place(export, monkeypatch):
    lossy(monkeypatch, lambda text: text.replace(" word120", ""))
    run = run_of(export)
    item = told(run)["post 12"]
    assert item["words_lost"] == 1
    assert item["percent"] < 100
    (found,) = item["differences"]
    assert found["in"] == ["word120"]
    assert found["after"][-1] == "word119"
    assert found["at"] == SECOND.split().index("word120")
    assert found["why"] == ""
    report = proof.report(run)
    assert report["totals"]["words_lost"] == 1
    assert report["totals"]["percent"] < 100
    html = proof.page(run)
    assert "Not everything arrived" in html
    assert "<del>word120</del>" in html


def test_word_that_nobody_wrote_is_named(export, monkeypatch):
    lossy(monkeypatch, lambda text: text.replace("word120", "word120 and more"))
    item = told(run_of(export))["post 12"]
    assert (item["words_lost"], item["words_added"]) == (0, 2)
    assert item["differences"][0]["out"] == ["and", "more"]


def test_link_that_falls_out_is_counted(export, monkeypatch):
    lossy(
        monkeypatch, lambda text: re.sub(r'<a href="https://elsewhere[^>]*>', "", text)
    )
    run = run_of(export)
    assert told(run)["post 11"]["links"]["lost"] == 1
    assert "Not everything arrived" in proof.page(run)


def test_picture_that_falls_out_unlisted_is_counted(export, monkeypatch):
    read = drafting.read_body

    def losing(html, finder) -> Body:
        body = read(html, finder)
        body.pictures_missing = []
        return body

    monkeypatch.setattr(drafting, "read_body", losing)
    run = run_of(export)
    assert told(run)["post 11"]["pictures"]["lost"] == 1
    assert "Not everything arrived" in proof.page(run)


def test_change_on_purpose_has_its_reason_and_is_no_loss(export, monkeypatch):
    read = drafting.read_body

    def changing(html, finder) -> Body:
        body = read(html, finder)
        body.blocks = [
            (kind, value.replace("word120", "one") if isinstance(value, str) else value)
            for kind, value in body.blocks
        ]
        if "word120" in body.words:
            body.changed = [("word120", "one", "a number as a word")]
        return body

    monkeypatch.setattr(drafting, "read_body", changing)
    run = run_of(export)
    item = told(run)["post 12"]
    assert item["words_lost"] == 0
    assert item["differences"][0]["why"] == "a number as a word"
    assert proof.report(run)["totals"]["words_changed_on_purpose"] == 1
    assert "a number as a word" in proof.page(run)


def test_guard_finds_in_an_import_what_stops_its_publication(export):
    item = told(run_of(export))["post 13"]
    assert item["stops"] >= 1
    assert any("miracle" in found["words"] for found in item["findings"])


def test_worklist_has_the_worst_findings_last_and_what_was_hidden_behind(export):
    work = proof.report(run_of(export))["worklist"]
    assert [draft["source"] for draft in work] == [
        "post 11",
        "post 12",
        "post 13",
        "post 14",
    ]
    assert [draft["place"] for draft in work] == [1, 2, 3, 4]
    assert work[2]["stops"] >= 1
    assert not work[3]["was_public"]
    assert work[1]["minutes"] == 1
    assert work[1]["words"] == len(SECOND.split())


def test_worklist_leaves_out_what_is_published(export):
    run = run_of(export)
    republish(ArticlePage.objects.get(wordpress_id=11))
    sources = [draft["source"] for draft in proof.report(run)["worklist"]]
    assert "post 11" not in sources
    assert len(sources) == 3


def test_screen_lists_what_is_left_to_read_in_the_order_of_the_report(export, client):
    client.force_login(make_reviewer())
    run = run_of(export)
    address = f"/cms/imports/{run.pk}/reading/"
    assert address in client.get(f"/cms/imports/{run.pk}/").text
    shown = client.get(address)
    sources = [draft["source"] for draft in shown.context["items"]]
    assert sources == ["post 11", "post 12", "post 13", "post 14"]
    first = ArticlePage.objects.get(wordpress_id=11)
    assert f'href="/cms/pages/{first.pk}/edit/"' in shown.text
    assert "The claims guard stops" in shown.text

    republish(first)
    ArticlePage.objects.get(wordpress_id=12).delete()
    sources = [draft["source"] for draft in client.get(address).context["items"]]
    assert sources == ["post 13", "post 14"]


def test_trial_leaves_nothing_to_read(export, client):
    client.force_login(make_reviewer())
    run = run_of(export, dry_run=True)
    address = f"/cms/imports/{run.pk}/reading/"
    assert address not in client.get(f"/cms/imports/{run.pk}/").text
    assert "Nothing of this import waits to be read." in client.get(address).text


def without_the_run(data: dict) -> dict:
    kept = {key: value for key, value in data.items() if key != "run"}
    for item in [*kept["items"], *kept["worklist"]]:
        item.pop("page")
        item.pop("addresses", None)
    return kept


def test_trial_gives_the_same_report_and_writes_nothing(export):
    trial = without_the_run(proof.report(run_of(export, dry_run=True)))
    assert not ArticlePage.objects.exists()
    real = without_the_run(proof.report(run_of(export)))
    assert trial == real


def test_second_run_compares_nothing_that_was_edited_here(export):
    run_of(export)
    page = ArticlePage.objects.get(wordpress_id=12)
    page.body = [{"type": "paragraph", "value": "<p>Another text.</p>"}]
    page.save_revision()
    item = told(run_of(export))["post 12"]
    assert item["percent"] is None
    assert item["words_lost"] == 0
    assert item["words_out"] == 2


def test_command_writes_the_report_and_says_where(export, tmp_path):
    folder = tmp_path / "proof" / "of it"
    told_there = import_now(export, report=str(folder))
    assert f"The report: {folder / 'report.html'}" in told_there
    data = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    assert (data["report"], data["version"]) == ("import", 1)
    assert data == json.loads(json.dumps(proof.report(ImportRun.objects.get())))
    assert "A first note" in (folder / "report.html").read_text(encoding="utf-8")


def test_report_that_cannot_be_written_does_not_undo_the_import(
    export, tmp_path, capsys
):
    (tmp_path / "file").write_text("")
    call_command("import_wordpress", str(export), report=str(tmp_path / "file"))
    assert "The report could not be written" in capsys.readouterr().err
    assert ArticlePage.objects.count() == 4


def test_page_needs_nothing_from_outside_and_runs_nothing(export):
    run = run_of(export)
    ImportedItem.objects.filter(source="post 12").update(
        title="<script>alert(1)</script>", notes=["<img src=x onerror=alert(1)>"]
    )
    html = proof.page(run)
    there = BeautifulSoup(html, "html.parser")
    assert not there.find_all(["script", "link", "img", "iframe", "form"])
    assert "url(" not in html and "@import" not in html
    assert len(there.find_all("h1")) == 1
    assert there.html["lang"] == "en"
    assert "<script>alert(1)" not in html


def test_part_of_a_page_has_no_first_heading_of_its_own(export):
    part = proof.page(run_of(export), whole=False)
    assert "<h1" not in part and "<html" not in part
    assert "What to read, in this order" in part


def test_report_takes_the_same_queries_for_many_items(
    export, django_assert_max_num_queries
):
    run = run_of(export)
    with django_assert_max_num_queries(6):
        proof.report(run)
    ImportedItem.objects.bulk_create(
        ImportedItem(run=run, source=f"post {n}", kind="post", outcome="created")
        for n in range(100, 160)
    )
    with django_assert_max_num_queries(6):
        proof.page(run)


def test_no_item_of_a_run_is_counted_without_having_been_weighed(export):
    for item in told(run_of(export)).values():
        assert item["is_text"] == (item["percent"] is not None)


def test_words_of_what_is_stored_are_read_from_the_database(export):
    """The count out is not what the reader said, but what is there."""
    run_of(export)
    latest = ArticlePage.objects.get(wordpress_id=12).get_latest_revision_as_object()
    item = ImportedItem(proof={}, source="post 12")
    body = Body(words=SECOND.split())
    latest.body = [{"type": "paragraph", "value": "<p>Gone.</p>"}]
    proof.weigh(item, html=SECOND, body=body, page=latest)
    assert item.words_out == 1 == len(body_words(latest.body.get_prep_value()))
    assert item.proof["weighed"]["words_lost"] == len(SECOND.split())


def test_what_stands_here_already_is_not_in_the_report(export):
    make_article("Somebody else's")
    assert "Somebody else" not in proof.page(run_of(export))


def test_every_kind_of_page_that_comes_in_is_weighed():
    assert set(pages.MODELS) <= set(proof.report.__globals__["TEXTS"])
