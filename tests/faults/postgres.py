"""A PostgreSQL that keeps its word to the disk, and can be killed and started again."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg2

from tests.with_postgres import account, end_with_parent, locale, programs

COMES_BACK_WITHIN = 60


class Server:
    """One cluster in a folder, with the durability that an installation has."""

    def __init__(self, port: int, within: Path | None = None):
        self.folder, self.owner = programs(), account()
        self.base = Path(tempfile.mkdtemp(prefix="clinic-faults-pg-", dir=within))
        self.data, self.port, self.process = self.base / "data", port, None
        if self.owner:
            os.chown(self.base, self.owner["user"], self.owner["group"])
        subprocess.run(
            [self.folder / "initdb", "-D", self.data, "-U", "postgres", "-A", "trust"]
            + ["-E", "UTF8", "--wal-segsize=4", *locale()],
            cwd=self.base,
            check=True,
            capture_output=True,
            **self.owner,
        )

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def launch(self) -> None:
        """Start the server; whoever asks too early is told to wait."""
        options = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=on"]
        options += ["synchronous_commit=on", "max_connections=100"]
        with (self.base / "log").open("a") as log:
            self.process = subprocess.Popen(
                [self.folder / "postgres", "-D", self.data, "-p", str(self.port)]
                + [word for option in options for word in ("-c", option)],
                cwd=self.base,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=0,
                preexec_fn=end_with_parent,
                **self.owner,
            )

    def start(self) -> None:
        """Start it, again and again while what was killed is still dying."""
        until = time.monotonic() + COMES_BACK_WITHIN
        self.launch()
        while not self.answers():
            if time.monotonic() > until:
                raise TimeoutError((self.base / "log").read_text()[-2000:])
            if self.process.poll() is not None:
                time.sleep(0.2)
                self.launch()
            time.sleep(0.1)

    def answers(self) -> bool:
        try:
            psycopg2.connect(self.url, connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def kill(self) -> None:
        """Kill the server itself; its children follow by themselves."""
        self.process.kill()
        self.process.wait()

    def kill_one_connection(self) -> None:
        """Kill one serving process: the server then restarts all of them."""
        try:
            with psycopg2.connect(self.url, connect_timeout=2) as connection:
                cursor = connection.cursor()
                cursor.execute(
                    "SELECT pid FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                    " AND backend_type = 'client backend'"
                )
                pids = [pid for (pid,) in cursor.fetchall()]
            if pids:
                os.kill(random.choice(pids), signal.SIGKILL)  # noqa: S311
        except (psycopg2.OperationalError, ProcessLookupError):
            return

    def write_until_full(self) -> None:
        """Use up what the server set aside for its log, until it can write no more."""
        while True:
            try:
                with psycopg2.connect(self.url, connect_timeout=2) as connection:
                    connection.cursor().execute(
                        "SELECT pg_logical_emit_message(true, 'x', repeat('x', 500000))"
                    )
            except psycopg2.Error:
                return

    def stop(self) -> None:
        """End it and remove what it wrote."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.base, ignore_errors=True)
