"""Children come back when they die, and go when the supervisor goes."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from clinic_site import supervisor
from clinic_site.stopping import Stop
from clinic_site.supervisor import Child, stop_all, supervise

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
STUBBORN = (
    "import pathlib, signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "pathlib.Path({!r}).touch(); time.sleep(60)"
)


def alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        # A dead process that nobody has asked about yet still has a number.
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False


def wait_until(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.05)


@pytest.fixture
def child():
    child = Child("The sleeper", SLEEPER, pause=0.05)
    yield child
    stop_all([child])


def test_a_child_that_died_is_started_again(child, caplog):
    child.start()
    first = child.process.pid
    os.kill(first, signal.SIGKILL)

    def again():
        child.watch()
        return child.process is not None and child.process.pid != first

    wait_until(again)

    assert not child.ended()
    assert "The sleeper ended with status -9" in caplog.text


def test_the_pause_grows_while_a_child_keeps_dying(child):
    child.command = [sys.executable, "-c", ""]
    pauses = []

    def four_falls():
        child.watch()
        if child.pause not in pauses:
            pauses.append(child.pause)
        return len(pauses) == 4

    wait_until(four_falls)

    assert pauses == [0.05, 0.1, 0.2, 0.4]


def test_a_child_runs_in_a_group_that_ctrl_c_does_not_reach(child):
    child.start()

    assert os.getpgid(child.process.pid) == child.process.pid != os.getpgrp()


def test_a_child_that_does_not_listen_is_killed(monkeypatch, tmp_path):
    monkeypatch.setattr(supervisor, "GRACE", 0.3)
    deaf = tmp_path / "deaf"
    code = STUBBORN.format(str(deaf))
    stubborn = Child("The stubborn one", [sys.executable, "-c", code])
    stubborn.start()
    wait_until(deaf.exists)

    stop_all([stubborn])

    assert stubborn.process.returncode == -signal.SIGKILL


def test_the_others_start_once_the_first_is_ready():
    first, second = Child("First", SLEEPER), Child("Second", SLEEPER)
    stop, seen = Stop(), []

    def ready():
        seen.append(second.process)
        return len(seen) == 3

    class StopWhenBoth(Stop):
        def sleep(self, seconds):
            if second.process is not None:
                self.request()

    stop = StopWhenBoth()
    supervise([first, second], stop, ready)

    assert seen == [None, None, None]
    assert first.ended() and second.ended()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this")
def test_children_end_when_the_supervisor_is_killed():
    script = (
        "import time; from clinic_site.supervisor import Child;"
        f"child = Child('x', {SLEEPER!r}); child.start();"
        "print(child.process.pid, flush=True); time.sleep(60)"
    )
    killed = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    pid = int(killed.stdout.readline())
    killed.stdout.close()
    assert alive(pid)

    killed.kill()
    killed.wait()

    wait_until(lambda: not alive(pid))


WITHOUT_THE_SITE = """
import json, sys
from clinic_site import supervisor
heavy = [m for m in ("django", "wagtail", "gunicorn", "clinic") if m in sys.modules]
print(json.dumps(heavy))
"""


def test_it_loads_nothing_of_the_site_that_it_supervises():
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_THE_SITE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == []


RUN = """
import logging, sys
from clinic_site.supervisor import Child, run
logging.basicConfig(format="%(levelname)s %(name)s %(message)s")
code = "import os, pathlib; pathlib.Path(os.environ['MARK']).write_text('was here')"
child = Child("The one", [sys.executable, "-c", code], {"MARK": sys.argv[1]})
run([child], ("127.0.0.1", int(sys.argv[2])), "The site answers.")
"""


def test_it_announces_the_site_once_it_answers_and_ends_everything(tmp_path):
    mark = tmp_path / "child"
    with socket.create_server(("127.0.0.1", 0)) as site:
        port = site.getsockname()[1]
        running = subprocess.Popen(
            [sys.executable, "-c", RUN, str(mark), str(port)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert running.stdout.readline() == "The site answers.\n"
        complaint = running.stderr.readline()
    running.send_signal(signal.SIGTERM)
    said, _rest = running.communicate(timeout=30)
    assert (said, running.returncode) == ("Stopped.\n", 0)
    assert mark.read_text() == "was here"
    message = "The one ended with status 0, starts again in 0.5 s"
    assert complaint == f"ERROR clinic_site.supervisor {message}\n"
