import pytest
from django.contrib.auth.models import Group

from clinic.roles import ROLES
from tests.factories import (
    make_clinician,
    make_coordinator,
    make_editor,
    make_home,
    make_manager,
    make_reviewer,
)

pytestmark = pytest.mark.django_db


def test_migrations_leave_the_five_roles_and_no_other():
    assert set(Group.objects.values_list("name", flat=True)) == set(ROLES)


@pytest.mark.parametrize("make", [make_editor, make_reviewer])
def test_cms_roles_change_pages_and_reach_nothing_of_the_desk(make):
    user = make()
    permissions = make_home().permissions_for_user(user)
    assert permissions.can_edit()
    assert permissions.can_publish()
    assert not user.is_staff
    assert not [p for p in user.get_all_permissions() if "consultations" in p]


@pytest.mark.parametrize("make", [make_coordinator, make_clinician])
def test_desk_roles_reach_nothing_of_the_cms(make):
    user = make()
    assert not user.has_perm("wagtailadmin.access_admin")
    assert not make_home().permissions_for_user(user).can_edit()


def test_clinic_record_belongs_to_editors_and_managers():
    change = "clinic.change_clinicsettings"
    assert make_editor().has_perm(change)
    assert make_manager().has_perm(change)
    assert not make_reviewer().has_perm(change)
    assert not make_coordinator().has_perm(change)
    assert not make_clinician().has_perm(change)


def test_roles_add_up_in_one_person():
    user = make_editor()
    user.groups.add(Group.objects.get(name="Clinic managers"))
    assert user.has_role("Editors")
    assert user.has_role("Clinic managers")
    assert not user.has_role("Clinicians")
