"""An update from the very first release: every row that a clinic had lives on."""

import json
import os
import secrets
import subprocess
import sys

import psycopg2
import pytest
from django.conf import settings
from django.db import connection

from tests.site.first_release import BODY, MESSAGE, PEOPLE

DATABASE = connection.settings_dict


@pytest.fixture(scope="module")
def upgraded():
    """Upgrade a database of its own in a process of its own; return what it says."""
    if connection.vendor == "sqlite":
        yield run("sqlite://:memory:")
        return
    server = {"host": DATABASE["HOST"], "port": DATABASE["PORT"] or None}
    server |= {"user": DATABASE["USER"], "password": DATABASE["PASSWORD"] or None}
    name = f"upgrade_{secrets.token_hex(6)}"
    admin = psycopg2.connect(dbname="postgres", **server)
    admin.autocommit = True
    try:
        admin.cursor().execute(f"CREATE DATABASE {name}")
        login = f"{DATABASE['USER']}@{DATABASE['HOST']}:{DATABASE['PORT']}"
        yield run(f"postgres://{login}/{name}", PGPASSWORD=DATABASE["PASSWORD"])
    finally:
        admin.cursor().execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.close()


def run(url: str, **environment) -> dict:
    done = subprocess.run(
        [sys.executable, "-m", "tests.site.upgrading"],
        env={**os.environ, **environment, "DATABASE_URL": url},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_every_request_is_readable_with_its_history(upgraded):
    for reference, name, email, status, ending in PEOPLE:
        request = upgraded["requests"][reference]
        first = "quarantined" if status == "quarantined" else "received"
        assert request == {
            "name": name,
            "email": email,
            "message": MESSAGE.format(name=name),
            "status": status,
            "disposition": ending,
            "events": [first, "closed"] if status == "closed" else [first],
            "consent": "Yes, call me.",
            "lane": True,
        }
    assert len(upgraded["requests"]) == len(PEOPLE)


def test_settings_and_wordings_keep_what_the_clinic_wrote(upgraded):
    assert upgraded["clinic"] == "First clinic"
    assert (upgraded["heading"], upgraded["within"]) == ("Ask us", 90)
    assert upgraded["wordings"] == [1]


def test_pages_keep_their_text_their_sources_and_their_place(upgraded):
    assert [kind for kind, _ in upgraded["body"]] == [kind for kind, _ in BODY]
    assert "Many people sleep soundly in the first release." in upgraded["body"][1][1]
    assert upgraded["source"] == "author2020"
    assert upgraded["approvals"] == 1
    assert upgraded["hours"] == 5
    assert upgraded["tree"]
    assert upgraded["roles"] == ["Editors"]


def test_visitors_read_and_find_them(upgraded):
    assert upgraded["pages"] == {
        "/": 200,
        "/articles/sleep/": 200,
        "/services/infusion/": 200,
        "/locations/alexandria/": 200,
        "words": True,
        "found": True,
    }


def test_the_desk_works_on_and_mail_that_waited_goes_out(upgraded):
    desk = upgraded["desk"]
    assert PEOPLE[0][0] in desk["listed"] and PEOPLE[1][0] not in desk["listed"]
    assert desk["page"] == 200 and desk["named"] and desk["taken"]
    assert [PEOPLE[0][2]] in desk["mail"]


def test_what_looks_through_everything_finds_nothing_wrong(upgraded):
    assert upgraded["commands"] == {}
