"""Wagtail's admin: the clinic's name, logo and colors, and the first steps."""

import re

import pytest
from django.contrib.staticfiles import finders

from clinic.models import ClinicSettings
from clinic_site.stylesheet import build
from tests.factories import make_editor, make_manager, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(client):
    client.force_login(make_editor())
    return client.get("/cms/").content.decode()


def test_name_comes_from_the_clinics_own_record(client):
    record = ClinicSettings.load()
    record.clinic_name = "Quiet <Harbor>"
    record.save()
    client.force_login(make_editor())

    page = client.get("/cms/").content.decode()

    assert "- Quiet &lt;Harbor&gt;</title>" in page
    assert re.search(r"<h1[^>]*>\s*Quiet &lt;Harbor&gt;\s*</h1>", page)


def test_logo_and_icon_are_those_of_the_house(home):
    logo = home[home.index("data-wagtail-sidebar-branding-logo") :]
    assert 'class="cms-logo"' in logo[: logo.index("</template>")]
    assert re.search(r'rel="icon" href="[^"]*images/favicon[^"]*\.svg"', home)


def test_sheet_of_the_house_comes_after_wagtails(home):
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', home)
    wagtail = next(n for n, s in enumerate(sheets) if "wagtailadmin/css/core" in s)
    ours = next(n for n, s in enumerate(sheets) if "bundles/cms" in s)
    assert ours > wagtail


def test_sheet_sets_only_variables_that_wagtail_reads():
    with open(finders.find("wagtailadmin/css/core.css"), encoding="utf-8") as file:
        known = set(re.findall(r"--w-[\w-]+", file.read()))
    assert set(re.findall(r"--w-[\w-]+", build("cms"))) <= known


def test_first_page_says_what_to_do_first_and_nothing_of_requests(home):
    assert "What to do first" in home
    assert "under Settings, Clinic." in home
    assert "intake desk" not in home


def test_reviewer_reads_nothing_of_settings_they_may_not_change(client):
    client.force_login(make_reviewer())
    page = client.get("/cms/").content.decode()
    assert "What to do first" in page
    assert "under Settings, Clinic." not in page


def test_manager_is_led_to_the_requests(client):
    client.force_login(make_manager())
    page = client.get("/cms/").content.decode()
    assert '<a href="/admin/">Requests of patients are at the intake desk.</a>' in page
