"""What stands on every public page, whatever its type."""

import re

import pytest

from tests.factories import (
    make_article,
    make_clinic,
    make_coordinator,
    make_editor,
    make_home,
    make_location,
    make_person,
    make_plain_page,
    make_service,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]

ACTIONS = ["Request A Consultation", "Our Services", "Our Location", "Call Now"]
OWN_HOST = r"https?://localhost/"
PLAIN_VIEWS = ["/search/?q=sleep", "/request-a-consultation/", "/accounts/login/"]


@pytest.fixture
def site():
    make_clinic(clinic_name="Quiet clinic", phone="+17035550123")
    make_home()
    return [
        make_location(),
        make_article(),
        make_service(),
        make_person(),
        make_plain_page(),
    ]


def addresses(pages) -> list[str]:
    """Return the address of every kind of public page."""
    parents = {page.get_parent().url for page in pages}
    return [page.url for page in pages] + sorted(parents) + PLAIN_VIEWS


def test_every_page_carries_search_actions_phone_and_crisis_line(client, site):
    for address in addresses(site):
        response = client.get(address)
        assert response.status_code == 200, address
        html = response.content.decode()
        assert "What would you like to find?" in html, address
        for action in ACTIONS:
            assert action in html, (address, action)
        assert 'href="tel:+17035550123"' in html, address
        assert 'href="tel:988"' in html, address
        assert 'href="sms:988"' in html, address
        assert 'href="tel:911"' in html, address
        assert "Quiet clinic" in html, address


def test_every_page_has_one_main_heading_a_title_and_a_language(client, site):
    for address in addresses(site):
        html = client.get(address).content.decode()
        assert len(re.findall(r"<h1[ >]", html)) == 1, address
        assert re.search(r"<title>\s*\S", html), address
        assert '<html lang="en' in html, address
        assert '<main id="' in html, address
        assert re.search(r'<a [^>]*href="#[a-z]+"[^>]*>[^<]*[Ss]kip', html), address


def test_no_page_carries_inline_script_or_style_attributes(client, site):
    for address in addresses(site):
        html = client.get(address).content.decode()
        assert not re.search(r"<[^>]+\sstyle=", html), address
        assert not re.search(r"<[^>]+\son\w+=", html), address
        scripts = re.findall(r"<script([^>]*)>", html)
        for attributes in scripts:
            assert "src=" in attributes or "json" in attributes, address


def test_reader_gets_no_cookie_and_asks_no_other_host(client, site):
    for address in addresses(site):
        if address in PLAIN_VIEWS[1:]:
            continue
        response = client.get(address)
        assert not response.cookies, address
        loaded = re.findall(
            r'<(?:img|script|link|source|iframe)[^>]*?(?:src|href)="(https?://[^"]+)"',
            response.content.decode(),
        )
        foreign = [url for url in loaded if not re.match(OWN_HOST, url)]
        assert not foreign, address


def test_form_page_has_no_bar_that_would_cover_it(client, site):
    assert 'class="action-bar' in client.get(site[1].url).content.decode()
    form = client.get("/request-a-consultation/").content.decode()
    assert 'class="action-bar' not in form


def test_missing_page_still_helps(client, site):
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    html = response.content.decode()
    assert 'href="tel:988"' in html
    assert 'href="tel:+17035550123"' in html
    assert "What would you like to find?" in html


def test_user_bar_is_for_editors_alone(client, site):
    address = site[1].url
    assert "wagtail-userbar" not in client.get(address).content.decode()
    client.force_login(make_editor())
    assert "wagtail-userbar" in client.get(address).content.decode()
    client.force_login(make_coordinator())
    assert "wagtail-userbar" not in client.get(address).content.decode()


def test_page_without_a_session_does_not_vary_by_cookie(client, site):
    for address in addresses(site):
        if address not in PLAIN_VIEWS[1:]:
            assert "Cookie" not in client.get(address).get("Vary", ""), address
