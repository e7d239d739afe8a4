"""Machines that share a Redis see a change within a second, and trust no old page."""

import os
import shutil
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import pytest

from clinic.generation import ASKED_EVERY, Generation, SharedMark
from clinic_site.settings.caches import in_redis
from clinic_site.steady_cache import ASKED_AGAIN_AFTER, SteadyCache, _away
from tests.deploy.machine import Redis
from tests.with_postgres import free_port

ROOT = Path(__file__).resolve().parent.parent.parent.parent
LACKING = [
    name
    for name, there in (
        ("redis-server", shutil.which("redis-server")),
        ("the package redis", find_spec("redis")),
    )
    if not there
]
pytestmark = pytest.mark.skipif(
    bool(LACKING), reason=f"not installed: {' and '.join(LACKING)}"
)
# A machine of its own: ends the generation as soon as it is told to.
ELSEWHERE = """
import django
django.setup()
from clinic import generation
input()
generation.end()
"""


@pytest.fixture
def port():
    return free_port()


@pytest.fixture
def redis(port, tmp_path):
    running = [Redis(port, tmp_path)]
    yield running
    running[0].stop()
    _away.clear()


def machine(port: int) -> Generation:
    """Return the generations as one more machine sees them."""
    params = dict(in_redis(f"redis://127.0.0.1:{port}/0"))
    return Generation(SharedMark(SteadyCache(params["LOCATION"], params)))


def seen_anew(generation: Generation) -> int | None:
    """Return the number of the generation once it has been asked for again."""
    time.sleep(ASKED_EVERY + 0.05)
    seen = generation.now()
    return seen and seen.number


def test_a_change_on_one_machine_is_seen_on_the_others(redis, port):
    here, there = machine(port), machine(port)
    before = here.now().number, there.now().number
    assert (seen_anew(here), seen_anew(there)) == before
    here.end()
    changed = time.monotonic()
    assert here.now().number != before[0]
    while there.now().number == before[1]:
        assert time.monotonic() - changed < 1.0
        time.sleep(0.01)


def test_a_change_of_another_process_is_seen_here(redis, port, tmp_path):
    here = machine(port)
    before = here.now().number
    other = subprocess.Popen(
        [sys.executable, "-c", ELSEWHERE],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.dev",
            "DATABASE_URL": "sqlite://:memory:",
            "REDIS_URL": f"redis://127.0.0.1:{port}/0",
            "VAR_DIR": str(tmp_path),
        },
        stdin=subprocess.PIPE,
        text=True,
    )
    assert seen_anew(here) == before
    other.communicate("now\n", timeout=120)
    assert other.returncode == 0
    assert seen_anew(here) != before


def test_without_redis_nothing_is_kept_and_nothing_old_comes_back(
    redis, port, tmp_path
):
    here = machine(port)
    here.end()
    before = here.now().number
    redis[0].stop()
    time.sleep(ASKED_EVERY + 0.05)
    assert here.now() is None
    here.end()
    # It comes back empty, as after a restart: whatever was kept is of no use.
    redis[0] = Redis(port, tmp_path)
    until = time.monotonic() + ASKED_AGAIN_AFTER + 5
    while (seen := here.now()) is None:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert seen.number != before
    assert seen_anew(here) == seen.number


def test_what_it_holds_is_a_random_name_and_nothing_else(redis, port):
    here = machine(port)
    here.end()
    [line] = redis[0].everything().splitlines()
    assert line.startswith(":1:pages.generation ")
    first = line
    here.end()
    assert redis[0].everything().splitlines() != [first]
