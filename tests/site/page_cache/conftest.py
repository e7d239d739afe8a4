"""A site that keeps its pages, and readers who ask for them."""

from contextlib import contextmanager

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory

from clinic_site.page_cache.front import Front
from clinic_site.page_cache.pages import forget
from tests.factories import make_article, make_clinic, make_location

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READER = {"Host": "localhost", "User-Agent": BROWSER}


@pytest.fixture
def keeping(settings, tmp_path):
    """Let this test keep pages, by a generation of its own."""
    settings.PAGE_CACHE = True
    settings.VAR_DIR = tmp_path
    forget()
    yield
    forget()


@pytest.fixture
def reader(keeping):
    """A browser without a cookie."""
    return Client(headers=READER)


@pytest.fixture
def article(db):
    make_clinic()
    make_location()
    return make_article()


@pytest.fixture
def committed(django_capture_on_commit_callbacks):
    """Let what is written in a block be committed, as a test's own never is."""

    @contextmanager
    def block():
        connection.run_on_commit = []
        with django_capture_on_commit_callbacks(execute=True):
            yield
        connection.run_on_commit = []

    return block


class Answer:
    """What a WSGI server was given to send."""

    def __init__(self, application, environ):
        self.body = b"".join(application(environ, self.start))

    def start(self, status, headers, exc_info=None):
        self.status = int(status.partition(" ")[0])
        self.headers = {name.lower(): value for name, value in headers}


@pytest.fixture
def server(keeping):
    """The application as a server runs it; says which requests Django saw."""
    django = WSGIHandler()
    seen = []

    def counted(environ, start_response):
        seen.append(environ["PATH_INFO"])
        return django(environ, start_response)

    front = Front(counted)

    def ask(path, method="GET", **headers):
        own = {name.replace("_", "-"): word for name, word in headers.items()}
        request = getattr(RequestFactory(), method.lower())(path, headers=READER | own)
        return Answer(front, request.environ)

    ask.seen = seen
    # A server closes connections between requests; a test's own is never committed.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield ask
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
