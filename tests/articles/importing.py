"""What the tests of the WordPress import share."""

from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, PageLogEntry, Revision

from articles.models import ArticlePage, ImportedItem
from clinic.models import Approval
from tests.factories import make_editor, make_reviewer

SAMPLES = Path(__file__).parent / "samples"
BLOCKS = SAMPLES / "block_editor.xml"
CLASSIC = SAMPLES / "classic_editor.xml"
COUNTED = (Page, Redirect, Revision, Approval, PageLogEntry, ModelLogEntry)


def run(path=BLOCKS, **options) -> str:
    """Run the command and return what it printed."""
    out = StringIO()
    options.setdefault("report", str(settings.VAR_DIR / "report"))
    call_command(
        "import_wordpress", str(path), stdout=out, stderr=StringIO(), **options
    )
    return out.getvalue()


def publish(path=BLOCKS) -> str:
    """Make the two people and publish with them."""
    make_editor()
    make_reviewer()
    return run(path, publish=True, by="editor", reviewed_by="reviewer")


def publish_again(path=BLOCKS) -> str:
    """Publish with the two people that are there."""
    return run(path, publish=True, by="editor", reviewed_by="reviewer")


def counts() -> dict:
    """Return how many rows an import could have left."""
    return {model: model.objects.count() for model in COUNTED}


def latest(wordpress_id) -> ArticlePage:
    """Return the latest text of the article made of a post."""
    page = ArticlePage.objects.get(wordpress_id=wordpress_id)
    return page.get_latest_revision_as_object()


def entry(run, source) -> ImportedItem:
    return run.items.get(source=source)


def notes(run, source) -> str:
    return "; ".join(entry(run, source).notes)


def page_of(run, source):
    return entry(run, source).page.specific.get_latest_revision_as_object()
