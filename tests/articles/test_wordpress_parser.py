import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.imports.wordpress import (
    ExportFileError,
    WordPressPost,
    WordPressSite,
    read_export,
)

SAMPLES = Path(__file__).parent / "samples"
BLOCKS = SAMPLES / "block_editor.xml"


def read(path):
    site, *posts = read_export(path)
    return site, posts


def refusal(tmp_path, content):
    path = tmp_path / "export.xml"
    path.write_bytes(content)
    with pytest.raises(ExportFileError) as refused:
        list(read_export(path))
    text = str(refused.value)
    assert "\n" not in text
    return text


def changed(old, new):
    text = BLOCKS.read_text()
    assert old in text
    return text.replace(old, new, 1)


def test_site_and_items_come_in_order():
    site, posts = read(BLOCKS)

    assert isinstance(site, WordPressSite)
    assert site.title == "Harbor Street Clinic"
    assert site.url == "https://harbor.example"
    assert site.authors == {"maren": "Maren Holt"}
    assert [post.wordpress_id for post in posts] == [11, 12, 13, 14, 15]
    assert [post.post_type for post in posts] == [
        "post", "post", "page", "attachment", "post",
    ]  # fmt: skip


def test_post_carries_everything_it_had():
    post = read(BLOCKS)[1][0]

    assert post.title == "Getting ready for a first visit & parking"
    assert post.slug == "getting-ready"
    assert post.link == "https://harbor.example/2025/04/getting-ready/"
    assert post.published_at == datetime(2025, 4, 17, 13, 30, tzinfo=UTC)
    assert post.status == "publish"
    assert post.content.startswith("<!-- wp:paragraph -->")
    assert "leave the car" in post.excerpt
    assert post.categories == ("Visits",)
    assert post.tags == ("Parking & buses",)
    assert post.author == "maren"
    assert post.comments == 2
    assert not post.has_password


def test_draft_has_no_date():
    assert read(BLOCKS)[1][1].published_at is None


def test_password_is_noticed():
    assert read(SAMPLES / "classic_editor.xml")[1][1].has_password


def test_date_is_read_from_pubdate_where_gmt_is_zero(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(changed("2025-04-17 13:30:00", "0000-00-00 00:00:00"))

    assert read(path)[1][0].published_at == datetime(2025, 4, 17, 13, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "charset", ["utf-16", "iso-8859-1", "windows-1252", "utf-8-sig"]
)
def test_declared_charset_is_read(tmp_path, charset):
    path = tmp_path / "export.xml"
    named = "utf-8" if charset == "utf-8-sig" else charset
    text = (SAMPLES / "classic_editor.xml").read_text().replace("Ring", "Ring für é")
    path.write_bytes(text.replace("UTF-8", named, 1).encode(charset))

    assert "für é" in read(path)[1][0].content


def test_empty_lines_before_the_xml_are_forgiven(tmp_path):
    path = tmp_path / "export.xml"
    path.write_bytes(b"\n\n" + BLOCKS.read_bytes())

    assert len(read(path)[1]) == 5


def test_control_characters_inside_are_forgiven(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(changed("Plan twenty", "Pl\x00an\x0btwen\x08ty"))

    assert "Plan twenty" in read(path)[1][0].content


def test_end_of_cdata_inside_a_post_is_read(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(changed("Plan twenty", "a ]]]]><![CDATA[> b"))

    assert "a ]]> b" in read(path)[1][0].content


def test_long_file_is_read_in_pieces(tmp_path):
    path = tmp_path / "export.xml"
    text = (SAMPLES / "classic_editor.xml").read_text()
    head, rest = text.split("<item>", 1)
    item, tail = rest.rsplit("</item>", 1)
    path.write_text(head + f"<item>{item}</item>" * 400 + tail)

    found = sum(isinstance(item, WordPressPost) for item in read_export(path))

    assert found == 800


def test_missing_file_is_named(tmp_path):
    with pytest.raises(ExportFileError, match=r"no file at .*gone\.xml"):
        list(read_export(tmp_path / "gone.xml"))


def test_folder_is_no_file(tmp_path):
    with pytest.raises(ExportFileError, match="is not a file"):
        list(read_export(tmp_path))


def test_unreadable_file_is_named(tmp_path, monkeypatch):
    def refuse(*args):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ExportFileError, match="Permission denied"):
        list(read_export(BLOCKS))


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6, 0.9, 0.999])
def test_truncated_file_is_refused(tmp_path, share):
    content = BLOCKS.read_bytes()

    text = refusal(tmp_path, content[: int(len(content) * share)])

    assert "ends too early" in text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"  \n ", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\xff\xfe", "not a WordPress export"),
        (b"%PDF-1.7 and more", "not a WordPress export"),
        (b"title,body\na,b\n", "not a WordPress export"),
        (gzip.compress(b"<rss/>", mtime=0), "unpack"),
        (b"PK\x03\x04....", "unpack"),
        (b"<!DOCTYPE html><html><p>Hello", "web page"),
        (b"<html><body></body></html>", "not a WordPress export"),
        (
            b"<rss><channel><title>News</title></channel></rss>",
            "not a WordPress export",
        ),
        (b"<rss><channel><item></item></channel></rss>", "not a WordPress export"),
        (b"<rss></rss>", "not a WordPress export"),
        (b'<?xml version="1.0" encoding="zip"?><rss/>', "charset nobody knows: zip"),
        (b'<?xml version="1.0" encoding="klingon"?><rss/>', "charset nobody knows"),
    ],
)
def test_foreign_file_is_refused(tmp_path, content, reason):
    assert reason in refusal(tmp_path, content)


def test_wrong_charset_names_the_line(tmp_path):
    text = changed("Plan twenty", "Fünf")

    assert "Line 31 is not written in the charset UTF-8" in refusal(
        tmp_path, text.encode("latin-1", "replace")
    )


def test_broken_xml_names_the_line(tmp_path):
    text = refusal(tmp_path, changed("<pubDate>Thu", "<pubDate & Thu").encode())

    assert "damaged in line" in text


ENTITY_BOMB = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<rss><channel><title>&b;</title></channel></rss>"""
OUTSIDE = """<?xml version="1.0"?>
<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]><rss>&a;</rss>"""


@pytest.mark.parametrize("content", [ENTITY_BOMB, OUTSIDE])
def test_entities_are_refused(tmp_path, content):
    assert "as an attack would" in refusal(tmp_path, content.encode())


def test_older_format_is_refused(tmp_path):
    text = BLOCKS.read_text().replace("export/1.2/", "export/1.1/")
    text = text.replace("<wp:wxr_version>1.2", "<wp:wxr_version>1.1")

    assert "has format 1.1; only 1.2" in refusal(tmp_path, text.encode())


@pytest.mark.parametrize("number", ["", "eleven", "9" * 5000])
def test_item_without_a_number_is_refused(tmp_path, number):
    text = changed("<wp:post_id>11<", f"<wp:post_id>{number}<")

    assert "has no id" in refusal(tmp_path, text.encode())


def test_names_of_the_format_may_be_written_with_https(tmp_path):
    text = BLOCKS.read_text().replace("http://wordpress.org/", "https://wordpress.org/")
    path = tmp_path / "secure.xml"
    path.write_text(text.replace("http://purl.org/", "https://purl.org/"))

    assert list(read_export(path)) == list(read_export(BLOCKS))
