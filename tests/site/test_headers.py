"""What each answer lets a browser do, by the part of the site it comes from."""

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings

from clinic_site.stylesheet import INLINED, bundle
from tests.factories import make_article, make_home
from tests.site.staff import make_person

pytestmark = pytest.mark.django_db

STRICT_PAGES = ["/", "/accounts/login/", "/admin/", "/request-a-consultation/"]
INLINE_CODE = re.compile(
    r"<script(?![^>]*(?:\bsrc=|application/))|\son[a-z]+=[\"']|\sstyle=[\"']|javascript:",
    re.IGNORECASE,
)


def policy(response) -> dict[str, str]:
    """Return the content security policy as directive: sources."""
    directives = response["Content-Security-Policy"].split("; ")
    return dict(directive.partition(" ")[::2] for directive in directives)


@pytest.fixture
def superuser(client):
    person = make_person("superuser")
    client.force_login(person)
    return person


@pytest.mark.parametrize("address", [*STRICT_PAGES, "/no-such-page/", "/robots.txt"])
def test_strict_policy_allows_no_inline_code(client, superuser, address):
    make_home()

    found = policy(client.get(address))

    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self'"
    hashes = [f"'{bundle(name).csp_hash}'" for name in INLINED]
    assert found["style-src"].split() == ["'self'", *hashes]
    assert found["form-action"] == "'self'"
    assert found["frame-ancestors"] == found["base-uri"] == "'none'"
    assert "unsafe" not in str(found)


@pytest.mark.parametrize("address", STRICT_PAGES)
def test_strict_page_holds_no_inline_code(client, superuser, address):
    make_home()
    client.logout()
    if address == "/admin/":
        client.force_login(superuser)

    page = client.get(address).text

    assert not INLINE_CODE.search(page)
    for style in re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL):
        assert style in [bundle(name).text for name in INLINED]


def test_cms_policy_names_no_other_host_and_no_eval(client, superuser):
    found = policy(client.get("/cms/"))

    assert found["default-src"] == "'none'"
    assert found["script-src"] == "'self' 'unsafe-inline'"
    assert found["frame-ancestors"] == found["frame-src"] == "'self'"
    assert found["form-action"] == found["connect-src"] == "'self'"
    assert found["base-uri"] == "'none'"
    # Code in attributes: the one line of Wagtail's tool for cropping, nothing else.
    probe = b64encode(sha256(b"return;").digest()).decode()
    assert found["script-src-attr"] == f"'unsafe-hashes' 'sha256-{probe}'"
    assert "unsafe-eval" not in str(found)
    assert "http" not in str(found)


def test_only_the_cms_may_be_framed_and_by_itself_alone(client, superuser):
    make_home()

    assert client.get("/cms/")["X-Frame-Options"] == "SAMEORIGIN"
    assert client.get("/")["X-Frame-Options"] == "DENY"
    assert client.get("/admin/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    "address", ["/", "/cms/", "/admin/", "/accounts/login/", "/no-such-page/"]
)
def test_every_answer_carries_the_other_headers(client, address):
    response = client.get(address)

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in response["Permissions-Policy"]
    assert "geolocation=()" in response["Permissions-Policy"]


def test_passkeys_work_at_sign_in_alone(client):
    at_sign_in = client.get("/accounts/login/")["Permissions-Policy"]

    assert "publickey-credentials-get=(self)" in at_sign_in
    assert "publickey-credentials-get=()" in client.get("/")["Permissions-Policy"]


@pytest.mark.parametrize("address", ["/admin/", "/accounts/login/", "/cms/"])
def test_staff_pages_are_never_stored(client, superuser, address):
    assert "no-store" in client.get(address)["Cache-Control"]


def test_public_page_may_be_stored(client):
    make_home()

    assert "no-store" not in client.get("/").get("Cache-Control", "")


def test_headers_stand_on_a_server_error(client, monkeypatch):
    make_home()
    client.raise_request_exception = False
    monkeypatch.setattr("wagtail.models.Page.serve", lambda *args: 1 / 0)

    response = client.get("/")

    assert response.status_code == 500
    assert policy(response)["script-src"] == "'self'"


def test_headers_stand_on_the_redirect_to_https(client):
    with override_settings(SECURE_SSL_REDIRECT=True):
        response = client.get("/")

    assert response.status_code == 301
    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response)["default-src"] == "'none'"


def test_headers_stand_on_a_static_file(client):
    sheet = Path(django_settings.STATIC_ROOT) / "probe.css"
    sheet.write_text("a{}")
    try:
        response = client.get("/static/probe.css")
        response.close()
    finally:
        sheet.unlink()

    assert response["X-Content-Type-Options"] == "nosniff"
    assert policy(response)["default-src"] == "'none'"


@pytest.fixture
def upload():
    """Put files into the media folder, and take them out again."""
    names = []

    def put(name: str, content: bytes) -> str:
        names.append(default_storage.save(name, ContentFile(content)))
        return f"/media/{names[-1]}"

    yield put
    for name in names:
        default_storage.delete(name)


def test_upload_can_run_nothing(client, upload):
    response = client.get(upload("picture.png", b"\x89PNG\r\n\x1a\n"))
    response.close()

    assert response.status_code == 200
    assert set(policy(response)) == {"default-src", "frame-ancestors", "sandbox"}
    assert policy(response)["default-src"] == "'none'"


@pytest.mark.parametrize("name", ["a.svg", "a.SVG", "a.svgz", "a.html", "a.xml"])
def test_upload_that_could_run_code_is_not_handed_out(client, upload, name):
    response = client.get(upload(name, b"<svg xmlns='http://www.w3.org/2000/svg'/>"))

    assert response.status_code == 404


@pytest.mark.parametrize("way", ["", "/", "./", "x/../", "%2e/"])
def test_document_is_not_handed_out_past_who_may_have_it(client, upload, way):
    address = upload("documents/private.pdf", b"%PDF-1.4")
    around = address.replace("/media/", f"/media/{way}")

    response = client.get(around)

    assert response.status_code in (301, 302, 404)


def test_svg_is_refused_as_a_picture(settings):
    assert "svg" not in settings.WAGTAILIMAGES_EXTENSIONS
    assert "svg" not in settings.WAGTAILDOCS_EXTENSIONS


def test_preview_of_a_page_may_stand_in_the_editor(client, superuser):
    page = make_article()

    response = client.get(f"/cms/pages/{page.pk}/view_draft/")

    assert response.status_code == 200
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert policy(response)["frame-ancestors"] == "'self'"


def test_no_header_tells_what_the_site_runs_on(client):
    assert "Server" not in client.get("/").headers
    assert "X-Powered-By" not in client.get("/").headers
