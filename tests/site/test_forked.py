"""What a process forks lives and ends as if it had been started by itself."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# Each runs in a process of its own: what is forked would take the tests along.
BEGIN = """
import atexit, gc, json, os, signal, sys, threading, time
from clinic_site import supervisor
from clinic_site.forked import ForkedChild, fork
from clinic_site.stopping import Stop

def asked(*signal):
    print("the parent was asked", flush=True)

for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(signum, asked)
"""


def run(code: str, *, given: str = "") -> tuple[str, str]:
    """Run code that forks; return what all of its processes printed, and complained."""
    done = subprocess.run(
        [sys.executable, "-c", BEGIN + code],
        cwd=ROOT,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("work", "status"),
    [
        ("lambda: None", 0),
        ("lambda: 3", 3),
        ("lambda: sys.exit()", 0),
        ("lambda: sys.exit(4)", 4),
        ("lambda: sys.exit('words')", 1),
        ("lambda: os.kill(os.getpid(), signal.SIGTERM)", -signal.SIGTERM),
        ("lambda: os.kill(os.getpid(), signal.SIGHUP)", -signal.SIGHUP),
        ("lambda: os.kill(os.getpid(), signal.SIGINT)", 128 + signal.SIGINT),
        ("lambda: 1 / 0", 1),
    ],
)
def test_a_work_ends_with_its_status_and_never_goes_back(work, status):
    code = f"""
try:
    one = fork({work}, title="one")
    print(one.wait(), one.poll(), one.returncode)
finally:
    print("the parent ends")
"""
    printed, complained = run(code)

    assert printed == f"{status} {status} {status}\nthe parent ends\n"
    assert ("ZeroDivisionError" in complained) == ("1 / 0" in work)


def test_it_does_what_python_does_at_the_end():
    printed, _ = run("""
print("once", flush=False)
atexit.register(lambda: print("at exit", os.getpid() != parent))
parent = os.getpid()

def work():
    threading.Thread(target=lambda: (time.sleep(0.2), print("a thread"))).start()
    print("work")

fork(work, title="one").wait()
""")

    assert printed.splitlines() == [
        "once",
        "work",
        "a thread",
        "at exit True",
        "at exit False",
    ]


def test_it_is_a_process_of_its_own():
    printed, _ = run(
        """
gc.disable()

def work():
    with open("/proc/self/comm") as comm:
        name = comm.read().strip()
    group = os.getpgrp() == os.getpid()
    print(json.dumps([name, group, gc.isenabled(), os.read(0, 9).decode()]))

fork(work, title="run_a_long_title").wait()
fork(work, title="together", alone=False).wait()
""",
        given="typed",
    )
    alone, together = map(json.loads, printed.splitlines())

    assert alone == ["run_a_long_titl", True, True, ""]
    assert together == ["together", False, True, "typed"]


def test_a_stop_in_the_middle_of_a_fork_ends_the_child_and_not_the_parent():
    printed, _ = run("""
for number in range(30):
    one = fork(lambda: time.sleep(60), title="one")
    one.terminate()
    assert one.wait() == -signal.SIGTERM
print("all ended")
one.terminate()
""")

    assert printed == "all ended\n"


def test_forked_children_come_back_and_end_with_the_others():
    printed, complained = run("""
stop, born = Stop(), []

class StopAfterTwo(Stop):
    def sleep(self, seconds):
        if child.process is not None and child.process.pid not in born:
            born.append(child.process.pid)
            if len(born) == 2:
                self.request()
            else:
                child.process.terminate()
        super().sleep(0.05)

child = ForkedChild("The one", work=lambda: time.sleep(60), title="one", pause=0.05)
supervisor.supervise([child], StopAfterTwo(), lambda: True)
print(len(born), child.process.poll())
""")

    assert printed == f"2 {-signal.SIGTERM}\n"
    assert "The one ended with status -15" in complained


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can do this")
def test_forked_children_end_when_their_parent_is_killed():
    killed = subprocess.Popen(
        [
            sys.executable,
            "-c",
            BEGIN
            + "print(fork(lambda: time.sleep(60), title='one').pid, flush=True);"
            + "time.sleep(60)",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    pid = int(killed.stdout.readline())
    os.kill(pid, 0)

    killed.kill()
    killed.wait()
    killed.stdout.close()

    until = time.monotonic() + 20
    with contextlib.suppress(OSError):
        while "State:\tZ" not in Path(f"/proc/{pid}/status").read_text():
            assert time.monotonic() < until
            time.sleep(0.05)
