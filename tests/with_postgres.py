"""Run a command beside a private PostgreSQL: python -m tests.with_postgres COMMAND...

The server lives on a free port of 127.0.0.1, its data in a temporary folder; both are
gone when the command ends, however it ends. The command finds it in DATABASE_URL.
"""

import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg2

STARTED_WITHIN = 30
# Nothing of this outlives the tests, so nothing of it has to reach the disk.
OPTIONS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Tables of a few rows: neither is ever worth its work.
    "autovacuum": "off",
    "jit": "off",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}

# As a clinic's own server runs: what is committed is on the disk.
DURABLE = OPTIONS | {
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "autovacuum": "on",
}


class Missing(Exception):
    """What this machine would need to run a PostgreSQL."""


def programs() -> Path:
    """Return the folder with PostgreSQL's server programs."""
    found = shutil.which("initdb")
    folders = [Path(found).resolve().parent] if found else []
    folders += sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    for folder in folders:
        if (folder / "initdb").exists() and (folder / "postgres").exists():
            return folder
    raise Missing("PostgreSQL's server is not installed")


def account() -> dict:
    """Say as whom the server runs: it refuses root, so root lends it `postgres`."""
    if os.getuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        raise Missing(
            "PostgreSQL refuses root, and no user is called postgres"
        ) from None
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    """Let the server stop when this process is killed; elsewhere it would stay."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)


@contextlib.contextmanager
def cluster(options: dict[str, str] = OPTIONS) -> Iterator[str]:
    """Run a server for as long as the block lasts; gives its DATABASE_URL."""
    folder, owner = programs(), account()
    base = Path(tempfile.mkdtemp(prefix="clinic-postgres-"))
    data = base / "data"
    server = None
    try:
        if owner:
            os.chown(base, owner["user"], owner["group"])
        made = subprocess.run(
            [folder / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-N"]
            + ["-E", "UTF8", *locale()],
            cwd=base,
            capture_output=True,
            text=True,
            **owner,
        )
        if made.returncode:
            raise SystemExit(f"initdb failed: {made.stderr.strip()}")
        port = free_port()
        with (base / "log").open("w") as log:
            server = subprocess.Popen(
                [folder / "postgres", "-D", data, "-p", str(port)]
                + [word for pair in options.items() for word in ("-c", "=".join(pair))],
                cwd=base,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=end_with_parent,
                **owner,
            )
        url = f"postgres://postgres@127.0.0.1:{port}/postgres"
        wait_for(url, server, base / "log")
        yield url
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=10)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                server.wait()
        shutil.rmtree(base, ignore_errors=True)


def locale() -> list[str]:
    """Return the choice of locale: one that knows letters beyond ASCII, if any."""
    return ["--locale=C.UTF-8"] if sys.platform == "linux" else ["--no-locale"]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, server: subprocess.Popen, log: Path) -> None:
    """Return once the server answers."""
    until = time.monotonic() + STARTED_WITHIN
    while True:
        try:
            psycopg2.connect(url).close()
            return
        except psycopg2.OperationalError:
            if server.poll() is not None or time.monotonic() > until:
                raise SystemExit(
                    f"PostgreSQL did not start: {log.read_text()}"
                ) from None
            time.sleep(0.1)


def run(command: list[str]) -> int:
    """Run a command with the server's address, and return its exit status."""
    with cluster() as url:
        process = subprocess.Popen(command, env={**os.environ, "DATABASE_URL": url})
        while True:
            try:
                status = process.wait()
            except KeyboardInterrupt:
                # The terminal sent it to the command too; let it say its last words.
                continue
            except SystemExit:
                process.terminate()
                process.wait()
                raise
            return status if status >= 0 else 128 - status


def main(command: list[str]) -> int:
    """Run the command, or say in one line that it did not run."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        return run(command)
    except Missing as missing:
        sys.stdout.write(f"Not run: the tests on PostgreSQL ({missing}).\n")
        return 1 if os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
