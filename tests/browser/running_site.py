"""A whole site as `make run` starts it, in a folder of its own, for one test run."""

import contextlib
import email
import email.policy
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# A first start migrates, collects the static files and loads the demo content.
FIRST_START = 420
# What belongs to one run of a site, and to no copy of it.
OF_A_RUN = shutil.ignore_patterns("*.log", "*.lock")
# Does what it is told, a line at a time: Django need not be loaded for each of them.
INSIDE = """
import contextlib, io, json, sys, traceback
import django
from django.db import connections
django.setup()
for line in sys.stdin:
    said, fault = io.StringIO(), ""
    with contextlib.redirect_stdout(said):
        try:
            exec(compile(json.loads(line), "<test>", "exec"), {})
        except Exception:
            fault = traceback.format_exc()
    connections.close_all()
    print(json.dumps([said.getvalue(), fault]), flush=True)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable, seconds: float = 30):
    """Return the first answer of `condition` that is true."""
    until = time.monotonic() + seconds
    while not (answer := condition()):
        assert time.monotonic() < until, f"not within {seconds} s: {condition}"
        time.sleep(0.1)
    return answer


def after_first_start(base: Path) -> Path:
    """Return the folder of a site that was started once; processes share one.

    `base` is a folder that all of them know. Nobody starts a site in what is returned:
    it is there to be copied.
    """
    folder = base / "first-start"
    with (base / "first-start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            making = base / "first-start-making"
            making.mkdir()
            site = RunningSite(making)
            try:
                site.start()
                # An error of the server is raised: the very first start serves, too.
                urllib.request.urlopen(f"{site.url}/search/", timeout=30).close()  # noqa: S310
            finally:
                site.stop()
            making.rename(folder)
    return folder


class RunningSite:
    """`manage.py run_site` with its own port, database, keys, files and mail."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process: subprocess.Popen | None = None
        self.inside: subprocess.Popen | None = None
        self.log = folder / "site.log"
        # What a test sets beside the usual environment.
        self.more: dict[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        kept = {
            name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ
        }
        return {
            **kept,
            "DJANGO_SETTINGS_MODULE": "clinic_site.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}",
            "VAR_DIR": str(self.folder),
            "PORT": str(self.port),
            "SITE_URL": self.url,
            "PYTHONWARNINGS": "error::DeprecationWarning:clinic_site",
            **self.more,
        }

    def move_in(self, prepared: Path) -> None:
        """Begin with a copy of a site's folder, which saves a first start."""
        shutil.copytree(prepared, self.folder, ignore=OF_A_RUN, dirs_exist_ok=True)

    def start(self) -> None:
        """Start the site and wait until it answers."""
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "run_site"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        wait_until(lambda: self.live() or self.process.poll() is not None, FIRST_START)
        assert self.process.poll() is None, self.log.read_text()

    def stop(self, signum: int = signal.SIGTERM) -> int:
        """Stop the site and return its exit status."""
        if self.process is None:
            return 0
        self.process.send_signal(signum)
        status = self.process.wait(timeout=30)
        self.process = None
        return status

    def close(self) -> None:
        """Stop everything that was started for this site."""
        if self.inside is not None:
            self.inside.communicate(timeout=30)
            self.inside = None
        self.stop()

    def live(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/health/live", timeout=5) as answer:  # noqa: S310
                return answer.read() == b"ok"
        except OSError:
            return False

    def child(self, name: str) -> int:
        """Return the process id of the child of that name."""
        return wait_until(lambda: self._child(name))

    def _child(self, name: str) -> int | None:
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                about = (entry / "stat").read_text()
                title = about[about.index("(") + 1 : about.rindex(")")]
                state, parent, *_rest = about.rpartition(")")[2].split()
                # One that is dead keeps its name until its parent has asked for it.
                if [title, int(parent)] == [name, self.process.pid] and state != "Z":
                    return int(entry.name)
        return None

    def manage(self, *arguments: str) -> str:
        """Run a management command against the same database."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def run(self, code: str) -> str:
        """Run Python code beside the site and return what it prints."""
        if self.inside is None:
            self.inside = subprocess.Popen(
                [sys.executable, "-c", INSIDE],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self.inside.stdin.write(json.dumps(code) + "\n")
        self.inside.stdin.flush()
        printed, fault = json.loads(self.inside.stdout.readline())
        assert not fault, fault
        return printed

    def files_holding(self, text: str) -> list[str]:
        """Return the files of the site in which a text can be read."""
        return [
            path.name
            for path in self.folder.rglob("*")
            if path.is_file()
            and "static" not in path.parts
            and text.encode() in path.read_bytes()
        ]

    def mail(self) -> list[EmailMessage]:
        """Return the messages that went out so far."""
        found = []
        for path in sorted((self.folder / "mail").glob("*.log")):
            for text in re.split(r"^-{79}$", path.read_text(), flags=re.MULTILINE):
                if text.strip():
                    found.append(
                        email.message_from_string(
                            text.strip(), policy=email.policy.default
                        )
                    )
        return found

    def mail_about(self, reference: str) -> list[EmailMessage]:
        return [
            message
            for message in self.mail()
            if reference in message["Subject"]
            or reference in message.get_body(("plain",)).get_content()
        ]
