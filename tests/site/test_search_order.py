"""Which pages come first, and which are looked at where many could answer."""

import pytest

from clinic.models import GlossaryTerm
from clinic.search_index import recount
from clinic.words import tokens
from clinic_site.search.question import Glossary, groups
from tests.factories import make_article, make_person, make_service

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def found(client, **query):
    response = client.get("/search/", query)
    assert response.status_code == 200
    return [result["title"] for result in response.context["results"]]


def make_term(term="infusion", *names):
    return GlossaryTerm.objects.create(
        term=term, slug=term, meaning="Slow.", also_called="\n".join(names)
    )


def test_other_names_of_a_thing_find_it_and_are_marked(client):
    make_term("infusion", "IV", "drip", "k therapy")
    make_article("After an infusion")
    for words in ("IV", "drip", "K-therapy", "k therapy"):
        assert found(client, q=words) == ["After an infusion"], words
    page = client.get("/search/", {"q": "headaches"}).content.decode()
    assert "<mark>headache</mark>" in page


def test_title_stands_before_heading_and_heading_before_text(client):
    text = [("paragraph", "<p>Marmalade is one of many words in here.</p>")]
    head = [("heading", {"level": "h2", "text": "Marmalade"}), *text]
    make_article("C only in the text", slug="c", body=text)
    make_article("B in a heading", slug="b", body=head)
    make_article("A marmalade", slug="a", body=text)
    assert found(client, q="marmalade") == [
        "A marmalade",
        "B in a heading",
        "C only in the text",
    ]


def test_two_names_of_one_thing_ask_for_that_one_thing(client):
    make_term("opening hours", "are you open", "sunday")
    make_article("Long walks", summary="On a Sunday.", slug="walks", body=[])
    make_article("Opening hours", summary="When we are here.", slug="hours", body=[])
    assert found(client, q="are you open sundays") == ["Opening hours", "Long walks"]
    (one,) = groups(tokens("are you open sundays"), Glossary.load())
    assert {way for way, _ in one.ways} == {("open",), ("sundai",), ("open", "hour")}


def test_question_for_somebody_finds_people_first(client):
    make_article("Nurse and doctor", summary="x", body=[("paragraph", "<p>Rest.</p>")])
    make_person("Noor Winter", slug="noor", role="Infusion nurse")
    assert found(client, q="nurse") == ["Nurse and doctor", "Noor Winter"]
    assert found(client, q="who is the nurse") == ["Noor Winter", "Nurse and doctor"]


def test_heading_of_the_word_alone_counts_more_than_one_that_has_it_too(client):
    for title, head in (("Berry", "Sleep"), ("Apple", "Rest, sleep and long walks")):
        head = ("heading", {"level": "h2", "text": head})
        text = ("paragraph", "<p>Sleep comes late.</p>")
        make_article(title, slug=title.lower(), summary="x", body=[head, text])
    assert found(client, q="sleep") == ["Berry", "Apple"]


def test_word_that_one_page_is_about_counts_more_than_one_of_many_titles(client):
    body = [("paragraph", "<p>We sleep. We rest.</p>")]
    for title in ("Sleep apart", "Rest again", "Rest alone", "Rest aside"):
        slug = title.lower().replace(" ", "-")
        make_article(title, slug=slug, summary="x", body=body)
    assert found(client, q="rest and sleep")[0] == "Sleep apart"


def test_words_that_stand_together_count_more(client):
    apart = "<p>Sweet dreams.</p><p>The morning was long.</p><p>Oranges.</p>"
    together = "<p>Sweet oranges.</p><p>The morning was long.</p><p>Dreams.</p>"
    make_article("Apart", slug="apart", body=[("paragraph", apart)])
    make_article("Together", slug="together", body=[("paragraph", together)])
    assert found(client, q="sweet oranges") == ["Together", "Apart"]


def test_pages_beyond_what_is_looked_at_are_found_by_a_rare_word(client, monkeypatch):
    monkeypatch.setattr("clinic_site.search.candidates.MOST", 4)
    make_article("Resting with marmalade", slug="oldest")
    for number in range(8):
        make_article(f"Resting {number}")
    recount()
    assert found(client, q="marmalade resting")[0] == "Resting with marmalade"


def test_filter_finds_what_was_not_looked_at_without_it(client, monkeypatch):
    monkeypatch.setattr("clinic_site.search.candidates.MOST", 4)
    monkeypatch.setattr("clinic_site.search.candidates.ENOUGH", 2)
    monkeypatch.setattr("clinic_site.search.answer.ENOUGH", 2)
    make_service("A room", summary="For resting by night.")
    for number in range(6):
        make_article(f"Page {number}", summary="Resting at night.")
    for number in range(3):
        make_article(f"Resting {number}", summary="At night.")
    recount()
    assert set(found(client, q="resting night")) == {f"Resting {n}" for n in range(3)}
    assert found(client, q="resting night", type="service") == ["A room"]
