"""Log lines as JSON: what they say, and that nothing typed gets into one."""

import io
import json
import logging
import sys
import warnings

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.urls import reverse
from gunicorn.config import Config

from clinic_site.json_log import JsonLine
from clinic_site.web_log import ACCESS_FORMAT, WebLog

TYPED = "my secret diagnosis"
MARK = "secret"
TOKEN = "zxcvTOKENzxcv"
FIELDS = {
    *("at", "level", "logger", "process", "where", "message", "method", "route"),
    *("status", "bytes", "seconds", "path", "error", "trace"),
}


@pytest.fixture
def lines():
    """Return what the whole process writes from now on, each line read as JSON."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLine())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)


def line(name, message, *args, **extra):
    """Return the object that a record becomes."""
    error = extra.pop("exc_info", None)
    record = logging.LogRecord(name, 30, "/x/views.py", 7, message, args, error)
    vars(record).update(extra)
    written = JsonLine().format(record)
    assert "\n" not in written
    return json.loads(written)


def access(**atoms):
    """Return the line that gunicorn's access log writes."""
    usual = {"m": "GET", "U": "/", "s": "200", "B": 512, "L": "0.012000", "q": "x"}
    wrapped = WebLog(Config()).atoms_wrapper_class(usual | atoms)
    record = logging.LogRecord(
        "gunicorn.access", 20, "", 0, ACCESS_FORMAT, (wrapped,), None
    )
    return json.loads(JsonLine().format(record))


def test_line_says_when_where_and_what():
    told = line("clinic_site.outbox", "%s not sent at attempt %d", "x.y", 3)
    assert told["message"] == "x.y not sent at attempt 3"
    assert told["at"].endswith("+00:00")
    assert (told["level"], told["logger"]) == ("WARNING", "clinic_site.outbox")
    assert told["where"] == "views:7"


@pytest.mark.parametrize(
    ("template", "args", "words"),
    [
        ("Not Found: %s", ("/my secret",), "Not Found: *"),
        ("%(what)s in %(time).1f s", ({"what": "secret", "time": 2.5},), "* in 2.5 s"),
        ("Worker %s: 50%% of %-10s", (42, "x"), "Worker 42: 50% of *"),
        ("Invalid HTTP_HOST header: 'secret'.", (), "*"),
        (ValueError("secret"), (), "*"),
        ("%s and %s", ("one",), "* and *"),
    ],
)
def test_words_of_libraries_stand_without_what_they_quote(template, args, words):
    assert line("django.request", template, *args)["message"] == words


def test_error_is_told_by_its_class_and_its_lines():
    try:
        int(TYPED)
    except ValueError:
        told = line("clinic.x", "It failed", exc_info=sys.exc_info())
    assert told["error"] == "builtins.ValueError"
    assert "int(TYPED)" in told["trace"]
    assert MARK not in json.dumps(told)


def test_access_tells_route_status_and_time():
    told = access(U="/search/")
    assert {key: told[key] for key in ("method", "route", "status", "path")} == {
        "method": "GET",
        "route": "search",
        "status": 200,
        "path": "/search/",
    }
    assert (told["bytes"], told["seconds"]) == (512, 0.012)


@pytest.mark.parametrize(
    "atoms",
    [
        {"U": f"/{TYPED}/", "s": "404"},
        {"U": f"/{TYPED}", "s": "301"},
        {"U": f"/search/{TYPED}", "s": "400"},
        {"U": f"/{TYPED}/", "m": "POST"},
        {"m": TYPED},
        {"B": TYPED, "L": TYPED, "s": TYPED, "U": f"/{TYPED}"},
        {"f": TYPED, "q": TYPED, "a": TYPED, "h": TYPED, "r": f"GET /?q={TYPED}"},
    ],
)
def test_access_tells_nothing_that_was_typed(atoms):
    assert MARK not in json.dumps(access(**atoms))


def test_access_to_a_private_page_hides_its_key():
    told = access(U=reverse("request_yours", args=[TOKEN]))
    assert told["route"] == "request_yours"
    assert TOKEN not in json.dumps(told)


@pytest.mark.django_db
def test_nothing_that_is_sent_to_the_site_gets_into_a_line(lines, settings):
    client = Client(raise_request_exception=False)
    client.get(f"/search/?q={TYPED}")
    client.get(f"/{TYPED}/?{TYPED}={TYPED}")
    client.get("/", headers={"host": f"{MARK}.example", "referer": TYPED})
    client.get("/", headers={"user-agent": TYPED, "cookie": f"sessionid={MARK}"})
    client.post("/accounts/login/", {"login": TYPED, "password": TYPED})
    client.post("/request-a-consultation/", {"message": TYPED, "name": TYPED})
    client.get(f"/request-a-consultation/yours/{MARK}{TOKEN}/")
    client.generic(MARK.upper(), "/")
    logging.getLogger("django.db.backends").debug(
        "(%.3f) %s; args=%s; alias=%s",
        *(0.001, f"SELECT '{TYPED}'", (TYPED,), "default"),
        extra={"duration": 0.001, "sql": TYPED, "params": (TYPED,)},
    )
    told = lines()
    assert {"django.request", "django.security.DisallowedHost"} <= {
        one["logger"] for one in told
    }
    for one in told:
        assert set(one) <= FIELDS
        assert MARK not in json.dumps(one).lower() and TOKEN not in json.dumps(one)


@pytest.mark.django_db
def test_refusal_of_the_database_is_told_without_its_values(lines):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM no_such_table WHERE name = %s", [TYPED])
    except Exception:
        logging.getLogger("clinic.x").exception("It failed")
    (told,) = [one for one in lines() if one["logger"] == "clinic.x"]
    assert told["error"].endswith("Error") and MARK not in json.dumps(told["message"])
    assert TYPED not in json.dumps(told)


def test_warning_of_python_is_told_without_its_text(lines):
    logging.captureWarnings(True)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("always")
            warnings.warn(TYPED, stacklevel=1)
    finally:
        logging.captureWarnings(False)
    told = lines()
    assert [one["logger"] for one in told] == ["py.warnings"]
    assert MARK not in json.dumps(told)


def test_installations_write_json_and_terminals_lines():
    base = (site.BASE_DIR / "clinic_site/settings/base.py").read_text()
    assert 'LOG_AS = "json"' in base
    assert (
        "LOG_AS"
        not in (site.BASE_DIR / "clinic_site/settings/production.py").read_text()
    )
    assert site.LOG_AS == "line"
