"""Each kind of answer carries each of the headers, as it does over HTTPS."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from wagtail.documents import get_document_model

from tests.consultations.conftest import filled_in
from tests.factories import make_article, make_home
from tests.site.staff import make_person, sign_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("article_index"),
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

ALWAYS = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
REFERRERS = {"same-origin", "no-referrer"}
# kind of answer -> address, status, who asks
ANSWERS = {
    "page": ("/", 200, None),
    "article": ("/articles/sleep-after-an-infusion/", 200, None),
    "page not found": ("/no-such-page/", 404, None),
    "redirect of an address": ("/search", 301, None),
    "redirect to sign in": ("/admin/", 302, None),
    "static file": ("/static/probe.css", 200, None),
    "static file not found": ("/static/no-such.css", 404, None),
    "upload": ("/media/probe.png", 200, None),
    "upload not found": ("/media/no-such.png", 404, None),
    "upload never served": ("/media/probe.svg", 404, None),
    "document": ("document", 200, None),
    "feed": ("/articles/feed/", 200, None),
    "sitemap": ("/sitemap.xml", 200, None),
    "robots": ("/robots.txt", 200, None),
    "manifest": ("/site.webmanifest", 200, None),
    "speculation rules": ("/speculation-rules.json", 200, None),
    "favicon": ("/favicon.ico", 302, None),
    "alive": ("/health/live", 200, None),
    "ready": ("/health/ready", None, None),
    "metrics refused": ("/metrics", 404, None),
    "sign-in": ("/accounts/login/", 200, None),
    "no such link": ("/accounts/join/" + "x" * 40 + "/", 404, None),
    "form": ("/request-a-consultation/", 200, None),
    "suggestions": ("/search/suggest/?q=ke", 200, None),
    "desk": ("/admin/consultations/consultationrequest/", 200, "superuser"),
    "desk not found": ("/admin/no/such/", 404, "superuser"),
    "desk refused": ("/admin/consultations/consultationrequest/", 302, "editor"),
    "told where to go": ("/accounts/login/?next=/admin/", 403, "editor"),
    "state of the desk": ("/accounts/lock/state/", 200, "superuser"),
    "cms": ("/cms/", 200, "superuser"),
    "cms not found": ("/cms/no/such/", 404, "superuser"),
    "cms refused": ("/cms/", 302, "coordinator"),
    "cms API": ("/cms/api/main/pages/", 200, "superuser"),
    "cms API not found": ("/cms/api/main/pages/999999/", 404, "superuser"),
    "style guide": ("/styleguide/", 200, "superuser"),
}


@pytest.fixture
def site_with_files():
    """A site with a page, an upload and a document, and what must not be served."""
    make_home()
    make_article()
    # The folder is every process's.
    sheet = Path(django_settings.STATIC_ROOT) / f"probe-{os.getpid()}.css"
    sheet.write_text("a{}")
    names = [
        default_storage.save("probe.png", ContentFile(b"\x89PNG\r\n\x1a\n")),
        default_storage.save("probe.svg", ContentFile(b"<svg/>")),
    ]
    document = get_document_model().objects.create(
        title="Way", file=ContentFile(b"%PDF-1.4", "way.pdf")
    )
    yield {
        "/static/probe.css": f"/static/{sheet.name}",
        "/media/probe.png": f"/media/{names[0]}",
        "document": document.url,
    }
    sheet.unlink()
    for name in (*names, document.file.name):
        default_storage.delete(name)


def assert_headers(response, path: str) -> None:
    headers = response.headers
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert headers["Referrer-Policy"] in REFERRERS
    framed = path.startswith(("/cms/", "/styleguide/"))
    assert headers["X-Frame-Options"] == ("SAMEORIGIN" if framed else "DENY")
    ancestors = "'self'" if framed else "'none'"
    policy = headers["Content-Security-Policy"]
    assert f"frame-ancestors {ancestors}" in policy
    assert "default-src 'none'" in policy
    assert "unsafe-eval" not in policy
    assert ("unsafe-inline" in policy) is path.startswith("/cms/")
    for feature in ("camera", "microphone", "geolocation", "payment"):
        assert f"{feature}=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


@pytest.mark.parametrize("kind", ANSWERS)
def test_answer_carries_every_header(client, site_with_files, kind):
    address, status, who = ANSWERS[kind]
    address = site_with_files.get(address, address)
    if who:
        client.force_login(make_person(who))

    response = client.get(address, secure=True)
    response.close()

    assert status is None or response.status_code == status
    assert_headers(response, address)


def test_every_answer_to_what_is_sent_carries_them(client, site_with_files):
    """A form, a refused one, a forged one, a method that nobody speaks, a failure."""
    strict = type(client)(enforce_csrf_checks=True, raise_request_exception=False)
    sent = {
        "refused": client.post("/request-a-consultation/", {}, secure=True),
        "taken": client.post("/request-a-consultation/", filled_in(), secure=True),
        "signed in": sign_in(client, make_person("editor"), secure=True),
        "forged": strict.post("/request-a-consultation/", filled_in(), secure=True),
        "not spoken": client.delete("/accounts/lock/now/", secure=True),
        "head": client.head("/", secure=True),
        "options": client.options("/", secure=True),
    }

    assert sent["forged"].status_code in (400, 403, 409)
    for response in sent.values():
        assert_headers(response, response.request["PATH_INFO"])


def test_error_page_carries_them(client, site_with_files, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("wagtail.models.Page.serve", lambda *args: 1 / 0)

    response = client.get("/", secure=True)

    assert response.status_code == 500
    assert_headers(response, "/")


def test_answer_to_a_host_that_is_not_ours_carries_them(client):
    response = client.get("/", secure=True, headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "evil.example" not in response.text
    assert_headers(response, "/")


def test_redirect_to_https_carries_what_holds_there(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    response = client.get("/")

    assert response.status_code == 301
    assert response["Location"] == "https://testserver/"
    # A browser takes it over HTTPS alone.
    assert "Strict-Transport-Security" not in response
    assert "default-src 'none'" in response["Content-Security-Policy"]


# Cookies


def assert_closed(cookies, *, names: set[str]) -> None:
    """Look at each cookie: sent over HTTPS alone, out of reach of scripts and sites."""
    assert names <= cookies.keys()
    for cookie in cookies.values():
        told = {name: cookie[name] for name in ("secure", "httponly", "samesite")}
        closed = {"secure": True, "httponly": True}
        assert told | closed == told, cookie.key
        assert told["samesite"] in ("Lax", "Strict"), cookie.key
        assert not cookie["domain"], cookie.key


def test_cookies_of_the_staff_are_closed(client):
    person = make_person("superuser")
    client.get("/accounts/login/", secure=True)
    sign_in(client, person, secure=True)
    for address in (
        "/admin/consultations/consultationrequest/?state=all",
        "/admin/consultations/consultationrequest/keys/",
        "/accounts/2fa/",
    ):
        client.get(address, secure=True)
    client.post("/accounts/device/forget/", secure=True)

    assert_closed(client.cookies, names={"sessionid", "csrftoken", "desk_list"})


def test_cookies_of_a_visitor_are_closed(client):
    make_home()
    client.get("/request-a-consultation/", secure=True)
    client.post("/request-a-consultation/", filled_in(), secure=True)

    assert_closed(client.cookies, names={"consultation_request"})


def test_reader_gets_no_cookie(client, site_with_files):
    for address in (
        "/",
        "/articles/sleep-after-an-infusion/",
        "/search/?q=sleep",
        "/no-such/",
    ):
        client.get(address, secure=True)

    assert not client.cookies


# Other hosts

FETCHED = re.compile(r"""(?:src|srcset|poster|data-[\w-]*url[\w-]*)=["'](https?:)?//""")


@pytest.mark.parametrize("address", ["/cms/", "/cms/account/", "/cms/images/add/"])
def test_cms_asks_no_other_host_for_a_picture_or_a_newer_version(client, address):
    client.force_login(make_person("superuser"))

    page = client.get(address, secure=True).text

    assert not FETCHED.search(page)
    assert "gravatar" not in page.lower()
    assert "w-upgrade" not in page
    assert "releases.wagtail" not in page
