import json
import os
import socket
import sys

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from clinic.models import User
from clinic_site import supervisor
from clinic_site.demo.accounts import DEMO_PASSWORD, demo_sign_ins
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
        try:
            self.require_free_port()
            self.prepare()
        except KeyboardInterrupt:
            raise SystemExit(130) from None
        self.stdout.flush()
        # In the place of this process, which has loaded all of the site by now: what
        # supervises needs none of it, and a hundred megabytes less.
        os.execv(sys.executable, self.supervisor())  # noqa: S606 - our own command

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
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Setting up the database ...")
            if not executor.loader.applied_migrations:
                self.write_hastily()
            call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        if static_files_are_stale():
            self.stdout.write("Collecting the static files ...")
            call_command("collectstatic", interactive=False, verbosity=0)
        if settings.DEMO:
            self.load_demo()
        connections.close_all()

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

    def children(self):
        """Return the two processes that make the site."""
        web = [sys.executable, "-m", "gunicorn", "clinic_site.wsgi"]
        web += ["--config", "python:clinic_site.web_server"]
        web += ["--bind", f"{self.host}:{self.port}"]
        worker = [sys.executable, str(settings.BASE_DIR / "manage.py"), "run_worker"]
        workers = os.environ.get("WEB_CONCURRENCY", "2")
        return [
            Child("The web server", web, {"WEB_CONCURRENCY": workers}),
            Child("The worker", worker),
        ]

    def supervisor(self) -> list[str]:
        """Return the command line of what keeps the children running."""
        told = {
            "children": [
                [child.name, child.command, child.environment]
                for child in self.children()
            ],
            "answers": [self.host, self.port],
            "announcement": self.announcement(),
            "log_as": settings.LOG_AS,
        }
        return [sys.executable, "-m", supervisor.__name__, json.dumps(told)]

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
