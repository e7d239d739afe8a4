"""kill -9 in the midst of an import: what is there is whole, and the rest comes."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from articles.imports.running import run_for, run_import
from articles.models import ArticlePage, ImportedItem, ImportRun, Topic
from tests.articles.exporting import SITE, author, item, term, written
from tests.factories import make_article_index

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).resolve().parent.parent.parent
POSTS = 30
VISITS = ("category", "visits", "Visits")


@pytest.fixture
def export(tmp_path):
    posts = [
        item(
            number,
            f"Note {number}",
            f'<p>Words of note {number}, <a href="{SITE}/note-{POSTS}/">last</a>.</p>',
            uses=[VISITS],
        )
        for number in range(1, POSTS + 1)
    ]
    return written(tmp_path, author(), term("visits", "Visits"), *posts)


@pytest.fixture
def killed(tmp_path, export):
    """Return a function that imports in another process and kills it somewhere."""
    if connection.vendor == "sqlite":
        # The database of the tests is in memory: the process gets a copy on disk.
        copy = tmp_path / "copy.sqlite3"
        url = f"sqlite:///{copy}"
    else:
        parts = connection.get_connection_params()
        url = "postgres://{user}@{host}:{port}/{dbname}".format(**parts)

    def killed(after: int) -> int:
        """Kill a moment after so many posts; return the process's status."""
        if connection.vendor == "sqlite":
            with sqlite3.connect(copy) as target:
                connection.connection.backup(target)
            target.close()
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.articles.killed", export, tmp_path],
            cwd=ROOT,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test",
                "DATABASE_URL": url,
            },
            stdout=subprocess.PIPE,
        )
        with process:
            for _ in range(after):
                process.stdout.readline()
            time.sleep(random.uniform(0, 0.08))  # noqa: S311 - no secret
            process.kill()
        if connection.vendor == "sqlite":
            with sqlite3.connect(copy) as source:
                source.backup(connection.connection)
            source.close()
        return process.returncode

    return killed


def test_killed_import_goes_on_and_doubles_nothing(export, killed):
    make_article_index()
    there = 0
    for after in (1, 10, 20):
        assert killed(after) == -signal.SIGKILL

        # Each record has its article, and each article its record.
        [run] = ImportRun.objects.all()
        assert run.state == ImportRun.State.RUNNING
        stored = run.items.filter(kind="post")
        articles = ArticlePage.objects.all()
        assert sorted(stored.values_list("page_id", flat=True)) == sorted(
            articles.values_list("pk", flat=True)
        )
        for article in articles:
            assert article.get_latest_revision_as_object().topics.count() == 1
        assert len(articles) > there
        there = len(articles)
        assert there < POSTS

    again = run_for(export)
    assert again == run
    run_import(again, path=export)

    assert again.state == ImportRun.State.DONE
    assert again.done_items == again.total_items
    assert ArticlePage.objects.count() == POSTS
    assert Topic.objects.count() == 1
    assert ImportedItem.objects.filter(kind="post").count() == POSTS
    last = ArticlePage.objects.get(wordpress_id=POSTS)
    first = ArticlePage.objects.get(wordpress_id=1)
    assert f'linktype="page" id="{last.pk}"' in first.body[0].value.source
    assert not Page.find_problems()[0]
    paths = list(Redirect.objects.values_list("old_path", flat=True))
    assert len(paths) == len(set(paths)) >= POSTS


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="other databases have many writers"
)
def test_trial_run_keeps_nobody_from_writing(export, tmp_path):
    make_article_index()
    copy = tmp_path / "copy.sqlite3"
    with closing(sqlite3.connect(copy)) as target:
        connection.connection.backup(target)
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.articles.killed", export, tmp_path, "trial"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.test",
            "DATABASE_URL": f"sqlite:///{copy}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process, closing(sqlite3.connect(copy, timeout=0)) as other:
        assert process.stdout.readline() == b"post 1\n"
        # In the midst of the trial run somebody else writes, and does not wait.
        with other:
            other.execute("UPDATE wagtailcore_site SET site_name = 'written'")
        process.communicate(b"\n" * POSTS)
        assert process.returncode == 0
        [state] = other.execute("SELECT state FROM articles_importrun").fetchone()
        posts = "SELECT COUNT(*) FROM articles_importeditem WHERE kind = 'post'"
        assert (state, *other.execute(posts).fetchone()) == ("done", POSTS)
        count = other.execute("SELECT COUNT(*) FROM articles_articlepage").fetchone()
        assert count == (0,)
        name = other.execute("SELECT site_name FROM wagtailcore_site").fetchone()
        assert name == ("written",)
