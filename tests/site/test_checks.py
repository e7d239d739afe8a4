"""What `check --deploy` says of an installation that is not safe to open."""

import pytest
from django.core.checks import run_checks
from django.db import OperationalError

from clinic_site import checks
from tests.factories import make_user


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
