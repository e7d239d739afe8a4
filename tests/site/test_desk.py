import pytest

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
