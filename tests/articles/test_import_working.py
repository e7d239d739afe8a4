"""Imports are carried out one at a time, and go on whatever ended the last worker."""

import errno
from datetime import timedelta

import pytest
import time_machine
from django.db import OperationalError
from django.utils import timezone

from articles.imports import pulse, runs, uploads, working
from articles.imports.pulse import Pulse
from articles.imports.refused import ImportRefused
from articles.models import ImportRun
from tests.articles.importing import BLOCKS
from tests.articles.uploading import kept, work
from tests.factories import make_article_index

pytestmark = pytest.mark.django_db

State = ImportRun.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORTS_ROOT = str(tmp_path)


@pytest.fixture
def carried_out(monkeypatch):
    """Note which runs are carried out, and do what a test says with each."""
    seen = []

    def carry_out(run, should_stop):
        seen.append(run.pk)
        carry_out.does(run, should_stop)

    def finish(run, should_stop):
        ImportRun.objects.filter(pk=run.pk).update(state=State.DONE)

    carry_out.does = finish
    carry_out.seen = seen
    monkeypatch.setattr(runs, "carry_out", carry_out)
    return carry_out


def make_run(**fields) -> ImportRun:
    fields.setdefault("kind", ImportRun.Kind.WORDPRESS)
    fields.setdefault("name", "harbor.xml")
    if "file" not in fields:
        fields["file"], out = uploads.create()
        out.close()
    return ImportRun.objects.create(**fields)


def failing(error):
    def fail(run, should_stop):
        raise error

    return fail


def test_oldest_goes_first_and_every_one_in_turn(carried_out):
    first, second = make_run(), make_run()

    assert work() == 2
    assert carried_out.seen == [first.pk, second.pk]
    assert work() == 0


def test_file_goes_once_it_was_imported_and_stays_after_a_trial(carried_out):
    real, trial = make_run(), make_run(dry_run=True)
    work()

    assert kept() == {trial.file}
    real.refresh_from_db()
    assert real.file == ""


def test_run_that_somebody_is_at_is_left_to_them(carried_out):
    make_run(state=State.RUNNING, alive_at=timezone.now())

    assert not working.anything_left()
    assert work() == 0


def test_run_that_fell_silent_is_taken_up_again(carried_out):
    run = make_run(state=State.RUNNING, alive_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        assert working.anything_left()
        assert work() == 1
    assert carried_out.seen == [run.pk]


def test_others_wait_while_one_is_under_way(carried_out):
    make_run(state=State.RUNNING, alive_at=timezone.now())
    make_run()

    assert not working.anything_left()


def test_run_that_a_command_was_given_is_the_commands_own(carried_out):
    make_run(file="", state=State.RUNNING)

    assert not working.anything_left()


def test_two_who_look_at_once_do_not_take_the_same(carried_out):
    run = make_run()
    seen = list(ImportRun.objects.left())

    assert working.take() == run
    # What the other one had read by then.
    assert seen == [run]
    assert working.take() is None


def test_refusal_is_what_people_read(carried_out):
    run = make_run()
    carried_out.does = failing(ImportRefused("Make a list of articles first."))
    work()

    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "Make a list of articles first.")
    assert run.finished_at
    assert kept() == {run.file}


def test_what_nobody_foresaw_is_told_by_its_class_alone(carried_out, caplog):
    run = make_run()
    carried_out.does = failing(ValueError("what a file says"))
    work()

    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "ValueError" in run.error and "tell whoever runs the site" in run.error
    assert "what a file says" not in run.error + caplog.text


def test_full_disk_is_said(carried_out):
    run = make_run()
    carried_out.does = failing(OSError(errno.ENOSPC, "full"))
    work()

    run.refresh_from_db()
    assert "disk is full" in run.error


def test_file_that_is_gone_is_said(carried_out):
    run = make_run()
    uploads.delete(run.file)
    work()

    run.refresh_from_db()
    assert carried_out.seen == []
    assert "Upload it again" in run.error


def test_run_without_a_database_is_taken_up_again(carried_out):
    run = make_run()
    carried_out.does = failing(OperationalError())
    with pytest.raises(OperationalError):
        work()

    run.refresh_from_db()
    assert run.state == State.RUNNING


def test_what_ends_its_worker_each_time_is_given_up_after_three(carried_out):
    run = make_run()
    for minutes in range(3):
        with time_machine.travel(timezone.now() + timedelta(minutes=2 * minutes)):
            # Killed: nothing is written down after the run was taken.
            assert working.take() == run
    with time_machine.travel(timezone.now() + timedelta(minutes=8)):
        assert working.take() is None

    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "three times" in run.error


def test_run_that_gets_on_may_be_ended_as_often_as_it_likes():
    run = make_run(state=State.RUNNING, attempts=3)
    beat = Pulse(run)
    ImportRun.objects.update(done_items=5)
    beat.once()

    run.refresh_from_db()
    assert run.attempts == 0
    assert timezone.now() - run.alive_at < timedelta(seconds=5)


def test_worker_that_is_told_to_end_leaves_the_run_to_the_next(carried_out):
    run = make_run()
    carried_out.does = lambda run, should_stop: None
    work()

    run.refresh_from_db()
    assert (run.state, run.alive_at, run.attempts) == (State.RUNNING, None, 0)
    assert working.anything_left()


def test_stop_that_somebody_asked_for_is_heard_and_final(carried_out):
    run = make_run()
    heard = []

    def until_stopped(run, should_stop):
        run.ask_to_stop(by=None)
        heard.append(should_stop())
        beat.once()
        heard.append(beat.stop_asked())

    beat = Pulse(run)
    carried_out.does = until_stopped
    work()

    run.refresh_from_db()
    assert heard == [False, True]
    assert run.state == State.STOPPED
    assert not working.anything_left()


def test_pulse_beats_beside_the_work(monkeypatch):
    monkeypatch.setattr(pulse, "EVERY", timedelta(milliseconds=1))
    beaten = []
    run = make_run()
    beat = Pulse(run)
    monkeypatch.setattr(beat, "once", lambda: beaten.append(1))
    with beat:
        until = timezone.now() + timedelta(seconds=10)
        while len(beaten) < 3 and timezone.now() < until:
            pass

    assert len(beaten) >= 3


def test_trial_tells_its_pulse_how_far_it_is():
    run = make_run(dry_run=True, state=State.RUNNING)
    # Known to whoever carries it out alone: its transaction shows nothing to others.
    run.done_items, run.total_items = 4, 9
    Pulse(run).once()

    stored = ImportRun.objects.get()
    assert (stored.done_items, stored.total_items) == (4, 9)


def test_trial_of_an_export_counts_as_it_goes():
    make_article_index()
    run = make_run(dry_run=True, state=State.RUNNING)
    uploads.path_of(run.file).write_bytes(BLOCKS.read_bytes())
    seen = []
    runs.carry_out(run, lambda: bool(seen.append((run.done_items, run.total_items))))

    assert any(0 < done <= (total or 0) for done, total in seen)
    run.refresh_from_db()
    assert run.done_items == run.total_items and run.state == State.DONE
