"""What an editor's window is given, so that findings show while somebody types."""

import html
import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from wagtail.admin.userbar import AccessibilityItem
from wagtail.models import Page

from clinic.claims import findings, open_findings
from clinic.claims.engine import Piece, find
from clinic.claims.rules import DATA, RULES
from clinic.models import ClaimEvidence
from clinic.wagtail_hooks.claims import check_claims
from tests.clinic.claims.twin import as_data, found_by_javascript
from tests.factories import make_draft, make_home, make_reference
from tests.site.staff import make_person

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

CLAIM = "Our infusions are safe."


@pytest.fixture
def article():
    return make_draft(
        [("paragraph", f"<p>Come in. {CLAIM}</p>")],
        search_description="The cure.",
        references=[make_reference()],
    )


@pytest.fixture
def editor(client):
    person = make_person("editor")
    client.force_login(person)
    return person


def script(page: str, name: str) -> dict:
    [text] = re.findall(
        rf'<script id="{name}" type="application/json">(.*?)</script>', page, re.DOTALL
    )
    return json.loads(html.unescape(text))


def preview(client, article) -> str:
    """Return the preview as the editor's window loads it beside the form."""
    revision = article.save_revision()
    address = f"/cms/pages/{article.pk}/revisions/{revision.pk}/view/"
    return client.get(f"{address}?in_preview_panel=true").content.decode()


def test_the_preview_holds_what_the_script_needs(client, article, editor):
    page = preview(client, article)
    claims = script(page, "claims-page")

    assert claims["rules"] == DATA
    assert claims["kind"] == "articlepage"
    assert claims["citations"] == ["Author A. A trial of rest. J Quiet 2020;1:1-9"]
    assert "js/claims.js" in page
    assert "js/claims_preview.js" in page
    found = find(
        [Piece(**piece) for piece in claims["pieces"]],
        claims["kind"],
        claims["citations"],
    )
    assert found == findings(article)
    assert {f.rule for f in found} == {"safe", "cure"}
    assert found_by_javascript([claims]) == [[as_data(f) for f in found]]


def test_the_preview_knows_what_a_reviewer_allowed(client, article, editor):
    [found] = [f for f in open_findings(article) if f.rule == "safe"]
    entry = ClaimEvidence.allow(
        article,
        found,
        by=make_person("reviewer"),
        reference=make_reference(key="b2020"),
        note="So.",
    )
    assert script(preview(client, article), "claims-page")["allowed"] == [
        ["safe", CLAIM, ""]
    ]

    entry.withdraw(by=entry.allowed_by)

    assert script(preview(client, article), "claims-page")["allowed"] == []


def test_wagtails_checks_know_every_rule(client, article, editor):
    page = client.get(f"/cms/pages/{article.pk}/edit/").content.decode()
    axe = script(page, "checker-axe-configuration")

    for rule in RULES:
        name = f"claims-{rule.id}"
        assert name in axe["options"]["runOnly"]
        assert {"id": name} in axe["spec"]["checks"]
        assert [r for r in axe["spec"]["rules"] if r["id"] == name]
        message = axe["messages"][name]
        assert message["error_name"] == rule.title
        assert rule.why in message["help_text"]
        assert rule.instead in message["help_text"]
        assert ("A hint" in message["help_text"]) == (rule.severity == "hint")
    assert "alt-text-quality" in axe["options"]["runOnly"]
    assert "js/claims_panel.js" in page


def test_readers_and_other_pages_carry_none_of_it(client, article):
    assert b"claims" not in client.get(article.url).content
    client.force_login(make_person("editor"))
    assert b"claims-page" not in client.get(article.url).content


@pytest.mark.parametrize("previewed", [True, False])
def test_only_a_preview_and_the_editor_are_checked(previewed, article):
    request = RequestFactory().get("/")
    request.user, request.is_preview = AnonymousUser(), previewed
    items = [AccessibilityItem(), AccessibilityItem(in_editor=True), "something"]

    check_claims(request, items, article)
    other = [AccessibilityItem()]
    check_claims(request, other, Page(title="Not ours"))

    kinds = [type(item).__name__ for item in items]
    assert kinds[0] == ("ClaimsCheckerItem" if previewed else "AccessibilityItem")
    assert kinds[1:] == ["ClaimsCheckerItem", "str"]
    assert items[1].in_editor
    assert type(other[0]) is AccessibilityItem


def test_a_new_page_is_previewed_too(client, editor):
    home = make_home()
    address = f"/cms/pages/add/clinic/standardpage/{home.pk}/"
    data = {
        "title": "A safe place? No: a cure",
        "slug": "new",
        "summary": "",
        "seo_title": "",
        "search_description": "",
        "body-count": "0",
        "share_image": "",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
    }
    answer = client.post(f"{address}preview/", data)
    assert answer.json()["is_valid"], answer.json()

    page = client.get(f"{address}preview/?in_preview_panel=true&mode=").content.decode()

    pieces = script(page, "claims-page")["pieces"]
    assert [piece["text"] for piece in pieces] == [data["title"]]
