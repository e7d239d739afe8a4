"""What an error leaves in a log or report: where it happened, never what was typed."""

import logging
import sys

import pytest
from django.core import mail
from django.forms import CharField
from django.test import RequestFactory
from django.utils.log import AdminEmailHandler
from django.utils.module_loading import import_string
from django.views.debug import get_exception_reporter_class
from gunicorn.config import Config

from clinic_site.json_log import JsonLine
from clinic_site.web_log import Discreet, RefusedInOneLine, WebLog, trace

TYPED = "my secret diagnosis"


def caught():
    """Return an exception that came of another, both of which quote what was typed."""
    try:
        try:
            int(TYPED)
        except ValueError as error:
            raise KeyError(TYPED) from error
    except KeyError:
        return sys.exc_info()


def test_trace_names_classes_and_places_of_the_whole_chain():
    told = trace(caught()[1])
    assert told.index("builtins.ValueError") < told.index("builtins.KeyError")
    assert __file__ in told and "int(TYPED)" in told
    assert TYPED not in told


def test_trace_ends_where_a_chain_bites_its_tail():
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    assert trace(first).count("Traceback") == 2


def test_log_holds_no_text_of_an_exception_even_after_another_handler():
    record = logging.LogRecord("x", 40, "", 0, "It failed", (), caught())
    logging.Formatter().format(record)
    assert TYPED in record.exc_text

    line = Discreet("%(levelname)s %(message)s").format(record)

    assert line.startswith("ERROR It failed\nTraceback")
    assert TYPED not in line


def test_every_handler_of_the_site_writes_that_way(settings):
    for formatter in settings.LOGGING["formatters"].values():
        assert issubclass(import_string(formatter["()"]), Discreet)
    for handler in settings.LOGGING["handlers"].values():
        assert handler["formatter"] in settings.LOGGING["formatters"]


def test_report_of_an_error_holds_no_variables_and_nothing_posted():
    request = RequestFactory().post("/x/?q=hidden", {"message": TYPED})
    reporter = get_exception_reporter_class(request)(request, *caught())
    for report in (reporter.get_traceback_text(), reporter.get_traceback_html()):
        assert report.startswith("POST /x/\n")
        assert "builtins.KeyError" in report
        assert TYPED not in report and "hidden" not in report


def test_report_of_a_line_without_an_error_names_the_address():
    request = RequestFactory().get("/x/")
    reporter = get_exception_reporter_class(request)(request, None, TYPED, None)
    assert reporter.get_traceback_text() == "GET /x/\n"
    assert reporter.get_traceback_html() == "GET /x/\n"


@pytest.mark.parametrize(("chosen", "kind"), [("line", Discreet), ("json", JsonLine)])
def test_log_of_the_web_server_writes_that_way_too(settings, chosen, kind):
    settings.LOG_AS = chosen
    log = WebLog(Config())
    assert log.error_log.handlers
    for handler in log.error_log.handlers:
        assert type(handler.formatter) is kind


def test_page_that_failed_mails_nothing_of_the_form_it_held(settings, client):
    """The form lies in the local variables of the code that failed, bound and valid."""
    settings.ADMINS = [("Operator", "operator@clinic.example")]
    request = RequestFactory().post("/x/?q=hidden", {"message": TYPED})
    request.META["HTTP_REFERER"] = f"https://clinic.example/search/?q={TYPED}"
    request.COOKIES["kept"] = TYPED

    def view(request):
        form = CharField().clean(request.POST["message"])
        raise RuntimeError(form)

    try:
        view(request)
    except RuntimeError:
        record = logging.LogRecord(
            "django.request", 40, "", 0, "Failed: %s", ("/x/",), sys.exc_info()
        )
    record.request = request
    for with_html in (True, False):
        AdminEmailHandler(include_html=with_html).emit(record)

    assert len(mail.outbox) == 2
    for report in mail.outbox:
        source = report.message().as_string()
        assert "RuntimeError" in source and "raise RuntimeError(form)" in source
        for word in (TYPED, "hidden", "kept"):
            assert word not in source


@pytest.mark.parametrize(
    ("name", "level", "kept"),
    [
        ("django.security.DisallowedHost", logging.ERROR, False),
        ("django.request", logging.WARNING, False),
        ("django.request", logging.ERROR, True),
        ("clinic_site.outbox", logging.WARNING, True),
    ],
)
def test_a_refused_request_is_one_line(name, level, kept):
    try:
        raise ValueError
    except ValueError:
        what = (name, level, __file__, 1, "Refused", None, sys.exc_info())
    record = logging.LogRecord(*what)

    assert RefusedInOneLine().filter(record)
    assert bool(record.exc_info) is kept
