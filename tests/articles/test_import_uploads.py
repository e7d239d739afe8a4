"""What is uploaded to be imported: taken within limits, kept privately, then gone."""

import errno
import os
import stat
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.imports import uploads
from articles.models import ImportRun
from tests.articles.importing import BLOCKS
from tests.articles.uploading import ADD, export, kept, newest, packed, upload
from tests.factories import make_editor, make_reviewer

pytestmark = pytest.mark.django_db

DAY = 24 * 60 * 60


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORTS_ROOT = str(tmp_path / "imports")
    return tmp_path / "imports"


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def sentences(response) -> str:
    form = response.context["form"]
    return " ".join(
        [*form.non_field_errors(), *(e for field in form for e in field.errors)]
    )


def aged(stored: str, days: float) -> None:
    then = time.time() - days * DAY
    os.utime(uploads.path_of(stored), (then, then))


def test_export_lies_in_a_private_folder_under_a_name_nobody_guesses(
    client, editor, folder, settings
):
    response = upload(client, export("../../My site.xml"))

    run = newest()
    assert response["Location"] == f"/cms/imports/{run.pk}/"
    path = folder / run.file
    assert path.read_bytes() == BLOCKS.read_bytes()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert len(run.file) == 32 and "site" not in run.file
    assert run.name == "My site.xml"
    assert not str(folder).startswith(str(settings.MEDIA_ROOT))
    assert (run.started_by, run.kind) == (editor, ImportRun.Kind.WORDPRESS)


def test_trial_run_is_what_happens_unless_told_otherwise(client, editor):
    page = client.get(ADD)
    assert page.context["form"]["how"].value() == "trial"

    upload(client)
    assert newest().dry_run
    upload(client, how="real")
    assert not newest().dry_run


def test_pictures_come_along(client, editor, folder):
    upload(client, media=packed())

    assert kept() == {newest().file, newest().media_file}


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (SimpleUploadedFile("a.xml", b"<html></html>"), "no WordPress export"),
        (SimpleUploadedFile("a.doc", b"old"), "Upload the .xml file"),
        (SimpleUploadedFile("a.docx", b"no zip"), "no Word document"),
        (packed("a.docx"), "no Word document"),
        (SimpleUploadedFile("a.xml", b""), "empty"),
    ],
    ids=["page", "old word", "broken word", "other zip", "empty"],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(client, editor, file, says):
    response = upload(client, file)

    assert says in sentences(response)
    assert not ImportRun.objects.exists()
    assert kept() == set()


def test_pictures_that_are_no_zip_are_refused(client, editor):
    response = upload(client, media=SimpleUploadedFile("a.zip", b"not a zip"))

    assert "no .zip that can be opened" in sentences(response)
    assert kept() == set()


def test_document_brings_its_own_pictures(client, editor):
    document = packed("a.docx", **{"word/document.xml": b"<w/>"})
    response = upload(client, document, media=packed())

    assert "brings its own pictures" in sentences(response)
    assert kept() == set()


def test_file_over_its_limit_is_refused_and_nothing_of_it_is_kept(
    client, editor, monkeypatch
):
    monkeypatch.setitem(uploads.LIMITS, uploads.FILE, 1000)
    response = upload(client)

    assert "larger than 1000\xa0bytes" in sentences(response)
    assert "This field is required" not in sentences(response)
    assert kept() == set()


def test_pictures_over_their_limit_take_the_export_along(client, editor, monkeypatch):
    monkeypatch.setitem(uploads.LIMITS, uploads.MEDIA, 10)
    response = upload(client, media=packed())

    assert "“uploads.zip” is larger" in sentences(response)
    assert kept() == set()


def test_full_disk_is_said_and_keeps_nothing(client, editor, monkeypatch):
    def full(self):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(uploads.ImportUploadHandler, "_sync", full)
    response = upload(client)

    assert "too little room" in sentences(response)
    assert kept() == set()


def test_reserve_for_requests_is_left_alone(client, editor, settings):
    settings.DISK_RESERVE_MB = 10**9
    response = upload(client)

    assert "too little room" in sentences(response)
    assert kept() == set()


def test_folder_that_cannot_be_written_is_said(client, editor, settings, tmp_path):
    (tmp_path / "file").write_text("in the way")
    settings.IMPORTS_ROOT = str(tmp_path / "file" / "imports")
    response = upload(client)

    assert "IMPORTS_ROOT" in sentences(response)


def test_nothing_of_a_big_upload_is_held_in_memory(client, editor):
    upload(client)
    handler = uploads.ImportUploadHandler()

    handler.new_file("file", "big.xml", "text/xml", None)
    for start in range(0, 5 * uploads.MEGABYTE, 2**16):
        assert handler.receive_data_chunk(b"x" * 2**16, start) is None
    file = handler.file_complete(5 * uploads.MEGABYTE)

    assert file.size == 5 * uploads.MEGABYTE
    # No handler after it gets the bytes, and none of Django's own stands beside it.
    assert file.file is None
    file.close()


def test_upload_that_breaks_off_leaves_nothing(client, editor, monkeypatch):
    made = []

    def create():
        made.append(1)
        return original()

    original = uploads.create
    monkeypatch.setattr(uploads, "create", create)
    head = b"Content-Disposition: form-data; name=file; filename=a.xml"
    body = b"--x\r\n" + head + b"\r\n\r\n" + b"<rss" * 2**15
    # Longer than what comes; the test's own stream says so where a socket would end.
    with pytest.raises(AssertionError, match="more than the available"):
        client.generic(
            "POST",
            ADD,
            body,
            content_type="multipart/form-data; boundary=x",
            CONTENT_LENGTH=str(len(body) + 10**6),
        )

    assert made == [1]
    assert kept() == set()


def test_files_in_other_fields_and_a_second_one_are_not_kept(client, editor):
    more = {"other": export("other.xml")}
    response = client.post(
        ADD, {"how": "trial", "file": [export("a.xml"), export("b.xml")], **more}
    )

    assert response.status_code == 302
    assert newest().name == "a.xml"
    assert kept() == {newest().file}


@pytest.mark.parametrize("who", [None, make_reviewer])
def test_whoever_may_not_import_writes_nothing_to_the_disk(
    client, who, monkeypatch, folder
):
    if who:
        client.force_login(who())
    seen = []
    monkeypatch.setattr(uploads, "create", lambda: seen.append(1))
    response = upload(client)

    assert response.status_code in (302, 403)
    assert seen == []
    assert not folder.exists() or kept() == set()


def test_forged_form_is_refused_and_nothing_of_it_is_kept(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    response = upload(strict)

    assert response.status_code == 403
    assert not ImportRun.objects.exists()
    assert kept() == set()

    token = strict.get(ADD).context["csrf_token"]
    answer = upload(strict, csrfmiddlewaretoken=str(token))
    assert answer.status_code == 302


def test_script_is_told_where_to_go(client, editor):
    response = client.post(
        ADD,
        {"how": "trial", "file": export()},
        headers={"Accept": "application/json"},
    )

    assert response.json() == {"to": f"/cms/imports/{newest().pk}/"}


def test_upload_is_gone_after_a_week(client, editor):
    upload(client)
    run = newest()
    ImportRun.objects.update(state=ImportRun.State.DONE)
    aged(run.file, 6.9)
    uploads.forget_old()
    assert kept() == {run.file}

    aged(run.file, 7.1)
    uploads.forget_old()
    run.refresh_from_db()
    assert (kept(), run.file) == (set(), "")


def test_upload_that_still_waits_is_kept(client, editor):
    upload(client)
    aged(newest().file, 30)
    uploads.forget_old()

    assert kept() == {newest().file}


def test_what_no_import_names_is_gone_after_a_day():
    fresh, out = uploads.create()
    out.close()
    old, out = uploads.create()
    out.close()
    aged(old, 1.1)
    uploads.forget_old()

    assert kept() == {fresh}


def test_name_of_a_stored_file_leads_nowhere_else(folder):
    assert uploads.path_of("../../etc/passwd") == folder / "passwd"
