"""The sign of life of an import that is being carried out."""

import logging
import threading
from datetime import timedelta

from django.db import DatabaseError, connection
from django.utils import timezone

from articles.models import ImportRun

logger = logging.getLogger(__name__)

EVERY = timedelta(seconds=5)


class Pulse:
    """Writes down every few seconds that somebody is at work on a run.

    It beats in a thread with a connection of its own, so that one long item, or a trial
    that writes nothing, is no death. It hears, too, when somebody wants the run to end.
    """

    def __init__(self, run: ImportRun):
        self._run = run
        self._done = run.done_items
        self._over = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *exception):
        self._over.set()
        self._thread.join()

    def stop_asked(self) -> bool:
        """Say whether somebody asked the run to stop."""
        return self._stop.is_set()

    def _beat(self) -> None:
        try:
            while not self._over.wait(EVERY.total_seconds()):
                try:
                    self.once()
                except DatabaseError as error:
                    # A missed beat is made up for by the next.
                    logger.warning("No sign of life: %s", type(error).__name__)
        finally:
            connection.close()

    def once(self) -> None:
        """Give one sign of life and look what is asked."""
        rows = ImportRun.objects.filter(pk=self._run.pk)
        rows.update(alive_at=timezone.now(), **self._told())
        done, stop = rows.values_list("done_items", "stop_asked_at").get()
        if done > self._done:
            # It got on: what ended it before does not hold it up any more.
            self._done = done
            rows.update(attempts=0)
        if stop:
            self._stop.set()

    def _told(self) -> dict:
        """Return how far a trial is, which only whoever carries it out can see."""
        run = self._run
        if not run.dry_run or run.state != ImportRun.State.RUNNING:
            return {}
        return {"done_items": run.done_items, "total_items": run.total_items}
