"""The site under `run_site`: what is killed comes back, and nothing sent is lost."""

import contextlib
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.people import fill_in, find_at_the_desk, send, sign_in
from tests.browser.running_site import ROOT, wait_until

pytestmark = pytest.mark.browser


def gone(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "State:\tZ" in Path(f"/proc/{pid}/status").read_text()
    return True


def stopped_between_two_writes(site) -> int | None:
    """Stop the worker and return it; in the middle of a write it goes on for now."""
    worker = site.child("run_worker")
    os.kill(worker, signal.SIGSTOP)
    path = site.folder / "db.sqlite3"
    try:
        with contextlib.closing(sqlite3.connect(path, timeout=1)) as database:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
    except sqlite3.OperationalError:
        os.kill(worker, signal.SIGCONT)
        return None
    return worker


def request_while_no_mail_goes_out(visit, site) -> tuple[str, int]:
    """Send a request while the worker stands still; return reference and worker."""
    worker = wait_until(lambda: stopped_between_two_writes(site))
    page = visit()
    page.goto("/request-a-consultation/")
    fill_in(page, "Someone in a hurry")
    reference = send(page)
    assert site.mail_about(reference) == []
    return reference, worker


def assert_kept_and_mailed_once(visit, site, reference):
    assert len(wait_until(lambda: site.mail_about(reference), 60)) == 1
    desk = visit()
    sign_in(desk, "coordinator", "/admin/consultations/consultationrequest/")
    find_at_the_desk(desk, reference)
    assert len(site.mail_about(reference)) == 1


def test_a_killed_worker_and_web_server_come_back(visit, site):
    reference, worker = request_while_no_mail_goes_out(visit, site)
    web = site.child("gunicorn")

    os.kill(worker, signal.SIGKILL)
    os.kill(web, signal.SIGKILL)

    wait_until(lambda: gone(worker) and gone(web))
    wait_until(site.live)
    assert site.child("gunicorn") != web
    assert_kept_and_mailed_once(visit, site, reference)


def test_everything_killed_before_the_mail_loses_nothing(visit, site):
    reference, worker = request_while_no_mail_goes_out(visit, site)
    web = site.child("gunicorn")

    site.stop(signal.SIGKILL)
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: gone(web) and not site.live())

    site.start()
    assert_kept_and_mailed_once(visit, site, reference)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_ends_everything_that_was_started(site, signum):
    children = [site.child("gunicorn"), site.child("run_worker")]

    assert site.stop(signum) == 0

    assert all(gone(pid) for pid in children)
    assert not site.live()
    site.start()


def test_the_addresses_and_demo_sign_ins_are_printed(site):
    printed = wait_until(
        lambda: (text := site.log.read_text()) and "Ctrl-C" in text and text
    )

    assert f"{site.url}/cms/" in printed and f"{site.url}/admin/" in printed
    for username in ("editor", "reviewer", "coordinator", "clinician", "manager"):
        assert username in printed


def test_a_second_site_on_the_same_port_says_so_in_one_line(site):
    second = subprocess.run(
        [sys.executable, "manage.py", "run_site"],
        cwd=ROOT,
        env=site.environment,
        capture_output=True,
        text=True,
    )

    assert second.returncode != 0
    assert second.stderr.count("\n") == 1
    assert f"make run PORT={site.port + 1}" in second.stderr
