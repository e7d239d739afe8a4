"""Carries imports out that were uploaded: one at a time, the oldest first.

Whoever does this may be killed at any moment. What is not finished is taken up again
once it gave no sign of life for a while, and goes on where it stopped.
"""

import logging
from collections.abc import Callable

from django.db import DatabaseError
from django.db.models import F
from django.db.models.functions import Coalesce, Now
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imports import runs, undo, uploads
from articles.imports.pulse import Pulse
from articles.imports.refused import ImportRefused
from articles.imports.running import ImportBusy
from articles.models import ImportRun

logger = logging.getLogger(__name__)

# What ends its worker so often without getting on is not tried again by itself.
MOST_ATTEMPTS = 3
State = ImportRun.State


def anything_left() -> bool:
    """Say whether an import waits for somebody to carry it out."""
    objects = ImportRun.objects
    return objects.left().exists() and not objects.under_way().exists()


def work(should_stop: Callable[[], bool]) -> int:
    """Carry out what waits, until nothing does or it is asked to stop."""
    done = 0
    while not should_stop() and (run := take()):
        with Pulse(run) as pulse:
            carry_out(run, lambda: should_stop() or pulse.stop_asked())
        done += 1
        if run.is_open:
            # It was put down unfinished: whoever works next goes on with it.
            break
    return done


def take() -> ImportRun | None:
    """Take the oldest run that waits, so that nobody else does."""
    for run in ImportRun.objects.left():
        seen = ImportRun.objects.filter(
            pk=run.pk, state=run.state, alive_at=run.alive_at
        )
        if run.attempts >= MOST_ATTEMPTS:
            seen.update(**ended(run, gave_up()))
            continue
        state = State.UNDOING if run.state == State.UNDOING else State.RUNNING
        mine = seen.update(
            state=state,
            alive_at=timezone.now(),
            started_at=Coalesce("started_at", Now()),
            attempts=F("attempts") + 1,
        )
        if mine:
            run.refresh_from_db()
            return run
    return None


def carry_out(run: ImportRun, should_stop: Callable[[], bool]) -> None:
    """Do what a run is for, and write down how it ended.

    Raises DatabaseError, after which it is taken up again.
    """
    row = ImportRun.objects.filter(pk=run.pk)
    try:
        if run.state == State.UNDOING:
            undo.carry_out(run, should_stop)
        elif not uploads.path_of(run.file).is_file():
            row.update(**ended(run, file_is_gone()))
        else:
            runs.carry_out(run, should_stop)
    except DatabaseError:
        raise
    except ImportBusy:
        # A command is at work; this one waits its turn.
        row.update(state=State.WAITING)
    except ImportRefused as refusal:
        row.update(**ended(run, str(refusal)))
    except OSError as error:
        logger.error("Import %d: %s", run.pk, type(error).__name__)
        row.update(**ended(run, disk_failed(error)))
    except Exception as error:  # noqa: BLE001 - whatever it is, the next one goes on
        # Only the class: the text of an exception may quote what a file says.
        logger.error("Import %d failed: %s", run.pk, type(error).__name__)
        row.update(**ended(run, unforeseen(error)))
    run.refresh_from_db()
    if run.is_open:
        _leave(run)
    elif run.state == State.DONE and not run.dry_run:
        uploads.forget(run)


def _leave(run: ImportRun) -> None:
    """Put down what was not finished: for good, or for the next who works."""
    row = ImportRun.objects.filter(pk=run.pk)
    if run.state != State.UNDOING and run.stop_asked_at:
        row.update(state=State.STOPPED, finished_at=timezone.now())
    else:
        row.update(alive_at=None, attempts=0)


def ended(run: ImportRun, why: str) -> dict:
    """Return what is written into the row of a run that failed.

    An undo that failed leaves an import that can be undone once more.
    """
    return {"state": State.FAILED, "error": why, "finished_at": timezone.now()}


def gave_up() -> str:
    """Say that something about the file ends whoever reads it."""
    return _(
        "The worker was ended three times at the same place, so it stopped trying. "
        "What came in until then is kept. Ask whoever runs the site to look whether "
        "its memory is enough, then try again."
    )


def file_is_gone() -> str:
    """Say that the upload was deleted before it was read."""
    return _("The uploaded file is not here any more. Upload it again.")


def disk_failed(error: OSError) -> str:
    """Say that something could not be read or written."""
    if error.errno in uploads.FULL:
        return _(
            "The site's disk is full. What came in until then is kept. Ask whoever "
            "runs the site to make room, then try again."
        )
    return _(
        "A file could not be read or written (%(kind)s). What came in until then is "
        "kept. Try again; if it fails once more, tell whoever runs the site."
    ) % {"kind": type(error).__name__}


def unforeseen(error: Exception) -> str:
    """Say that something happened that nobody thought of."""
    return _(
        "Something went wrong that nobody foresaw (%(kind)s). What came in until then "
        "is kept. Try again; if it fails once more, tell whoever runs the site, who "
        "finds it in the worker's log."
    ) % {"kind": type(error).__name__}
