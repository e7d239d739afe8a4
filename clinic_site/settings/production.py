"""A clinic's own installation: refuses to start until it is set up safely."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from . import base
from .base import *  # noqa: F403
from .base import env

MADE_BY = {
    "SECRET_KEY": 'python -c "import secrets; print(secrets.token_urlsafe(50))"',
    "FIELD_ENCRYPTION_KEYS": (
        'python -c "from cryptography.fernet import Fernet; '
        'print(Fernet.generate_key().decode())"'
    ),
    "LOOKUP_KEYS": 'python -c "import secrets; print(secrets.token_urlsafe(32))"',
    "AUDIT_KEY": 'python -c "import secrets; print(secrets.token_urlsafe(32))"',
    "BACKUP_KEY": 'python -c "import secrets; print(secrets.token_urlsafe(32))"',
}
NEEDED = {
    "DATABASE_URL": "the address of the PostgreSQL database",
    "ALLOWED_HOSTS": "the host names of the site, with commas between them",
    "SITE_URL": "the address visitors use, beginning with https://",
    "MAIL_FROM": "the address that the site's mail comes from",
    "MAIL_DESK": "the address that is told of a new request",
    "CLINIC_PHONE": "the phone number that error pages show, as +17035550142",
}
# What several machines share, and the package that speaks to it.
NEEDS_PACKAGE = {"REDIS_URL": "redis", "MEDIA_S3_BUCKET": "storages"}


def problems() -> list[str]:
    """Say, one line each, what keeps this installation from being safe."""
    found = [
        f"{name} is not set. Make one with: {how}"
        for name, how in MADE_BY.items()
        if not getattr(base, name)
    ]
    found += [
        f"{name} is not set: {what}."
        for name, what in NEEDED.items()
        if not env(name, default="").strip()
    ]
    found += [
        f"{name} is set, but the package {package} is not installed. Install it with: "
        "pip install --require-hashes --no-deps -r requirements-many.lock"
        for name, package in NEEDS_PACKAGE.items()
        if getattr(base, name) and find_spec(package) is None
    ]
    if 0 < len(base.SECRET_KEY) < 50:
        found.append("SECRET_KEY is shorter than 50 characters.")
    if 0 < len(base.BACKUP_KEY) < 32:
        found.append("BACKUP_KEY is shorter than 32 characters.")
    if base.BACKUP_KEEP_DAYS < 1:
        found.append("BACKUP_KEEP_DAYS is less than one day.")
    if "*" in base.ALLOWED_HOSTS:
        found.append("ALLOWED_HOSTS must name the hosts; '*' would allow any.")
    if env("SITE_URL", default="").startswith("http://"):
        found.append("SITE_URL must begin with https://.")
    if env.bool("DEBUG", default=False):
        found.append("DEBUG is on. Take it out of the environment.")
    return found


if _problems := problems():
    raise ImproperlyConfigured(
        "The site does not start with these settings (see .env.example):\n- "
        + "\n- ".join(_problems)
    )
