"""A site leaves as files that anybody can read, and nothing of its requests does."""

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError
from wagtail.models import Page

from clinic.models import Approval
from clinic.roles import INTAKE_COORDINATORS
from tests.consultations.conftest import add_user, receive
from tests.factories import author, make_plain_page
from tests.site.leaving.conftest import command, read

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
]


def export(target: Path) -> str:
    return command("export_site", target)


@pytest.fixture
def out(exported) -> Path:
    """The export of the small site, to be looked at."""
    return exported


def test_every_page_is_there_as_html_markdown_and_record(out):
    folder = out / "pages" / "articles" / "every-block"
    names = sorted(path.name for path in folder.iterdir())
    assert names == ["page.html", "page.json", "page.md"]
    html = (folder / "page.html").read_text()
    assert "<h1>Every block: one of each</h1>" in html
    assert "<h2>What happens</h2>" in html
    assert '<th scope="row">Drowsy</th><td>56 in 100 [1]</td>' in html
    assert "Total for 6 visits: $3,195" in html
    assert "<li>Ketamine infusion: $475 for each infusion</li>" in html
    assert "<script" not in html
    assert "class=" not in html


def test_links_and_pictures_lead_to_files_of_the_export(out):
    for page in out.rglob("*.html"):
        places = re.findall(r'(?:href|src)="([^"]+)"', page.read_text())
        here = [place for place in places if ":" not in place]
        assert [p for p in here if not (page.parent / p).is_file()] == []
    sleep = (out / "pages" / "articles" / "sleep" / "page.html").read_text()
    assert 'href="../every-block/page.html"' in sleep
    assert 'href="../../../documents/leaflet-' in sleep


def test_the_head_of_the_markdown_says_what_the_page_is(out):
    text = (out / "pages" / "articles" / "sleep" / "page.md").read_text()
    head = dict(
        line.split(": ", 1) for line in text.split("---")[1].strip().split("\n")
    )
    told = {name: json.loads(value) for name, value in head.items()}
    assert told["title"] == "Sleep after an infusion"
    assert told["address"] == "/articles/sleep/"
    assert told["state"] == "live"
    assert told["first_published"].startswith("2024-03-05")
    assert told["topics"] == ["Sleep"]
    assert told["reviewed_by"] == "Voucher"
    assert told["edited_by"] == "Author"


def test_what_readers_have_not_seen_is_marked(out):
    folder = out / "pages" / "articles"
    draft = (folder / "sleep" / "draft.md").read_text()
    assert 'state: "draft of a page that is live"' in draft
    assert "This is a draft" in draft
    assert "Nobody has read this yet" in draft
    assert "Nobody has read this yet" not in (folder / "sleep" / "page.md").read_text()
    assert 'state: "draft"' in (folder / "not-yet" / "page.md").read_text()
    down = (folder / "taken-down" / "page.html").read_text()
    assert "This page was taken down" in down


def test_pictures_keep_their_bytes_and_their_words(out):
    told = read(out, "pictures.json")
    assert [one["title"] for one in told] == ["room", "room-again"]
    first, second = told
    assert second["key"] == f"{first['key']}-2"
    assert first["credit"] == "Ada, CC BY"
    assert first["tags"] == ["rooms", "team"]
    assert first["focal_point"] == {"x": 20, "y": 10, "width": 8, "height": 6}
    data = (out / first["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == first["key"]
    assert data == (out.parent / "media" / "original_images" / "room.png").read_bytes()


def test_menus_redirects_settings_and_the_rest_are_told(out):
    site = read(out, "site.json")
    privacy = next(p for p in site["pages"] if p["title"] == "Privacy practices")
    assert site["menu"] == [privacy["key"]]
    assert [p["address"] for p in site["pages"]][:2] == ["/", "/services/"]
    ways = {row["from"]: row for row in read(out, "redirects.json")}
    assert ways["/elsewhere"]["to_address"] == "https://example.org/"
    assert not ways["/elsewhere"]["permanent"]
    (gone,) = read(out, "taken-down.json")
    assert gone["notice"] == "A number was wrong."
    (clinic,) = read(out, "settings/clinic.json")
    assert clinic["says"]["privacy_page"] == {"page": privacy["key"]}
    (form,) = read(out, "settings/request-form.json")
    assert form["says"]["heading"] == "Write to us"
    assert {one["kind"] for one in read(out, "settings/wordings.json")} > {"consent"}
    prices = {one["name"]: one for one in read(out, "snippets/prices.json")}
    assert prices["Ketamine infusion"]["information"]["agreed_at"]
    assert prices["Urine test"]["information"]["agreed_at"] is None


def test_no_primary_key_and_no_number_of_a_row_is_in_a_record(out):
    for file in [*out.rglob("*.json")]:
        text = file.read_text()
        assert '"pk"' not in text
        assert not re.search(r'\bid=\\"\d', text), file
    every = read(out, "pages/articles/every-block/page.json")
    image = next(b for b in every["text"]["body"] if b["type"] == "image")
    assert image["value"]["image"] == {"picture": read(out, "pictures.json")[0]["key"]}
    assert every["text"]["sources"] == [{"reference": {"reference": "author2020"}}]


def test_the_manifest_has_the_sum_of_every_file(out):
    manifest = read(out, "manifest.json")
    there = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert there == {"manifest.json", *manifest["files"]}
    for name, said in manifest["files"].items():
        data = (out / name).read_bytes()
        assert said == {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    assert (out.stat().st_mode & 0o777) == 0o700


def test_two_exports_of_one_site_are_the_same_files(world, tmp_path):
    export(tmp_path / "one")
    export(tmp_path / "two")
    one, two = (read(tmp_path / name, "manifest.json") for name in ("one", "two"))
    assert one["files"] == two["files"]


def test_nothing_of_requests_secrets_and_mail_addresses_leaves(world, tmp_path):
    typed = {
        "name": "Quillon Testvale",
        "email": "quillon@mail.example.org",
        "phone": "+17035550117",
        "message": "a hard year",
    }
    request = receive(**typed)
    person = add_user(
        "priya-signs-in", INTAKE_COORDINATORS, first_name="Priya", last_name="Shah"
    )
    request.add_note(text="rang twice in vain", by=person)
    Page.objects.filter(pk=world["sleep"].pk).update(locked=True, locked_by=author())
    Approval.objects.update(note="between us two")

    export(tmp_path / "out")

    marks = [
        *typed.values(),
        "Quillon",
        "Testvale",
        "5550117",
        "555-0117",
        request.reference,
        "rang twice in vain",
        "between us two",
        person.email,
        person.username,
        person.password,
        author().email,
        author().password,
        "desk@clinic.example",
        "shh",
        "locked",
    ]
    found = [
        (mark, path.name)
        for path in (tmp_path / "out").rglob("*")
        if path.is_file()
        for mark in marks
        if mark.encode() in path.read_bytes()
    ]
    assert found == []


def test_only_an_empty_folder_or_an_earlier_export_is_written_to(world, tmp_path):
    out = tmp_path / "out"
    export(out)
    before = (out / "site.json").stat().st_ino
    export(out)
    assert (out / "site.json").stat().st_ino != before

    (out / "mine.txt").write_text("my notes")
    with pytest.raises(
        CommandError, match=r"holds what no earlier export wrote \(mine"
    ):
        export(out)
    assert (out / "mine.txt").read_text() == "my notes"

    other = tmp_path / "other"
    other.mkdir()
    export(other)
    strange = tmp_path / "strange"
    strange.mkdir()
    (strange / "photo.jpg").write_bytes(b"x")
    with pytest.raises(CommandError, match="Name an empty folder"):
        export(strange)
    with pytest.raises(CommandError, match="is no folder"):
        export(strange / "photo.jpg")
    (tmp_path / "link").symlink_to(other)
    with pytest.raises(CommandError, match="is a link"):
        export(tmp_path / "link")
    left = [path.name for path in tmp_path.iterdir() if path.name.startswith(".")]
    assert left == []


def test_a_file_that_is_gone_is_told_and_stops_nothing(world, tmp_path):
    Path(world["picture"].file.path).unlink()
    said = export(tmp_path / "out")
    assert "The file of “room” is gone" in said
    assert len(read(tmp_path / "out", "pictures.json")) == 1


def test_addresses_that_no_disk_tells_apart_or_holds_get_folders_of_their_own(
    world, tmp_path
):
    make_plain_page(title="One", slug="Sleep-Well")
    make_plain_page(title="Two", slug="sleep-well")
    make_plain_page(title="Long", slug="ä" * 200)
    export(tmp_path / "out")
    files = [page["file"] for page in read(tmp_path / "out", "site.json")["pages"]]
    assert len({file.casefold() for file in files}) == len(files)
    assert max(len(part.encode()) for file in files for part in file.split("/")) < 200
    titles = {read(tmp_path / "out", file)["text"]["title"] for file in files}
    assert titles >= {"One", "Two", "Long"}
