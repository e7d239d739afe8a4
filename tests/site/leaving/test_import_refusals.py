"""What is no export, or was meddled with, has no effect but a sentence."""

import hashlib
import io
import json
import re
import shutil
import stat
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from django.core.management import CommandError
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.models import Collection, Page, PageViewRestriction

from articles.models import ArticlePage
from clinic.models import ClinicImage, HomePage, ServicePage
from clinic_site.leaving.fields import Incoming, put
from clinic_site.leaving.keys import Keys, Malformed
from tests.site.leaving.conftest import PUBLISH, command, read, rewrite
from tests.site.leaving.test_import_site import differing

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]
EVERY = "pages/articles/every-block/page.json"


def refused(target, match: str) -> None:
    """Say that nothing of an export comes in, and why."""
    with pytest.raises(CommandError, match=match):
        command("import_site", target, **PUBLISH)
    assert not HomePage.objects.exists()
    assert not ClinicImage.objects.exists()


def named(target: Path, name, size=1) -> None:
    """Let the manifest name one more file."""
    manifest = read(target, "manifest.json")
    manifest["files"][name] = {"size": size, "sha256": "0" * 64}
    (target / "manifest.json").write_text(json.dumps(manifest))


def zipped(folder: Path, target: Path, before="") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in folder.rglob("*"):
            if path.is_file():
                archive.write(path, before + path.relative_to(folder).as_posix())
    return target


@pytest.mark.parametrize(
    "name",
    ["../secret.json", "/etc/passwd", "a/../../b", "a//b", "C:/x", "a\\..\\b", ""],
)
def test_names_that_lead_out_of_the_folder_are_refused(left, people, name):
    named(left, name)
    refused(left, "is no name of a file within an export")


def test_links_are_followed_nowhere(left, people, tmp_path):
    outside = tmp_path / "outside.json"
    outside.write_bytes((left / "redirects.json").read_bytes())
    (left / "redirects.json").unlink()
    (left / "redirects.json").symlink_to(outside)
    refused(left, "redirects.json is a link to another place")


def test_a_folder_that_is_a_link_is_not_entered(left, people, tmp_path):
    shutil.move(left / "pages", tmp_path / "elsewhere")
    (left / "pages").symlink_to(tmp_path / "elsewhere")
    refused(left, "is a link to another place")


def test_what_is_no_plain_file_is_not_read(left, people):
    (left / "redirects.json").unlink()
    (left / "redirects.json").mkdir()
    refused(left, "redirects.json is no file|missing or unreadable")


def test_a_changed_file_a_missing_one_and_a_longer_one_are_refused(left, people):
    page = left / "pages" / "page.md"
    was = page.read_bytes()
    page.write_bytes(was.replace(b"Test clinic", b"Best clinic"))
    refused(left, "pages/page.md is not as it was written")
    page.write_bytes(was + b"more")
    refused(left, "pages/page.md is not as it was written")
    page.write_bytes(was[:-1])
    refused(left, "pages/page.md is not as it was written")
    page.unlink()
    refused(left, "pages/page.md is missing")


def test_what_is_no_export_is_refused(left, people, tmp_path):
    refused(tmp_path / "nowhere", "There is no ")
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "is no export: it has no manifest.json")
    (tmp_path / "photo.zip").write_bytes(b"no zip")
    refused(tmp_path / "photo.zip", "is no zip file")
    manifest = read(left, "manifest.json")
    for change, why in (
        ({"name": "other"}, "no export of a site like this one"),
        ({"format": 99}, "has format 99"),
        ({"files": []}, "is damaged"),
        ({"files": {"a": 1}}, "is damaged"),
        ({"files": {"a": {"size": -1, "sha256": ""}}}, "is damaged"),
        ({"files": {"a": {"size": 1e99, "sha256": ""}}}, "is damaged"),
    ):
        (left / "manifest.json").write_text(json.dumps(manifest | change))
        refused(left, why)
    for broken in ("{", "[" * 200_000, "[]", "NaN", "\udc80"):
        (left / "manifest.json").write_text(broken, errors="surrogateescape")
        refused(left, "is damaged")


def test_what_is_larger_than_anything_an_export_holds_is_refused(left, people):
    named(left, "pages/huge.json", size=10**12)
    refused(left, "pages/huge.json is larger than anything")


def test_a_zip_file_comes_in_as_its_folder_does(left, people, tmp_path):
    target = zipped(left, tmp_path / "site.zip", before="my-site/")
    assert "refused" not in command("import_site", target, **PUBLISH)
    command("export_site", tmp_path / "again")
    assert differing(left, tmp_path / "again") == {"collections.json"}


def test_a_zip_bomb_unpacks_to_nothing(left, people, tmp_path):
    bomb = b"\0" * 50_000_000
    target = zipped(left, tmp_path / "site.zip")
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("pages/bomb.json", bomb)
    # Nobody names it, so nobody reads it.
    assert "refused" not in command("import_site", target, dry_run=True)

    (left / "redirects.json").write_bytes(bomb)
    refused(zipped(left, tmp_path / "bomb.zip"), "redirects.json is not as it was")


@pytest.mark.parametrize(
    ("name", "mode", "why"),
    [
        ("../../escaped.txt", stat.S_IFREG, "is no name of a file"),
        ("/escaped.txt", stat.S_IFREG, "is no name of a file"),
        ("pages/link.json", stat.S_IFLNK, "is a link to another place"),
        ("site.json", stat.S_IFREG, "is there twice"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_zip_files_that_reach_out_are_refused(left, people, tmp_path, name, mode, why):
    target = zipped(left, tmp_path / "site.zip")
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (mode | 0o644) << 16
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(entry, "x")
    refused(target, why)
    assert not [*tmp_path.rglob("escaped.txt")]


def test_a_record_that_is_none_stops_no_other_page(left, people):
    rewrite(left, EVERY, b'{"kind": "page", "format": 1, ')
    said = command("import_site", left, **PUBLISH)
    assert f"page “{EVERY}”: refused; this is no JSON" in said
    assert "page “Sleep after an infusion”: published; not here: page " in said
    assert not ArticlePage.objects.filter(slug="every-block").exists()


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("body", {"a": 1}, "body: a list is wanted"),
        ("body", [{"type": "raw_html", "value": "<b>"}], "no blocks of the kind"),
        ("body", [{"type": "heading", "value": "x"}], "an object is wanted"),
        ("body", [{"type": "heading", "value": {"text": {}}}], "a single value"),
        ("body", [{"type": "heading", "value": {"text": 3}}], "text is wanted"),
        ("body", [{"type": "paragraph", "value": ["x"]}], "text is wanted"),
        ("body", [{"type": "image", "value": {"image": 1}}], "a picture is wanted"),
        ("body", [{"type": "heading", "value": {}, "id": "<x>"}], "the id is none"),
        ("summary", 7, "cannot stand here"),
        ("summary", None, "cannot stand here"),
        ("slug", "../admin", "cannot stand here"),
        ("show_in_menus", "yes", "cannot stand here"),
        ("wordpress_url", "javascript:alert(1)", "cannot stand here"),
        ("go_live_at", "tomorrow", "cannot stand here"),
        ("owner", 1, "nothing here is called 'owner'"),
        ("live", True, "nothing here is called 'live'"),
        ("sources", [{"reference": {"reference": "nobody1"}}], "nobody1 is not here"),
        ("topics", "sleep", "a list is wanted"),
    ],
)
def test_a_value_that_its_field_cannot_hold_is_refused(field, value, why):
    with pytest.raises(Malformed, match=re.escape(why)):
        put(ArticlePage(), {field: value}, Incoming(Keys()))


def test_a_page_with_one_wrong_value_is_refused_whole(left, people):
    said = read(left, EVERY)
    said["text"]["show_in_menus"] = "yes"
    rewrite(left, EVERY, said)
    told = command("import_site", left)
    assert f"page “{EVERY}”: refused; show_in_menus: 'yes' cannot stand here" in told
    # Its place is there, for links to it, and not a word of it.
    page = ArticlePage.objects.get(slug="every-block")
    assert (page.summary, page.get_latest_revision()) == ("", None)
    assert ArticlePage.objects.get(slug="sleep").summary


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello<script>alert(1)</script></p>",
        '<p onclick="x()">Hello</p>',
        '<p><a href="javascript:alert(1)">Hello</a></p>',
        '<p><a href="java\tscript:alert(1)">Hello</a></p>',
        '<p><a href="data:text/html,x">Hello</a></p>',
        "<p><img src=x onerror=alert(1)></p>",
        "<iframe src='https://example.org'></iframe>",
        "<p><!-- hidden --></p>",
        '<p>Hello <a href="https://example.org',
        '<p><a id="1" linktype="page">Hello</a></p>',
        '<p><embed embedtype="media" url="https://example.org/v"/></p>',
        '<p style="position:fixed">Hello</p>',
    ],
)
def test_text_that_could_act_or_hide_is_refused(text):
    body = [{"type": "paragraph", "value": text}]
    with pytest.raises(Malformed, match="body, block 1: a text here never holds"):
        put(ArticlePage(), {"body": body}, Incoming(Keys()))


def test_a_page_with_such_a_text_is_refused(left, people):
    said = read(left, EVERY)
    said["draft"] = json.loads(json.dumps(said["text"]))
    said["draft"]["body"][1]["value"] = "<p>Hello<script>alert(1)</script></p>"
    rewrite(left, EVERY, said)
    told = command("import_site", left)
    assert f"page “{EVERY}”: refused; body, block 2: a text here never holds" in told
    assert ArticlePage.objects.get(slug="every-block").get_latest_revision() is None


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"type": "auth.user"}, "no pages of this kind here"),
        ({"type": "wagtailcore.page"}, "no pages of this kind here"),
        ({"type": "clinic.servicepage"}, "cannot stand below its parent"),
        ({"parent": "b" * 36}, "the page above it is not here"),
        ({"key": "'; drop table"}, "refused"),
        ({"text": {"title": "x", "slug": "../admin"}}, "slug: '../admin' cannot"),
        ({"format": 2}, "has a format that is not known"),
        ({"dates": {"first_published_at": "x"}}, "refused"),
    ],
)
def test_a_page_that_fits_nowhere_is_refused(left, people, change, why):
    rewrite(left, EVERY, read(left, EVERY) | change)
    told = command("import_site", left)
    assert f"page “{EVERY}”: refused" in told
    assert why in told
    assert ArticlePage.objects.filter(slug="sleep").exists()


def test_lists_that_are_malformed_stop_nothing_else(left, people):
    rewrite(left, "redirects.json", [{"from": 3}, "x"])
    rewrite(left, "taken-down.json", [{}])
    rewrite(left, "snippets/topics.json", {"a": 1})
    rewrite(left, "settings/clinic.json", [{"name": "clinic", "says": {"phone": "x"}}])
    rewrite(left, "collections.json", [{"way": "Rooms", "shown_to": []}])
    told = command("import_site", left)
    assert told.count("refused") >= 5
    assert "phone: 'x' cannot stand here" in told
    assert HomePage.objects.exists()


@pytest.mark.parametrize("who", ["everybody", "nobody knows"])
def test_a_file_that_some_may_see_is_not_shown_to_everybody(left, people, who):
    if who == "everybody":
        Collection.get_first_root_node().add_child(name="Rooms")
        why = "shown to everybody here"
    else:
        rewrite(left, "collections.json", [{"way": ["Rooms"], "shown_to": "staff"}])
        why = "refused"
    told = command("import_site", left)
    (line,) = [row for row in told.splitlines() if row.startswith("collection")]
    assert why in line
    assert "document “Leaflet”: refused; its collection did not come in" in told
    assert not get_document_model().objects.exists()
    assert ClinicImage.objects.filter(title="room").exists()


def test_a_page_that_some_may_see_is_not_published_for_everybody(left, people):
    index = "pages/articles/page.json"
    kept = {"shown_to": [{"who": "login", "groups": []}]}
    rewrite(left, index, read(left, index) | kept)
    command("import_site", left)
    PageViewRestriction.objects.all().delete()
    told = command("import_site", left, **PUBLISH)
    assert not ArticlePage.objects.live().exists()
    assert not Page.objects.get(slug="for-groups").live
    assert told.count("stays a draft: it was kept for some people there") >= 4
    assert ServicePage.objects.live().exists()

    PageViewRestriction.objects.create(
        page=Page.objects.get(slug="articles"),
        restriction_type=PageViewRestriction.LOGIN,
    )
    command("import_site", left, **PUBLISH)
    assert ArticlePage.objects.live().exists()


def test_an_export_without_its_tree_brings_nothing(left, people):
    rewrite(left, "site.json", {"pages": 3})
    refused(left, "does not list the pages")


def png(width: int, height: int) -> bytes:
    """Return a small file that says it is a gigantic picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + sum_

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def exchange(target: Path, data: bytes, **changes) -> None:
    """Put another file in the place of the first picture's."""
    told = read(target, "pictures.json")
    told[0] |= {"key": hashlib.sha256(data).hexdigest(), **changes}
    rewrite(target, told[0]["file"], data)
    rewrite(target, "pictures.json", told)


@pytest.mark.parametrize(
    "data",
    [png(60_000, 60_000), b"<svg onload='x()'/>", b"MZ", png(60, 60)],
    ids=["gigantic", "svg", "program", "cut off"],
)
def test_a_picture_that_is_none_or_too_large_is_refused(left, people, data):
    exchange(left, data)
    said = command("import_site", left)
    assert "picture “room”: refused; This picture" in said
    assert ClinicImage.objects.count() == 1


def test_a_picture_is_named_by_its_content_or_refused(left, people):
    told = read(left, "pictures.json")
    told[0]["key"] = "a" * 64
    rewrite(left, "pictures.json", told)
    assert "picture “room”: refused; its file is not the one" in command(
        "import_site", left
    )


def test_what_a_camera_wrote_beside_a_picture_does_not_come_in(left, people):
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Canarycamera"
    Image.new("RGB", (50, 40), "teal").save(out, "JPEG", exif=exif)
    exchange(left, out.getvalue() + b"Canarytail", name="room.jpg")

    said = command("import_site", left)

    assert "picture “room”: new; drawn anew" in said
    with ClinicImage.objects.get(title="room").file.open() as file:
        assert b"Canary" not in file.read()
    assert "picture “room”" not in command("import_site", left)
    assert ClinicImage.objects.count() == 2


def test_a_document_that_is_no_pdf_is_refused(left, people):
    told = read(left, "documents.json")
    data = b"<html><script>alert(1)</script>"
    told[0]["key"] = hashlib.sha256(data).hexdigest()
    rewrite(left, told[0]["file"], data)
    rewrite(left, "documents.json", told)
    assert "document “Leaflet”: refused; This is not a PDF" in command(
        "import_site", left
    )
