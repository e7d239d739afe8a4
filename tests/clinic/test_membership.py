"""Who may change whose access, what it does, and what stays on record."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from clinic.models import OneTimeLink, OutboxMessage, StaffEvent, User
from clinic.models.membership import STEPS, StaffRefused, StaffStatus
from clinic.roles import CLINIC_MANAGERS, CLINICIANS, EDITORS, INTAKE_COORDINATORS
from tests.factories import make_coordinator, make_manager, make_user
from tests.site.staff import GROUPS, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_manager()


def invited(by, roles=(INTAKE_COORDINATORS,)) -> User:
    """Invite somebody and return their account."""
    link = User.invite(
        name=("Ada", "Quillon"), email="ada@clinic.example", roles=roles, by=by
    )
    return link.user


def kinds(person) -> list[str]:
    return [event.kind for event in person.staff_events.all()]


def mailed_to(kind="clinic.staff_told") -> list[str]:
    return sorted(row.recipient for row in OutboxMessage.objects.filter(kind=kind))


def test_invited_person_has_roles_and_cannot_sign_in_yet(manager):
    person = invited(manager, [EDITORS, CLINICIANS])

    assert person.username == "ada.quillon"
    assert not person.is_active
    assert not person.has_usable_password()
    assert person.is_staff
    assert person.role_names == [EDITORS, CLINICIANS]
    assert person.status == StaffStatus.INVITED
    assert mailed_to("clinic.staff_link") == ["ada@clinic.example"]
    event = person.staff_events.get()
    assert (event.actor, event.details) == (manager, {"given": [CLINICIANS, EDITORS]})


def test_editor_alone_does_not_enter_the_desk(manager):
    assert not invited(manager, [EDITORS]).is_staff


def test_second_person_of_a_name_gets_another_username(manager):
    invited(manager)

    link = User.invite(
        name=("Ada", "Quillon"), email="other@clinic.example", roles=[EDITORS], by=None
    )

    assert link.user.username == "ada.quillon2"


def test_new_invitation_voids_the_one_before(manager):
    person = invited(manager)
    first = person.one_time_links.get()

    second = person.invite_again(by=manager)

    assert OneTimeLink.objects.of_token(token_of(first)) is None
    assert OneTimeLink.objects.of_token(token_of(second)) == second
    assert kinds(person) == ["invited", "invited_again"]


def token_of(link) -> str:
    return link.address.split("/")[-2]


def test_withdrawn_invitation_opens_nothing_and_can_be_sent_again(manager):
    person = invited(manager)
    link = person.one_time_links.get()

    person.withdraw(by=manager)

    assert OneTimeLink.objects.of_token(token_of(link)) is None
    assert person.status == StaffStatus.WITHDRAWN
    person.invite_again(by=manager)
    assert User.objects.get(pk=person.pk).status == StaffStatus.INVITED


def test_token_of_another_selector_or_person_opens_nothing(manager):
    person = invited(manager)
    link = person.one_time_links.get()
    other = OneTimeLink.make(make_coordinator(), by=manager)
    good = token_of(link)

    assert OneTimeLink.objects.of_token(good) == link
    for wrong in (
        good[:16] + token_of(other)[16:],
        good[:-1] + ("A" if good[-1] != "A" else "B"),
        good + "A",
        "",
        "é" * 40,
    ):
        assert OneTimeLink.objects.of_token(wrong) is None


def test_database_holds_nothing_of_a_token_but_its_selector(manager):
    link = invited(manager).one_time_links.get()
    proof = token_of(link)[16:]

    rows = [
        *OneTimeLink.objects.values(),
        *OutboxMessage.objects.values(),
        *StaffEvent.objects.values(),
    ]

    assert proof not in str(rows)


def test_ended_access_ends_every_session_and_every_link(client, manager):
    person = make_coordinator()
    client.force_login(person)
    link = person.password_link(by=manager)

    person.end(by=manager)

    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert OneTimeLink.objects.of_token(token_of(link)) is None
    assert person.status == StaffStatus.ENDED


def test_session_from_before_stays_dead_once_somebody_is_back(client, manager):
    person = make_coordinator()
    client.force_login(person)
    kept = client.cookies["sessionid"].value
    person.end(by=manager)
    person.let_back(by=manager)
    client.cookies["sessionid"] = kept

    response = client.get("/admin/consultations/consultationrequest/")

    assert response.status_code == 302
    assert person.status == StaffStatus.ACTIVE
    assert kinds(person) == ["ended", "let_back"]


def test_reset_takes_steps_and_sessions_and_tells_the_person(client, manager):
    person = make_coordinator()
    for kind in ("totp", "webauthn", "recovery_codes"):
        Authenticator.objects.create(user=person, type=kind, data={})
    client.force_login(person)

    person.reset_second_step(by=manager)

    assert not Authenticator.objects.filter(user=person).exists()
    assert not person.has_second_step
    assert client.get("/admin/").status_code == 302
    assert "_auth_user_id" not in client.session
    assert mailed_to() == ["coordinator@clinic.example"]
    assert kinds(person) == ["second_step"]


def test_roles_are_recorded_as_given_and_taken(manager):
    person = make_coordinator()

    person.set_roles([EDITORS], by=manager)

    assert person.role_names == [EDITORS]
    assert not person.is_staff
    assert person.staff_events.get().details == {
        "given": [EDITORS],
        "taken": [INTAKE_COORDINATORS],
    }


def test_same_roles_again_leave_no_record(manager):
    person = make_coordinator()

    person.set_roles([INTAKE_COORDINATORS], by=manager)

    assert not StaffEvent.objects.exists()


def test_other_managers_hear_when_one_is_made_and_unmade(manager):
    other, person = make_manager("other"), make_coordinator()

    person.set_roles([CLINIC_MANAGERS], by=manager)
    person.end(by=manager)

    assert mailed_to() == [other.email, other.email]


def test_last_manager_stays(manager):
    admin = make_person("superuser")

    for step in (
        lambda: manager.end(by=admin),
        lambda: manager.set_roles([EDITORS], by=admin),
        lambda: manager.end(by=None),
    ):
        with pytest.raises(StaffRefused, match="last clinic manager"):
            step()

    manager.refresh_from_db()
    assert manager.is_active
    assert manager.role_names == [CLINIC_MANAGERS]
    assert not StaffEvent.objects.exists()


def test_demo_manager_is_none_where_it_cannot_sign_in(manager):
    make_user("demo", CLINIC_MANAGERS, is_demo=True)

    with pytest.raises(StaffRefused, match="last clinic manager"):
        manager.end(by=None)


def test_manager_ended_a_moment_ago_ends_nobody(manager):
    other = make_manager("other")
    make_manager("third")
    as_loaded = User.objects.get(pk=other.pk)
    manager_as_loaded = User.objects.get(pk=manager.pk)
    manager.end(by=as_loaded)

    with pytest.raises(StaffRefused, match="Only clinic managers"):
        other.end(by=manager_as_loaded)


@pytest.mark.parametrize("role", [role for role in GROUPS if role != "superuser"])
@pytest.mark.parametrize("step", STEPS)
def test_nobody_but_managers_takes_a_step(step, role):
    person = make_person(role) if role != "manager" else make_coordinator("other")
    subject = make_user("subject", EDITORS)

    why = subject.why_not(step, person)

    assert why


def test_who_is_no_manager_invites_nobody():
    with pytest.raises(StaffRefused):
        invited(make_coordinator())

    assert not User.objects.filter(email="ada@clinic.example").exists()
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("step", ["roles", "reset_second_step", "end", "password_link"])
def test_nobody_changes_their_own_access(manager, step):
    assert "another manager" in manager.why_not(step, manager)


@pytest.mark.parametrize("step", ["roles", "reset_second_step", "end", "password_link"])
def test_manager_changes_no_superuser(manager, step):
    admin = make_person("superuser")

    assert "superuser" in admin.why_not(step, manager)
    assert not admin.why_not(step, make_user("second", is_superuser=True))


def test_events_are_written_once(manager):
    event = invited(manager).staff_events.get()

    for change in (
        event.save,
        event.delete,
        StaffEvent.objects.all().delete,
        lambda: StaffEvent.objects.update(kind="ended"),
    ):
        with pytest.raises(TypeError):
            change()


def test_emergency_account_without_all_rights_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user("glass", is_break_glass=True)
