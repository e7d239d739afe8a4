"""A site that keeps its pages, and readers who ask for them."""

import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client, RequestFactory, override_settings
from wagtail.images.tests.utils import get_test_image_file

from articles.models import RelatedArticle
from clinic.models import ClinicImage, MadePage
from clinic_site.made_pages import ahead, making, shelf, views
from clinic_site.page_cache.front import Front
from clinic_site.page_cache.pages import forget
from clinic_site.settings import base
from tests.clinic.every_block import every_block
from tests.factories import (
    make_article,
    make_clinic,
    make_location,
    make_person,
    make_plain_page,
    make_reference,
    make_service,
    make_term,
    make_topic,
    republish,
    voucher,
)
from tests.layers import layer

BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
READER = {"Host": "localhost", "User-Agent": BROWSER}
# A reader whose answers the page cache does not keep.
UNKEPT = READER | {"Cookie": f"csrftoken={'a' * 32}"}
WHOLE = "/articles/whole/"


@pytest.fixture
def keeping(settings, tmp_path):
    """Let this test keep pages, by a generation of its own."""
    settings.PAGE_CACHE = True
    settings.VAR_DIR = tmp_path
    forget()
    shelf.forget()
    yield
    forget()
    shelf.forget()


@pytest.fixture
def ask(keeping, settings):
    """Ask for a page that no answer is kept of, after a change that was committed."""
    # As a clinic runs: what others keep in the process is read to be recorded.
    settings.CACHES = base.CACHES

    def get(path=WHOLE, **headers):
        connection.run_on_commit = []
        return Client(headers=UNKEPT | headers).get(path)

    return get


@layer
def first_made():
    """The pages of the clinic, made ahead; where they stand, `clinic` does, too."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(PAGE_CACHE=True, VAR_DIR=Path(folder), CACHES=base.CACHES),
    ):
        make_all()
        forget()
    return MadePage.objects.get(path=WHOLE)


def make_all():
    """Make every page that was not made yet, or holds no more."""
    connection.run_on_commit = []
    ahead.Round().go_on(60)


@pytest.fixture
def made(clinic, first_made, ask):
    """Every page of a clinic, made ahead, for a site that has none of it at hand."""
    # It may be another hour by now.
    make_all()
    return set(MadePage.objects.values_list("path", flat=True))


@pytest.fixture
def rendered(monkeypatch):
    """The addresses that had to be rendered while somebody waited."""
    waited = []

    def render(path, *args):
        waited.append(path)
        return making.rendered(path, *args)

    monkeypatch.setattr(views, "rendered", render)
    return waited


@pytest.fixture
def reader(keeping):
    """A browser without a cookie."""
    return Client(headers=READER)


@layer
def article():
    """An article on the site of a clinic with a location."""
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


@pytest.fixture
def picture(db):
    return ClinicImage.objects.create(title="p", file=get_test_image_file())


@layer
def clinic():
    """A clinic with a page of each type, and everything that one may show."""
    picture = ClinicImage.objects.create(title="p", file=get_test_image_file())
    privacy = make_plain_page()
    make_clinic(privacy_page=privacy, review_page=privacy, estimate_page=privacy)
    make_location(map_image=picture, map_description="Two blocks north")
    make_term("infusion")
    service = make_service()
    make_service("Depression", "depression")
    make_person(account=voucher(), credentials="MD", share_image=picture)
    make_person("Casey Stone", "casey-stone", share_image=picture)
    topics = [make_topic(), make_topic("Cost", "cost")]
    sources = [make_reference(f"author{number}") for number in range(3)]
    body = every_block(picture, service)
    others = [
        make_article(f"Other {number}", topics=topics, references=sources[:1])
        for number in range(3)
    ]
    article = make_article(
        "Whole", topics=topics, references=sources[:1], body=body, share_image=picture
    )
    article = republish(article, change_note="Said more clearly.")
    for other in others[:2]:
        article.related_links.add(RelatedArticle(article=other))
    return republish(article, change_note="Said still more clearly.")


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
