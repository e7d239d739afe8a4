"""The worker: does every registered job at its interval until it is told to stop."""

import logging
import time
from datetime import datetime, timedelta

from django.db import (
    InterfaceError,
    OperationalError,
    close_old_connections,
    connections,
)
from django.utils import timezone

from clinic.alone import alone
from clinic.jobs import Job, jobs
from clinic.models import JobRun
from clinic_site.stopping import Stop

logger = logging.getLogger(__name__)

# Jobs that share their work out themselves, so that several workers do it at once.
SHARED = {"open_sent_forms", "send_outbox"}
LONGEST_PAUSE = 30
NOTED_EVERY = timedelta(minutes=1)
# When this process wrote a job down, and how that had gone.
_noted: dict[str, tuple[datetime, str]] = {}


stop = Stop()


def work(stop: Stop) -> None:
    """Run the jobs at their intervals; a job that fails never ends the loop."""
    registered = jobs().values()
    next_run = {job.name: 0.0 for job in registered}
    pause = 1
    while not stop.requested():
        close_old_connections()
        away = False
        for job in registered:
            if stop.requested() or time.monotonic() < next_run[job.name]:
                continue
            done = run(job)
            away = away or not done
            interval = job.every.total_seconds()
            next_run[job.name] = time.monotonic() + (interval if done else pause)
        if away:
            connections.close_all()
            stop.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        else:
            pause = 1
            stop.sleep(max(0.2, min(next_run.values()) - time.monotonic()))
    connections.close_all()


def run(job: Job) -> bool:
    """Run one job, unless another worker is at it; False: the database was away."""
    try:
        if job.name in SHARED:
            do(job)
            return True
        with alone(job.name) as mine:
            if mine:
                do(job)
    except (OperationalError, InterfaceError) as error:
        logger.error("Job %s found no database: %s", job.name, name(error))
        return False
    return True


def do(job: Job) -> None:
    """Do the work of a job and write down how it went; raises only for the database."""
    at, began, failure = timezone.now(), time.monotonic(), ""
    try:
        job.run()
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:  # noqa: BLE001 - one job's failure is not the others'
        # Only the class: the text of an exception may quote what a person typed.
        failure = name(error)
        logger.error("Job %s failed: %s", job.name, failure)
    # What runs every few seconds is written down once a minute, or when it changes.
    last, before = _noted.get(job.name, (None, ""))
    if last is None or failure != before or at - last >= NOTED_EVERY:
        JobRun.note(job.name, at, time.monotonic() - began, failure)
        _noted[job.name] = (at, failure)


def name(error: BaseException) -> str:
    """Return the class of an error, the only part of it that is safe to log."""
    return type(error).__name__
