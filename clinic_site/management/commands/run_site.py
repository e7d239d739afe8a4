import gc
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

import gunicorn.__main__
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from gunicorn.app import wsgiapp

from clinic.models import User
from clinic_site import supervisor, web_server
from clinic_site.demo.accounts import DEMO_PASSWORD, demo_sign_ins
from clinic_site.forked import ForkedChild, Process, fork
from clinic_site.supervisor import Child


class Command(BaseCommand):
    """Bring the site up: database, static files, web server and worker."""

    help = "Prepares the database and the static files, then runs site and worker."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument(
            "--bind",
            default="127.0.0.1",
            help="the address to listen on; demo sites only ever use 127.0.0.1",
        )

    def handle(self, *args, port, bind, **options):
        self.port = port
        self.host = "127.0.0.1" if settings.DEMO else bind
        self.require_free_port()
        # What preparing takes in memory goes with the process that does it.
        preparing = fork(self.prepare, title="prepare", alone=False)
        try:
            children = self.children() if settings.DEBUG else self.load(preparing)
            status = preparing.wait()
        except KeyboardInterrupt:
            preparing.wait()
            raise SystemExit(130) from None
        if status:
            raise CommandError(f"Preparing ended with status {status}.")
        supervisor.run(children, (self.host, self.port), self.announcement())

    def load(self, preparing: Process) -> list[Child]:
        """Load all that web server and worker share, and return them."""
        web_server.load_what_pages_need()
        # The application looks through the static files, which are being collected.
        if preparing.wait() == 0:
            read_static_files_anew()
            web_server.rehearse(import_module("clinic_site.wsgi").application)
            web_server.leave_to_all()
        return self.forked_children()

    def require_free_port(self):
        """Refuse to start beside whatever uses the port already."""
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise CommandError(
                    f"Port {self.port} cannot be used ({error.strerror}). "
                    f"Choose another one: make run PORT={self.port + 1}"
                ) from None

    def prepare(self):
        """Do what is still to be done before the site can answer."""
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        # Each migration makes models anew, and looking through all of them for garbage
        # every few hundred would be a fifth of the first start.
        gc.set_threshold(50_000, 10, 10)
        with self.collecting_static_files():
            executor = MigrationExecutor(connection)
            if executor.migration_plan(executor.loader.graph.leaf_nodes()):
                self.stdout.write("Setting up the database ...")
                if not executor.loader.applied_migrations:
                    self.write_hastily()
                call_command("migrate", interactive=False, verbosity=0)
            call_command("createcachetable", verbosity=0)
        if settings.DEMO:
            self.load_demo()
        connections.close_all()

    @contextmanager
    def collecting_static_files(self) -> Iterator[None]:
        """Collect them while the block does what needs none of them.

        The process that does so is told nothing by a terminal: what ends this one ends
        it, too, without a word of its own.
        """
        if not static_files_are_stale():
            yield
            return
        self.stdout.write("Collecting the static files ...")
        self.stdout.flush()
        command = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        command += ["collectstatic", "--no-input", "--verbosity=0"]
        with subprocess.Popen(command, process_group=0) as collecting:  # noqa: S603
            try:
                yield
                collecting.wait()
            except BaseException:
                collecting.terminate()
                raise
        if collecting.returncode:
            raise CommandError("The static files could not be collected.")
        read_static_files_anew()

    def write_hastily(self):
        """Let an empty SQLite file fill without waiting for the disk each time."""
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")

    def load_demo(self):
        """Load the demo content unless this database has it already."""
        marker = settings.VAR_DIR / "demo-loaded"
        if marker.exists() and User.objects.filter(is_demo=True).exists():
            return
        self.stdout.write("Loading the demo content ...")
        call_command("load_demo_content", verbosity=0)
        marker.touch()

    def children(self) -> list[Child]:
        """Return the two processes that make the site, as commands.

        Started anew, such a process loads what was changed.
        """
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_worker"]
        return [
            Child("The web server", [sys.executable, "-m", *self.web_server()]),
            Child("The worker", worker),
        ]

    def forked_children(self) -> list[Child]:
        """Return the same two, forked from what this process has loaded."""
        work = partial(call_command, "run_worker")
        return [
            ForkedChild("The web server", work=self.serve, title="gunicorn"),
            ForkedChild("The worker", work=work, title="run_worker"),
        ]

    def web_server(self) -> list[str]:
        """Return the module of the web server, and what it is told."""
        config = f"python:{web_server.__name__}"
        bind = f"{self.host}:{self.port}"
        return ["gunicorn", "clinic_site.wsgi", "--config", config, "--bind", bind]

    def serve(self) -> None:
        """Be the web server, as if Python had started it as a module."""
        sys.argv = [gunicorn.__main__.__file__, *self.web_server()[1:]]
        wsgiapp.run(prog="gunicorn")

    def announcement(self) -> str:
        """Return what is printed once the site answers: addresses, demo sign-ins."""
        lines = [
            "",
            f"The site:  {settings.SITE_URL}/",
            f"Pages:     {settings.SITE_URL}/cms/",
            f"The desk:  {settings.SITE_URL}/admin/",
        ]
        if settings.DEMO:
            lines += ["", f"Demo sign-ins, password {DEMO_PASSWORD}:"]
            for role, name in demo_sign_ins():
                lines.append(f"  {name:<12} {role.capitalize()}")
        return "\n".join([*lines, "", "Ctrl-C stops it."])


def read_static_files_anew() -> None:
    """Let this process know what another one has collected.

    What is loaded before that asks for a file, and the list is read once a process.
    """
    if hasattr(staticfiles_storage, "manifest_name"):
        known = staticfiles_storage.load_manifest()
        staticfiles_storage.hashed_files, staticfiles_storage.manifest_hash = known


def static_files_are_stale() -> bool:
    """Tell whether a static file is newer than what was collected, or missing there."""
    if not hasattr(staticfiles_storage, "manifest_name"):
        return False
    manifest = settings.STATIC_ROOT / staticfiles_storage.manifest_name
    if not manifest.exists():
        return True
    collected = manifest.stat().st_mtime
    known = set(staticfiles_storage.hashed_files)
    for finder in get_finders():
        for path, storage in finder.list([]):
            if path not in known:
                return True
            if os.stat(storage.path(path)).st_mtime > collected:
                return True
    return False
