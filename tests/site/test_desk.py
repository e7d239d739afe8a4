import re

import pytest
from django.contrib.auth.models import Group, Permission

from tests.factories import (
    make_clinician,
    make_coordinator,
    make_editor,
    make_manager,
    make_user,
)

pytestmark = pytest.mark.django_db

QUEUE = "/admin/consultations/consultationrequest/"


@pytest.mark.parametrize("make", [make_coordinator, make_clinician, make_manager])
def test_desk_opens_on_what_needs_somebody_now(client, make):
    client.force_login(make())
    response = client.get("/admin/")
    assert response.status_code == 302
    assert response["Location"] == QUEUE


def test_superuser_sees_every_list(client):
    client.force_login(make_user("admin", is_superuser=True))
    response = client.get("/admin/")
    assert response.status_code == 200
    assert QUEUE in response.content.decode()


def test_editor_is_told_that_the_desk_is_not_theirs(client):
    client.force_login(make_editor())
    response = client.get("/admin/", follow=True)
    assert response.status_code == 403
    assert QUEUE not in response.content.decode()


def test_missing_page_leads_back_to_the_desk(client):
    client.force_login(make_coordinator())
    for missing in ("/admin/nothing/", f"{QUEUE}AAAAAAAA/change/"):
        response = client.get(missing)
        assert response.status_code == 404
        page = response.content.decode()
        assert "There is nothing at this address" in page
        assert 'class="desk-top"' in page
        # The switch of the keys leads back to where one was; nothing else repeats it.
        assert "AAAAAAAA" not in page.split('id="desk-keys"')[0]


def test_missing_page_says_nothing_to_who_may_not_enter(client):
    client.force_login(make_editor())
    response = client.get("/admin/nothing/")
    assert response.status_code in (302, 403)
    assert "There is nothing at this address" not in response.content.decode()


def test_stock_page_hears_the_sheet_of_the_house_last(client):
    client.force_login(make_user("admin", is_superuser=True))
    for path in ("/admin/", "/admin/clinic/user/", "/admin/auth/group/add/"):
        page = client.get(path).content.decode()
        sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
        assert "bundles/stock" in sheets[-1]
        assert len(sheets) > 2


def test_list_is_named_after_what_it_lists(client):
    client.force_login(make_user("admin", is_superuser=True))
    assert "<h1>Staff</h1>" in client.get("/admin/clinic/user/").content.decode()


def test_role_form_keeps_what_is_ticked(client):
    client.force_login(make_user("admin", is_superuser=True))
    role = Group.objects.create(name="Front desk")
    permission = Permission.objects.first()
    url = f"/admin/auth/group/{role.pk}/change/"
    assert "SelectFilter2" not in client.get(url).content.decode()
    data = {"name": "Front desk", "permissions": [permission.pk]}
    assert client.post(url, data).status_code == 302
    assert list(role.permissions.all()) == [permission]


def shown_to(client, person) -> list[str]:
    """Return the words of the menu's links as a person sees them."""
    client.force_login(person)
    page = client.get(QUEUE).content.decode()
    menu = re.search(r'<nav class="desk-menu".*?</nav>', page, re.S)[0]
    return re.findall(r"<a [^>]+>([^<]+)</a>", menu)


def test_menu_offers_what_a_person_may_do(client):
    coordinator = shown_to(client, make_coordinator())
    assert coordinator[:3] == ["Queue", "Today", "Add a caller"]
    assert "Settings" not in coordinator
    manager = shown_to(client, make_manager())
    assert {*coordinator, "Settings", "Wordings", "Who is told"} <= {*manager}
    assert "Add a caller" not in shown_to(client, make_clinician())


def test_who_manages_nothing_has_no_second_menu(client):
    client.force_login(make_coordinator())
    assert "desk-menu__more" not in client.get(QUEUE).content.decode()
