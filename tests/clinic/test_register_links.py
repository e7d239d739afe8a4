"""The links of live pages: where they lead, and what happens when a page goes."""

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document

from clinic.models import FoundLink, RegisterEntry, TakenDown
from clinic.models.register import Fault, FindingKind, State
from clinic.register.stocktaking import take_stock
from tests.clinic.test_register import entry, found
from tests.factories import (
    make_article,
    make_location,
    make_plain_page,
    make_reference,
    make_service,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
]


def page_with(markup: str):
    """Make a live page with a link in its text."""
    return make_article("Linking", body=[("paragraph", f"<p>{markup}</p>")])


def links(page) -> list[tuple]:
    rows = FoundLink.objects.filter(page=page)
    return list(rows.values_list("words", "address", "host", "fault"))


def fault_of(address: str) -> str:
    page = page_with(f'<a href="{address}">there</a>')
    take_stock()
    ((_words, _address, host, fault),) = links(page)
    assert host == ""
    return fault


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/articles/",
        "/articles/linking/",
        "/articles/linking",
        "/articles/linking/?from=mail#part",
        "http://localhost/articles/linking/",
        "//localhost/articles/",
        "../linking/",
        "/search/?q=sleep",
        "/request-a-consultation/?from=1",
        "/articles/topics/sleep/",
        "/articles/feed/",
        "/static/images/share.jpg",
        "/media/images/room.jpg",
        "/robots.txt",
    ],
)
def test_address_that_answers_has_no_fault(address):
    make_topic()
    assert fault_of(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "/no-such-page/",
        "/articles/no-such-article/",
        "/articles/linking/below/",
        "http://localhost/gone",
        "nowhere/",
        "/articles/linking.html",
        "http://[broken/",
    ],
)
def test_address_that_nothing_answers_is_found(address):
    assert fault_of(address) == Fault.NOWHERE


def test_redirect_keeps_an_old_address_whole():
    Redirect.add_redirect("/old-page/", "/articles/")
    assert fault_of("/old-page/") == ""


@pytest.mark.parametrize(
    "address", ["tel:+17035550100", "mailto:desk@clinic.example", "#part", ""]
)
def test_what_leads_to_no_page_is_no_link(address):
    page = page_with(f'<a href="{address}">there</a>')
    take_stock()
    assert links(page) == []


def test_links_to_other_sites_are_noted_and_never_followed():
    # Opening any connection fails the test: see tests/conftest.py.
    page = page_with('<a href="https://other.example/a?b=1">a  <b>trial</b></a>')
    take_stock()
    assert links(page) == [
        ("a trial", "https://other.example/a?b=1", "other.example", "")
    ]
    assert FindingKind.BROKEN_LINK not in found(page)


def test_references_and_addresses_of_fields_are_noted():
    page = make_article(references=[make_reference(doi="10.1000/rest")])
    place = make_location(directions_url="https://maps.example/here")
    take_stock()
    assert links(page) == [
        ("author2020", "https://doi.org/10.1000/rest", "doi.org", "")
    ]
    assert links(place) == [
        ("directions", "https://maps.example/here", "maps.example", "")
    ]


def test_link_in_a_callout_and_in_a_list_is_found_too():
    callout = {
        "kind": "key",
        "title": "T",
        "text": '<ul><li><a href="/gone/">x</a></li></ul>',
    }
    page = make_article(body=[("callout", callout)])
    take_stock()
    assert found(page)[FindingKind.BROKEN_LINK] == "“x” (no such address)"


def test_taking_a_page_down_shows_on_it_and_on_those_that_link_to_it(at_once):
    target = make_service()
    page = page_with(f'Our <a linktype="page" id="{target.pk}">service</a>')
    take_stock()
    assert FindingKind.BROKEN_LINK not in found(page)

    with at_once():
        target.unpublish()

    assert found(page)[FindingKind.BROKEN_LINK] == "“service” (taken down)"
    assert entry(target).state == State.DOWN
    assert found(target) == {FindingKind.BROKEN_INBOUND: "Linking"}
    take_stock()
    assert found(target) == {FindingKind.BROKEN_INBOUND: "Linking"}

    with at_once():
        republish(target.specific_class.objects.get(pk=target.pk))
    assert FindingKind.BROKEN_LINK not in found(page)
    assert FindingKind.BROKEN_INBOUND not in found(target)


def test_page_taken_down_leaves_the_register_with_the_last_link_to_it(at_once):
    target = make_plain_page()
    page = page_with('<a href="/privacy-practices/">privacy</a>')
    target.unpublish()
    take_stock()
    assert FindingKind.BROKEN_INBOUND in found(target)
    republish(page, body=[("paragraph", "<p>No link.</p>")])
    take_stock()
    assert not RegisterEntry.objects.filter(page=target).exists()


def test_page_taken_down_with_a_redirect_breaks_no_link():
    target = make_service()
    page = page_with(f'<a linktype="page" id="{target.pk}">service</a>')
    target.unpublish()
    Redirect.add_redirect("/services/ketamine-infusion/", "/services/")
    take_stock()
    assert FindingKind.BROKEN_LINK not in found(page)


def taken_down_for(page, other) -> None:
    """Take a page down and let its address lead to another one."""
    page.unpublish()
    TakenDown.objects.filter(page=page).update(target=other)


def test_page_taken_down_with_a_target_breaks_no_link():
    target, other = make_service(), make_plain_page()
    page = page_with(
        f'<a linktype="page" id="{target.pk}">service</a> '
        f'<a href="{target.url}">again</a>'
    )
    taken_down_for(target, other)
    take_stock()
    assert [fault for *_, fault in links(page)] == ["", ""]
    assert FindingKind.BROKEN_LINK not in found(page)


def test_page_taken_down_with_a_notice_breaks_its_links():
    target = make_service()
    page = page_with(f'<a linktype="page" id="{target.pk}">service</a>')
    target.unpublish()
    TakenDown.objects.update(notice="The dose was wrong.")
    take_stock()
    assert found(page)[FindingKind.BROKEN_LINK] == "“service” (taken down)"


def test_old_address_is_followed_to_its_end():
    first, second, last = (
        make_plain_page(name, name.lower()) for name in ("First", "Second", "Last")
    )
    Redirect.add_redirect("/older/", first)
    taken_down_for(first, second)
    taken_down_for(second, last)
    assert fault_of("/older/") == ""
    last.unpublish()
    assert fault_of("/older/") == Fault.NOWHERE
    taken_down_for(last, first)
    assert fault_of("/older/") == Fault.NOWHERE


def test_address_of_a_page_that_was_deleted_leads_to_its_target():
    target, other = make_service(), make_plain_page()
    address = target.url
    target.delete()
    assert fault_of(address) == Fault.NOWHERE
    TakenDown.objects.update(target=other)
    assert fault_of(address) == ""


def test_deleting_a_page_shows_on_those_that_link_to_it(at_once):
    target = make_service()
    page = page_with(f'<a linktype="page" id="{target.pk}">service</a>')
    take_stock()
    with at_once():
        target.delete()
    assert found(page)[FindingKind.BROKEN_LINK] == "“service” (deleted)"
    assert links(page) == [("service", "", "", "deleted")]


def test_press_of_a_button_looks_at_no_more_pages_than_one_chunk(at_once, monkeypatch):
    monkeypatch.setattr("clinic.register.watching.CHUNK", 3)
    looked_at = []
    target = make_service()
    for number in range(4):
        markup = f'<p><a linktype="page" id="{target.pk}">service</a></p>'
        make_article(f"Linking {number}", body=[("paragraph", markup)])
    take_stock()
    monkeypatch.setattr("clinic.register.watching.look_at", looked_at.append)

    with at_once():
        target.save_revision().publish()
    assert looked_at.pop() == {target.pk}
    with at_once():
        target.specific_class.objects.get(pk=target.pk).unpublish()
    assert len(looked_at.pop()) == 3


def test_document_that_is_gone_is_found():
    kept = Document.objects.create(
        title="Directions", file=ContentFile(b"%PDF-1.4", "directions.pdf")
    )
    whole = f'<a linktype="document" id="{kept.pk}">how to come</a>'
    page = page_with(f'{whole} <a linktype="document" id="999">map</a>')
    take_stock()
    assert found(page)[FindingKind.BROKEN_LINK] == "“map” (deleted)"


def test_many_broken_links_are_counted_not_all_named():
    page = page_with("".join(f'<a href="/gone-{n}/">n{n}</a>' for n in range(5)))
    take_stock()
    assert found(page)[FindingKind.BROKEN_LINK].endswith("and 2 more")
