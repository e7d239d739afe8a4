"""How gunicorn serves the site, for `run_site` and for the units in `deploy/` alike.

python -m gunicorn --config python:clinic_site.web_server clinic_site.wsgi

A socket that is handed over by systemd goes before `bind`.
"""

import gc
import os
from importlib import import_module

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "clinic_site.settings.production")

from django.conf import settings
from django.template.loader import get_template
from django.urls import resolve

from clinic_site.web_log import ACCESS_FORMAT

bind = f"127.0.0.1:{settings.PORT}"
# Reading the settings has brought what `.env` says into the environment.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
worker_class = "clinic_site.web_worker.PacedWorker"
threads = 4
graceful_timeout = 8
control_socket_disable = True
loglevel = "warning"
logger_class = "clinic_site.web_log.WebLog"
access_log_format = ACCESS_FORMAT
# Loaded once and then forked: half the memory, and up in half the time.
preload_app = not settings.DEBUG
reload = settings.DEBUG

# What was loaded once and stays is not looked through again and again for what can go:
# a tenth of what a page costs, and memory that processes share stays shared.
gc.set_threshold(20_000, 20, 20)


# What public pages need, loaded before processes are forked: each would load its own,
# and the first page of each would wait for it.
_PUBLIC = ("articles", "blocks", "clinic", "components", "consultations", "layout")


def when_ready(server) -> None:
    """Leave what is loaded by now to all processes, before they are forked."""
    # What `run_site` has loaded and left was forked along with this process.
    if gc.get_freeze_count():
        return
    if preload_app:
        load_what_pages_need()
        rehearse(server.app.wsgi())
    leave_to_all()


def leave_to_all() -> None:
    """Keep the collector off what is loaded: looked through, it would be copied."""
    gc.collect()
    gc.freeze()


def rehearse(application) -> None:
    """Let the application answer before anybody asks it; there are models by now."""
    import_module("clinic_site.rehearsal").rehearse(application)


def load_what_pages_need() -> None:
    """Load the addresses and the templates of public pages."""
    resolve("/")
    folder = settings.BASE_DIR / "templates"
    for part in _PUBLIC:
        for path in sorted(folder.glob(f"{part}/**/*.html")):
            get_template(path.relative_to(folder).as_posix())
