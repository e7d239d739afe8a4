"""The first pages of a clinic's own site: laid out once, and none goes live unread."""

import pytest
from django.core.management import call_command
from wagtail.models import Page, Site

from articles.models import ArticleIndexPage
from clinic import notices
from clinic.models import Approval, ClinicSettings, HomePage, StandardPage
from tests.factories import author, make_home, voucher

pytestmark = pytest.mark.django_db

LISTS = ["/services/", "/articles/", "/people/", "/locations/"]
PLAIN = [
    "/privacy-practices/",
    "/good-faith-estimates/",
    "/how-we-review/",
    "/accessibility/",
]


@pytest.fixture
def laid_out(settings, capsys):
    """Lay the pages out, and return what was said."""
    settings.SITE_URL = "https://www.clinic.example"
    settings.ALLOWED_HOSTS = ["www.clinic.example"]
    call_command("create_pages", name="Alder Clinic")
    return capsys.readouterr().out


@pytest.fixture
def visitor(client):
    """Return a client that comes to the clinic's own address."""
    client.defaults |= {"HTTP_HOST": "www.clinic.example"}
    return client


def test_lists_stand_and_drafts_are_seen_by_nobody(laid_out, visitor):
    for path in LISTS:
        assert visitor.get(path).status_code == 200, path
    for path in ["/", *PLAIN]:
        assert visitor.get(path).status_code == 404, path
    assert "- Alder Clinic (draft)" in laid_out
    assert "- Our services (live)" in laid_out


def test_site_is_at_its_address_and_the_tree_is_whole(laid_out):
    site = Site.objects.get()
    assert (site.hostname, site.port) == ("www.clinic.example", 443)
    assert site.root_page.specific == HomePage.objects.get()
    assert site.site_name == "Alder Clinic"
    assert Page.find_problems() == ([], [], [], [], [])
    assert not Page.objects.filter(title__contains="Welcome").exists()


def test_two_people_bring_the_home_page_up(laid_out, visitor):
    home = HomePage.objects.get()
    home.hero_text = "We take our time."
    revision = home.save_revision(user=author())
    Approval.record(home, edited_by=author(), reviewed_by=voucher())
    revision.publish(user=author())

    page = visitor.get("/")
    assert page.status_code == 200
    assert "We take our time." in page.text
    # The way to the lists, as they are in the menu.
    assert 'href="/services/"' in page.text


def test_record_names_the_notices_which_are_owed_until_they_are_written(laid_out):
    clinic = ClinicSettings.objects.get()
    assert (clinic.clinic_name, clinic.phone) == ("Alder Clinic", "+17035550100")
    assert clinic.privacy_page.slug == "privacy-practices"
    assert {"privacy", "estimates"} <= {one.code for one in notices.missing(clinic)}

    StandardPage.objects.get(slug="privacy-practices").get_latest_revision().publish()
    clinic = ClinicSettings.objects.get()
    assert "privacy" not in {one.code for one in notices.missing(clinic)}


def test_run_again_it_changes_nothing(laid_out, capsys):
    StandardPage.objects.filter(slug="accessibility").update(title="For everybody")
    ClinicSettings.objects.update(clinic_name="Another name")
    before = list(Page.objects.values_list("pk", "title", "path"))

    call_command("create_pages", name="Birch Clinic")

    assert "nothing was changed" in capsys.readouterr().out
    assert list(Page.objects.values_list("pk", "title", "path")) == before
    assert ClinicSettings.objects.get().clinic_name == "Another name"


def test_a_site_that_has_a_home_page_keeps_it(capsys):
    home = make_home()
    call_command("create_pages")

    assert HomePage.objects.get() == home
    assert ArticleIndexPage.objects.get().get_parent().specific == home
    assert "(live)" in capsys.readouterr().out
