"""An export of the small site, and a fresh site to bring it into."""

import hashlib
import io
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings
from wagtail.models import Page

from clinic.models import Reference, User
from tests.factories import make_editor, make_reviewer
from tests.layers import bare_database, layer
from tests.site.conftest import files_left_open
from tests.site.leaving.world import make_picture, make_world


def command(name: str, *args, **options) -> str:
    said = io.StringIO()
    call_command(name, *args, stdout=said, stderr=said, **options)
    return said.getvalue()


def read(target: Path, name: str):
    return json.loads((target / name).read_text("utf-8"))


def rewrite(target: Path, name: str, said) -> None:
    """Change a file of an export and its sum, as whoever means harm would."""
    data = said if isinstance(said, bytes) else json.dumps(said).encode()
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    manifest = read(target, "manifest.json")
    sums = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    manifest["files"][name] = sums
    (target / "manifest.json").write_text(json.dumps(manifest))


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return make_world()


@pytest.fixture(scope="session")
def exported(django_db_setup, django_db_blocker, tmp_path_factory) -> Path:
    """The export of a site that is gone: its rows were never committed."""
    place = tmp_path_factory.mktemp("left")
    media = override_settings(MEDIA_ROOT=str(place / "media"))
    with bare_database(django_db_blocker), media, files_left_open():
        make_world()
        command("export_site", place / "left")
    return place / "left"


@pytest.fixture
def left(settings, tmp_path, db, exported) -> Path:
    """A copy of that export, and a site that is as migrations left it."""
    settings.MEDIA_ROOT = str(tmp_path / "new-media")
    return Path(shutil.copytree(exported, tmp_path / "left"))


@layer
def other_numbers():
    """The editor of a fresh site, where no row has the number it had."""
    for number in range(5):
        make_picture(f"other-{number}").delete()
        Reference.objects.create(key=f"k{number}", citation="x").delete()
        page = Page(title="Other", slug=f"other-{number}")
        Page.objects.get(depth=1).add_child(instance=page)
        page.delete()
    make_reviewer()
    return make_editor()


@pytest.fixture
def people(left, other_numbers):
    """The two people of the fresh site, where no row has the number it had."""
    return other_numbers, User.objects.get(username="reviewer")


PUBLISH = {"publish": True, "by": "editor", "reviewed_by": "reviewer"}
