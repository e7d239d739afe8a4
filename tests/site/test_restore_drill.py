"""The drill: back up under load, restore onto an empty site, read what was sent."""

import json
import os
import stat
from pathlib import Path

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from wagtail.models import Page

from consultations.models import ReadingEntry, ReadingKind
from tests.canary import MARKS, NOTE, TYPED, found_in
from tests.consultations.conftest import add_home, add_user, receive
from tests.consultations.shared_database import shared  # noqa: F401 - a fixture

from .processes import empty_database, ended, environment, kill, manage, start

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
PAGE, PICTURE = "A page that everybody may read", b"bytes of a picture" * 200_000
MEDIA = "original_images/harbor.png"


@pytest.fixture
def site(shared, tmp_path):  # noqa: F811
    """Return the environment of a site with a canary, a page, a file and a session."""
    person = add_user("priya", "Intake coordinators")
    request = receive(**TYPED)
    request.add_note(NOTE, by=person)
    for _ in range(3):
        ReadingEntry.record(ReadingKind.DETAIL, by=person, request_ids=[request.pk])
    add_home().add_child(instance=Page(title=PAGE, slug="everybody"))
    session = SessionStore()
    session["somebody"] = "signed in"
    session.save()
    folder = tmp_path / "var"
    media = folder / "media" / MEDIA
    media.parent.mkdir(parents=True)
    media.write_bytes(PICTURE)
    request.env = environment(shared, folder)
    return request


def while_writing(env, action):
    """Do something while two processes receive; return it and all their references."""
    writers = [start("tests.site.keeps_receiving", n, env=env) for n in ("ada", "bo")]
    before, after = [], []
    try:
        before = [writer.stdout.readline().strip() for writer in writers]
        result = action()
        after = [ended(writer) for writer in writers]
    finally:
        kill(*writers)
    return result, before, [reference for told in after for reference in told]


def test_a_backup_under_load_restores_to_a_site_that_reads_everything(site, tmp_path):
    backups = tmp_path / "backups"
    made, before, later = while_writing(
        site.env, lambda: manage("backup", backups, env=site.env)
    )
    assert made.returncode == 0, made.stderr
    assert len(later) > 1, "nobody wrote meanwhile"
    (folder,) = backups.glob("clinic-*")

    nothing_readable(folder)
    with empty_database(tmp_path) as database:
        env = environment(database, tmp_path / "elsewhere")
        restored = manage("restore", backups, env=env)
        assert restored.returncode == 0, restored.stderr
        assert "Newest migrations: clinic 00" in restored.stdout
        assert "1 files" in restored.stdout
        look = start("tests.site.looks_in", site.reference, MEDIA, env=env)
        said = json.loads(look.communicate(timeout=120)[0])
        again = manage("restore", folder, env=env)

    assert said["typed"] == [*TYPED.values()]
    assert NOTE in said["notes"]
    assert said["by_search"] == [site.reference]
    assert (said["trail"], said["entries"]) == (None, 3)
    assert bytes.fromhex(said["media"]) == PICTURE
    assert PAGE in said["pages"]
    assert said["sessions"] == 0
    # Whole requests alone: what was stored before is there, of the rest a beginning.
    assert {site.reference, *before} <= set(said["requests"])
    assert set(said["requests"]) <= {site.reference, *before, *later}
    assert (said["without_event"], said["without_lookups"]) == (0, 0)
    assert again.returncode == 1
    assert "is not empty" in again.stderr
    assert "DATABASE_URL" in again.stderr


def nothing_readable(folder: Path) -> None:
    """Hold that a stolen backup shows nothing, and that others cannot take it."""
    parts = sorted(path.name for path in folder.iterdir())
    assert parts == ["database.sealed", "manifest.json", "media.sealed"]
    for path in folder.iterdir():
        content = path.read_bytes()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert not found_in(content, marks=MARKS)
        for known in (PAGE, "SQLite format 3", "PGDMP", "clinic_", "ustar", "priya"):
            assert known.encode() not in content or path.suffix == ".json", known
        assert PICTURE[:40] not in content
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_backup_that_is_killed_leaves_nothing_that_counts(site, tmp_path):
    backups = tmp_path / "backups"
    backups.mkdir()
    partial = backups / ".clinic-20260101T000000Z.partial"
    partial.mkdir()
    (partial / "database.sealed").write_bytes(b"half")
    beside = Path(connection.settings_dict["NAME"]).parent / ".clinic-backup-killed"
    if connection.vendor == "sqlite":
        beside.mkdir()
        (beside / "copy.sqlite3").write_bytes(b"unencrypted")

    nothing = manage("restore", backups, "--check", env=site.env)
    made = manage("backup", backups, env=site.env)

    assert nothing.returncode == 1
    assert "There is no backup in" in nothing.stderr
    assert "Removed 1 unfinished" in made.stdout
    assert not partial.exists()
    assert not beside.exists()
    whole = manage("restore", backups, "--check", env=site.env)
    assert whole.returncode == 0, whole.stderr
    assert ": whole." in whole.stdout


@pytest.mark.skipif("not connection.vendor == 'postgresql'")
def test_without_the_client_programs_the_package_is_named(site, tmp_path):
    env = {**site.env, "PATH": os.devnull}

    made = manage("backup", tmp_path / "backups", env=env)

    assert made.returncode == 1
    assert "apt-get install postgresql-client" in made.stderr
    assert not list((tmp_path / "backups").glob("*clinic-2*"))
