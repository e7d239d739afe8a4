"""A word of the glossary is linked where a page uses it first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from clinic.glossary import Links
from clinic.models import GlossaryTerm, GlossaryUse
from tests.factories import (
    make_article,
    make_editor,
    make_plain_page,
    make_service,
    make_term,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def link(words: str, slug: str) -> str:
    return f'<a href="/glossary/#word-{slug}">{words}</a>'


def put(markup: str, *terms: str) -> str:
    made = [
        GlossaryTerm(term=term, slug=term.lower().replace(" ", "-")) for term in terms
    ]
    return Links(made).put_into(markup)


def publish(page, text: str):
    return republish(page, body=[("paragraph", text)])


def test_first_occurrence_alone_is_linked():
    found = put("<p>Infusion, then infusion.</p>", "infusion")
    assert found == f"<p>{link('Infusion', 'infusion')}, then infusion.</p>"


@pytest.mark.parametrize(
    "markup",
    [
        '<p><a href="/x/">an infusion</a></p>',
        "<h2>An infusion</h2>",
        "<p><sup>infusion</sup></p>",
        "<blockquote>an infusion</blockquote>",
        '<p><b title="infusion">x</b></p>',
        "<p>preinfusion, infusion-like and infusioner</p>",
    ],
)
def test_no_link_lands_where_none_may_stand(markup):
    assert put(markup, "infusion") == markup


def test_word_after_a_link_is_linked():
    markup = '<p><a href="/x/">an <b>infusion</b></a> and an infusion</p>'
    assert put(markup, "infusion").endswith(
        f"</a> and an {link('infusion', 'infusion')}</p>"
    )


def test_longer_term_wins_over_the_shorter_in_it():
    found = put(
        "<p>A ketamine infusion. An infusion.</p>", "infusion", "ketamine infusion"
    )
    assert link("ketamine infusion", "ketamine-infusion") in found
    assert f"An {link('infusion', 'infusion')}." in found


def test_plural_is_the_same_word_and_an_acronym_is_no_other():
    assert link("infusions", "infusion") in put("<p>Six infusions</p>", "infusion")
    assert put("<p>in iv</p>", "IV") == "<p>in iv</p>"
    assert link("IV", "iv") in put("<p>an IV line</p>", "IV")


def test_term_with_markup_in_it_stays_words():
    found = put("<p>R&amp;D here</p>", "R&D")
    assert found.startswith("<p><a ")
    assert ">R&amp;D</a>" in found


def test_published_page_links_the_word_and_leads_to_its_meaning(client):
    make_term()
    page = publish(make_article(), "<p>Dissociation is common. Dissociation ends.</p>")
    html = client.get(page.url).text
    assert html.count(link("Dissociation", "dissociation")) == 1
    explained = client.get("/glossary/").text
    assert 'id="word-dissociation"' in explained
    assert "What dissociation means." in explained


def test_only_running_text_is_linked(client):
    make_term()
    body = [
        ("heading", {"text": "Dissociation", "level": "h2"}),
        ("quote", {"text": "Dissociation!", "source": "Dissociation"}),
        ("callout", {"kind": "help", "title": "Now", "text": "<p>Dissociation.</p>"}),
        ("steps", {"steps": [
            {"title": "Dissociation", "text": ""},
            {"title": "Then", "text": "<p>Of dissociation.</p>"},
        ]}),
        ("paragraph", "<p>Dissociation.</p>"),
    ]  # fmt: skip
    page = republish(make_article(), body=body)
    html = client.get(page.url).text
    assert html.count("#word-dissociation") == 1
    assert f"Of {link('dissociation', 'dissociation')}." in html


def test_link_changes_neither_digest_nor_text():
    page = publish(make_article(), "<p>Dissociation is common.</p>")
    before = page.reader_digest(), page.reader_text()
    make_term()
    page = type(page).objects.get(pk=page.pk)
    assert GlossaryUse.objects.filter(page_id=page.pk).count() == 1
    assert (page.reader_digest(), page.reader_text()) == before


def test_new_renamed_and_removed_terms_freshen_the_pages_that_hold_them(client):
    page = publish(make_article(), "<p>Dissociation in a ketamine infusion.</p>")
    other = publish(make_service(), "<p>Nothing of it.</p>")
    term = make_term()
    assert "#word-dissociation" in client.get(page.url).text
    assert not GlossaryUse.objects.filter(page_id=other.pk)
    term.slug = "ketamine-infusion"
    term.take({"term": "ketamine infusion"})
    html = client.get(page.url).text
    assert "#word-dissociation" not in html
    assert link("ketamine infusion", "ketamine-infusion") in html
    make_term("infusion")
    assert "#word-infusion" not in client.get(page.url).text
    term.delete()
    assert link("infusion", "infusion") in client.get(page.url).text


def test_changed_meaning_is_read_at_once(client):
    term = make_term()
    term.take({"meaning": "Feeling apart."})
    assert "Feeling apart." in client.get("/glossary/").text


def saved(term: GlossaryTerm) -> list[str]:
    """Take a term as two people agreed on it; return what the database was asked."""
    with CaptureQueriesContext(connection) as asked:
        term.take({})
    return [query["sql"] for query in asked.captured_queries]


def test_other_meaning_moves_no_link_and_reads_no_page():
    term = make_term("infusion")
    publish(make_article(), "<p>An infusion.</p>")
    before = list(GlossaryUse.objects.values_list("pk", flat=True))
    term.meaning = "Said in other words."
    assert not [sql for sql in saved(term) if "page" in sql]
    assert list(GlossaryUse.objects.values_list("pk", flat=True)) == before != []


def test_other_name_costs_as_many_queries_however_many_pages_hold_it():
    article, term = make_article(), make_term("infusion")
    publish(article, "<p>An infusion, a drip.</p>")
    term.term = "drip"
    few = len(saved(term))
    for number in range(4):
        another = make_article(slug=f"another-{number}")
        publish(another, "<p>An infusion, a drip.</p>")
    term.term = "infusion"
    assert len(saved(term)) == few
    assert GlossaryUse.objects.count() == 5


def test_word_in_another_script_is_found(client):
    page = publish(make_article(), "<p>Une séance de kétamine.</p>")
    make_term("kétamine", slug="ketamine")
    assert link("kétamine", "ketamine") in client.get(page.url).text


def test_draft_links_in_its_preview_and_changes_nothing_for_readers(client):
    make_term()
    page = publish(make_article(), "<p>Plain words.</p>")
    page.body = [("paragraph", "<p>Dissociation.</p>")]
    page.save_revision()
    assert not GlossaryUse.objects.exists()
    client.force_login(make_editor())
    draft = client.get(f"/cms/pages/{page.pk}/view_draft/").text
    assert link("Dissociation", "dissociation") in draft
    assert not GlossaryUse.objects.exists()
    assert "#word-dissociation" not in client.get(page.url).text


def test_older_revision_that_is_published_again_has_its_words(client):
    make_term()
    # A page that two people agree on goes back by a new revision alone.
    page = publish(make_plain_page(), "<p>Dissociation.</p>")
    older = page.latest_revision
    publish(page, "<p>Plain words.</p>")
    assert not GlossaryUse.objects.exists()
    older.publish()
    assert "#word-dissociation" in client.get(page.url).text


def test_alias_shows_the_words_of_its_source(client):
    make_term()
    page = publish(make_article(), "<p>Dissociation.</p>")
    alias = page.create_alias(update_slug="again")
    assert "#word-dissociation" in client.get(alias.url).text
    publish(type(page).objects.get(pk=page.pk), "<p>Later: dissociation.</p>")
    assert "Later: <a" in client.get(alias.url).text


def test_every_page_with_a_text_links(client):
    make_term()
    page = publish(make_plain_page(), "<p>Dissociation.</p>")
    assert "#word-dissociation" in client.get(page.url).text


def test_words_cost_a_reader_one_query_however_many_they_are(client):
    page = publish(make_article(), "<p>Alpha, beta, gamma and delta.</p>")
    client.get(page.url)
    with CaptureQueriesContext(connection) as none:
        client.get(page.url)
    for term in ("alpha", "beta", "gamma", "delta"):
        make_term(term)
    with CaptureQueriesContext(connection) as four:
        assert client.get(page.url).text.count("#word-") == 4
    assert len(four) == len(none)


def test_page_of_words_says_so_when_there_are_none(client):
    assert "No word is explained here yet." in client.get("/glossary/").text
    assert client.post("/glossary/").status_code == 405
