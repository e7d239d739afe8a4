"""What systemd does on a real machine: sockets stay, processes are exchanged."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from tests.with_postgres import end_with_parent

STARTS_WITHIN = 90
STOPS_WITHIN = 60
# As systemd hands a socket over: the number of the process is known to itself alone.
HAND_OVER = 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$@" 3<&{fd}'


class Socket:
    """`clinic-web.socket`: listens for as long as it is open, whoever accepts."""

    def __init__(self, port: int):
        self.port, self._listener = port, None
        self.open()

    def open(self) -> None:
        """Listen; who comes before a process is there waits."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=2048)
        self._listener.set_inheritable(True)

    def fileno(self) -> int:
        return self._listener.fileno()

    def close(self) -> None:
        """Listen no more: who comes is refused, unless a process still does."""
        self._listener.close()


class WebProcess:
    """One `clinic-web@` unit: gunicorn as its service starts it, on the socket."""

    def __init__(self, number: int, listener: Socket, folder: Path):
        self.process, self._listener = None, listener
        self._notify = folder / f"notify-{number}"

    def start(self) -> None:
        """Start the process and return once it says that it is ready."""
        told = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._notify.unlink(missing_ok=True)
        told.bind(str(self._notify))
        told.settimeout(STARTS_WITHIN)
        command = [sys.executable, "-m", "gunicorn"]
        command += ["--config", "python:clinic_site.web_server", "clinic_site.wsgi"]
        fd = self._listener.fileno()
        with told:
            self.process = subprocess.Popen(
                ["bash", "-c", HAND_OVER.format(fd=fd), "web", *command],
                env={**os.environ, "NOTIFY_SOCKET": str(self._notify)},
                stdin=subprocess.DEVNULL,
                pass_fds=[fd],
                process_group=0,
                preexec_fn=end_with_parent,
            )
            while b"READY=1" not in told.recv(4096):
                pass

    def stop(self) -> None:
        """Ask the process to end; what is under way is answered first."""
        end(self.process)

    def restart(self) -> None:
        """Exchange the process while its socket stays."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """Kill all that it consists of."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Worker:
    """One `clinic-worker@` unit."""

    def __init__(self):
        self.process = None

    def start(self) -> None:
        """Start it."""
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "run_worker"],
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=end_with_parent,
        )

    def restart(self) -> None:
        """Let it finish its message, and start another."""
        end(self.process)
        self.start()

    def signal(self, signum: int) -> None:
        """Send it a signal."""
        self.process.send_signal(signum)


class Redis:
    """A Redis that keeps nothing on the disk."""

    def __init__(self, port: int, folder: Path):
        command = [shutil.which("redis-server"), "--port", str(port)]
        command += ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(
            [*command, "--dir", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=end_with_parent,
        )
        self._client = [shutil.which("redis-cli"), "-p", str(port)]
        until = time.monotonic() + STARTS_WITHIN
        while self._ask("PING") != "PONG\n":
            if time.monotonic() > until:
                raise TimeoutError("Redis does not start")
            time.sleep(0.1)

    def _ask(self, *words: str) -> str:
        asked = subprocess.run(
            [*self._client, *words], capture_output=True, check=False
        )
        # Values are pickles; what a person typed would stand in them as it was.
        return asked.stdout.decode(errors="replace")

    def everything(self) -> str:
        """Return all that it holds, names and values."""
        names = self._ask("KEYS", "*").split()
        return "\n".join(f"{name} {self._ask('GET', name)}" for name in names)

    def stop(self) -> None:
        """End it."""
        end(self.process)


def end(process: subprocess.Popen | None) -> None:
    """Ask a process to end, and wait until it has."""
    if process is None or process.poll() is not None:
        return
    process.terminate()
    process.wait(timeout=STOPS_WITHIN)
