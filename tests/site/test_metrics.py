"""Figures for a monitoring system: who reads them, what they say, and what never."""

import json
import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clinic.models import JobRun, OutboxMessage, RaisedAlarm
from clinic_site import counters, metrics
from consultations.models import ConsultationRequest
from tests.canary import TYPED, found_in
from tests.consultations.conftest import receive

TOKEN = "only-for-tests-metrics"
ADDRESS = reverse("metrics")
LINE = re.compile(
    r"(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<labels>[^{}]*)\})? (?P<value>-?[\d.e+-]+)"
)


@pytest.fixture
def watched(settings, tmp_path):
    """A site with a token, its counters at zero, and a client that has the token."""
    settings.METRICS_TOKEN = TOKEN
    settings.VAR_DIR = tmp_path
    counters.counters.forget()
    yield Client(
        headers={"authorization": f"Bearer {TOKEN}"}, raise_request_exception=False
    )
    counters.counters.forget()


def figures(client) -> dict[str, float]:
    """Return every figure by its name with labels, and check the format meanwhile."""
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
    found, kinds = {}, {}
    text = response.content.decode()
    assert text.endswith("\n")
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            assert name not in kinds
            kinds[name] = kind
        elif not line.startswith("# HELP "):
            shown = LINE.fullmatch(line)
            assert shown, line
            name = re.sub(r"_(bucket|sum|count)$", "", shown["name"])
            assert name in kinds or shown["name"] in kinds, line
            key, _, value = line.rpartition(" ")
            assert key not in found
            found[key] = float(value)
    return found


def of(route, status, part="_count") -> str:
    name = f"clinic_http_request_duration_seconds{part}"
    return f'{name}{{route="{route}",status="{status}"}}'


@pytest.mark.django_db
@pytest.mark.parametrize(
    "given", [None, "", TOKEN, f"Bearer {TOKEN}x", "Bearer ", f"bearer {TOKEN}", "\xff"]
)
def test_metrics_are_refused_without_the_token(watched, given):
    headers = {} if given is None else {"authorization": given}
    response = Client(headers=headers).get(ADDRESS)
    assert (response.status_code, response.content) == (401, b"")
    assert response["WWW-Authenticate"] == "Bearer"


@pytest.mark.django_db
@pytest.mark.parametrize("given", ["Bearer ", "Bearer", f"Bearer {TOKEN}"])
def test_metrics_are_not_there_where_no_token_is_set(settings, given):
    settings.METRICS_TOKEN = ""
    response = Client(headers={"authorization": given}).get(ADDRESS)
    assert (response.status_code, response.content) == (404, b"")


@pytest.mark.django_db
def test_metrics_are_only_read_and_never_kept(watched):
    assert watched.post(ADDRESS).status_code == 405
    assert "no-store" in watched.get(ADDRESS)["Cache-Control"]


@pytest.mark.django_db
def test_answers_are_counted_by_route_and_class_of_status(watched):
    for _ in range(3):
        watched.get("/robots.txt")
    watched.post("/robots.txt")
    found = figures(watched)
    assert found[of("robots", "2xx")] + found.get(of("robots", "4xx"), 0) == 4
    every = found[of("robots", "2xx", "_bucket").replace("}", ',le="+Inf"}')]
    assert every == found[of("robots", "2xx")]
    assert 0 < found[of("robots", "2xx", "_sum")] < 60


def test_durations_lie_in_cumulated_buckets(watched):
    for seconds in (0.01, 0.02, 0.3, 60):
        counters.counters.add("x", 200, seconds)
    text = "".join(metrics.answers())
    for end, number in (
        ("0.01", 1),
        ("0.025", 2),
        ("0.25", 2),
        ("0.5", 3),
        ("10.0", 3),
    ):
        assert f'status="2xx",le="{end}"}} {number}\n' in text
    assert 'le="+Inf"} 4\n' in text and "_sum{" in text and " 60.33\n" in text


@pytest.mark.django_db
def test_figures_tell_mail_requests_jobs_and_alarms(watched):
    now = timezone.now()
    receive()
    late = receive(name="Someone Else", phone="703 555 0199")
    ConsultationRequest.objects.filter(pk=late.pk).update(
        due_at=now - timedelta(hours=2)
    )
    OutboxMessage.objects.all().delete()
    for number, fields in enumerate(({}, {}, {"failed_at": now}, {"sent_at": now})):
        row = OutboxMessage.enqueue("x", dedupe_key=f"{number}", payload={})
        fields["created_at"] = now - timedelta(minutes=5)
        OutboxMessage.objects.filter(pk=row.pk).update(**fields)
    JobRun.note("nightly", now, 1.5, "ValueError")
    RaisedAlarm.keep_up("disk_low", "Little space.")
    RaisedAlarm.keep_up("job_fails", "It fails.").end()

    found = figures(watched)

    assert found["clinic_database_up"] == 1
    assert (found["clinic_outbox_waiting"], found["clinic_outbox_failed"]) == (2, 1)
    assert 300 <= found["clinic_outbox_oldest_seconds"] < 400
    assert (found["clinic_requests_open"], found["clinic_requests_overdue"]) == (2, 1)
    job = '{job="nightly"}'
    started = found[f"clinic_job_last_run_timestamp_seconds{job}"]
    assert started == pytest.approx(now.timestamp())
    assert found[f"clinic_job_last_duration_seconds{job}"] == 1.5
    assert found[f"clinic_job_failing{job}"] == 1
    assert found['clinic_alarm{alarm="disk_low"}'] == 1
    assert found['clinic_alarm{alarm="job_fails"}'] == 0
    assert found['clinic_disk_free_bytes{place="VAR_DIR"}'] > 0


def test_figures_say_that_the_database_is_away(watched, monkeypatch):
    def away():
        raise OperationalError(TYPED["message"])

    monkeypatch.setattr(metrics, "from_the_database", away)
    found = figures(watched)
    assert found["clinic_database_up"] == 0
    assert not any("outbox" in name for name in found)


@pytest.mark.django_db
def test_figures_hold_nothing_that_was_typed(watched):
    typed = TYPED["message"]
    for address in (f"/{typed}/", f"/search/?q={typed}", f"/articles/{typed}/"):
        watched.get(address)
    receive(**TYPED)
    watched.post("/request-a-consultation/", TYPED)
    watched.generic(typed.split()[0].upper(), "/")
    text = watched.get(ADDRESS).content.decode()
    assert found_in(text) == []
    labels = set(re.findall(r'(\w+)="', text))
    assert labels <= {
        *("route", "status", "le", "job", "alarm", "place"),
        *("version", "python", "django", "wagtail"),
    }


def test_label_is_written_so_that_it_ends_where_it_should():
    assert metrics.escaped('a"b\\c\nd') == r"a\"b\\c\nd"
    assert metrics.number(3.0) == "3" and metrics.number(0.25) == "0.25"


COUNT = """
import sys
from clinic_site.counters import counters
for _ in range(int(sys.argv[1])):
    counters.add("robots", 200, 0.002)
"""


def in_a_process_of_its_own(settings, number) -> None:
    """Count answers in another process, which then ends."""
    start = "import django; django.setup()\n"
    subprocess.run(
        [sys.executable, "-c", start + COUNT, str(number)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "clinic_site.settings.dev"}
        | {"VAR_DIR": str(settings.VAR_DIR)},
        cwd=settings.BASE_DIR,
        check=True,
    )


def test_several_processes_are_added_up_and_ended_ones_stay_counted(watched, settings):
    in_a_process_of_its_own(settings, 5)
    counters.counters.add("robots", 200, 0.002)
    assert sum(counters.total()["robots", "2xx"][1:]) == 6
    in_a_process_of_its_own(settings, 2)
    assert sum(counters.total()["robots", "2xx"][1:]) == 8
    # What had ended before others began lies in one file now.
    names = {path.name for path in (settings.VAR_DIR / "metrics").glob("*.json")}
    assert f"{counters.prefix()}ended.json" in names and len(names) <= 3


def test_file_of_an_ended_process_with_our_number_is_not_overwritten(watched, settings):
    with counters.folder() as here:
        own = here / f"{counters.prefix()}{os.getpid()}.json"
        counters.save(own, {("robots", "2xx"): [1.0, *[4] * 10]})
    counters.counters.add("robots", 200, 0.002)
    assert sum(counters.total()["robots", "2xx"][1:]) == 41
    assert json.loads(own.read_text())[0][2][1] == 1


def test_full_disk_fails_no_answer(watched, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(counters, "save", full)
    middleware = counters.CountingMiddleware(lambda request: HttpResponse("ok"))
    assert middleware(object()).content == b"ok"
