"""What is kept of a search: single words nobody answered, and nothing of anybody."""

import logging
import sys
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.utils.module_loading import import_string
from gunicorn.config import Config

from clinic.models import SearchEntry, UnansweredWord
from clinic.models.search import FORGOTTEN_AFTER, NEW_WORDS_A_DAY
from clinic_site import web_server
from clinic_site.web_log import WebLog, WithoutQuery, without_query, without_token
from tests.factories import (
    make_article,
    make_clinician,
    make_coordinator,
    make_editor,
    make_home,
    make_manager,
    make_reviewer,
)

pytestmark = pytest.mark.django_db
REPORT = "/cms/reports/unanswered-words/"
FIRST = date(2026, 11, 2)


@pytest.fixture
def on_day(client, time_machine):
    """Search on the n-th day from the first."""

    def search(number, words, **more):
        time_machine.move_to(f"{FIRST + timedelta(days=number)} 12:00:00-05:00")
        return client.get("/search/", {"q": words, **more})

    return search


def everything_stored() -> str:
    """Return every row of every table as text."""
    return "".join(
        serializers.serialize("json", model._default_manager.all())
        for model in apps.get_models()
    )


def shown() -> dict[str, int]:
    return dict(UnansweredWord.objects.shown().values_list("word", "days"))


def test_word_is_kept_once_it_was_looked_for_on_three_days(on_day):
    make_home()
    for day in (0, 1):
        on_day(day, "quetiapine")
        assert "quetiapine" not in everything_stored()
    on_day(2, "quetiapine")
    assert shown() == {"quetiapine": 3}
    on_day(2, "quetiapine")
    on_day(3, "quetiapine please")
    assert shown() == {"quetiapine": 4}


def test_same_word_many_times_on_one_day_counts_once(on_day):
    make_home()
    for _ in range(5):
        on_day(0, "quetiapine")
    assert shown() == {}
    assert UnansweredWord.objects.get().days == 1


def test_whole_questions_names_numbers_and_addresses_are_never_kept(on_day):
    make_home()
    typed = "zzjordan@example.com 7035550188 zz4you https://zzsite.example/x?y=zzq"
    for day in range(4):
        on_day(day, typed)
    stored = everything_stored()
    for piece in ("zzjordan", "7035550188", "zz4you", "zzsite", "zzq"):
        assert piece not in stored
    assert shown() == {}


def test_words_of_an_answered_or_a_crisis_search_are_not_counted(on_day):
    make_article()
    for day in range(4):
        on_day(day, "sleep quetiapine")
        on_day(day, "quetiapine i want to die")
    assert not UnansweredWord.objects.exists()


def test_head_request_counts_nothing(client):
    make_home()
    client.head("/search/", {"q": "quetiapine"})
    assert not UnansweredWord.objects.exists()


def test_machine_cannot_fill_the_table(on_day, monkeypatch):
    make_home()
    monkeypatch.setattr("clinic.models.search.NEW_WORDS_A_DAY", 3)
    for number in range(6):
        on_day(0, "quetiapine" + "abcdef"[number])
    assert UnansweredWord.objects.count() == 3
    assert NEW_WORDS_A_DAY <= 1_000


def test_old_words_are_forgotten(on_day, time_machine):
    make_home()
    on_day(0, "quetiapine")
    time_machine.move_to(f"{FIRST + FORGOTTEN_AFTER} 12:00:00-05:00")
    assert UnansweredWord.objects.forget_old() == 0
    time_machine.move_to(
        f"{FIRST + FORGOTTEN_AFTER + timedelta(days=1)} 12:00:00-05:00"
    )
    assert UnansweredWord.objects.forget_old() == 1


@pytest.mark.parametrize("make", [make_editor, make_reviewer])
def test_report_shows_words_days_and_last_day_and_exports_them(client, on_day, make):
    make_home()
    for day in range(3):
        on_day(day, "quetiapine")
    on_day(3, "zolpidem")
    client.force_login(make())

    page = client.get(REPORT).content.decode()
    assert "quetiapine" in page
    assert "zolpidem" not in page
    sheet = client.get(REPORT, {"export": "csv"})
    text = b"".join(sheet.streaming_content).decode()
    assert text.splitlines()[1:] == ["quetiapine,3,2026-11-04"]
    assert "Searches without an answer" in client.get("/cms/").content.decode()


@pytest.mark.parametrize("make", [make_coordinator, make_clinician, make_manager])
def test_report_is_closed_to_everyone_else(client, make):
    client.force_login(make())
    assert client.get(REPORT).status_code in (302, 403)
    assert client.get(REPORT, {"export": "csv"}).status_code in (302, 403)


def test_search_leaves_nothing_typed_in_database_cookies_or_logs(client, caplog):
    make_home()
    with caplog.at_level(logging.DEBUG):
        client.get("/search/", {"q": "zebrafinch"})
        client.get("/search/suggest/", {"q": "zebrafinch"})
        client.post("/search/?q=zebrafinch")
        client.get("/search/none/?q=zebrafinch")

    # The database's own log of queries is off outside of debugging.
    written = [r for r in caplog.records if r.name != "django.db.backends"]
    assert "zebrafinch" not in "".join(r.getMessage() for r in written)
    assert "zebrafinch" not in everything_stored()
    assert not client.cookies


@pytest.mark.parametrize(
    ("message", "kept"),
    [
        (
            "Error handling request GET /search/?q=a b",
            "Error handling request GET /search/?",
        ),
        ("'GET /search/suggest/?q=x y HTTP/1.1'", "'GET /search/suggest/?"),
        ('"GET /search/ HTTP/1.1" 200 5', '"GET /search/ HTTP/1.1" 200 5'),
        ("Is it well?", "Is it well?"),
        ("/?q=one\ntwo", "/?"),
    ],
)
def test_query_strings_are_cut_off(message, kept):
    assert without_query(message) == kept


def test_record_with_arguments_is_cut_too():
    record = logging.LogRecord("x", 20, "f", 1, "%s %s", ("GET", "/s/?q=zebra"), None)
    assert WithoutQuery().filter(record)
    assert record.getMessage() == "GET /s/?"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("GET /request-a-consultation/yours/s3-cr_et/ 200", "yours/hidden/ 200"),
        ("/request-a-consultation/yours/s3-cr_et", "yours/hidden"),
        ("{'path': 'request-a-consultation/yours/s3-cr_et/x/'}", "yours/hidden/x/'}"),
        ("/request-a-consultation%2Fyours%2fs3-cr_et%2F", "%2Fyours%2fhidden%2F"),
        ("Is it yours or mine?", "Is it yours or mine?"),
    ],
)
def test_address_of_a_private_page_cannot_be_followed(text, kept):
    assert without_token(text).endswith(kept)
    assert "s3-cr_et" not in without_token(text)


def test_traceback_shows_no_private_address():
    try:
        raise LookupError("no /request-a-consultation/yours/s3-cr_et/ here")
    except LookupError:
        error = sys.exc_info()
    record = logging.LogRecord("x", 40, "f", 1, "broken", (), error)
    (handler,) = settings.LOGGING["handlers"].values()
    line = settings.LOGGING["formatters"][handler["formatter"]]
    written = import_string(line["()"])(line["fmt"]).format(record)
    assert written.endswith("builtins.LookupError")
    assert "s3-cr_et" not in written


@pytest.fixture
def web_log(tmp_path):
    """The log of the web server, as the site starts it, into two files."""
    config = Config()
    for name in ("access_log_format", "logger_class"):
        config.set(name, getattr(web_server, name))
    config.set("accesslog", str(tmp_path / "access"))
    config.set("errorlog", str(tmp_path / "errors"))
    log = config.logger_class(config)
    yield log
    for logger in (log.error_log, log.access_log):
        for handler in logger.handlers:
            handler.close()
        logger.handlers.clear()


def test_web_server_writes_no_query_wherever_it_is_told_to_write(web_log, tmp_path):
    log = web_log
    assert isinstance(log, WebLog)

    class Response:
        status = "200 OK"
        sent = 5
        headers = ()

    class Request:
        headers = (("REFERER", "http://x/search/?q=zebrafinch"),)

    environ = {
        "REQUEST_METHOD": "GET",
        "RAW_URI": "/search/?q=zebrafinch",
        "PATH_INFO": "/search/",
        "QUERY_STRING": "q=zebrafinch",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_REFERER": "http://x/search/?q=zebrafinch",
    }
    log.access(Response(), Request(), environ, timedelta(milliseconds=3))
    log.warning("Invalid request from ip=%s: %s", "x", "GET /search/?q=zebrafinch")
    private = "/request-a-consultation/yours/s3-cr_et/"
    environ |= {"RAW_URI": private, "PATH_INFO": private, "QUERY_STRING": ""}
    log.access(Response(), Request(), environ, timedelta(milliseconds=3))
    try:
        raise LookupError(private)
    except LookupError:
        log.exception("Error handling request %s", private)
    log.close_on_exec()

    access = (tmp_path / "access").read_text()
    assert "GET /search/ 200" in access
    assert "zebrafinch" not in access
    assert "203.0.113.9" not in access
    errors = (tmp_path / "errors").read_text()
    assert "zebrafinch" not in errors
    assert "GET /request-a-consultation/yours/hidden/ 200" in access
    assert "Error handling request /request-a-consultation/yours/hidden/" in errors
    assert "builtins.LookupError" in errors
    assert "s3-cr_et" not in access + errors


def test_row_of_the_search_holds_only_what_is_public():
    page = make_article()
    page.title = "Zebrafinch draft"
    page.save_revision()
    names = SearchEntry.objects.values_list("name", flat=True)
    assert "Zebrafinch" not in "".join(names)
