"""Production settings refuse what is unsafe, and every variable is documented."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = dict(
    line.split("=", 1)
    for line in (Path(__file__).with_name("production.env")).read_text().splitlines()
    if line and not line.startswith("#")
)
# Names read by the code of the site, from the environment or the .env file.
READ = re.compile(
    r"""(?:\benv(?:\.\w+)?|\bos\.environ\.get|\bos\.getenv)\(\s*["']([A-Z][A-Z0-9_]*)["']"""
)


def load(tmp_path, without="", **changes) -> subprocess.CompletedProcess:
    """Import the production settings with nothing else in the environment.

    `without` is a package that shall not be found.
    """
    values = {**COMPLETE, "VAR_DIR": str(tmp_path), "PATH": os.environ["PATH"]}
    values.update(changes)
    hide = f"import sys; sys.modules[{without!r}] = None; " if without else ""
    return subprocess.run(
        [sys.executable, "-W", "error"]
        + ["-c", f"{hide}import clinic_site.settings.production"],
        env={name: value for name, value in values.items() if value is not None},
        cwd=ROOT,
        capture_output=True,
        text=True,
    )


def test_production_settings_load_when_complete(tmp_path):
    result = load(tmp_path)

    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize(
    "missing",
    [
        "SECRET_KEY",
        "FIELD_ENCRYPTION_KEYS",
        "LOOKUP_KEYS",
        "AUDIT_KEY",
        "BACKUP_KEY",
        "DATABASE_URL",
        "ALLOWED_HOSTS",
        "SITE_URL",
        "MAIL_FROM",
        "MAIL_DESK",
        "CLINIC_PHONE",
    ],
)
@pytest.mark.parametrize("value", [None, ""], ids=["unset", "empty"])
def test_production_settings_name_what_is_missing(tmp_path, missing, value):
    result = load(tmp_path, **{missing: value})

    assert result.returncode != 0
    assert f"{missing} is not set" in result.stderr


def test_production_settings_name_everything_at_once(tmp_path):
    result = load(tmp_path, **dict.fromkeys(COMPLETE))

    assert result.returncode != 0
    for name in ("SECRET_KEY", "AUDIT_KEY", "ALLOWED_HOSTS", "CLINIC_PHONE"):
        assert f"{name} is not set" in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEBUG", "1", "DEBUG is on"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS must name the hosts"),
        ("SITE_URL", "http://clinic.example", "SITE_URL must begin with https://"),
        ("SECRET_KEY", "short", "SECRET_KEY is shorter"),
        ("BACKUP_KEY", "short", "BACKUP_KEY is shorter"),
        ("BACKUP_KEEP_DAYS", "0", "BACKUP_KEEP_DAYS is less"),
    ],
)
def test_production_settings_refuse_what_is_unsafe(tmp_path, name, value, says):
    result = load(tmp_path, **{name: value})

    assert result.returncode != 0
    assert says in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "package"),
    [
        ("REDIS_URL", "redis://127.0.0.1:6379/0", "redis"),
        ("MEDIA_S3_BUCKET", "clinic-media", "storages"),
    ],
)
def test_production_settings_name_the_package_that_is_missing(
    tmp_path, name, value, package
):
    result = load(tmp_path, without=package, **{name: value})

    assert result.returncode != 0
    assert f"{name} is set, but the package {package} is not installed" in result.stderr
    assert "requirements-many.lock" in result.stderr
    assert load(tmp_path, without=package).returncode == 0


def test_a_refusal_does_not_print_the_keys(tmp_path):
    result = load(tmp_path, DEBUG="1")

    secret = ("FIELD_ENCRYPTION_KEYS", "LOOKUP_KEYS", "AUDIT_KEY", "BACKUP_KEY")
    for name in ("SECRET_KEY", *secret):
        assert COMPLETE[name] not in result.stderr


def test_env_example_lists_every_variable_and_no_other():
    read = set()
    for path in (ROOT / "clinic_site").rglob("*.py"):
        read |= set(READ.findall(path.read_text()))
    example = (ROOT / ".env.example").read_text()
    listed = re.findall(r"^(?:# )?([A-Z][A-Z0-9_]*)=", example, re.MULTILINE)

    assert sorted(listed) == sorted(read)
