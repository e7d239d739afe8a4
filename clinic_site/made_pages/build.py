"""Which version of the site makes pages: its code, templates, files and settings."""

import hashlib
import re
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.utils.translation import get_language

# Folders of an app that no page is made from.
_ASIDE = {"migrations", "management", "__pycache__"}
_SEEN = {".py", ".html", ".css", ".mo", ".txt", ".json"}
# Settings that may be secret, and those that say where things are kept.
_NOT_SHOWN = re.compile(
    r"KEY|SECRET|PASSWORD|TOKEN|DATABASE|CACHE|EMAIL|MAIL|LOGGING|STORAGES|_DIR|_ROOT"
)
_PACKAGES = ("django", "wagtail")


def build() -> str:
    """Return a name for all that a page is made from and no database knows."""
    return f"{_of_files_and_settings()[:24]}-{get_language()}"[:32]


@cache
def _of_files_and_settings() -> str:
    digest = hashlib.blake2b(digest_size=16)
    for root in _roots():
        for path in sorted(root.rglob("*")):
            if path.suffix in _SEEN and _ASIDE.isdisjoint(path.parts):
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    told = {
        "settings": {
            name: repr(value)
            for name in dir(settings)
            if name.isupper()
            and not _NOT_SHOWN.search(name)
            and _is_plain(value := getattr(settings, name))
        },
        "files": getattr(staticfiles_storage, "hashed_files", {}),
        "packages": {name: version(name) for name in _PACKAGES},
    }
    digest.update(
        repr(sorted((k, sorted(v.items())) for k, v in told.items())).encode()
    )
    return digest.hexdigest()


def _roots() -> list[Path]:
    """Return the folders of our own apps and of the templates."""
    base = Path(settings.BASE_DIR)
    own = [Path(config.path) for config in apps.get_app_configs()]
    return [*(path for path in own if path.parent == base), base / "templates"]


def _is_plain(value) -> bool:
    """Say whether two processes write a value in the same way."""
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    return isinstance(value, str | int | float | None)
