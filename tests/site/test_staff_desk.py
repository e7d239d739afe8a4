"""The section Staff of the desk: who sees it, what it does, what it asks first."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from clinic.models import OutboxMessage, StaffEvent, User
from clinic.models.membership import STEPS
from clinic.roles import CLINIC_MANAGERS, EDITORS, INTAKE_COORDINATORS
from clinic_site.staff.steps import STEPS as SHOWN
from consultations.models import ConsultationRequest
from tests.consultations.conftest import receive
from tests.factories import PASSWORD, make_clinician, make_coordinator, make_manager
from tests.site.staff import GROUPS, make_person, sign_in

pytestmark = pytest.mark.django_db

LIST = "/admin/clinic/user/"
INVITE = f"{LIST}add/"
ADA = {
    "first_name": "Ada",
    "last_name": "Quillon",
    "email": "Ada@clinic.example",
    "roles": [INTAKE_COORDINATORS],
}


@pytest.fixture
def manager(client):
    """A manager who has just signed in."""
    person = make_manager()
    sign_in(client, person)
    return person


def page_of(person) -> str:
    return f"{LIST}{person.pk}/change/"


def step_of(person, step: str) -> str:
    return f"{LIST}{person.pk}/step/{step}/"


def steps_on(page: str) -> list[str]:
    return re.findall(r"/step/(\w+)/", page)


def let_time_pass(client):
    """Make the proof of who is at the keyboard an old one."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] -= 3600
    session.save()


def test_every_step_of_the_rules_can_be_pressed():
    assert SHOWN.keys() == STEPS.keys()


@pytest.mark.parametrize(
    "role", [r for r in GROUPS if r not in ("manager", "superuser")]
)
def test_nobody_else_sees_or_does_anything_of_it(client, role):
    person = make_person(role)
    User.objects.filter(pk=person.pk).update(is_staff=True)
    sign_in(client, person)
    subject = make_coordinator("subject")
    places = [LIST, INVITE, page_of(subject), f"{LIST}{subject.pk}/history/"]
    places += [step_of(subject, step) for step in STEPS]

    for place in places:
        assert client.get(place).status_code == 403, place
        assert client.post(place, ADA).status_code == 403, place
    assert client.post(f"{LIST}{subject.pk}/noted/").status_code == 403

    assert not StaffEvent.objects.exists()
    assert "Staff</a>" not in client.get("/admin/", follow=True).text


def test_list_says_who_has_what(client, manager):
    person = make_coordinator()
    person.authenticator_set.create(type="totp", data={})
    gone = make_clinician()
    gone.end(by=manager)

    page = client.get(LIST)

    assert "Coordinator" in page.text
    assert INTAKE_COORDINATORS in page.text
    rows = {str(one): one for one in page.context["cl"].result_list}
    assert rows["Coordinator"].has_strong
    assert not rows["Manager"].has_strong
    assert "Clinician" not in rows
    ended = client.get(f"{LIST}?standing=ended").context["cl"].result_list
    assert [str(one) for one in ended] == ["Clinician"]


def test_list_asks_as_often_for_many_as_for_few(
    client, manager, django_assert_max_num_queries
):
    for number in range(6):
        make_coordinator(f"person{number}")

    with django_assert_max_num_queries(16):
        client.get(LIST)


def test_manager_invites_somebody(client, manager):
    assert client.get(INVITE).status_code == 200

    response = client.post(INVITE, ADA)

    person = User.objects.get(email="Ada@clinic.example")
    assert response["Location"] == page_of(person)
    assert person.role_names == [INTAKE_COORDINATORS]
    page = client.get(page_of(person)).text
    assert "Invited" in page
    assert "A link was mailed" in page
    assert {"roles", "contact", "invite_again", "withdraw"} == set(steps_on(page))
    assert "/accounts/join/" not in page


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"email": "MANAGER@clinic.example"}, "Somebody on the list"),
        ({"email": "no address"}, "valid email address"),
        ({"roles": []}, "at least one role"),
        ({"roles": ["Superusers"]}, "not one of the available choices"),
        ({"first_name": " "}, "first name"),
    ],
)
def test_wrong_invitation_is_given_back(client, manager, wrong, told):
    response = client.post(INVITE, ADA | wrong)

    assert response.status_code == 200
    assert told in response.text
    assert User.objects.count() == 1
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize(
    "step", ["roles", "contact", "reset_second_step", "end", "password_link"]
)
def test_old_proof_is_asked_for_again_and_nothing_is_done(client, manager, step):
    person = make_coordinator()
    make_manager("other")
    let_time_pass(client)
    place = step_of(person, step)

    for response in (client.get(place), client.post(place, {"roles": [EDITORS]})):
        assert response["Location"] == (
            f"/accounts/reauthenticate/?next={place.replace('/', '%2F')}"
        )

    assert not StaffEvent.objects.exists()
    assert client.post(INVITE, ADA)["Location"].startswith("/accounts/reauth")


def test_fresh_proof_leads_back_to_the_step(client, manager):
    person = make_coordinator()
    let_time_pass(client)
    cache.clear()

    response = client.post(
        "/accounts/reauthenticate/",
        {"password": PASSWORD, "next": step_of(person, "end")},
    )

    assert response["Location"] == step_of(person, "end")
    assert client.get(response["Location"]).status_code == 200


def test_roles_are_ticked_and_taken(client, manager):
    person = make_coordinator()
    page = client.get(step_of(person, "roles")).text
    assert re.search(rf'value="{INTAKE_COORDINATORS}"[^>]*checked', page)

    client.post(step_of(person, "roles"), {"roles": [EDITORS]})

    assert User.objects.get(pk=person.pk).role_names == [EDITORS]
    assert "given: Editors; taken: Intake coordinators" in (
        client.get(page_of(person)).text
    )


@pytest.mark.parametrize("step", STEPS)
def test_looking_at_a_step_takes_none(client, manager, step):
    person = make_coordinator()

    client.get(step_of(person, step))

    person.refresh_from_db()
    assert person.is_active
    assert not StaffEvent.objects.exists()


def test_ending_access_hands_every_open_request_over(client, manager):
    person, heir = make_coordinator(), make_coordinator("heir")
    requests = [receive(name=f"Person {number}") for number in range(2)]
    closed = receive(name="Closed")
    for request in (*requests, closed):
        request.take(by=person)
    closed.close("referred", by=person)

    page = client.get(step_of(person, "end")).text
    assert all(request.reference in page for request in requests)
    assert closed.reference not in page
    assert "Person 0" not in page
    refused = client.post(step_of(person, "end"), {})
    assert "Choose who takes them on" in refused.text
    assert User.objects.get(pk=person.pk).is_active

    client.post(step_of(person, "end"), {"to": heir.pk})

    assert not User.objects.get(pk=person.pk).is_active
    assert ConsultationRequest.objects.filter(assigned_to=heir).count() == 2
    assert not ConsultationRequest.objects.open().filter(assigned_to=person).exists()
    assert requests[0].events.order_by("-pk")[0].actor == manager
    assert "open requests handed over: 2" in client.get(page_of(person)).text


def test_nobody_who_is_gone_can_take_requests_on(client, manager):
    person, gone = make_coordinator(), make_coordinator("gone")
    gone.end(by=manager)
    receive().take(by=person)

    for heir in (person, gone, make_person("editor")):
        response = client.post(step_of(person, "end"), {"to": heir.pk})
        assert response.status_code == 200

    assert User.objects.get(pk=person.pk).is_active


def test_refused_hand_over_ends_nothing(client, manager, monkeypatch):
    person, heir = make_coordinator(), make_coordinator("heir")
    receive().take(by=person)
    monkeypatch.setattr(
        "clinic_site.staff.forms.EndForm.heir", property(lambda form: None)
    )

    response = client.post(step_of(person, "end"), {"to": heir.pk}, follow=True)

    assert "meanwhile" in response.text
    assert User.objects.get(pk=person.pk).is_active


def test_last_manager_is_told_why_not(client, manager):
    admin = Client()
    sign_in(admin, make_person("superuser"))

    response = admin.post(step_of(manager, "end"), {}, follow=True)

    assert "last clinic manager" in response.text
    assert User.objects.get(pk=manager.pk).is_active


def test_own_page_and_a_superusers_offer_nothing(client, manager):
    admin = make_person("superuser")

    assert not steps_on(client.get(page_of(manager)).text)
    page = client.get(page_of(admin)).text
    assert not steps_on(page)
    assert "Only a superuser" in page
    for person in (manager, admin):
        for step in STEPS:
            client.post(step_of(person, step), {"roles": [CLINIC_MANAGERS]})
    assert not StaffEvent.objects.exists()


def test_manager_makes_no_superuser_by_any_field(client, manager):
    extra = {"is_superuser": "on", "is_staff": "on", "user_permissions": ["1"]}

    client.post(INVITE, ADA | extra | {"roles": [EDITORS]})

    person = User.objects.get(email="Ada@clinic.example")
    assert not person.is_superuser
    assert not person.is_staff
    assert not person.user_permissions.exists()


def test_missing_person_or_step_is_not_there(client, manager):
    assert client.get(step_of(manager, "no_such_step")).status_code == 404
    assert client.get(f"{LIST}99999/change/").status_code == 404
    assert client.get(f"{LIST}99999/step/end/").status_code == 404


def test_no_page_of_it_shows_what_somebody_asked_for(client, manager):
    person = make_coordinator()
    receive(name="Canary Person", phone="+17035550177").take(by=person)

    for place in (LIST, page_of(person), step_of(person, "end")):
        page = client.get(place).text
        assert "Canary" not in page
        assert "5550177" not in page
