"""Who may take a list out of the desk as a file, and how they prove who they are."""

import pytest
from django.test import Client

from consultations.models import ReadingEntry

from .conftest import receive
from .test_desk import QUEUE, SEARCH
from .test_export import EXPORT, REAUTHENTICATE, WHAT_FOR, confirm, table

pytestmark = pytest.mark.django_db


def test_whoever_was_not_asked_lately_is_asked_first(client, manager):
    receive()
    client.force_login(manager)
    url = f"{EXPORT}?channel=web"
    asked = client.get(url)
    assert asked["Location"].startswith(REAUTHENTICATE)
    assert not client.post(url, WHAT_FOR).streaming
    assert not ReadingEntry.objects.exists()

    led = client.post(asked["Location"], {"password": "secret", "next": url})
    assert led["Location"] == url
    assert client.get(url).status_code == 200
    assert len(table(client.post(url, WHAT_FOR))) == 1


def test_wrong_password_leads_nowhere(client, manager):
    client.force_login(manager)
    client.post(REAUTHENTICATE, {"password": "wrong"})
    assert client.get(EXPORT)["Location"].startswith(REAUTHENTICATE)


@pytest.mark.parametrize(
    "who", ["coordinator", "clinician", "editor", "reviewer", None]
)
def test_nobody_but_managers_exports(client, who, request):
    subject = receive()
    if who:
        client.force_login(request.getfixturevalue(who))
        confirm(client)
    for url in (EXPORT, f"{EXPORT}?these={subject.reference}"):
        for response in (client.get(url), client.post(url, WHAT_FOR)):
            assert response.status_code in (302, 403)
            assert not response.streaming
            assert REAUTHENTICATE not in response.get("Location", "")
    assert not ReadingEntry.objects.exists()
    if who == "coordinator":
        assert "export/" not in client.get(QUEUE).content.decode()
        assert "export/" not in client.post(SEARCH, {"q": "reyes"}).content.decode()


def test_whoever_exports_gets_what_they_may_see_alone(client, clinician, manager):
    mine, other = receive(), receive()
    mine.hand_over(clinician, by=manager)
    clinician.user_permissions.add(
        manager.groups.get().permissions.get(codename="export_requests")
    )
    client.force_login(clinician)
    confirm(client)
    both = f"{EXPORT}?these={mine.reference}.{other.reference}"
    for url in (EXPORT, f"{EXPORT}?state=all", both):
        rows = table(client.post(url, WHAT_FOR))
        assert [row["Reference"] for row in rows] == [mine.reference]


def test_export_needs_the_forms_own_token(manager):
    receive()
    client = Client(enforce_csrf_checks=True)
    client.force_login(manager)
    assert client.post(EXPORT, WHAT_FOR).status_code == 403
    assert client.put(EXPORT).status_code in (403, 405)
