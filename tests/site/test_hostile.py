"""Whatever comes to whatever address: an answer, and never an error of the site.

`python -m tests.faults --on hostile` sends 10,000 such requests to a running site, with
what only a socket can say; here they are few and always the same.
"""

import logging

import pytest
from django.test import Client
from django.urls import get_resolver, path
from hypothesis import HealthCheck, given, settings

from clinic_site.incoming import Request
from consultations.forms import RequestForm
from tests.consultations.conftest import filled_in
from tests.consultations.entry_points import HIDDEN, elsewhere
from tests.faults import wire
from tests.faults.hostile import accusations, is_flat
from tests.site.hostile import words
from tests.site.hostile.asks import Ask, asks
from tests.site.hostile.doors import doors
from tests.site.route_visits import World, closed

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FIELDS = [*RequestForm.base_fields, *HIDDEN, "press", "login", "password", "next"]
TELLTALES = (b"Traceback", b"Exception", b"site-packages")
# Django's own word for a request that it refused to read.
REFUSALS = "django.security"


@pytest.fixture(autouse=True)
def read_as_by_the_site(monkeypatch):
    """Let the test client make requests of the site's own class, as its server does."""
    monkeypatch.setattr("django.test.client.WSGIRequest", Request)


@pytest.fixture
def world(caplog):
    caplog.set_level(logging.ERROR)
    return World()


@pytest.fixture
def genuine(world) -> dict[str, str]:
    """Return the cookies of somebody who has just sent the form."""
    browser = Client(REMOTE_ADDR=elsewhere())
    browser.get("/request-a-consultation/")
    browser.post("/request-a-consultation/", filled_in())
    browser.get("/accounts/login/")
    return {name: morsel.coded_value for name, morsel in browser.cookies.items()}


def complaint(ask: Ask, caplog) -> str:
    """Send a request; say in which way the answer is not what is promised, if any."""
    caplog.clear()
    browser = Client(REMOTE_ADDR=elsewhere(), raise_request_exception=False)
    response = browser.request(**ask.environ())
    whole = b"".join(response) if response.streaming else response.content
    closed(response)
    said = [r for r in caplog.records if not r.name.startswith(REFUSALS)]
    if said:
        return f"{ask}: {said[0].getMessage()[:300]} {said[0].exc_text or ''}"
    if response.status_code >= 500 or any(word in whole for word in TELLTALES):
        return f"{ask}: status {response.status_code}"
    return ""


def test_any_request_is_answered(world, genuine, caplog):
    @settings(
        deadline=None,
        max_examples=300,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    @given(asks(doors(world), genuine, FIELDS))
    def answered(ask):
        assert not complaint(ask, caplog)

    answered()


def test_every_public_address_stands_the_worst_places(world, caplog):
    wrong = []
    for number, door in enumerate(d for d in doors(world) if d.public):
        parts = door.address.encode().split(b"/")
        # All of them over all doors, and some of them at each.
        for count, piece in enumerate(words.PLACES[number % 6 :: 6]):
            place = 1 + count % (len(parts) - 1)
            changed = b"/".join([*parts[:place], piece, *parts[place + 1 :]])
            wrong.append(complaint(Ask(b"GET", changed), caplog))
    wrong = [what for what in wrong if what]

    assert not wrong, "\n".join(wrong)


def test_a_name_longer_than_any_disk_takes_is_not_found(client):
    assert client.get(f"/media/{'a' * 3000}.jpg").status_code == 404
    assert client.get(f"/media/{'a/' * 1500}x.jpg").status_code == 404


def test_a_route_that_nobody_named_is_attacked_and_its_error_found(
    world, settings, caplog
):
    def fragile(request, number):
        raise RuntimeError(f"no such thing as {number}")

    class WithOneMore:
        urlpatterns = [path("new/<number>/", fragile), *get_resolver().url_patterns]
        handler500 = "clinic_site.errors.server_error"

    settings.ROOT_URLCONF = WithOneMore
    (new,) = [door for door in doors(world) if door.address.startswith("/new/")]

    assert new.public
    assert "RuntimeError" in complaint(Ask(b"GET", new.address.encode()), caplog)


def test_an_ask_reaches_the_site_as_it_goes_over_the_wire():
    cookie = (b"Cookie", b"a=\xff")
    ask = Ask(b"POST", b"/x%ff/\xfe?q=%zz", (cookie, cookie), b"\0")
    environ = ask.environ()

    assert environ["PATH_INFO"] == "/x\xff/\xfe"
    assert environ["QUERY_STRING"] == "q=%zz"
    assert environ["HTTP_COOKIE"] == "a=\xff,a=\xff"
    assert environ["wsgi.input"].read() == b"\0"


def test_a_log_is_accused_of_errors_and_not_of_refusals():
    log = """
2026-11-26 02:20:58,999 WARNING django.request Not Found: /x
2026-11-26 02:20:59,001 ERROR django.security.DisallowedHost Invalid HTTP_HOST header
[2026-11-26 02:20:59 -0500] [7] [WARNING] Invalid request from ip=127.0.0.1: bad
2026-11-26 02:21:00,000 ERROR django.request Internal Server Error: /x
Traceback (most recent call last):
builtins.KeyError
""".strip()
    found = accusations(log)

    assert [line.rpartition(" ")[2] for line in found] == ["/x", "last):"]
    assert accusations(log[: log.index("2026-11-26 02:21:00")]) == []


def test_every_broken_frame_differs_from_a_whole_one():
    whole = wire.plainly(Ask(b"POST", b"/", (), b"name=x"), "10.0.0.1", b"localhost")

    assert whole.startswith(b"POST / HTTP/1.1\r\nHost: localhost\r\n")
    assert whole.endswith(b"Content-Length: 6\r\n\r\nname=x")
    broken = [frame(whole) for frame in wire.BROKEN_FRAMES]
    assert whole not in broken
    assert len(set(broken)) == len(broken)


def test_memory_is_flat_once_caches_are_full():
    assert is_flat([244, 248, 249, 251, 252, 254, 254, 254, 254, 255])
    assert is_flat([245, 245, 290, 245, 245, 245, 244, 290, 245, 245])
    assert not is_flat([244 + 3 * thousand for thousand in range(10)])
    assert not is_flat([244, 280, 280, 280, 280, 280, 280, 280, 280, 280])
