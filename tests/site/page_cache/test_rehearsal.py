"""What a server asks for before it forks is in memory for all, and no visit."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from clinic import visits as visiting
from clinic.models import ClinicImage, UnansweredWord
from clinic.visits import Tallying
from clinic_site import rehearsal, web_server
from clinic_site.page_cache.front import Front
from clinic_site.rehearsal import rehearse

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(monkeypatch):
    """How often all connections were closed, which a test needs to stay open."""
    times = []
    monkeypatch.setattr(rehearsal.connections, "close_all", lambda: times.append(1))
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield times
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def visits(monkeypatch):
    fresh = Tallying()
    monkeypatch.setattr(visiting, "visits", fresh)
    monkeypatch.setattr("clinic_site.page_cache.front.visits", fresh)
    return fresh


class Asked:
    """The application, and what it was asked for with which answer."""

    def __init__(self):
        self.application, self.answers = Front(WSGIHandler()), []

    def __call__(self, environ, start_response):
        def note(status, headers, exc_info=None):
            self.answers.append((environ["PATH_INFO"], int(status.split()[0])))
            return start_response(status, headers, exc_info)

        return self.application(environ, note)


def test_a_page_is_rendered_before_anybody_asks_for_one(article, closed, visits):
    asked = Asked()

    rehearse(asked)

    assert asked.answers == [("/search/", 200)]
    assert closed == [1]
    # Nobody reads it, and nobody looked for anything.
    assert visits.waiting() == 0
    assert not UnansweredWord.objects.exists()


def test_no_picture_is_made_for_it(clinic, closed, monkeypatch):
    monkeypatch.setattr(
        ClinicImage, "create_rendition", lambda *args: pytest.fail("made a picture")
    )

    rehearse(Asked())


@pytest.mark.parametrize("proxy", [None, ("HTTP_X_FORWARDED_PROTO", "https")])
def test_a_page_is_asked_for_as_the_browser_of_a_clinic_does(settings, proxy):
    settings.SITE_URL = "https://clinic.example"
    settings.SECURE_PROXY_SSL_HEADER = proxy

    environ = rehearsal.request_for("/")

    assert environ["HTTP_HOST"] == "clinic.example"
    assert environ["wsgi.url_scheme"] == "https"
    assert environ.get("HTTP_X_FORWARDED_PROTO") == ("https" if proxy else None)


def test_a_server_starts_without_a_database(closed):
    class Away(Asked):
        def __init__(self):
            super().__init__()
            self.application = self.away

        def away(self, environ, start_response):
            start_response("503 Service Unavailable", [])
            return [b"away"]

    asked = Away()

    rehearse(asked)

    assert asked.answers == [("/search/", 503)]
    assert closed == [1]


@pytest.fixture
def steps(monkeypatch):
    """What the web server does before it forks, step by step."""
    done = []
    for name in ("load_what_pages_need", "leave_to_all"):
        monkeypatch.setattr(web_server, name, lambda name=name: done.append(name))
    monkeypatch.setattr(web_server, "rehearse", lambda app: done.append(app))
    return done


class Server:
    class app:
        wsgi = staticmethod(lambda: "the application")


def test_server_rehearses_before_it_forks(steps, monkeypatch):
    monkeypatch.setattr(web_server.gc, "get_freeze_count", lambda: 0)

    web_server.when_ready(Server)

    assert steps == ["load_what_pages_need", "the application", "leave_to_all"]


def test_server_that_was_forked_has_everything(steps, monkeypatch):
    monkeypatch.setattr(web_server.gc, "get_freeze_count", lambda: 9)

    web_server.when_ready(Server)

    assert steps == []
