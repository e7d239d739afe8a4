"""What a picture took for a moment is the system's again."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_site import apps, large_blocks

ROOT = Path(__file__).resolve().parent.parent.parent
# Blocks between which something stays: what is free is in the middle of the heap.
TAKE_AND_FREE = """
import json, sys
from clinic_site import large_blocks

def anonymous():
    with open("/proc/self/smaps_rollup") as rollup:
        [line] = [line for line in rollup if line.startswith("Anonymous:")]
    return int(line.split()[1]) / 1024

there_is = large_blocks.give_back() if sys.argv[1] == "give" else None
first = b"x" * 2**24
del first
before = anonymous()
taken = [(b"x" * 2**20, b"y" * 2**10) for _number in range(20)]
most = anonymous() - before
taken = [small for _large, small in taken]
print(json.dumps([there_is, most, anonymous() - before]))
"""


def run(how: str) -> list:
    """Return whether there is the setting, and megabytes held: most, at the end."""
    done = subprocess.run(
        [sys.executable, "-c", TAKE_AND_FREE, how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what is held")
def test_large_blocks_go_back_as_soon_as_they_are_free():
    there_is, most, held = run("give")
    if not there_is:
        pytest.skip("the C library has no such setting")

    assert most > 15
    assert held < 2
    # The library's own way keeps them, or there would be nothing to do.
    assert run("leave")[2] > 15


def test_every_process_of_the_site_does_so(monkeypatch):
    told = []
    monkeypatch.setattr(large_blocks, "give_back", lambda: told.append(True))
    monkeypatch.setattr(apps, "autodiscover_modules", lambda *names: None)

    apps.ClinicSiteConfig.ready(None)

    assert told == [True]


def test_a_library_without_the_setting_is_left_alone(monkeypatch):
    monkeypatch.setattr(large_blocks.ctypes, "CDLL", lambda name: object())

    assert large_blocks.give_back() is False
