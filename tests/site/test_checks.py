"""What `check --deploy` says of an installation that is not safe to open."""

import pytest
from django.core.checks import ERROR, run_checks
from django.db import OperationalError

from clinic_site import checks
from tests.factories import make_clinic, make_plain_page, make_user


def ids(found) -> list[str]:
    return [message.id for message in found]


@pytest.fixture(autouse=True)
def production(settings):
    settings.DEMO = False
    settings.SECOND_STEP_REQUIRED = True
    settings.SITE_URL = "https://clinic.example"
    settings.ALLOWED_HOSTS = ["clinic.example"]


@pytest.mark.django_db
def test_safe_installation_has_nothing_to_say():
    assert checks.check_demo_accounts(None) == []
    assert checks.check_second_step(None) == []
    assert checks.check_site_url(None) == []


@pytest.mark.django_db
def test_demo_accounts_in_the_database_are_pointed_out():
    make_user("demo", is_demo=True)

    assert ids(checks.check_demo_accounts(None)) == ["clinic_site.W001"]


@pytest.mark.django_db
def test_disabled_demo_accounts_are_left_alone():
    make_user("demo", is_demo=True, is_active=False)

    assert checks.check_demo_accounts(None) == []


def test_demo_site_is_an_error(settings):
    settings.DEMO = True

    assert ids(checks.check_demo_accounts(None)) == ["clinic_site.E001"]


def test_database_without_tables_is_no_error(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr("clinic.models.User.objects.filter", refuse)

    assert checks.check_demo_accounts(None) == []


def test_password_alone_is_an_error(settings):
    settings.SECOND_STEP_REQUIRED = False

    assert ids(checks.check_second_step(None)) == ["clinic_site.E002"]


@pytest.mark.parametrize("address", ["https://other.example", "", "clinic.example"])
def test_links_that_lead_nowhere_are_an_error(settings, address):
    settings.SITE_URL = address

    assert ids(checks.check_site_url(None)) == ["clinic_site.E003"]


@pytest.mark.django_db
def test_checks_are_asked_at_deployment(settings):
    settings.DEMO = True
    settings.SECOND_STEP_REQUIRED = False
    settings.SITE_URL = "https://other.example"

    found = ids(run_checks(include_deployment_checks=True))

    assert {"clinic_site.E001", "clinic_site.E002", "clinic_site.E003"} <= set(found)
    assert "clinic_site.E001" not in ids(run_checks())


DECLARED = {
    "covered_by_hipaa": "yes",
    "takes_insurance": "no",
    "gives_estimates": "yes",
    "is_off_label": "yes",
}


@pytest.mark.django_db
def test_missing_notice_fails_the_deployment():
    page = make_plain_page("A notice", slug="a-notice")
    record = make_clinic(**DECLARED, privacy_page=page)
    (missing,) = checks.check_notices(None)
    assert (missing.id, missing.level) == ("clinic_site.E004", ERROR)
    assert "good-faith estimates" in missing.msg

    record.estimate_page = page
    record.save()
    assert checks.check_notices(None) == []
    page.unpublish()
    assert ids(checks.check_notices(None)) == ["clinic_site.E004"] * 2


@pytest.mark.django_db
def test_missing_notice_is_found_by_check_deploy_alone(settings):
    found = run_checks(tags=["security"], include_deployment_checks=True)
    assert "clinic_site.E004" in ids(found)
    assert "clinic_site.E004" not in ids(run_checks())


@pytest.mark.django_db
def test_status_that_nobody_settled_is_pointed_out():
    page = make_plain_page("A notice", slug="a-notice")
    undecided = DECLARED | {"covered_by_hipaa": "unknown"}
    make_clinic(**undecided, privacy_page=page, estimate_page=page)
    (warning,) = checks.check_notices(None)
    assert warning.id == "clinic_site.W002"
    assert "covered by HIPAA" in warning.msg


def test_notices_cannot_be_looked_for_before_there_are_tables(monkeypatch):
    def refuse(*args, **kwargs):
        raise OperationalError("no such table")

    monkeypatch.setattr("clinic.models.ClinicSettings.objects.select_related", refuse)
    assert checks.check_notices(None) == []
