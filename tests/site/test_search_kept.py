"""What a process keeps for searches: frame, words, places; never a question."""

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from articles.models import Topic
from clinic import generation
from clinic import memory as clinic_memory
from clinic.blank import Blank, gap
from clinic_site.search import answer, small_site, views
from tests.factories import make_article, make_topic, republish

from .test_search import found

pytestmark = pytest.mark.django_db

MEMORIES = clinic_memory._memory, views._texts, answer._roots


@pytest.fixture
def keeping(settings, tmp_path):
    """Keep what is kept in use, as if all that is made meanwhile were committed."""
    settings.PAGE_CACHE, settings.VAR_DIR = True, tmp_path

    def committed():
        generation.end()
        connection.run_on_commit = []

    return committed


def test_search_asks_seldom_for_what_seldom_changes(client, keeping, monkeypatch):
    topic = make_topic()
    make_article("Resting well", topics=[topic])

    def asked() -> list[str]:
        connection.run_on_commit = []
        with CaptureQueriesContext(connection) as queries:
            assert found(client, q="resting") == ["Resting well"]
        return [query["sql"] for query in queries]

    # What another test left in the process may have to go first.
    few = min((asked() for _again in range(3)), key=len)
    # Which of them are public now.
    assert len(few) == 1 and '"live"' in few[0], "\n".join(few)
    # On a larger site: on how many pages the words stand, and which pages hold them.
    monkeypatch.setattr(small_site, "MOST", 0)
    keeping()
    few = min((asked() for _again in range(3)), key=len)
    assert [
        next(name for name in ("searchword", "index", '"live"') if name in sql)
        for sql in few
    ] == ["searchword", "index", '"live"']
    Topic.objects.filter(pk=topic.pk).update(title="Rest at night")
    keeping()
    assert "Rest at night" in client.get("/search/?q=resting").content.decode()


def test_what_is_kept_for_a_search_goes_with_what_it_shows(client, keeping):
    page, other = make_article("Resting well"), make_article("Resting more")
    keeping()
    for _again in range(2):
        assert sorted(found(client, q="resting")) == ["Resting more", "Resting well"]
    page.title, page.summary = "Resting anew", "Words that were not there."
    republish(page)
    keeping()
    said = client.get("/search/?q=resting").content.decode()
    assert "Resting anew" in said and "Resting well" not in said
    assert found(client, q="words were there") == ["Resting anew"]
    # Past all that notices a change: rows alone say what is public.
    Page.objects.filter(pk=other.pk).update(live=False)
    connection.run_on_commit = []
    assert found(client, q="resting") == ["Resting anew"]


def test_frame_is_kept_for_everybody_and_holds_nothing_typed(
    client, keeping, monkeypatch
):
    make_article("Resting well")
    frames = []
    usual = Blank.rendered
    monkeypatch.setattr(
        Blank, "rendered", lambda *args: frames.append(usual(*args)) or frames[-1]
    )
    # Whoever asks first makes the clinic's record.
    client.get("/search/")
    keeping()
    frames.clear()
    pages = [
        client.get("/search/", {"q": typed}).content.decode()
        for typed in ("resting", "resting zanthoxylum", "resting")
    ]
    assert len(frames) == 1
    assert pages[0] == pages[2] and "zanthoxylum" in pages[1]
    kept = [memory._values for memory in MEMORIES]
    assert "zanthoxylum" not in repr([frames, kept])
    assert gap("") not in "".join(pages)
    client.get("/search/")
    assert [('content="noindex"' in "".join(f.pieces)) for f in frames] == [True, False]


def test_kept_search_is_the_one_that_is_rendered_whole(client, keeping, settings):
    for number in range(12):
        make_article(f"Resting {number}")
    keeping()
    for query in ({"q": "resting"}, {"q": "resting", "page": 2}, {"q": "zzzz"}, {}):
        kept = [client.get("/search/", query).content for _again in range(2)]
        settings.PAGE_CACHE = False
        assert kept == [client.get("/search/", query).content] * 2
        settings.PAGE_CACHE = True
    assert b"(page 2)" in client.get("/search/?q=resting&page=2").content


def test_search_of_staff_is_framed_for_them_alone(client, keeping, monkeypatch):
    make_article("Resting well")
    keeping()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = "somebody"
    monkeypatch.setattr(Blank, "kept", None)
    assert found(client, q="resting") == ["Resting well"]
