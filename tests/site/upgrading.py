"""Brings a database of the first release to the newest, and says what is there then.

python -m tests.site.upgrading, with an empty database in DATABASE_URL; prints JSON.
"""

import gc
import io
import json
import os
import shutil
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "clinic_site.settings.test"
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from wagtail.models import Page  # noqa: E402

from articles.models import ArticlePage  # noqa: E402
from clinic import search_index  # noqa: E402
from clinic.models import Approval, ClinicSettings, LocationPage  # noqa: E402
from clinic_site.outbox import send_batch  # noqa: E402
from consultations.models import (  # noqa: E402
    ConsultationRequest,
    IntakeSettings,
    Wording,
)
from tests.factories import make_coordinator, make_manager  # noqa: E402
from tests.site.first_release import FIRST, PEOPLE, FirstRelease  # noqa: E402

PATHS = ["/", "/articles/sleep/", "/services/infusion/", "/locations/alexandria/"]
COMMANDS = [
    ("rebuild_figures",),
    ("rebuild_figures", "--check"),
    ("fill_lookups",),
    ("rotate_keys",),
    ("rotate_keys", "--check"),
    ("verify_audit_trail",),
    ("verify_clocks",),
    ("purge_expired_requests", "--dry-run"),
]


def upgrade() -> None:
    """Write rows at the first migrations, then do what an update does."""
    # As a first start does: models are made anew by the thousand.
    gc.set_threshold(50_000, 10, 10)
    executor = MigrationExecutor(connection)
    executor.migrate(FIRST)
    FirstRelease(executor.loader.project_state(FIRST).apps).write()
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def facts() -> dict:
    """Return what is there now, as the newest release reads and shows it."""
    requests = {}
    for request in ConsultationRequest.objects.order_by("pk"):
        requests[request.reference] = {
            "name": request.name,
            "email": request.email,
            "message": request.message,
            "status": request.status,
            "disposition": request.disposition,
            "events": list(
                request.events.order_by("pk").values_list("kind", flat=True)
            ),
            "consent": request.consent.text,
            "lane": bool(request.lane),
        }
    article = ArticlePage.objects.get()
    place = LocationPage.objects.get()
    found = {
        "requests": requests,
        "heading": IntakeSettings.load().heading,
        "within": IntakeSettings.load().first_attempt_minutes,
        "wordings": list(
            Wording.objects.filter(text="Yes, call me.").values_list(
                "version", flat=True
            )
        ),
        "clinic": ClinicSettings.objects.get().clinic_name,
        "body": [[b.block_type, str(b.value)] for b in article.body],
        "source": article.sources.get().reference.key,
        "approvals": Approval.objects.filter(page=article).count(),
        "hours": place.weekly_hours.count(),
        "tree": Page.find_problems() == ([], [], [], [], []),
        "roles": list(
            get_user_model()
            .objects.get(username="first.editor")
            .groups.values_list("name", flat=True)
        ),
    }
    return found | {"pages": public_pages(), "desk": desk(), "commands": commands()}


def public_pages() -> dict[str, list]:
    """Return status and a fact of each page that visitors read."""
    for pk in search_index.missing():
        search_index.refresh(pk)
    client = Client()
    answers = {}
    for path in (
        "/",
        "/articles/sleep/",
        "/services/infusion/",
        "/locations/alexandria/",
    ):
        answers[path] = client.get(path).status_code
    article = client.get("/articles/sleep/").text
    answers["words"] = "Many people sleep soundly in the first release." in article
    answers["found"] = (
        "Sleep after an infusion" in client.get("/search/?q=soundly").text
    )
    return answers


def desk() -> dict:
    """Return what a coordinator sees and can do, and what goes out by mail."""
    client, coordinator = Client(), make_coordinator()
    client.force_login(coordinator)
    base = "/admin/consultations/consultationrequest/"
    first = ConsultationRequest.objects.get(reference=PEOPLE[0][0])
    listed = client.get(base).text
    page = client.get(f"{base}{first.reference}/change/")
    first.take(by=coordinator)
    first = ConsultationRequest.objects.get(pk=first.pk)
    send_batch()
    return {
        "listed": [reference for reference, *_ in PEOPLE if reference in listed],
        "page": page.status_code,
        "named": PEOPLE[0][1] in page.text,
        "taken": ConsultationRequest.objects.get(pk=first.pk).assigned_to
        == coordinator,
        "mail": [message.to for message in mail.outbox],
    }


def commands() -> dict[str, str]:
    """Return what went wrong in the commands that look through everything."""
    make_manager()
    wrong = {}
    for name, *arguments in COMMANDS:
        try:
            call_command(name, *arguments, stdout=io.StringIO(), stderr=io.StringIO())
        except (Exception, SystemExit) as error:  # noqa: BLE001 - told in the answer
            wrong[" ".join([name, *arguments])] = repr(error)
    return wrong


if __name__ == "__main__":
    setup_test_environment()
    try:
        upgrade()
        sys.stdout.write(json.dumps(facts()))
    finally:
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
