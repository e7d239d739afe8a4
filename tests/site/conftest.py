"""The demo clinic's public pages, each fetched once for all tests that look at them."""

import fcntl
import gc
import pickle
import warnings
from contextlib import contextmanager

import pytest
from django.test import Client
from wagtail.models import Page, Site

from articles.models import Topic
from clinic.bare import bare_page
from clinic_site.demo.load import Demo
from consultations.models import REQUESTER, ConsultationRequest, own_link
from tests.consultations.conftest import filled_in
from tests.layers import bare_database
from tests.processes import shared_by_processes
from tests.site.staff import make_person

FORM = "/request-a-consultation/"
DETAILS = f"{FORM}details/"
VIEWS = [
    "/glossary/",
    "/search/",
    "/search/?q=depression",
    "/search/?q=zzz",
    FORM,
    "/request-a-consultation/received/",
    "/accounts/login/",
    "/no-such-page/",
]
SIGNED_IN = [
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/password/change/",
    "/accounts/logout/",
]
ERRORS = ["400.html", "403.html", "429.html", "500.html", "503.html"]


@pytest.fixture(scope="session")
def demo_pages(request, tmp_path_factory):
    """Return every public page of the demo content by its address, as it is sent.

    The processes of one run share them: loading the demo takes ten seconds.
    """
    kept = shared_by_processes(tmp_path_factory) / "demo-pages"
    with kept.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(request.getfixturevalue("drawn_pages")))
    return pickle.loads(kept.read_bytes())  # noqa: S301 - written by this very run


@pytest.fixture(scope="session")
def drawn_pages(django_db_setup, django_db_blocker):
    """Load the demo content, draw its pages, and leave nothing of it behind."""
    with bare_database(django_db_blocker), files_left_open():
        Demo().load()
        client = Client()
        root = Site.objects.get(is_default_site=True).root_page
        live = Page.objects.live().public().descendant_of(root, inclusive=True)
        addresses = [page.url for page in live]
        slugs = Topic.objects.values_list("slug", flat=True)
        addresses += [f"/articles/topics/{slug}/" for slug in slugs]
        pages = {
            address: client.get(address).content for address in [*addresses, *VIEWS]
        }
        wrong = filled_in(name="", phone="1", contact_method="text")
        pages["form with errors"] = client.post(FORM, wrong).content
        pages["received"] = client.post(FORM, filled_in(), follow=True).content
        pages[DETAILS] = client.get(DETAILS).content
        unsure = {"treatments_other": "x" * 500, "reason": "none of these"}
        pages["second page late"] = Client().post(DETAILS, unsure).content
        pages["second page with errors"] = client.post(DETAILS, unsure).content
        sent = ConsultationRequest.objects.order_by("pk").last()
        private = own_link.path_for(sent)
        pages["yours"] = client.get(private).content
        refused = {"press": "correct", "contact_method": "text", "phone": "1"}
        pages["yours with errors"] = client.post(private, refused).content
        pages["yours: stop?"] = client.post(private, {"press": "stop"}).content
        sent.withdraw(by=REQUESTER)
        pages["yours: withdrawn"] = client.get(private).content
        pages["yours: no such link"] = client.get(f"{FORM}yours/x/").content
        client.force_login(make_person("superuser"))
        for address in SIGNED_IN:
            pages[address] = client.get(address, follow=True).content
        for template in ERRORS:
            pages[template] = bare_page(None, template, int(template[:3])).content
    return pages


@contextmanager
def files_left_open():
    """Let Wagtail leave its pictures' temporary files to the garbage collector."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()
