"""Who may pass each route: the table in `routes/`, held against every address."""

import logging
import re
from urllib.parse import urlencode

import pytest
from wagtail.models import ModelLogEntry, ReferenceIndex
from wagtail.search.index import get_indexed_models
from wagtail.snippets.models import get_snippet_models

from clinic.models import User
from tests.site.route_table import ROLES, Route, address, routes, table
from tests.site.route_visits import (
    CANARY,
    World,
    outcome,
    outcome_of,
    visit,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

# These never see a request, by whatever way.
WITHOUT_REQUESTS = ("anonymous", "editor", "reviewer")


@pytest.fixture
def world(caplog):
    caplog.set_level(logging.CRITICAL)
    logging.disable(logging.ERROR)
    yield World()
    logging.disable(logging.NOTSET)


def lines(found) -> str:
    return "\n".join(f"{route.name}  {route.pattern}" for route in sorted(found))


def test_every_route_is_in_the_table():
    missing = routes().keys() - table().keys()

    assert not missing, (
        "Say who may pass these routes: add each line below to a file in "
        f"tests/site/routes/, under the roles that may.\n{lines(missing)}"
    )


def test_table_names_no_route_that_is_gone():
    gone = table().keys() - routes().keys()

    assert not gone, f"Take these out of tests/site/routes/*.txt:\n{lines(gone)}"


@pytest.mark.parametrize("role", ROLES)
def test_role_passes_where_the_table_says_and_nowhere_else(world, role):
    browser = world.browsers()[role]
    allowed = table()
    wrong = []
    for route, parts in routes().items():
        place = world.address(route, parts)
        came_of = outcome_of(browser, route, place)
        if role in allowed.get(route, ROLES):
            if came_of in ("refused", "broken"):
                wrong.append(f"{role} should pass {place}: {came_of}")
            continue
        sent = outcome(route, visit(browser, "POST", place))
        if {came_of, sent} & {"in", "broken"}:
            wrong.append(f"{role} should not pass {place}: {came_of}, POST {sent}")

    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", WITHOUT_REQUESTS)
def test_no_page_that_the_role_reaches_tells_of_a_request(world, role):
    browser = world.browsers()[role]
    reference = world.request.reference
    told = []
    for route, parts in routes().items():
        place = world.address(route, parts)
        # What was searched for stands in the page that found nothing, so each of the
        # two is looked for while the other is asked for.
        for asked, looked_for in ((CANARY, reference), (reference, CANARY)):
            query = urlencode(dict.fromkeys(("q", "query", "search", "term"), asked))
            response = visit(browser, "GET", f"{place}?{query}")
            if not response.streaming and looked_for in response.text:
                told.append(f"{place} shows {looked_for}")

    assert not told, "\n".join(told)


def test_editor_with_a_staff_flag_reaches_no_request(world):
    editor = world.people["editor"]
    User.objects.filter(pk=editor.pk).update(is_staff=True)
    browser = world.browsers()["editor"]
    reached = []
    for route, parts in routes().items():
        if not re.search("consultation|autocomplete|/admin/r/", route.pattern):
            continue
        place = world.address(route, parts)
        response = visit(browser, "GET", place)
        if place.startswith("/admin/") and outcome(route, response) == "in":
            reached.append((place, response.status_code))

    assert {status for _place, status in reached} <= {302}
    assert CANARY not in browser.get("/admin/").text
    assert world.request.reference not in browser.get("/admin/").text


def test_page_that_a_request_names_does_not_name_it_back(world):
    browser = world.browsers()["editor"]

    page = browser.get(f"/cms/pages/{world.service.pk}/usage/").text

    assert "onsultation request" not in page
    assert world.request.reference not in page


def test_wagtail_keeps_no_list_of_what_people_send():
    known = {
        *ReferenceIndex.tracked_models,
        *get_indexed_models(),
        *get_snippet_models(),
    }

    assert "consultations" not in {model._meta.app_label for model in known}


def test_wagtail_logs_nothing_of_a_request(world):
    kinds = ModelLogEntry.objects.values_list("content_type__app_label", flat=True)

    assert "consultations" not in kinds


def test_nobody_enters_a_staff_page_with_a_password_alone(world, settings):
    settings.SECOND_STEP_REQUIRED = True
    browser = world.browsers()["superuser"]
    guarded = ("/cms/", "/admin/", "/documents/", "/accounts/", "/styleguide/")
    open_to_all = {
        "account_login",
        "account_logout",
        "mfa_login_webauthn",
        # Answers a press alone, and signs out.
        "someone_else",
    }
    entered = []
    for route, parts in routes().items():
        if not route.pattern.startswith(guarded) or route.name in open_to_all:
            continue
        place = world.address(route, parts)
        response = visit(browser, "GET", place)
        enrolling = place.startswith(
            ("/accounts/2fa/totp/activate/", "/accounts/2fa/keys/add/")
        )
        asks_password = place == "/accounts/reauthenticate/"
        if response.status_code != 302 and not (enrolling or asks_password):
            entered.append(place)

    assert not entered


def test_table_refuses_a_route_twice(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("[everyone]\na  /a/\n[nobody]\na  /a/\n")
    monkeypatch.setattr("tests.site.route_table.TABLE", tmp_path)

    with pytest.raises(ValueError, match="a.txt:4"):
        table()


def test_table_refuses_an_unknown_role(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("[everyone janitor]\na  /a/\n")
    monkeypatch.setattr("tests.site.route_table.TABLE", tmp_path)

    with pytest.raises(ValueError, match="janitor"):
        table()


def test_new_route_is_noticed(monkeypatch):
    more = routes() | {Route("back_door", "/back-door/"): []}
    monkeypatch.setattr("tests.site.test_routes.routes", lambda: more)

    with pytest.raises(AssertionError, match="back_door"):
        test_every_route_is_in_the_table()


def test_address_fills_what_a_pattern_asks_for():
    parts = routes()[Route("wagtailadmin_explore", "/cms/pages/<int:parent_page_id>/")]

    assert address(parts, {"parent_page_id": "7"}) == "/cms/pages/7/"
