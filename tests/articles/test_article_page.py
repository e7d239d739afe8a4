import json
import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from articles.models import RelatedArticle
from tests.factories import (
    approve,
    change_unseen,
    make_article,
    make_clinic,
    make_location,
    make_person,
    make_reference,
    make_reviewer,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

NEW_YORK = ZoneInfo("America/New_York")


def structured_data(response) -> dict:
    """Return the graph of a page by type."""
    html = response.content.decode()
    start = html.index('<script type="application/ld+json">') + 35
    data = json.loads(html[start : html.index("</script>", start)])
    return {node["@type"]: node for node in data["@graph"]}


def test_contents_lists_sections_with_their_parts():
    page = make_article()
    (section,) = page.contents
    assert section["text"] == "The first night"
    assert [part["text"] for part in section["parts"]] == ["When to call"]


def test_long_contents_leave_the_parts_out():
    section = ("heading", {"level": "h2", "text": "Section"})
    part = ("heading", {"level": "h3", "text": "Part"})
    short = make_article("Short", body=[section, *[part] * 13])
    assert len(short.contents[0]["parts"]) == 13
    long = make_article("Long", body=[section, *[part] * 14])
    assert long.contents[0]["parts"] == []
    # The text keeps its anchors: links from elsewhere go on working.
    assert len(long.anchors) == 15


def test_article_says_when_it_was_published_and_last_changed(client):
    page = make_article()
    page.first_published_at = datetime(2026, 3, 1, 23, tzinfo=NEW_YORK)
    page.last_published_at = datetime(2026, 3, 1, 23, 30, tzinfo=NEW_YORK)
    page.save()
    html = client.get(page.url).content.decode()
    assert '<time datetime="2026-03-01">March 1, 2026</time>' in html
    assert "Last changed" not in html
    page.last_published_at = datetime(2026, 9, 2, 9, tzinfo=NEW_YORK)
    page.save()
    html = client.get(page.url).content.decode()
    assert 'Last changed <time datetime="2026-09-02">Sept. 2, 2026</time>' in html


def test_equal_headings_get_anchors_of_their_own():
    heading = ("heading", {"level": "h2", "text": "Side effects"})
    page = make_article(body=[heading, heading, heading])
    assert [h["anchor"] for h in page.headings] == [
        "side-effects",
        "side-effects-2",
        "side-effects-3",
    ]


def test_heading_without_latin_letters_still_has_an_anchor():
    page = make_article(body=[("heading", {"level": "h2", "text": "睡眠"})])
    assert page.headings[0]["anchor"] == "section"


def test_every_anchor_of_the_contents_stands_in_the_text(client):
    page = make_article()
    html = client.get(page.url).content.decode()
    for heading in page.headings:
        assert f'id="{heading["anchor"]}"' in html
    for section in page.contents:
        assert f'href="#{section["anchor"]}"' in html


def test_citation_links_to_its_reference_and_the_reference_out(client):
    page = make_article(references=[make_reference()])
    html = client.get(page.url).content.decode()
    assert 'href="#ref-1"' in html
    assert 'id="ref-1"' in html
    assert "https://doi.org/10.1000/rest" in html


def test_number_without_a_reference_stays_as_written(client):
    page = make_article()
    page.body = [("paragraph", "<p>Some lie awake. [1]</p>")]
    change_unseen(page, body=page.body)
    html = client.get(page.url).content.decode()
    assert "[1]" in html
    assert 'href="#ref-1"' not in html


def test_reviewer_and_day_show_only_while_the_text_is_the_approved_one(client):
    reviewer = make_reviewer()
    make_person(account=reviewer, credentials="MD", board="Board of Rest")
    page = make_article()
    assert "Robin Vale" not in client.get(page.url).content.decode()
    approve(page, reviewer=reviewer)
    html = client.get(page.url).content.decode()
    assert "Robin Vale, MD" in html
    assert "Board of Rest" in html
    change_unseen(page, summary="A changed sentence.")
    assert "Robin Vale" not in client.get(page.url).content.decode()


def test_readers_are_told_what_changed_and_when(client):
    with time_machine.travel("2026-03-02T12:00:00-05:00"):
        page = make_article()
        page = republish(page, summary="Two.", change_note="Names the trial of 2025.")
    with time_machine.travel("2026-05-03T12:00:00-04:00"):
        page = republish(page, summary="Three.", change_note="Says what it costs.")
        page = republish(page, summary="Four.")
    html = client.get(page.url).content.decode()
    facts = html.split('class="reviewer__facts"')[1].split("</ul>")[0]
    assert re.search(r"Last changed.*May 3, 2026</time>: Says what it costs.", facts)
    earlier = html.split('aria-labelledby="changes"')[1].split("</section>")[0]
    assert earlier.count("Names the trial of 2025.") == 1
    assert "Says what it costs." not in earlier


def test_article_that_never_changed_tells_of_no_change(client):
    page = make_article()
    assert "Earlier changes" not in client.get(page.url).content.decode()


def test_note_of_a_change_is_part_of_what_is_agreed_on():
    page = make_article()
    page.change_note = "Nothing to see here."
    assert page.current_approval is None


def test_copy_takes_neither_note_nor_wordpress_number_along():
    page = make_article(wordpress_id=7)
    page = republish(page, change_note="Says what it costs.")
    copied = page.copy(update_attrs={"slug": "copied"})
    assert (copied.change_note, copied.wordpress_id) == ("", None)


def test_structured_data_says_what_the_page_shows(client):
    make_clinic(clinic_name="Quiet clinic")
    make_location()
    reviewer = make_reviewer()
    make_person(account=reviewer, credentials="MD")
    page = make_article()
    approval = approve(page, reviewer=reviewer)
    found = structured_data(client.get(page.url))
    assert found["MedicalWebPage"]["name"] == page.title
    assert found["MedicalWebPage"]["lastReviewed"] == approval.approved_on.isoformat()
    assert found["MedicalWebPage"]["reviewedBy"]["name"] == "Robin Vale, MD"
    assert found["MedicalClinic"]["name"] == "Quiet clinic"
    assert found["MedicalClinic"]["telephone"] == "+17035550100"
    assert found["MedicalClinic"]["address"]["streetAddress"] == "1 Test Street"
    assert "openingHoursSpecification" not in found["MedicalClinic"]
    assert "openingHoursSpecification" not in found["MedicalClinic"]
    names = [step["name"] for step in found["BreadcrumbList"]["itemListElement"]]
    assert names == ["Home", "Articles", page.title]


def test_structured_data_cannot_end_its_element(client):
    page = make_article("A </script><script>alert(1)</script> title")
    html = client.get(page.url).content.decode()
    assert "<script>alert(1)" not in html


def test_request_button_remembers_the_article(client):
    page = make_article()
    html = client.get(page.url).content.decode()
    assert f'href="/request-a-consultation/?from={page.pk}"' in html


def test_related_are_chosen_by_hand_then_filled_from_the_topic():
    topic = make_topic()
    page = make_article(topics=[topic])
    same = make_article("Same topic", topics=[topic])
    other = make_article("Other topic")
    page.related_links = [RelatedArticle(article=other)]
    page.save()
    assert [related.title for related in page.related()] == [other.title, same.title]


def test_unpublished_article_is_never_related(client):
    topic = make_topic()
    page = make_article(topics=[topic])
    gone = make_article("Gone", topics=[topic])
    page.related_links = [RelatedArticle(article=gone)]
    page.save()
    gone.unpublish()
    assert page.related() == []


def test_reading_time_counts_the_words_of_the_article():
    words = "word " * 660
    page = make_article(body=[("paragraph", f"<p>{words}</p>")])
    assert page.reading_minutes == 3
    assert make_article("Short", body=[]).reading_minutes == 1


def test_article_has_what_sharing_and_search_engines_need(client):
    page = make_article(search_description="What a first night is like.")
    html = client.get(page.url).content.decode()
    assert f'<link rel="canonical" href="{page.full_url}">' in html
    assert '<meta name="description" content="What a first night is like.">' in html
    assert 'property="og:title"' in html


HELP = ("callout", {"kind": "help", "title": "Get help", "text": "<p>Call 911.</p>"})
KEY = ("callout", {"kind": "key", "title": "Note", "text": "<p>Bring a coat.</p>"})
TEXT = ("paragraph", "<p>Rest first.</p>")
BUTTON = ("request_button", {"label": "Ask us"})


def among_the_text(client, page) -> str:
    """Return a page's own part, without the site's header and bars."""
    html = client.get(page.url).content.decode()
    return html[html.index("<main") : html.index("</main>")]


@pytest.mark.parametrize("body", [[], [TEXT], [HELP, TEXT], [TEXT, KEY]])
def test_article_ends_with_an_invitation(client, body):
    page = make_article(body=body)
    html = among_the_text(client, page)
    assert page.invites
    assert "request-section" in html and "crisis-card" not in html


def test_article_that_ends_with_help_sells_nothing_below_it(client):
    page = make_article(body=[TEXT, HELP])
    html = among_the_text(client, page)
    assert not page.invites
    assert "crisis-card" in html
    assert "/request-a-consultation/" not in html


def test_article_about_a_crisis_offers_help_and_no_request_anywhere(client):
    topic = make_topic()
    topic.is_crisis = True
    topic.save()
    other = make_article("Another on the topic", topics=[topic], body=[BUTTON, TEXT])
    page = make_article(topics=[make_topic("Rest", "rest"), topic], body=[BUTTON, TEXT])
    html = among_the_text(client, page)
    assert "crisis-card" in html and "tel:988" in html
    assert other.url in html[html.index('class="related"') :]
    assert "/request-a-consultation/" not in html


def test_request_button_stands_where_no_crisis_is(client):
    page = make_article(topics=[make_topic()], body=[BUTTON, TEXT])
    assert "Ask us" in among_the_text(client, page)


def test_cards_of_what_to_read_next_hold_no_request(client):
    topic = make_topic()
    make_article("Another on the topic", topics=[topic], body=[BUTTON, TEXT])
    page = make_article(topics=[topic])
    html = among_the_text(client, page)
    related = html[html.index('class="related"') :]
    assert "Another on the topic" in related
    assert "request" not in related


def test_key_points_stand_above_the_text_or_not_at_all(client):
    html = among_the_text(client, make_article(key_points=[("point", "Rest well.")]))
    assert html.index("Rest well.") < html.index('class="prose"')
    assert "key-points" not in among_the_text(client, make_article("No points"))
