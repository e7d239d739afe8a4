"""The numbers in a text fit the list of references before anybody reads them."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from articles.models import ArticleIndexPage
from clinic.citations import mistakes, numbers_in
from clinic.review.gate import NotApproved
from tests.clinic.page_forms import messages, press
from tests.factories import (
    approve,
    author,
    change_unseen,
    make_article,
    make_editor,
    make_manager,
    make_plain_page,
    make_reference,
    make_reviewer,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def words(text: str, label="body.paragraph") -> list[tuple[str, str]]:
    return [(label, text)]


def test_numbers_are_read_in_order_and_years_are_none():
    assert numbers_in("One [2], two [1, 3] and a year [2019].") == [2, 1, 3]


def test_text_and_list_that_fit_raise_nothing():
    assert mistakes(words("First [1], both [1, 2]."), 2) == []
    assert mistakes(words("Nothing to point to."), 0) == []


@pytest.mark.parametrize(
    ("text", "count", "sentence"),
    [
        (
            "[1] [2] [3] [4]",
            3,
            "The text points to [4], but there are only 3 references.",
        ),
        ("[1] [0]", 1, "The text points to [0], but there is only 1 reference."),
        ("[1]", 0, "The text points to [1], but the page lists no references."),
        (
            "[1]",
            2,
            "Nothing in the text points to reference 2: write [2] where it belongs, "
            "or take it off the list.",
        ),
        ("[1] [2] [1–2]", 2, "[1–2] leads nowhere: write each number, like [1, 2, 3]."),
    ],
)
def test_what_does_not_fit_is_said_in_a_sentence(text, count, sentence):
    assert mistakes(words(text), count) == [sentence]


def test_number_in_a_heading_points_to_nothing():
    found = mistakes(words("What it is [1]", "body.heading.text"), 1)
    assert len(found) == 1
    assert "Nothing in the text points to reference 1" in found[0]


@pytest.mark.parametrize(
    "block",
    [
        ("paragraph", "<p>It eased [1].</p>"),
        ("callout", {"kind": "key", "title": "T", "text": "<p>It eased [1].</p>"}),
        ("quote", {"text": "It eased.", "source": "A report [1]"}),
        (
            "steps",
            {
                "steps": [
                    {"title": "One", "text": "<p>It eased [1].</p>"},
                    {"title": "Two", "text": "<p>It ended.</p>"},
                ]
            },
        ),
        (
            "questions",
            {"questions": [{"question": "Why?", "answer": "<p>It eased [1].</p>"}]},
        ),
        (
            "table",
            {
                "caption": "C",
                "columns": [
                    {"type": "text", "heading": "H"},
                    {"type": "text", "heading": "I"},
                ],
                "rows": [{"values": ["One", "It eased [1]"]}],
            },
        ),
    ],
    ids=lambda block: block[0],
)
def test_number_that_counts_as_pointing_is_a_link_on_the_page(client, block):
    page = make_article(body=[block], references=[make_reference()])
    assert page.citation_mistakes() == []
    assert 'href="#ref-1"' in client.get(page.url).text


def test_key_point_may_cite_too(client):
    page = make_article(
        body=[], key_points=[("point", "It <eased> [1]")], references=[make_reference()]
    )
    assert page.citation_mistakes() == []
    html = client.get(page.url).text
    assert 'It &lt;eased&gt;<sup class="cite"><a href="#ref-1"' in html


def test_page_that_lists_no_references_is_not_asked_for_any():
    page = make_plain_page(body=[("paragraph", "<p>Form [4] of the state.</p>")])
    assert page.citation_mistakes() == []


def article_form(text: str, references=(), action: str | None = None) -> dict:
    """Return what the editor sends for a new article."""
    inline = {
        "TOTAL_FORMS": len(references),
        "INITIAL_FORMS": 0,
        "MIN_NUM_FORMS": 0,
        "MAX_NUM_FORMS": 1000,
    }
    for number, reference in enumerate(references):
        inline[str(number)] = {
            "reference": reference.pk,
            "ORDER": number + 1,
            "id": "",
            "DELETE": "",
        }
    empty = {**inline, "TOTAL_FORMS": 0}
    data = nested_form_data(
        {
            "title": "Numbers",
            "slug": "numbers",
            "summary": "",
            "key_points": streamfield([]),
            "body": streamfield([("paragraph", rich_text(text))]),
            "sources": inline,
            "related_links": {
                key: value for key, value in empty.items() if not key.isdigit()
            },
            "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0},
        }
    )
    if action:
        data[action] = "1"
    return data


@pytest.fixture
def send(client):
    index = make_article().get_parent()
    client.force_login(make_editor())

    def send_form(text, references=(), action=None):
        address = f"/cms/pages/add/articles/articlepage/{index.pk}/"
        return client.post(address, article_form(text, references, action), follow=True)

    return send_form


def agreed(page, **fields):
    """Change a page in a draft on which two people agree, and return the revision."""
    for name, value in fields.items():
        setattr(page, name, value)
    revision = page.save_revision(user=author())
    approve(page)
    return revision


def made():
    return ArticleIndexPage.objects.get().get_children().filter(slug="numbers").first()


def test_draft_is_kept_and_the_editor_told_early(send):
    response = send("<p>It eased [4].</p>", [make_reference()])
    assert made() is not None
    assert not made().live
    told = " ".join(str(message) for message in response.context["messages"])
    assert "The text points to [4], but there is only 1 reference." in told


def test_who_presses_publish_too_early_hears_each_mistake_once(client):
    page = make_article(body=[], references=[make_reference()], live=False)
    client.force_login(make_editor())
    response = press(client, page, "publish", **{"key_points-count": "0"})
    assert messages(response).count("Nothing in the text points to reference 1") == 1
    assert not type(page).objects.get(pk=page.pk).live


@pytest.mark.parametrize("action", ["action-publish", "action-submit"])
def test_publishing_and_submitting_are_refused_in_words(send, action):
    response = send("<p>It eased [4].</p>", [make_reference()], action)
    page = made()
    assert page is None or not page.live
    assert "The text points to [4], but there is only 1 reference." in response.text
    assert "Nothing in the text points to reference 1" in response.text


def test_text_that_fits_is_published(send, client):
    send("<p>It eased [1].</p>", [make_reference()], "action-submit")
    client.force_login(make_reviewer())
    state = made().current_workflow_task_state
    answer = "wagtailadmin_pages:workflow_action"
    client.post(reverse(answer, args=[made().pk, "approve", state.pk]))
    assert made().live


def test_revision_that_does_not_fit_goes_live_by_no_other_way(client):
    page = make_article()
    revision = agreed(page, body=[("paragraph", "<p>It eased [4].</p>")])
    with pytest.raises(NotApproved, match="^The text points to"):
        revision.publish()
    client.force_login(make_manager())
    page.refresh_from_db()
    assert "It eased" not in client.get(page.url).text


def test_api_of_the_cms_refuses_with_the_sentence(client):
    page = make_article()
    agreed(page, body=[("paragraph", "<p>It eased [4].</p>")])
    address = f"/cms/api/main/pages/{page.pk}/action/publish/"
    client.force_login(make_editor())
    response = client.post(address)
    assert response.status_code == 403
    assert "The text points to [4]" in response.json()["detail"]


def test_page_that_is_online_already_can_be_moved_and_renamed_as_it_is():
    page = make_article(body=[("paragraph", "<p>It eased [4].</p>")], live=False)
    # Online since before there was a check.
    change_unseen(page, live=True, live_revision=page.latest_revision)
    page = type(page).objects.get(pk=page.pk)
    page.slug = "elsewhere"
    page.save()
    agreed(page, body=[("paragraph", "<p>It eased [5].</p>")])
    with pytest.raises(NotApproved, match="^The text points to"):
        page.save()


def test_what_a_form_refuses_goes_live_by_no_other_way():
    revision = agreed(make_article(), body=[("heading", {"text": "", "level": "h2"})])
    with pytest.raises(NotApproved, match="^Block 1, “Heading”: This field"):
        revision.publish()


def test_preview_names_what_does_not_fit_and_readers_see_nothing_of_it(client):
    page = make_article()
    page.body = [("paragraph", "<p>It eased [4].</p>")]
    page.save_revision()
    client.force_login(make_editor())
    draft = client.get(f"/cms/pages/{page.pk}/view_draft/").text
    assert "Before this can be published" in draft
    assert "The text points to [4]" in draft
    assert "Before this can be published" not in client.get(page.url).text
