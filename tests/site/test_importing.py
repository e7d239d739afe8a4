"""Imports have a process of their own, which the worker starts and never waits for."""

import os
import signal
import sys
import time

import pytest
from django.core.management import call_command, get_commands
from django.db import connection

from articles.imports import working
from clinic.alone import alone
from clinic.jobs import jobs
from clinic_site import importing
from clinic_site.importing import COMMAND, LOCK, Importer

LASTING = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def left(monkeypatch):
    """Say whether an upload waits."""

    class Left:
        anything = True

    monkeypatch.setattr(working, "anything_left", lambda: Left.anything)
    return Left


@pytest.fixture
def importer():
    made = []

    def make(command):
        made.append(Importer(command))
        return made[-1]

    yield make
    for one in made:
        one.end(grace=5)
        assert not one.is_running()


def pid(one: Importer) -> int:
    return one._child.process.pid


def test_worker_starts_the_process_and_goes_on_at_once(importer, left):
    one = importer(LASTING)
    began = time.monotonic()
    one.look()

    # It lasts for a minute, the look does not: mail goes out meanwhile.
    assert one.is_running()
    assert time.monotonic() - began < 30


def test_there_is_one_process_however_often_the_worker_looks(importer, left):
    one = importer(LASTING)
    one.look()
    first = pid(one)
    one.look()

    assert pid(one) == first


def test_nothing_is_started_for_nothing(importer, left):
    left.anything = False
    one = importer(LASTING)
    one.look()

    assert not one.is_running()


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_process_that_was_killed_is_started_anew(importer, left, how):
    one = importer(LASTING)
    one.look()
    first = pid(one)
    os.kill(first, how)
    one._child.process.wait(timeout=30)
    one.look()

    assert one.is_running()
    assert pid(one) != first


def test_worker_that_ends_takes_the_process_along(importer, left):
    one = importer(LASTING)
    one.look()
    one.end(grace=30)

    assert not one.is_running()


def test_worker_looks_every_few_seconds_and_the_command_is_there():
    assert jobs()["carry_out_imports"].every.total_seconds() <= 5
    assert COMMAND[-1] in get_commands()


@pytest.mark.django_db
def test_second_process_leaves_the_work_to_the_first(monkeypatch, capsys):
    monkeypatch.setattr(os, "nice", lambda by: None)
    kept = {n: signal.getsignal(n) for n in (signal.SIGTERM, signal.SIGINT)}
    seen = []
    monkeypatch.setattr(importing.working, "work", lambda stop: seen.append(stop) or 1)
    try:
        call_command("run_imports")
        assert len(seen) == 1
        if connection.vendor == "sqlite":
            # On PostgreSQL one session may have its own lock twice.
            with alone(LOCK) as mine:
                assert mine
                call_command("run_imports")
            assert len(seen) == 1
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
