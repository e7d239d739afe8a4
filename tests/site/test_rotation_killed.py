"""A rotation that is killed again and again ends all the same, and loses nothing."""

import random
import signal
import subprocess
import sys
import time

import pytest
from cryptography.fernet import Fernet

from clinic.encryption import field_key_ids, key_id, lookup_key_ids
from clinic.rotation import columns
from consultations.models import ConsultationRequest
from consultations.rotation import Lookups
from tests.consultations.conftest import add_user, receive
from tests.consultations.shared_database import shared  # noqa: F401 - a fixture

from .processes import ROOT, ended, environment, kill, manage, start

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
REQUESTS, KILLS = 120, 3


def under() -> dict[str, int]:
    """Return how many values each key holds."""
    found = {}
    for place in (*columns(), Lookups()):
        for key, count in place.under().items():
            found[key] = found.get(key, 0) + count
    return found


def started(env) -> subprocess.Popen:
    """Start a rotation, and return once it has said its first word."""
    rotation = subprocess.Popen(
        [sys.executable, "-u", "manage.py", "rotate_keys"],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        text=True,
    )
    rotation.stdout.readline()
    return rotation


def test_killed_while_people_write_it_ends_with_all_under_the_first_key(
    shared,  # noqa: F811
    settings,
    tmp_path,
):
    (old,) = settings.FIELD_ENCRYPTION_KEYS
    person = add_user("priya", "Intake coordinators")
    known = {}
    for number in range(REQUESTS):
        request = receive(name=f"Jordan Number{number}", email=f"j{number}@example.com")
        known[request.pk] = (request.name, request.email, request.message)
    settings.FIELD_ENCRYPTION_KEYS = [Fernet.generate_key().decode(), old]
    settings.LOOKUP_KEYS = ["a-new-lookup-key", *settings.LOOKUP_KEYS]
    env = environment(shared, tmp_path / "var")
    writers = [start("tests.site.keeps_receiving", n, env=env) for n in ("ada", "bo")]
    corrected = ConsultationRequest.objects.get(pk=min(known))
    try:
        stored = [writer.stdout.readline().strip() for writer in writers]
        for _ in range(KILLS):
            rotation = started(env)
            time.sleep(random.uniform(0, 0.1))  # noqa: S311
            rotation.send_signal(signal.SIGKILL)
            rotation.communicate()
        between = under()
        rotation = started(env)
        corrected.correct(by=person, name="Jordan Corrected")
        told = rotation.communicate(timeout=200)[0]
        for writer in writers:
            stored += ended(writer)
    finally:
        kill(*writers, rotation)

    assert rotation.returncode == 0, told
    assert between[key_id(old)] > 0
    assert set(under()) == {field_key_ids()[0], lookup_key_ids()[0]}
    known[corrected.pk] = ("Jordan Corrected", *known[corrected.pk][1:])
    settings.FIELD_ENCRYPTION_KEYS = settings.FIELD_ENCRYPTION_KEYS[:1]
    settings.LOOKUP_KEYS = settings.LOOKUP_KEYS[:1]
    rows = ConsultationRequest.objects.in_bulk(known)
    assert {k: (r.name, r.email, r.message) for k, r in rows.items()} == known
    written = set(ConsultationRequest.objects.values_list("reference", flat=True))
    assert set(stored) <= written
    assert len(stored) > len(writers), "nobody wrote meanwhile"
    for pk, (name, email, _message) in known.items():
        for words in (name.rpartition(" ")[2], email):
            found = ConsultationRequest.objects.matching(words)
            assert pk in found.values_list("pk", flat=True), words
    check = manage("rotate_keys", "--check", env=env)
    assert check.returncode == 0, check.stderr
    assert "still needed" not in check.stdout
