"""The worker goes on whatever a job does, and ends between two jobs."""

import os
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import OperationalError, connection

from clinic.jobs import Job, jobs
from clinic_site import worker
from clinic_site.stopping import Stop
from clinic_site.worker import alone, run, work

ROOT = Path(__file__).resolve().parent.parent.parent
TYPED = "my secret diagnosis"


class Clock:
    """A clock that only sleeping moves, so that hours pass at once."""

    def __init__(self):
        self.now = 1000.0
        self.slept = []

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.slept.append(seconds)
        self.now += seconds


class StopAfter(Stop):
    """Sleeps on the fake clock and asks to stop when its time has come."""

    def __init__(self, clock, seconds):
        super().__init__()
        self.clock, self.until = clock, clock.now + seconds

    def sleep(self, seconds):
        self.clock.sleep(seconds)
        if self.clock.now >= self.until:
            self.request()


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    monkeypatch.setattr(worker, "time", clock)
    return clock


@pytest.fixture
def registered(monkeypatch, settings, tmp_path):
    """Replace the registered jobs by the ones a test names."""
    settings.VAR_DIR = tmp_path
    found = {}
    monkeypatch.setattr(worker, "jobs", lambda: found)
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)

    def register(name, function, every=60):
        found[name] = Job(name, timedelta(seconds=every), function)

    return register


def test_the_site_registers_its_jobs():
    assert {"send_outbox", "publish_scheduled", "clear_sessions"} <= set(jobs())


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["publish_scheduled", "clear_sessions", "send_outbox", "gather_statistics"]
)
def test_the_jobs_of_the_site_run(name, caplog):
    assert run(jobs()[name]) is True
    assert caplog.text == ""


@pytest.mark.django_db
def test_each_job_runs_at_its_interval(clock, registered):
    ran = []
    registered("often", lambda: ran.append("often"), every=10)
    registered("seldom", lambda: ran.append("seldom"), every=3600)

    work(StopAfter(clock, 3599))

    assert ran.count("often") == 360
    assert ran.count("seldom") == 1


@pytest.mark.django_db
def test_a_failing_job_is_logged_by_class_and_the_others_go_on(
    clock, registered, caplog
):
    ran = []

    def fail():
        raise ValueError(TYPED)

    registered("bad", fail, every=10)
    registered("good", lambda: ran.append(1), every=10)

    work(StopAfter(clock, 30))

    assert len(ran) == 3
    assert "Job bad failed: ValueError" in caplog.text
    assert TYPED not in caplog.text


@pytest.mark.django_db
def test_a_database_that_is_away_is_tried_again_with_growing_pauses(
    clock, registered, caplog
):
    def fail():
        raise OperationalError(TYPED)

    registered("bad", fail, every=1)

    work(StopAfter(clock, 120))

    assert clock.slept[:7] == [1, 2, 4, 8, 16, 30, 30]
    assert "found no database: OperationalError" in caplog.text
    assert TYPED not in caplog.text


@pytest.mark.django_db
def test_a_daily_job_that_found_no_database_does_not_wait_a_day(clock, registered):
    ran = []

    def fail_once():
        ran.append(clock.now)
        if len(ran) == 1:
            raise OperationalError

    registered("daily", fail_once, every=86400)

    work(StopAfter(clock, 3600))

    assert len(ran) == 2 and ran[1] - ran[0] < 60


@pytest.mark.django_db
def test_a_job_in_hand_is_finished_before_the_worker_ends(clock, registered):
    stop, done = StopAfter(clock, 3600), []

    def first():
        stop.request()
        done.append("first")

    registered("first", first)
    registered("second", lambda: done.append("second"))

    work(stop)

    assert done == ["first"]


@pytest.mark.django_db(transaction=True)
def test_a_job_runs_in_one_worker_at_a_time(settings, tmp_path, monkeypatch):
    settings.VAR_DIR = tmp_path
    other = connection.copy()

    def taken_by_another(job):
        # Another worker has a connection of its own.
        with monkeypatch.context() as patch:
            patch.setattr("clinic.alone.connection", other)
            with alone(job) as theirs:
                return theirs

    try:
        with alone("nightly") as mine:
            assert mine
            assert not taken_by_another("nightly")
            assert taken_by_another("hourly")
        assert taken_by_another("nightly")
    finally:
        other.close()


def wait_for_line(process, text):
    until = time.monotonic() + 60
    for line in process.stderr:
        if text in line:
            return
        assert time.monotonic() < until


def test_the_command_ends_on_sigterm(tmp_path):
    process = subprocess.Popen(
        [sys.executable, "manage.py", "run_worker"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.dev",
            "VAR_DIR": str(tmp_path),
            "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.sqlite3'}",
        },
        stderr=subprocess.PIPE,
        text=True,
    )
    # The database has no tables, which must not end it either.
    wait_for_line(process, "found no database")
    process.send_signal(signal.SIGTERM)

    assert process.wait(timeout=10) == 0
    process.stderr.close()
