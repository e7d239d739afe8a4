"""Carries out one import with whoever reads its kind of file."""

from collections.abc import Callable

from articles.imports.running import run_import
from articles.imports.word_run import run_document
from articles.models import ImportRun


def carry_out(run: ImportRun, should_stop: Callable[[], bool]) -> None:
    """Read the upload of a run and bring in what it holds, from where it stopped.

    Raises ImportRefused, whose text says why, for people.
    """
    if run.kind == ImportRun.Kind.WORD:
        run_document(run)
    else:
        run_import(run, should_stop=should_stop)
