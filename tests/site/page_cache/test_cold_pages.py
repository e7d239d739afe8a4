"""What a page costs that is not kept: few queries, however much there is."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.images.tests.utils import get_test_image_file

from clinic import generation
from clinic.blocks.chosen import ChosenPicture
from clinic.memory import GenerationCache, remembered
from clinic.models import ClinicImage
from clinic_site.made_pages import shelf
from clinic_site.settings import base
from tests.factories import (
    make_article,
    make_clinic,
    make_reference,
    make_topic,
)
from tests.site.page_cache.conftest import READER

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves the files of its pictures to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

BAR = 8
# A reader whose answers are not kept: each one is rendered.
UNKEPT = READER | {"Cookie": f"csrftoken={'a' * 32}"}


@pytest.fixture
def cold(keeping, settings):
    """Count the queries of a page in a process that has shown other pages already."""
    settings.CACHES = base.CACHES
    client = Client(headers=UNKEPT)

    def count(path, times=1):
        connection.run_on_commit = []
        for _time in range(times):
            assert client.get(path).status_code == 200
        # Nobody has made this page yet: it is rendered.
        shelf.forget()
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return [query["sql"] for query in queries]

    return count


PAGES = [
    "/",
    "/articles/",
    "/articles/?page=1",
    "/articles/topics/sleep/",
    "/articles/whole/",
    "/services/",
    "/services/ketamine-infusion/",
    "/people/",
    "/people/robin-vale/",
    "/locations/",
    "/locations/alexandria/",
    "/privacy-practices/",
    "/glossary/",
    "/articles/feed/",
    "/sitemap.xml",
    "/robots.txt",
    "/site.webmanifest",
]


def test_page_of_every_type_costs_few_queries(clinic, cold):
    for path in PAGES:
        queries = cold(path)
        assert len(queries) <= BAR, "\n".join([path, *queries])
        # PostgreSQL reads long lists through a cursor, which it declares.
        reads = ("SELECT", "DECLARE")
        assert not [sql for sql in queries if not sql.startswith(reads)]
        assert "cache_entry" not in "".join(queries)
    client = Client(headers=UNKEPT)
    client.get("/no-such-page/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/no-such-page/").status_code == 404
    assert len(queries) <= BAR


LISTS = ["/", "/articles/", "/articles/topics/sleep/"]
LISTS += ["/articles/whole/", "/articles/feed/", "/sitemap.xml"]


def test_more_articles_topics_and_pictures_cost_no_query_more(clinic, cold):
    few = {path: len(cold(path)) for path in LISTS}
    topic = make_topic("Rest", "rest")
    picture = ClinicImage.objects.create(title="q", file=get_test_image_file())
    for number in range(9):
        make_article(
            f"More {number}",
            topics=[*clinic.topics.all(), topic],
            references=[make_reference(f"more{number}")],
            share_image=picture,
            body=[
                ("paragraph", "<p>Many people rest well [1].</p>"),
                ("image", {"image": picture, "alt_text": f"A chair, {number}"}),
            ],
        )
    assert {path: len(cold(path)) for path in LISTS} == few


def test_values_are_remembered_for_a_generation(keeping, db, committed):
    made = []

    def make():
        made.append(1)
        return len(made)

    connection.run_on_commit = []
    assert [remembered("name", make) for _time in range(3)] == [1, 1, 1]
    with committed():
        make_clinic()
        # Who has changed something and not committed it has a state of their own.
        assert remembered("name", make) == 2
        assert remembered("name", make) == 3
    assert [remembered("name", make) for _time in range(2)] == [4, 4]


def test_nothing_is_remembered_where_nothing_may_be_kept(db):
    made = []
    for _time in range(2):
        remembered("name", lambda: made.append(1))
    assert len(made) == 2


def test_cache_of_a_generation_keeps_nothing_from_before(keeping, db):
    connection.run_on_commit = []
    kept = GenerationCache("test", {})
    assert kept.get("a") is None
    kept.set("a", 1)
    assert kept.get("a") == 1
    generation.end()
    assert kept.get("a") is None
    kept.set("a", 2)
    # Looked up before the change, written down after it.
    assert kept.get("b") is None
    generation.end()
    kept.set("b", 3)
    assert kept.get("b") is None
    assert GenerationCache("test", {}).get("a") is None


def test_chosen_is_loaded_once_and_each_page_has_its_own(clinic, cold, picture):
    connection.run_on_commit = []
    block = ChosenPicture()
    block.set_name("picture")
    first = block.bulk_to_python([picture.pk, None, picture.pk, 0])
    with CaptureQueriesContext(connection) as queries:
        second = block.bulk_to_python([picture.pk])
    assert not queries
    assert first == [picture, None, picture, None]
    assert len({id(one) for one in [first[0], first[2], *second]}) == 3
