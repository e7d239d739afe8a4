"""Uploads are found by their paths, and what is unsafe among them is refused."""

import os
import stat
import struct
import zipfile

import pytest

from articles.imports import media as media_module
from articles.imports.media import base_of, opened, variants
from articles.imports.refused import ImportRefused
from tests.articles.uploads import folder, picture, zipped

RAMP = "2025/04/ramp.jpg"


def found(path, file):
    """Return what is read where a file is asked for, None where it is not found."""
    with opened(path) as uploads:
        name = uploads.find(file)
        return name and uploads.read(name)


def refused(path) -> dict:
    with opened(path) as uploads:
        return dict(uploads.refused)


@pytest.mark.parametrize(
    ("file", "base"),
    [
        ("a/ramp.jpg", "a/ramp.jpg"),
        ("a/ramp-300x200.jpg", "a/ramp.jpg"),
        ("a/ramp-scaled.jpg", "a/ramp.jpg"),
        ("a/ramp-rotated.jpg", "a/ramp.jpg"),
        ("a/ramp-e1712345678901.jpg", "a/ramp.jpg"),
        ("a/ramp-e1712345678901-300x200.jpg", "a/ramp.jpg"),
        ("a/ramp-scaled-300x200.jpg", "a/ramp.jpg"),
        ("a/ramp.jpg.webp", "a/ramp.jpg"),
        ("a/room-2x.png", "a/room-2x.png"),
        ("a/-300x200.png", "a/-300x200.png"),
        ("", ""),
    ],
)
def test_size_variants_lead_to_the_original(file, base):
    assert base_of(file) == base
    assert not file or base in variants(file)


@pytest.mark.parametrize("wrap", [folder, zipped], ids=["folder", "zip"])
@pytest.mark.parametrize(
    "root", ["", "uploads/", "site/wp-content/uploads/", "wp-content/uploads/sites/3/"]
)
def test_file_is_found_below_the_uploads(tmp_path, wrap, root):
    path = wrap(tmp_path / "media", {f"{root}{RAMP}": b"ramp"})

    assert found(path, RAMP) == b"ramp"
    assert found(path, "2025/04/other.jpg") is None


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        ("ramp.jpg", "ramp-300x200.jpg"),
        ("ramp.jpg", "Ramp.JPG"),
        ("Ramp.JPG", "ramp-1024x768.jpg"),
        ("ramp-scaled.jpg", "ramp-300x200.jpg"),
        ("ramp-scaled.jpg", "ramp.jpg"),
        ("ramp-e1712345678901.jpg", "ramp-e1712345678901-300x200.jpg"),
        ("ramp.jpg", "ramp-e1712345678901.jpg"),
        ("ramp.jpg", "ramp.jpg.webp"),
        ("Empfang für alle.jpg", "Empfang fu\u0308r alle.jpg"),
        ("caf%C3%A9.jpg", "café.jpg"),
        ("room-300x200.jpg", "room-300x200.jpg"),
    ],
)
def test_original_is_found_by_any_of_its_names(tmp_path, stored, asked):
    path = folder(tmp_path, {f"2025/{stored}": b"it", "2025/else.jpg": b"no"})

    assert found(path, f"2025/{asked}") == b"it"


def test_original_is_preferred_to_its_sizes(tmp_path):
    path = folder(tmp_path, {"ramp.jpg": b"whole", "ramp-300x200.jpg": b"small"})

    assert found(path, "ramp-300x200.jpg") == b"small"
    assert found(path, "ramp-150x150.jpg") == b"whole"


def test_largest_size_stands_in_for_a_lost_original(tmp_path):
    path = folder(
        tmp_path,
        {
            "ramp-300x200.jpg": b"small",
            "ramp-1024x700.jpg": b"large",
            "ramp-two-2000x900.jpg": b"another",
            "x/ramp-4000x900.jpg": b"elsewhere",
        },
    )

    assert found(path, "ramp.jpg") == b"large"


@pytest.mark.parametrize(
    "name", ["../ramp.jpg", "a/../../ramp.jpg", "/ramp.jpg", "C:/ramp.jpg", "a\\b.jpg"]
)
def test_name_that_leads_out_of_a_zip_is_refused(tmp_path, name):
    path = zipped(tmp_path / "media.zip", {name: b"evil", RAMP: b"ramp"})

    [why] = refused(path).values()
    assert why == "its name leads out of the folder"
    assert found(path, RAMP) == b"ramp"
    assert found(path, "ramp.jpg") is None


def test_links_are_not_followed(tmp_path):
    secret = tmp_path / "secret"
    folder(secret, {"key.jpg": b"secret"})
    path = folder(tmp_path / "media", {RAMP: b"ramp"})
    os.symlink(secret / "key.jpg", path / "key.jpg")
    os.symlink(secret, path / "2026")

    assert refused(path) == {"key.jpg": "is a link", "2026": "is a link"}
    assert found(path, "key.jpg") is found(path, "2026/key.jpg") is None


def test_link_that_takes_the_place_of_a_file_is_not_followed(tmp_path):
    path = folder(tmp_path / "media", {RAMP: b"ramp"})
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    with opened(path) as uploads:
        (path / RAMP).unlink()
        os.symlink(secret, path / RAMP)

        with pytest.raises(ImportRefused, match="cannot be read"):
            uploads.read(uploads.find(RAMP))


def test_link_in_a_zip_is_refused(tmp_path):
    path = tmp_path / "media.zip"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("key.jpg")
        member.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(member, "/etc/hostname")

    assert refused(path) == {"key.jpg": "is a link"}


def test_zip_bomb_is_refused_unread(tmp_path):
    path = zipped(tmp_path / "media.zip", {"bomb.jpg": b"\0" * 20_000_000})

    assert path.stat().st_size < 100_000
    assert "far more than it is" in refused(path)["bomb.jpg"]
    assert found(path, "bomb.jpg") is None


def test_zip_that_lies_about_a_size_is_read_no_further(tmp_path, monkeypatch):
    monkeypatch.setattr(media_module, "LONGEST_FILE", 1000)
    path = zipped(tmp_path / "media.zip", {"bomb.jpg": os.urandom(5000)})
    data = bytearray(path.read_bytes())
    at = data.index(b"PK\x01\x02")
    # The directory says 900 bytes, as the header before the file's bytes does.
    data[at + 24 : at + 28] = struct.pack("<I", 900)
    data[22:26] = struct.pack("<I", 900)
    path.write_bytes(data)

    with opened(path) as uploads, pytest.raises(ImportRefused):
        uploads.read(uploads.find("bomb.jpg"))


def test_file_that_is_too_long_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(media_module, "LONGEST_FILE", 1000)
    path = folder(tmp_path, {RAMP: b"x" * 1001})

    with pytest.raises(ImportRefused, match="larger than"):
        found(path, RAMP)


def test_locked_and_damaged_files_are_told(tmp_path):
    path = zipped(tmp_path / "media.zip", {RAMP: picture() * 20, "b.jpg": b"b"})
    data = bytearray(path.read_bytes())
    data[60:70] = bytes(10)
    second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
    data[second + 8] |= 1
    path.write_bytes(data)

    assert refused(path) == {"b.jpg": "is locked with a password"}
    with pytest.raises(ImportRefused, match="damaged in the zip"):
        found(path, RAMP)


def test_ever_more_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(media_module, "MOST_FILES", 3)
    path = folder(tmp_path, {f"{number}.jpg": b"" for number in range(4)})

    with pytest.raises(ImportRefused, match="more than 3 files"):
        refused(path)


def test_what_is_neither_folder_nor_zip_is_told(tmp_path):
    (tmp_path / "notes.txt").write_text("no zip")

    with pytest.raises(ImportRefused, match="neither a folder nor a zip"):
        refused(tmp_path / "notes.txt")
    with pytest.raises(ImportRefused, match="no uploads at"):
        refused(tmp_path / "gone")


def test_nothing_given_is_nothing():
    with opened(None) as uploads:
        assert uploads is None
