"""What a backup is made of, what is refused, how long it stays, and who is told."""

import io
import json
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from clinic.backups import Missed, gone_from_backups_at, last_backup, missed
from clinic.models import BackupRun
from clinic_site import watching
from clinic_site.backup import database, keeping, restoring, taking
from clinic_site.backup.manifest import FILE, Manifest, name_at
from clinic_site.backup.sealing import CHUNK, BackupError, Content, Sealer, opened
from clinic_site.outbox import send_batch
from tests.consultations.conftest import add_user

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
SALT = b"s" * 32
PURPOSE = "a test"
QUEUE = reverse("admin:consultations_consultationrequest_changelist")


def sealed(content: bytes) -> bytes:
    file = io.BytesIO()
    sealer = Sealer(file, PURPOSE, SALT)
    for start in range(0, len(content), 70_000):
        sealer.write(content[start : start + 70_000])
    sealer.close()
    return file.getvalue()


def unsealed(data: bytes, purpose=PURPOSE) -> bytes:
    return b"".join(opened(io.BytesIO(data), purpose, "part"))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_sealed_content_comes_back_and_is_not_readable(size):
    content = (b"known words " * (size // 12 + 1))[:size]
    data = sealed(content)

    assert unsealed(data) == content
    assert b"known words" not in data


def test_content_reads_like_a_file():
    content = bytes(range(256)) * 8192
    file = io.BufferedReader(Content(opened(io.BytesIO(sealed(content)), PURPOSE, "x")))

    assert file.read(1000) + file.read() == content


DAMAGE = {
    "cut off in a chunk": lambda data, step: data[:-5],
    "cut off between chunks": lambda data, step: data[: 48 + step],
    "last chunk twice": lambda data, step: data + data[48 + 2 * step :],
    "chunks exchanged": lambda data, step: (
        data[:48] + data[48 + step : 48 + 2 * step] + data[48 : 48 + step]
    ),
    "one bit": lambda data, step: data[:100] + bytes([data[100] ^ 1]) + data[101:],
    "other salt": lambda data, step: data[:20] + b"x" + data[21:],
    "nothing": lambda data, step: b"",
    "header alone": lambda data, step: data[:48],
    "another file": lambda data, step: b"PK\x03\x04" + data,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_damage_is_an_error_that_names_the_part(damage):
    data = sealed(b"words" * CHUNK)

    with pytest.raises(BackupError, match="part is"):
        unsealed(damage(data, CHUNK + 16))


def test_one_part_is_not_taken_for_another():
    with pytest.raises(BackupError):
        unsealed(sealed(b"words"), purpose="another test")


def test_another_key_opens_nothing(settings):
    data = sealed(b"words")
    settings.BACKUP_KEY = "only-for-tests-another-key-0123456789"
    with pytest.raises(BackupError):
        unsealed(data)


@pytest.mark.parametrize("key", ["", "short"])
def test_without_a_key_no_backup_is_made(settings, tmp_path, key):
    settings.BACKUP_KEY = key
    with pytest.raises(CommandError, match="No backup was made. BACKUP_KEY is not set"):
        call_command("backup", tmp_path / "backups")
    assert not (tmp_path / "backups").exists()


@pytest.fixture
def made(db, tmp_path, settings, monkeypatch):
    """Return a folder with one backup, of a database that is a few words."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VAR_DIR = tmp_path / "var"
    settings.VAR_DIR.mkdir()
    monkeypatch.setattr(database, "dump", lambda: iter([b"all that ", b"is kept"]))
    folder = tmp_path / "backups"
    call_command("backup", folder, stdout=io.StringIO())
    return folder


def only(folder):
    (path,) = keeping.backups_in(folder)
    return path


def test_a_backup_is_whole_and_noted_down(made):
    path = only(made)
    manifest = restoring.verified(path)

    content = b"".join(restoring.chunks(path, manifest, taking.DATABASE))
    assert content == b"all that is kept"
    run = BackupRun.objects.get()
    assert (run.name, run.size) == (path.name, manifest.size)
    assert last_backup() == run.taken_at
    assert manifest.newest_migrations["clinic"] >= "0026"
    assert "django" in manifest.versions


def test_manifest_holds_no_key(made, settings):
    text = (only(made) / FILE).read_text()
    for key in (*settings.FIELD_ENCRYPTION_KEYS, *settings.LOOKUP_KEYS):
        assert key not in text
    assert settings.BACKUP_KEY not in text
    assert settings.AUDIT_KEY not in text


def test_another_key_is_named_in_words(made, settings):
    settings.BACKUP_KEY = "only-for-tests-another-key-0123456789"
    with pytest.raises(CommandError, match="was sealed under key [0-9a-f]{8}, and"):
        call_command("restore", made, "--check")


CHANGES = {
    "missing": (lambda p: p.unlink(), "media.sealed is missing"),
    "cut": (lambda p: p.write_bytes(p.read_bytes()[:-1]), "media.sealed has"),
    "changed": (
        lambda p: p.write_bytes(p.read_bytes()[:-1] + b"x"),
        "media.sealed was changed",
    ),
}


@pytest.mark.parametrize(("change", "says"), CHANGES.values(), ids=CHANGES)
def test_a_part_that_is_not_as_it_was_is_named(made, change, says):
    change(only(made) / taking.MEDIA)
    with pytest.raises(CommandError, match=says):
        call_command("restore", made, "--check")


@pytest.mark.parametrize(
    "change",
    [
        {"taken_at": "2020-01-01T00:00:00+00:00"},
        {"parts": []},
        {"name": "clinic-20200101T000000Z"},
        {"seal": "0" * 64},
    ],
)
def test_a_changed_manifest_is_refused(made, change):
    path = only(made) / FILE
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    with pytest.raises(CommandError, match="was changed"):
        call_command("restore", made, "--check")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"seal": "x"}'])
def test_a_damaged_manifest_is_refused(made, content):
    (only(made) / FILE).write_text(content)
    with pytest.raises(CommandError, match="is damaged"):
        call_command("restore", made, "--check")


def test_restore_refuses_a_database_that_is_not_empty(made):
    with pytest.raises(CommandError, match="is not empty: it has .* tables. Nothing"):
        call_command("restore", made, stdout=io.StringIO())


def test_restore_refuses_media_that_are_there(made, tmp_path, monkeypatch):
    monkeypatch.setattr(database, "tables", list)
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "photo.jpg").write_bytes(b"mine")
    with pytest.raises(CommandError, match="There are media in"):
        call_command("restore", made, stdout=io.StringIO())


def test_restore_refuses_a_newer_site_and_another_database(made):
    manifest = Manifest.read(only(made))
    newer = [*manifest.migrations, "clinic.9999_from_later"]
    with pytest.raises(BackupError, match="newer version.*clinic.9999_from_later"):
        restoring.refuse_unfit(_with(manifest, migrations=newer))
    with pytest.raises(BackupError, match="This is a backup of oracle"):
        restoring.refuse_unfit(_with(manifest, database="oracle"))
    restoring.refuse_unfit(manifest)


def _with(manifest, **changed):
    return Manifest(**{**vars(manifest), **changed})


def test_restore_names_the_keys_that_are_not_set(made, settings):
    assert restoring.lacking(Manifest.read(only(made))) == []
    settings.AUDIT_KEY = "another"
    (line,) = restoring.lacking(Manifest.read(only(made)))
    assert line.startswith("AUDIT_KEY lacks key ")


def test_a_folder_that_is_handed_out_is_refused(db, settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    with pytest.raises(CommandError, match="anybody can download from"):
        call_command("backup", tmp_path / "backups")


def test_a_failed_backup_leaves_nothing_and_deletes_nothing(made, monkeypatch):
    old = only(made).rename(made / name_at(timezone.now() - timedelta(days=90)))

    def fails():
        yield b"half"
        raise BackupError("The disk is full.")

    monkeypatch.setattr(database, "dump", fails)
    with pytest.raises(CommandError, match="No backup was made. The disk is full"):
        call_command("backup", made)
    assert [*keeping.backups_in(made)] == [old]
    assert not list(made.glob(".clinic-2*"))
    assert BackupRun.objects.count() == 1


def test_two_backups_at_once_are_refused(made):
    with taking.alone(made), pytest.raises(CommandError, match="Another backup writes"):
        call_command("backup", made)


def days_old(folder, *ages) -> list[str]:
    """Put copies of the one backup there is, so many days old."""
    names = [name_at(timezone.now() - timedelta(days=age, hours=1)) for age in ages]
    for name in names:
        shutil.copytree(only_newest(folder), folder / name)
        BackupRun.record(name, timezone.now(), 1)
    return names


def only_newest(folder):
    return keeping.backups_in(folder)[0]


def again(folder, *arguments) -> str:
    """Take another backup a second later."""
    newest = only_newest(folder)
    earlier = name_at(timezone.now() - timedelta(minutes=5))
    newest.rename(folder / earlier)
    BackupRun.objects.filter(name=newest.name).update(name=earlier)
    out = io.StringIO()
    call_command("backup", folder, *arguments, stdout=out)
    return out.getvalue()


def test_expired_backups_are_deleted_and_said(made, settings):
    settings.BACKUP_KEEP_DAYS = 30
    kept, gone = days_old(made, 29), days_old(made, 30, 90)
    strange = made / "somebody-else"
    strange.mkdir()

    told = again(made)

    names = {path.name for path in keeping.backups_in(made)}
    assert set(kept) < names
    assert not names & set(gone)
    assert len(names) == 3
    assert all(name in told for name in gone)
    assert "what was purged longer ago is in none" in told
    assert set(BackupRun.objects.exclude(deleted_at=None).values_list("name")) == {
        (name,) for name in gone
    }
    assert strange.is_dir()


def test_keep_leaves_the_newest_few(made):
    days_old(made, 1, 2, 3)

    again(made, "--keep", "2")

    assert len(keeping.backups_in(made)) == 2
    with pytest.raises(CommandError, match="--keep needs"):
        call_command("backup", made, "--keep", "0")


def test_the_newest_stays_however_old_it_is(tmp_path):
    paths = [tmp_path / name_at(NOW - timedelta(days=days)) for days in (50, 60)]

    assert keeping.expired(paths, NOW, 30, None) == paths[1:]


def test_a_purge_is_in_no_backup_after_their_time(settings):
    settings.BACKUP_KEEP_DAYS = 14
    assert gone_from_backups_at(NOW) == NOW + timedelta(days=14)


@pytest.mark.django_db
def test_missed_is_said_after_the_days_that_are_set(settings):
    assert missed() is None
    settings.BACKUP_ALARM_DAYS = 2
    assert missed(NOW) == Missed(None)
    BackupRun.record("clinic-a", NOW - timedelta(days=2), 1)
    assert missed(NOW) is None
    assert missed(NOW + timedelta(seconds=1)) == Missed(2)
    assert missed(NOW + timedelta(days=5)) == Missed(7)


@pytest.mark.django_db
def test_managers_are_told_until_there_is_one(settings, client):
    settings.BACKUP_ALARM_DAYS = 2
    manager = add_user("ruth", "Clinic managers")
    BackupRun.record("clinic-a", timezone.now() - timedelta(days=4), 1)

    watching.look()
    watching.look()
    send_batch()

    (message,) = [m for m in mail.outbox if "backup" in m.subject]
    assert message.to == [manager.email]
    assert "The last backup is 4 days old" in message.body
    client.force_login(manager)
    assert "The last backup is 4 days old" in client.get(QUEUE).content.decode()

    BackupRun.record("clinic-b", timezone.now(), 1)
    watching.look()
    assert "The last backup is" not in client.get(QUEUE).content.decode()


@pytest.mark.django_db
def test_no_backup_at_all_is_said_too(settings, client):
    settings.BACKUP_ALARM_DAYS = 2
    watching.look()
    for role, told in (("Clinic managers", True), ("Intake coordinators", False)):
        client.force_login(add_user(f"a {role}", role))
        page = client.get(QUEUE).content.decode()
        assert ("No backup has been made yet" in page) is told
