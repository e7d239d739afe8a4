"""Pictures come into the library once, with their words; missing ones are listed."""

from pathlib import Path

import pytest
from django.conf import settings

from articles.imports.running import run_for, run_import
from articles.models import ImportedItem
from clinic.models import ClinicImage
from tests.articles.exporting import SITE, attachment, item, written
from tests.articles.importing import latest
from tests.articles.uploads import folder, picture, zipped

pytestmark = pytest.mark.django_db
Outcome = ImportedItem.Outcome
RAMP = f"{SITE}/wp-content/uploads/2025/04/ramp.jpg"
SIZED = RAMP.replace("ramp.jpg", "ramp-300x200.jpg")
SHOWN = f'<p>Before.</p><figure><img src="{SIZED}" alt="Our ramp"></figure>'


@pytest.fixture(autouse=True)
def index(tmp_path, article_index):
    settings.MEDIA_ROOT, before = str(tmp_path / "library"), settings.MEDIA_ROOT
    yield article_index
    settings.MEDIA_ROOT = before


@pytest.fixture
def bring(tmp_path):
    """Return a function that imports an export of these parts with some uploads."""

    def bring(*parts, uploads=None, **options):
        path = written(tmp_path, *parts)
        media = None if uploads is None else folder(tmp_path / "uploads", uploads)
        options.setdefault("media", media)
        dry_run = options.pop("dry_run", False)
        return run_import(run_for(path, dry_run=dry_run), path=path, **options)

    return bring


def entry(run, source) -> ImportedItem:
    return run.items.get(source=source)


def shown_in(page) -> list[int]:
    return [b.value["image"].pk for b in page.body if b.block_type == "image"]


def stored_files() -> list[str]:
    root = Path(settings.MEDIA_ROOT)
    return sorted(f.name for f in root.rglob("*") if f.is_file())


def test_picture_comes_once_whatever_size_shows_it(bring):
    run = bring(
        attachment(5, "2025/04/ramp.jpg", alt="The ramp", title="Ramp", caption="New."),
        item(1, content=SHOWN, meta=[("_thumbnail_id", "5")]),
        item(2, content=f'<p><img src="{RAMP}" class="wp-image-5"></p>'),
        uploads={"2025/04/ramp.jpg": picture(), "2025/04/ramp-300x200.jpg": picture()},
    )

    image = ClinicImage.objects.get()
    assert (image.title, image.description) == ("Ramp", "The ramp")
    assert latest(1).share_image == image
    assert shown_in(latest(1)) == shown_in(latest(2)) == [image.pk]
    assert entry(run, "attachment 5").picture == image
    assert entry(run, "attachment 5").proof["caption"] == "New."
    assert entry(run, "post 1").proof["pictures_missing"] == []
    assert len(stored_files()) == 1


def test_picture_of_no_attachment_comes_with_the_text_that_shows_it(bring):
    run = bring(
        item(1, content=SHOWN),
        item(2, content=SHOWN.replace("300x200", "150x150")),
        uploads={"2025/04/ramp.jpg": picture()},
    )

    image = ClinicImage.objects.get()
    assert shown_in(latest(1)) == shown_in(latest(2)) == [image.pk]
    assert entry(run, "picture 2025/04/ramp.jpg").picture == image


def test_same_bytes_under_two_names_are_one_picture(bring):
    run = bring(
        attachment(5, "2025/04/ramp.jpg"),
        attachment(6, "2025/05/ramp-1.jpg"),
        uploads={"2025/04/ramp.jpg": picture(), "2025/05/ramp-1.jpg": picture()},
    )

    assert ClinicImage.objects.count() == 1
    assert entry(run, "attachment 5").picture == entry(run, "attachment 6").picture


def test_zip_of_the_uploads_will_do(bring, tmp_path):
    media = zipped(
        tmp_path / "uploads.zip", {"wp-content/uploads/2025/04/ramp.jpg": picture()}
    )

    bring(item(1, content=SHOWN), media=media)

    assert shown_in(latest(1)) == [ClinicImage.objects.get().pk]


def test_without_uploads_each_picture_is_listed_as_missing(bring):
    run = bring(
        attachment(5, "2025/04/ramp.jpg"),
        attachment(6, "2025/04/plan.pdf"),
        item(1, content=SHOWN, meta=[("_thumbnail_id", "5")]),
        item(2, meta=[("_thumbnail_id", "99")]),
    )

    assert not ClinicImage.objects.exists()
    assert "no uploads came" in entry(run, "attachment 5").notes[0]
    assert entry(run, "attachment 5").outcome == Outcome.LEFT_OUT
    assert "is no picture" in entry(run, "attachment 6").notes[0]
    assert entry(run, "post 1").proof["pictures_missing"] == [SIZED, RAMP]
    assert entry(run, "post 2").proof["pictures_missing"] == ["attachment 99"]


@pytest.mark.parametrize(
    "data",
    [b"<script>alert(1)</script>", b"<?php evil();", b"", picture()[:300]],
    ids=["script", "php", "empty", "cut"],
)
def test_what_is_no_picture_behind_its_name_is_refused_and_listed(bring, data):
    run = bring(
        attachment(5, "2025/04/ramp.jpg"),
        item(1, content=SHOWN),
        uploads={"2025/04/ramp.jpg": data},
    )

    assert not ClinicImage.objects.exists()
    assert "cannot be read" in entry(run, "attachment 5").notes[0]
    assert run.summary["media_refused"][0][0] == "2025/04/ramp.jpg"
    assert entry(run, "post 1").outcome == Outcome.CREATED
    assert entry(run, "post 1").proof["pictures_missing"] == [SIZED]
    assert stored_files() == []


def test_gigantic_picture_is_refused_before_it_is_drawn(bring, settings):
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    run = bring(
        attachment(5, "2025/04/ramp.jpg"), uploads={"2025/04/ramp.jpg": picture()}
    )

    assert "too many pixels" in entry(run, "attachment 5").notes[0]


def test_text_alternative_that_the_guard_stops_stays_out_of_the_library(bring):
    run = bring(
        attachment(5, "a.jpg", alt="Ketamine is a cure for depression"),
        uploads={"a.jpg": picture()},
    )

    assert ClinicImage.objects.get().description == ""
    assert entry(run, "attachment 5").findings
    assert entry(run, "attachment 5").proof["alt"].startswith("Ketamine")


def test_uploads_given_later_complete_what_came_without_them(bring):
    parts = (attachment(5, "2025/04/ramp.jpg"), item(1, content=SHOWN))
    bring(*parts)
    assert shown_in(latest(1)) == []

    run = bring(*parts, uploads={"2025/04/ramp.jpg": picture()})

    assert shown_in(latest(1)) == [ClinicImage.objects.get().pk]
    assert entry(run, "post 1").outcome == Outcome.UPDATED


def test_pictures_of_an_earlier_run_need_no_uploads_again(bring):
    ramp = attachment(5, "2025/04/ramp.jpg")
    bring(ramp, item(1, content=SHOWN), uploads={"2025/04/ramp.jpg": picture()})

    run = bring(ramp, item(1, content=SHOWN + "<p>New words.</p>"), media=None)

    assert entry(run, "attachment 5").outcome == Outcome.UNCHANGED
    assert entry(run, "post 1").outcome == Outcome.UPDATED
    assert shown_in(latest(1)) == [ClinicImage.objects.get().pk]


def test_picture_deleted_here_is_not_brought_back_in_silence(bring):
    ramp, uploads = attachment(5, "a.jpg"), {"a.jpg": picture()}
    bring(ramp, uploads=uploads)
    ClinicImage.objects.get().delete()

    run = bring(ramp, uploads=uploads)

    assert not ClinicImage.objects.exists()
    assert "deleted here" in entry(run, "attachment 5").notes[0]
    bring(ramp, uploads=uploads, bring_back=True)
    assert ClinicImage.objects.exists()


def test_trial_run_leaves_no_picture_and_no_file(bring):
    run = bring(
        attachment(5, "2025/04/ramp.jpg"),
        item(1, content=SHOWN),
        uploads={"2025/04/ramp.jpg": picture()},
        dry_run=True,
    )

    assert not ClinicImage.objects.exists()
    assert stored_files() == []
    assert entry(run, "attachment 5").outcome == Outcome.CREATED
    assert entry(run, "attachment 5").picture is None
    assert entry(run, "post 1").proof["pictures"] == 1


def test_files_of_an_item_that_fails_are_taken_back(bring, monkeypatch):
    def fail(*args):
        raise KeyError("surprise")

    monkeypatch.setattr("articles.imports.storing.pages._create", fail)
    run = bring(item(1, content=SHOWN), uploads={"2025/04/ramp.jpg": picture()})

    assert entry(run, "post 1").outcome == Outcome.FAILED
    assert not ClinicImage.objects.exists()
    assert stored_files() == []
