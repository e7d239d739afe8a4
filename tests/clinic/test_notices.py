"""Which notices a clinic owes by its legal status, and where people find them."""

import pytest

from clinic import notices
from clinic.models import ClinicSettings
from tests.factories import make_clinic, make_location, make_plain_page

pytestmark = pytest.mark.django_db

EVERY = ["privacy", "estimates", "off_label"]
NOTHING_OWED = {
    "covered_by_hipaa": "no",
    "takes_insurance": "yes",
    "gives_estimates": "no",
    "is_off_label": "no",
}


def codes(found) -> list[str]:
    return [notice.code for notice in found]


def test_everything_is_owed_until_somebody_says_otherwise():
    clinic = ClinicSettings()
    assert codes(notices.required(clinic)) == EVERY
    assert codes(notices.missing(clinic)) == ["privacy", "estimates"]
    assert len(notices.undeclared(clinic)) == 4


@pytest.mark.parametrize(
    ("declared", "owed"),
    [
        ({}, []),
        ({"covered_by_hipaa": "yes"}, ["privacy"]),
        ({"covered_by_hipaa": "unknown"}, ["privacy"]),
        ({"takes_insurance": "no"}, ["estimates"]),
        ({"takes_insurance": "unknown"}, ["estimates"]),
        ({"gives_estimates": "yes"}, ["estimates"]),
        ({"gives_estimates": "unknown"}, ["estimates"]),
        ({"is_off_label": "yes"}, ["off_label"]),
        ({"is_off_label": "unknown"}, ["off_label"]),
    ],
)
def test_what_is_declared_decides_what_is_owed(declared, owed):
    clinic = ClinicSettings(**NOTHING_OWED | declared)
    assert codes(notices.required(clinic)) == owed


@pytest.mark.parametrize("field", ["privacy_page", "estimate_page"])
def test_page_counts_only_while_the_public_can_read_it(field):
    page = make_plain_page("A notice", slug="a-notice")
    clinic = ClinicSettings(**{field: page})
    code = {"privacy_page": "privacy", "estimate_page": "estimates"}[field]
    assert code not in codes(notices.missing(clinic))
    page.live = False
    assert code in codes(notices.missing(clinic))


def test_blank_statement_is_none():
    clinic = ClinicSettings(off_label_statement=" \n")
    assert "off_label" in codes(notices.missing(clinic))


def test_footer_and_form_link_the_notices(client):
    privacy = make_plain_page("How we keep things", slug="privacy")
    estimates = make_plain_page("What it may cost", slug="estimates")
    make_clinic(
        privacy_page=privacy,
        estimate_page=estimates,
        off_label_statement="Its use here is off-label.",
    )
    make_location()
    form = client.get("/request-a-consultation/").content.decode()
    body, footer = form.split('<footer class="site-footer">')
    for part in (body, footer):
        assert f'href="{privacy.url}"' in part
        assert f'href="{estimates.url}"' in part
    assert "Its use here is off-label." in body

    estimates.unpublish()
    gone = client.get("/request-a-consultation/").content.decode()
    assert estimates.url not in gone
