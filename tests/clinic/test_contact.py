"""A member of staff gets another name or address, and whoever had it is told."""

import pytest
from django.test import Client

from clinic.models import OneTimeLink, OutboxMessage, StaffEvent, User
from clinic.models.membership import StaffRefused, StaffStatus
from clinic.models.staff_event import StaffEventKind
from clinic.roles import EDITORS, INTAKE_COORDINATORS
from clinic.staff_mail import one_time_link, told
from tests.consultations.conftest import receive
from tests.factories import make_coordinator, make_manager
from tests.site.staff import GROUPS, make_person, sign_in

pytestmark = pytest.mark.django_db

OLD, NEW = "coordinator@clinic.example", "mara.tell@clinic.example"
NAME = ("Mara", "Tell")


@pytest.fixture
def manager():
    return make_manager()


@pytest.fixture
def person():
    return make_coordinator()


def change(person, by, *, name=NAME, email=NEW):
    person.set_contact(name=name, email=email, by=by)


def letters() -> dict[str, str]:
    """Return subject and words of what is told, by the address it goes to."""
    rows = OutboxMessage.objects.filter(kind="clinic.staff_told").order_by("pk")
    found = {}
    for row in rows:
        mail = told(row)
        found[row.recipient] = found.get(row.recipient, "") + mail.subject + mail.body
    return found


def test_name_and_address_are_changed_and_on_record(manager, person):
    change(person, manager)

    person = User.objects.get(pk=person.pk)
    assert (str(person), person.email) == ("Mara Tell", NEW)
    assert person.username == "coordinator"
    events = person.staff_events.all()
    assert [(event.kind, event.actor) for event in events] == [
        (StaffEventKind.RENAMED, manager),
        (StaffEventKind.READDRESSED, manager),
    ]
    assert events[1].summary == f"E-mail address changed; from {OLD} to {NEW}"


def test_address_before_and_the_new_one_are_told(manager, person):
    receive(name="Canary Person", phone="+17035550177").take(by=person)

    change(person, manager)

    mail = letters()
    assert mail.keys() == {OLD, NEW}
    for words in mail.values():
        assert "E-mail address changed" in words
        assert "tell a clinic manager at once" in words
        assert "Canary" not in words
        assert "5550177" not in words
        assert "http" not in words
    # Whoever reads an address that was never theirs learns of no other.
    assert NEW not in mail[OLD]


def test_name_alone_is_told_to_the_address_that_stays(manager, person):
    change(person, manager, email=OLD)

    assert letters().keys() == {OLD}
    assert [event.kind for event in person.staff_events.all()] == ["renamed"]


def test_other_managers_are_told_of_a_manager(manager):
    other = make_manager("other")
    third = make_manager("third")

    change(other, manager)

    assert {third.email, NEW} < letters().keys()
    assert f"to {NEW}" in letters()[third.email]
    assert manager.email not in letters()


def test_same_name_and_address_leave_no_trace(manager, person):
    change(person, manager, name=("", ""), email=OLD)
    before = person.staff_events.count()

    change(person, manager, name=("", ""), email=OLD)

    assert person.staff_events.count() == before


@pytest.mark.parametrize("taken", ["manager@clinic.example", "Manager@Clinic.Example"])
def test_address_of_another_is_refused_and_nothing_is_changed(manager, person, taken):
    name = str(person)

    with pytest.raises(StaffRefused, match="Somebody else on the list"):
        change(person, manager, email=taken)

    person = User.objects.get(pk=person.pk)
    assert (str(person), person.email) == (name, OLD)
    assert not StaffEvent.objects.exists()
    assert not OutboxMessage.objects.filter(kind="clinic.staff_told").exists()


def test_username_of_another_is_no_address(manager, person):
    make_coordinator("mara.tell@clinic.example")
    User.objects.filter(username=NEW).update(email="else@clinic.example")

    with pytest.raises(StaffRefused):
        change(person, manager)


@pytest.mark.parametrize(
    "role", [r for r in GROUPS if r not in ("manager", "superuser")]
)
def test_nobody_else_may(role):
    subject = make_coordinator("subject")

    with pytest.raises(StaffRefused):
        change(subject, make_person(role))

    assert User.objects.get(pk=subject.pk).email == "subject@clinic.example"


def test_nobody_changes_their_own_nor_a_manager_a_superusers(manager):
    for subject in (manager, make_person("superuser")):
        before = subject.email
        with pytest.raises(StaffRefused):
            change(subject, manager)
        assert User.objects.get(pk=subject.pk).email == before


def test_link_that_went_to_the_address_before_opens_nothing(manager, person):
    link = person.password_link(by=manager)

    change(person, manager)

    token = link.address.split("/")[-2]
    assert OneTimeLink.objects.of_token(token) is None
    row = OutboxMessage.objects.get(kind="clinic.staff_link")
    assert one_time_link(row) is None


def test_open_invitation_goes_to_the_new_address(manager):
    first = User.invite(name=("Ada", "Q"), email=OLD, roles=[EDITORS], by=manager)

    change(first.user, manager)

    person = User.objects.get(pk=first.user_id)
    assert person.status == StaffStatus.INVITED
    rows = OutboxMessage.objects.filter(kind="clinic.staff_link").order_by("pk")
    assert [row.recipient for row in rows] == [OLD, NEW]
    assert one_time_link(rows[0]) is None
    assert one_time_link(rows[1]).to == [NEW]
    assert OneTimeLink.objects.of_token(first.address.split("/")[-2]) is None


def test_withdrawn_invitation_stays_withdrawn(manager):
    link = User.invite(name=("Ada", "Q"), email=OLD, roles=[EDITORS], by=manager)
    link.user.withdraw(by=manager)

    change(link.user, manager)

    assert User.objects.get(pk=link.user_id).status == StaffStatus.WITHDRAWN


def test_new_address_signs_in_and_the_one_before_does_not(manager, person):
    person.emailaddress_set.create(email=OLD, verified=True, primary=True)
    change(person, manager)

    for login, opens in ((OLD, False), (NEW, True)):
        browser = Client()
        stand_in = User(username=login)
        assert (sign_in(browser, stand_in).status_code == 302) is opens


# At the desk


def step_of(person) -> str:
    return f"/admin/clinic/user/{person.pk}/step/contact/"


def typed(**more) -> dict:
    return {"first_name": "Mara", "last_name": "Tell", "email": NEW, **more}


@pytest.fixture
def desk(client, manager):
    sign_in(client, manager)
    return client


def test_form_holds_what_is_there_and_saves_what_is_typed(desk, person):
    page = desk.get(step_of(person)).text
    assert f'value="{OLD}"' in page

    response = desk.post(step_of(person), typed(), follow=True)

    assert "The change is saved." in response.text
    assert f"from {OLD} to {NEW}" in response.text
    assert User.objects.get(pk=person.pk).email == NEW


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "MANAGER@clinic.example"}, "Somebody on the list has this address"),
        ({"email": "no address"}, "valid email address"),
        ({"email": ""}, "Write the e-mail address"),
        ({"last_name": " "}, "Write the last name"),
        ({"first_name": "x" * 151}, "at most 150 characters"),
    ],
)
def test_wrong_words_are_given_back(desk, person, wrong, words):
    response = desk.post(step_of(person), typed(**wrong))

    assert response.status_code == 200
    assert words in response.text
    assert not StaffEvent.objects.exists()


def test_press_without_a_change_is_given_back(desk, person):
    same = {"first_name": person.first_name, "last_name": person.last_name}
    User.objects.filter(pk=person.pk).update(first_name="Mara", last_name="Tell")

    response = desk.post(step_of(person), typed(**same) | typed(email=OLD))

    assert "Nothing here is different yet." in response.text


def test_no_field_of_the_form_gives_a_right(desk, person):
    extra = {"is_superuser": "on", "is_staff": "", "roles": ["Clinic managers"]}

    desk.post(step_of(person), typed(**extra))

    found = User.objects.get(pk=person.pk)
    assert found.email == NEW
    assert not found.is_superuser
    assert found.is_staff
    assert found.role_names == [INTAKE_COORDINATORS]
