"""Redirects that editors write, and links to pages that are not there."""

import re

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clinic.models import TakenDown
from tests.factories import (
    make_article,
    make_clinic,
    make_editor,
    make_home,
    make_plain_page,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

ADD = "/cms/redirects/add/"


@pytest.fixture
def editor(client):
    client.force_login(make_editor())
    return client


def write(browser, old_path, page=None, link="", address=ADD):
    return browser.post(
        address,
        {
            "old_path": old_path,
            "site": "",
            "is_permanent": "on",
            "redirect_page": page.pk if page else "",
            "redirect_link": link,
        },
    )


def test_redirect_to_a_page_is_kept(editor):
    page = make_article()
    assert write(editor, "/sleep/", page).status_code == 302
    assert editor.get("/sleep/")["Location"] == page.url


def test_link_into_the_site_becomes_its_page_and_moves_with_it(editor):
    page = make_article()
    write(editor, "/sleep/", link=f"http://localhost{page.url}")
    redirect = Redirect.objects.get(old_path="/sleep")
    assert (redirect.redirect_page.pk, redirect.redirect_link) == (page.pk, "")


def test_link_to_another_redirect_becomes_its_end(editor):
    page = make_article()
    write(editor, "/b", page)
    write(editor, "/a", link="http://localhost/b/")
    assert Redirect.objects.get(old_path="/a").redirect_page.pk == page.pk
    write(editor, "/c", link="https://books.example/")
    write(editor, "/d", link="http://localhost/c/")
    assert Redirect.objects.get(old_path="/d").redirect_link == "https://books.example/"


def test_ring_is_refused(editor):
    make_home()
    write(editor, "/b", link="http://localhost/c/")
    write(editor, "/c", link="http://localhost/d/")
    for old, link in (("/a", "/a/"), ("/d", "/b/")):
        response = write(editor, old, link=f"http://localhost{link}")
        assert "leads back to where it begins" in response.content.decode(), old
        assert not Redirect.objects.filter(old_path=old).exists()


def test_ring_is_refused_when_a_redirect_is_changed(editor):
    make_home()
    write(editor, "/b", link="https://books.example/")
    write(editor, "/a", link="https://films.example/")
    Redirect.objects.filter(old_path="/a").update(redirect_link="http://localhost/b/")
    changed = Redirect.objects.get(old_path="/b")
    address = reverse("wagtailredirects:edit", args=[changed.pk])
    response = write(editor, "/b", link="http://localhost/a/", address=address)
    assert "leads back to where it begins" in response.content.decode()


def test_target_that_is_not_published_is_refused(editor):
    page = make_article()
    page.unpublish()
    response = write(editor, "/sleep/", page)
    assert "This page is not published" in response.content.decode()


def test_address_at_which_a_page_stands_is_refused(editor):
    page, other = make_article("One"), make_article("Two")
    response = write(editor, other.url, page)
    assert "stands at this address" in response.content.decode()


def test_redirects_stay_with_the_editors(client):
    client.force_login(make_reviewer())
    assert write(client, "/a", make_article()).status_code == 302
    assert not Redirect.objects.exists()


def text_with_link(pk) -> list:
    return [("paragraph", f'<p>See <a linktype="page" id="{pk}">the night</a>.</p>')]


def test_link_in_text_is_written_while_its_page_is_there(client):
    target = make_article("Target")
    page = make_plain_page(body=text_with_link(target.pk))
    assert f'<a href="{target.url}">the night</a>' in client.get(page.url).text

    target.unpublish()
    html = client.get(page.url).text
    assert "<a>the night</a>" in html
    assert target.url not in html

    TakenDown.objects.update(target=make_article("Instead"))
    assert f'<a href="{target.url}">the night</a>' in client.get(page.url).text

    target.delete()
    assert "<a>the night</a>" in client.get(page.url).text


def test_link_to_a_page_outside_the_site_is_plain_words(client):
    outside = Page.objects.get(depth=1).add_child(
        instance=type(make_plain_page())(title="Outside", slug="outside")
    )
    page = make_plain_page("Costs", "costs", body=text_with_link(outside.pk))
    assert "<a>the night</a>" in client.get(page.url).text


def test_no_page_ever_links_to_none(client):
    privacy, above = make_plain_page(), make_plain_page("Above", "above")
    below = above.add_child(instance=type(above)(title="Below", slug="below"))
    make_clinic(privacy_page=privacy, review_page=above)
    pages = [make_home(), make_article(), below]
    for taken in (privacy, above):
        taken.unpublish()
    for address in [*(page.url for page in pages), "/request-a-consultation/"]:
        html = client.get(address).text
        assert "None" not in re.findall(r'(?:href|src|content)="([^"]*)"', html)
        assert f'href="{privacy.url}"' not in html, address
        assert f'href="{above.url}"' not in html, address
