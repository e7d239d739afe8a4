"""Going to each route as each role: what there is to see, and what came of it."""

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client, TestCase
from wagtail.documents.models import Document
from wagtail.images.tests.utils import get_test_image_file

from articles.models import ImportRun
from clinic.models import ClinicImage, TakenDown
from tests.consultations.conftest import receive
from tests.factories import (
    make_article,
    make_clinic,
    make_reference,
    make_service,
    make_topic,
)
from tests.site.route_table import ROLES, address
from tests.site.staff import make_person

# Stands in everything a request holds, and in nothing else.
CANARY = "Quillon Testvale"
SIGN_IN = ("/accounts/login/", "/admin/login/", "/cms/login/")


class World:
    """One person for each role, and one of everything they could reach for."""

    def __init__(self):
        self.people = {role: make_person(role) for role in ROLES if role != "anonymous"}
        self.clinic = make_clinic()
        self.topic = make_topic()
        self.source = make_reference()
        self.service = make_service()
        self.article = make_article()
        self.article.save_revision(user=self.people["editor"])
        gone = make_article("Taken down")
        gone.unpublish()
        self.taken_down = TakenDown.objects.get(page_id=gone.pk)
        self.picture = ClinicImage.objects.create(
            title="A quiet room", file=get_test_image_file("quiet-room.png")
        )
        self.document = Document.objects.create(
            title="Directions", file=ContentFile(b"%PDF-1.4", "directions.pdf")
        )
        self.imported = ImportRun.objects.create(
            kind=ImportRun.Kind.WORDPRESS, name="old.xml", state=ImportRun.State.DONE
        )
        # Wagtail notes what refers to what once all of it is stored.
        with TestCase.captureOnCommitCallbacks(execute=True):
            self.request = receive(name=CANARY, service=self.service)
            self.request.add_note(text=CANARY, by=self.people["coordinator"])

    def browsers(self) -> dict[str, Client]:
        """Return a browser for each role, signed in."""
        browsers = {}
        for role in ROLES:
            browsers[role] = Client(raise_request_exception=False)
            if role != "anonymous":
                browsers[role].force_login(self.people[role])
        return browsers

    def address(self, route, parts) -> str:
        """Return an address of a route that leads to something in this world."""
        files = {"wagtaildocs_serve": self.document, "media": self.picture.file}
        if route.name in files:
            return files[route.name].url
        values = self._everywhere()
        for prefix, subject in self._in_one_place().items():
            if route.pattern.startswith(prefix):
                values |= {name: str(value) for name, value in subject.items()}
        return address(parts, values)

    def _everywhere(self) -> dict[str, str]:
        page, parent = str(self.article.pk), str(self.article.get_parent().pk)
        return {
            "page_id": page,
            "page_to_move_id": page,
            "page_pk": page,
            "number": page,
            "parent_page_id": parent,
            "destination_id": parent,
            "revision_id": str(self.article.latest_revision_id),
            "image_id": str(self.picture.pk),
            "document_id": str(self.document.pk),
            "doc_id": str(self.document.pk),
            "reference": self.request.reference,
            "object_id": "1",
            "pk": "1",
        }

    def _in_one_place(self) -> dict[str, dict]:
        group = Group.objects.get(name="Editors").pk
        person = self.people["editor"].pk
        return {
            "/cms/pages/": {
                "app_label": "articles",
                "model_name": "articlepage",
                "content_type_app_name": "articles",
                "content_type_model_name": "articlepage",
            },
            "/cms/bulk/": {
                "app_label": "wagtailcore",
                "model_name": "page",
                "action": "move",
            },
            "/cms/api/main/pages/": {"pk": self.article.pk, "action_name": "copy"},
            "/cms/api/main/images/": {"pk": self.picture.pk},
            "/cms/api/main/documents/": {"pk": self.document.pk},
            "/cms/settings/": {
                "app_name": "clinic",
                "model_name": "clinicsettings",
                "pk": self.clinic.pk,
            },
            "/cms/translation/": {
                "app_label": "clinic",
                "model_name": "reference",
                "pk": self.source.pk,
            },
            "/cms/claims/": {
                "app_label": "articles",
                "model_name": "articlepage",
                "object_id": self.article.pk,
            },
            "/cms/tag-autocomplete/": {"app_name": "taggit", "model_name": "tag"},
            "/cms/workflows/": {
                "app_label": "wagtailcore",
                "model_name": "groupapprovaltask",
            },
            "/cms/editing-sessions/": {
                "app_label": "wagtailcore",
                "model_name": "page",
                "object_id": self.article.pk,
            },
            "/cms/snippets/clinic/reference/": {"pk": self.source.pk},
            "/cms/snippets/choose/clinic/reference/": {"pk": self.source.pk},
            "/cms/snippets/articles/topic/": {"pk": self.topic.pk},
            "/cms/snippets/choose/articles/topic/": {"pk": self.topic.pk},
            "/styleguide/": {"room": "cards", "name": "card", "state": "words-alone"},
            "/cms/imports/": {"pk": self.imported.pk},
            "/cms/taken_down/": {"pk": self.taken_down.pk},
            "/cms/images/": {"filter_spec": "original", "pk": self.picture.pk},
            "/cms/documents/": {"pk": self.document.pk},
            "/cms/users/": {"pk": person},
            "/cms/groups/": {"pk": group},
            "/admin/": {"app_label": "consultations"},
            "/admin/auth/group/": {"object_id": group},
            "/admin/clinic/user/": {
                "object_id": person,
                "pk": person,
                "step": "reset_second_step",
            },
            "/admin/consultations/consultationrequest/": {
                "object_id": self.request.reference,
                "action": "add_note",
            },
        }


def visit(browser: Client, method: str, address: str):
    """Go somewhere and leave no trace: the same session and database as before."""
    # Wagtail drops the session's cookie even where it refuses to sign out.
    cookies = browser.cookies.output(header="", sep=";")
    before = transaction.savepoint()
    try:
        response = browser.generic(method, address)
        closed(response)
    finally:
        transaction.savepoint_rollback(before)
        browser.cookies.clear()
        browser.cookies.load(cookies)
    return response


def closed(response) -> None:
    """Close an answer as the test client does: not the test's database with it."""
    request_finished.disconnect(close_old_connections)
    try:
        response.close()
    finally:
        request_finished.connect(close_old_connections)


def outcome_of(browser: Client, route, address: str) -> str:
    """Go there by GET, or by POST where GET is not spoken, and say what came of it."""
    response = visit(browser, "GET", address)
    if response.status_code != 405:
        return outcome(route, response)
    # An empty POST tells who gets in; what a view makes of it is not asked here.
    sent = outcome(route, visit(browser, "POST", address))
    return "in" if sent == "broken" else sent


def outcome(route, response) -> str:
    """Say what came of a visit: `in`, `refused`, `nothing` or `broken`."""
    location = response.get("Location", "")
    if location.startswith(SIGN_IN) or response.status_code == 403:
        return "refused"
    # Wagtail leads whoever lacks a right to its first page, with a word about it.
    if location == "/cms/" and route.pattern.startswith("/cms/"):
        return "refused"
    # Django's admin does so when there is no such object.
    missing = location == "/admin/" and route.pattern.startswith("/admin/")
    if missing or response.status_code in (404, 405):
        return "nothing"
    return "broken" if response.status_code >= 500 else "in"
