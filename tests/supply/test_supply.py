"""What the site is made of is pinned and allowed, and no secret lies beside it."""

import base64
import random
import re
import secrets
import subprocess
import time
import uuid

import pytest
from cryptography.fernet import Fernet

from . import licenses, locks, secret_scan

LOCKS = [locks.RUNTIME, locks.DEVELOPMENT]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_requirement_is_pinned_by_hash(lock):
    found = locks.read(lock.read_text())
    assert len(found) > 30
    assert [package.name for package in found if not package.hashes] == []


def test_several_machines_need_no_other_versions_than_one():
    found = locks.read(locks.MANY.read_text())
    assert {"redis", "django-storages"} <= {package.name for package in found}
    assert [package.name for package in found if not package.hashes] == []
    for lock in LOCKS:
        versions = {p.name: p.version for p in locks.read(lock.read_text())}
        other = [p.name for p in found if versions.get(p.name, p.version) != p.version]
        assert other == []


def test_requirement_without_version_or_hash_is_found():
    with pytest.raises(ValueError, match="django"):
        locks.read("django>=5.2\n")
    (loose,) = locks.read("django==5.2.19  # by nobody\n")
    assert loose.hashes == 0


def test_what_is_asked_for_is_locked_and_development_has_all_of_the_site():
    runtime, both = ({p.name for p in locks.read(path.read_text())} for path in LOCKS)
    asked = re.findall(
        r"^([\w.-]+)", (locks.ROOT / "requirements.txt").read_text(), re.M
    )
    assert {locks.normalized(name) for name in asked} <= runtime <= both


def test_every_package_of_node_is_pinned_by_hash():
    packages = locks.node_packages()
    assert len(packages) > 100
    loose = [
        place
        for place, package in packages.items()
        if not package.get("integrity", "").startswith("sha512-")
    ]
    assert loose == []


def test_list_of_licenses_is_up_to_date_and_allowed():
    assert licenses.main(["--check"]) is None


def test_stale_list_is_refused(monkeypatch, tmp_path):
    monkeypatch.setattr(licenses, "DOCUMENT", tmp_path / "licenses.md")
    assert "out of date" in licenses.main(["--check"])
    assert licenses.main([]) is None
    assert licenses.main(["--check"]) is None


def test_license_that_nobody_allowed_is_refused(monkeypatch):
    monkeypatch.setattr(
        licenses, "lists", lambda: {"In the site": {"x 1": "GPL-3.0-or-later"}}
    )
    assert "x 1: GPL-3.0-or-later" in licenses.main(["--check"])


@pytest.mark.parametrize(
    ("license", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-3.0-only", True),
        ("MIT AND PSF-2.0", True),
        ("MIT AND GPL-3.0-only", False),
        ("(MIT OR CC0-1.0)", True),
        ("GPL-3.0-or-later", False),
        ("unknown", False),
    ],
)
def test_licenses_are_read_with_their_choices(license, allowed):
    assert licenses.is_allowed(license, licenses.ALLOWED) == allowed


def drawn(alphabet: str, length: int, seed: int = 0) -> str:
    lot = random.Random(seed)  # noqa: S311 the same in every run, kept nowhere
    return "".join(lot.choices(alphabet, k=length))


LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
# Made when they are planted, so that none stands in this file.
PLANTED = {
    "a private key": lambda: "-----BEGIN " + "RSA PRIVATE KEY-----\nMIIE",
    "a key of AWS": lambda: "AKIA" + drawn(UPPER, 16),
    "a token of GitHub": lambda: "ghp" + "_" + drawn(LETTERS, 36),
    "a token of GitLab": lambda: "glpat" + "-" + drawn(LETTERS, 20),
    "a token of Slack": lambda: "xoxb" + "-" + drawn(LETTERS, 24),
    "a key of Stripe": lambda: "sk_live" + "_" + drawn(LETTERS, 24),
    "a key of Google": lambda: "AIza" + drawn(LETTERS, 35),
    "a key of SendGrid": lambda: f"SG.{drawn(LETTERS, 22)}.{drawn(LETTERS, 43)}",
    "a token of npm": lambda: "npm" + "_" + drawn(LETTERS, 36),
    "a key of Fernet": lambda: f"key = '{Fernet.generate_key().decode()}'",
    "a password in an address": lambda: (
        f"postgres://clinic:x7{drawn(LETTERS, 20)}@db/x"
    ),
    "a secret by its name": lambda: f"SECRET_KEY=aB3{drawn(LETTERS, 50)}",
}


@pytest.mark.parametrize("what", PLANTED)
def test_planted_secret_is_found_on_its_line(what):
    text = f"first line\n{PLANTED[what]()}\nlast line\n"
    assert (2, what) in list(secret_scan.found_in(text))


def test_random_passwords_do_not_go_by_for_being_poor_in_letters():
    passwords = (f"x7{drawn(LETTERS, 20, seed)}" for seed in range(5000))
    assert all(map(secret_scan.looks_random, passwords))


@pytest.mark.parametrize("name", ["LOOKUP_KEYS", "AUDIT_KEY", "METRICS_TOKEN"])
def test_keys_of_this_site_are_found_by_their_names(name):
    for shape in ('{} = ["{}"]', "{}={}", '"{}": "{}"', "export {}={}"):
        text = shape.format(name, f"a1B{secrets.token_urlsafe(32)}")
        assert list(secret_scan.found_in(text)), shape


READABLE = base64.urlsafe_b64encode(b"readable-key-of-32-bytes-long-ok").decode()


@pytest.mark.parametrize(
    "text",
    [
        'SECRET_KEY = "only-for-tests-0123456789"',
        f'KEYS = ["{READABLE}"]',
        "postgres://clinic:password@localhost:5432/clinic",
        'SECRET_KEY = env("SECRET_KEY", default="")',
        "TOKEN = re.compile(r'[a-z0-9]{16,40}')",
        f"--hash=sha256:{'0123456789abcdef' * 4}",
        f'"id": "{uuid.UUID(int=7)}"',
    ],
)
def test_made_up_values_and_code_are_left_alone(text):
    assert list(secret_scan.found_in(text)) == []


@pytest.fixture
def repository(tmp_path):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    return tmp_path


@pytest.mark.parametrize(
    "name", [".env", "deploy/.env.production", "var/keys.json", "tls/site.key", "x.pem"]
)
def test_files_that_hold_secrets_are_refused_whatever_is_in_them(repository, name):
    path = repository / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("nothing\n")
    assert secret_scan.scan(repository) == [
        f"{name}: a file that holds secrets or data"
    ]


def test_example_of_settings_may_be_kept_and_ignored_files_are_not_read(repository):
    (repository / ".env.example").write_text("SECRET_KEY=\n")
    (repository / ".gitignore").write_text(".env\n")
    (repository / ".env").write_text(PLANTED["a secret by its name"]())
    assert secret_scan.scan(repository) == []


def test_nothing_secret_is_kept_here_and_looking_is_quick():
    began = time.process_time()
    assert secret_scan.scan(locks.ROOT) == []
    assert time.process_time() - began < 3
