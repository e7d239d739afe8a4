"""An export of the small site, and a fresh site to bring it into."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Page

from clinic.models import Reference
from tests.factories import make_editor, make_reviewer
from tests.site.leaving.world import make_picture, make_world


def command(name: str, *args, **options) -> str:
    said = io.StringIO()
    call_command(name, *args, stdout=said, stderr=said, **options)
    return said.getvalue()


def read(target: Path, name: str):
    return json.loads((target / name).read_text("utf-8"))


@pytest.fixture
def world(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return make_world()


@pytest.fixture
def left(settings, tmp_path, db) -> Path:
    """The export of a site that is gone: the database is as migrations left it."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    point = transaction.savepoint()
    make_world()
    command("export_site", tmp_path / "left")
    transaction.savepoint_rollback(point)
    settings.MEDIA_ROOT = str(tmp_path / "new-media")
    return tmp_path / "left"


@pytest.fixture
def people(left):
    """The two people of the fresh site, where no row has the number it had."""
    for number in range(5):
        make_picture(f"other-{number}").delete()
        Reference.objects.create(key=f"k{number}", citation="x").delete()
        page = Page(title="Other", slug=f"other-{number}")
        Page.objects.get(depth=1).add_child(instance=page)
        page.delete()
    return make_editor(), make_reviewer()


PUBLISH = {"publish": True, "by": "editor", "reviewed_by": "reviewer"}
