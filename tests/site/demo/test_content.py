"""The demo on a fresh database: whole, agreed on, and let through by every gate."""

import pytest
from django.test import Client
from wagtail.models import Page

from clinic.claims.pages import open_findings
from clinic.models import (
    BasePage,
    ClinicImage,
    ClinicSettings,
    FactChange,
    GlossaryTerm,
    Price,
)
from clinic.review import gate
from clinic_site.demo.glossary import GLOSSARY
from clinic_site.demo.practice import PRICES
from tests.site.conftest import files_left_open
from tests.site.demo.conftest import load

pytestmark = pytest.mark.django_db


def live_pages() -> list[BasePage]:
    pages = Page.objects.live().specific()
    return [page for page in pages if isinstance(page, BasePage)]


def blocks() -> set[tuple[str, str]]:
    return {
        (page.slug, block.block_type)
        for page in live_pages()
        for block in getattr(page, "body", None) or []
    }


def test_every_page_passes_the_gate_and_the_guard():
    pages = live_pages()
    assert len(pages) > 20
    refused = {page.slug: gate.refusals(page) for page in pages}
    assert {slug: why for slug, why in refused.items() if why} == {}
    unapproved = [
        page.slug for page in pages if page.needs_review and not page.current_approval
    ]
    assert unapproved == []


def test_every_picture_price_and_word_passes_the_guard():
    kinds = (ClinicImage, Price, GlossaryTerm, ClinicSettings)
    things = [thing for kind in kinds for thing in kind.objects.all()]
    assert len(things) > 60
    assert [(thing, f) for thing in things for f in open_findings(thing)] == []
    for thing in things:
        thing.full_clean()


def test_words_and_prices_are_agreed_on_by_two_people():
    assert GlossaryTerm.objects.agreed().count() == len(GLOSSARY)
    assert Price.objects.agreed().count() == len(PRICES)
    changes = FactChange.objects.filter(decision="approved")
    pairs = {(one.changed_by.username, one.decided_by.username) for one in changes}
    assert pairs == {("editor", "reviewer")}
    assert changes.count() == len(GLOSSARY) + len(PRICES)
    assert not FactChange.objects.waiting().exists()


def test_figure_service_card_and_price_list_stand_where_they_belong():
    assert {
        ("after-the-infusion", "figure"),
        ("what-to-expect-at-a-visit", "service_card"),
        ("what-a-course-costs", "prices"),
    } <= blocks()
    with files_left_open():
        cost, visit, after = (
            Client().get(f"/articles/{slug}/").text
            for slug in (
                "what-a-course-costs",
                "what-to-expect-at-a-visit",
                "after-the-infusion",
            )
        )
    assert "Our price list" in cost
    assert "</span> for each infusion" in cost
    assert '<a href="/services/ketamine-infusion/">' in visit
    assert "Murrough and others, 2013" in after


def test_second_run_makes_nothing():
    before = FactChange.objects.count(), ClinicImage.objects.count()
    assert "; 0 pages were made." in load()
    assert (FactChange.objects.count(), ClinicImage.objects.count()) == before
