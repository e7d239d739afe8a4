"""Where a page invites to ask for an appointment, and where help stands instead."""

import pytest

from tests.factories import make_home, make_person, make_service

pytestmark = pytest.mark.django_db

HELP = ("callout", {"kind": "help", "title": "Get help", "text": "<p>Call 911.</p>"})
TEXT = ("paragraph", "<p>Rest first.</p>")


def end_of(client, page) -> str:
    html = client.get(page.url).content.decode()
    return html[html.index('class="prose"') : html.index("</main>")]


@pytest.mark.parametrize("make", [make_service, make_person])
def test_page_ends_with_an_invitation(client, make):
    html = end_of(client, make(body=[HELP, TEXT]))
    assert "request-section" in html and "crisis-card" not in html


@pytest.mark.parametrize("make", [make_service, make_person])
def test_page_that_ends_with_help_sells_nothing_below_it(client, make):
    html = end_of(client, make(body=[TEXT, HELP]))
    assert "crisis-card" in html
    assert "/request-a-consultation/" not in html


def test_page_without_a_body_invites():
    assert make_home().invites
