"""The screens of the import: who sees them, what they show, what a press does."""

import re

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from articles.imports import uploads
from articles.models import ArticlePage, ImportedItem, ImportRun
from tests.articles.uploading import SCREEN, kept, newest, upload, work
from tests.factories import (
    make_clinician,
    make_coordinator,
    make_editor,
    make_manager,
    make_reviewer,
)

pytestmark = pytest.mark.django_db

State = ImportRun.State


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.IMPORTS_ROOT = str(tmp_path / "imports")


@pytest.fixture
def editor(client, article_index):
    editor = make_editor()
    client.force_login(editor)
    return editor


def make_run(**fields) -> ImportRun:
    fields = {"kind": ImportRun.Kind.WORDPRESS, "name": "harbor.xml"} | fields
    return ImportRun.objects.create(**fields)


def with_file(**fields) -> ImportRun:
    stored, out = uploads.create()
    out.close()
    return make_run(file=stored, **fields)


def screen(client, run) -> str:
    response = client.get(f"{SCREEN}{run.pk}/")
    assert response.status_code == 200
    return response.text


def press(client, run, action):
    return client.post(f"{SCREEN}{run.pk}/act/", {"action": action}, follow=True)


def logged(action) -> list:
    entries = ModelLogEntry.objects.filter(action=action)
    return [(entry.user and entry.user.username, entry.label) for entry in entries]


def test_editor_uploads_tries_and_imports_without_uploading_again(client, editor):
    upload(client)
    trial = newest()
    assert "It waits for the worker" in screen(client, trial)
    work()

    shown = screen(client, trial)
    assert "What would come of it" in shown
    assert "Getting ready for a first visit" in shown
    # A topic is no draft, and nobody reviews what a trial found.
    counts = re.findall(r"<li><b>(.+?)</li>", shown)
    assert counts[:2] == ["3</b> imported as a draft", "2</b> imported"]
    assert "What waits for review" not in shown
    assert not ArticlePage.objects.exists()
    assert kept() != set()

    press(client, trial, "for_real")
    real = newest()
    assert (real.trial, real.dry_run, real.started_by) == (trial, False, editor)
    work()
    shown = screen(client, real)
    page = ArticlePage.objects.get(wordpress_id=11)
    assert f"/cms/pages/{page.pk}/edit/" in shown
    assert not page.live
    assert kept() == set()
    assert "This trial was carried out" in screen(client, trial)


def test_who_did_what_is_in_the_log(client, editor):
    upload(client)
    work()
    press(client, newest(), "for_real")
    press(client, newest(), "stop")
    press(client, newest(), "again")

    assert logged("articles.import") == [("editor", "harbor.xml")] * 2
    assert logged("articles.import_stop") == [("editor", "harbor.xml")]
    assert logged("articles.import_again") == [("editor", "harbor.xml")]
    history = client.get("/cms/reports/site-history/").text
    assert "Stopped the import" in history
    assert f"{SCREEN}{newest().pk}/" in history


def test_reviewer_reads_and_presses_nothing(client):
    run = with_file(state=State.FAILED, error="Why it failed.")
    client.force_login(make_reviewer())

    shown = screen(client, run)
    assert "Why it failed." in shown
    assert 'name="action"' not in shown and "/undo/" not in shown
    assert f"{SCREEN}add/" not in client.get(SCREEN).text
    for address in ("act/", "undo/"):
        client.post(f"{SCREEN}{run.pk}/{address}", {"action": "again", "undo": "yes"})
    run.refresh_from_db()
    assert run.state == State.FAILED


@pytest.mark.parametrize("who", [make_coordinator, make_clinician, make_manager])
def test_nobody_else_comes_in(client, who):
    run = make_run()
    client.force_login(who())

    for address in (SCREEN, f"{SCREEN}{run.pk}/", f"{SCREEN}{run.pk}/report.json"):
        assert client.get(address).status_code in (302, 403)
    assert 'href="/cms/imports/"' not in client.get("/cms/").text


def test_menu_leads_there(client, editor):
    assert "/cms/imports/" in client.get("/cms/").text


def test_progress_is_a_bar_with_words(client, editor):
    run = make_run(state=State.RUNNING, total_items=40, done_items=10)

    part = client.get(f"{SCREEN}{run.pk}/progress/").text
    assert "10 of 40 things in the file are done (25 %)" in part
    assert 'value="25"' in part and "data-open" in part
    # The part alone: no page around it.
    assert "<html" not in part
    run.state = State.DONE
    run.save()
    assert "data-open" not in client.get(f"{SCREEN}{run.pk}/progress/").text


def test_progress_without_a_count_shows_that_it_is_read(client, editor):
    run = make_run(state=State.RUNNING)

    assert "read through" in screen(client, run)
    assert "Look again" in screen(client, run)


def test_screen_runs_scripts_of_its_own_files_alone(client, editor):
    shown = screen(client, make_run(state=State.RUNNING))

    (region,) = [shown[shown.index("<div class=") :].split("</main>")[0]]
    part = region[region.index("data-import") :]
    assert "style=" not in part.split("<script")[0]
    assert "onclick" not in part


def test_run_that_waits_is_stopped_at_once(client, editor):
    run = with_file()
    press(client, run, "stop")

    run.refresh_from_db()
    assert run.state == State.STOPPED
    assert work() == 0


def test_run_that_is_under_way_is_asked(client, editor):
    run = with_file(state=State.RUNNING, alive_at=timezone.now())
    shown = press(client, run, "stop").text

    run.refresh_from_db()
    assert run.state == State.RUNNING and run.stop_asked_at
    assert "It stops after what it is at" in shown


def test_failed_run_says_why_and_is_tried_again(client, editor):
    run = with_file(state=State.FAILED, error="The disk is full.", attempts=3)
    assert "The disk is full." in screen(client, run)
    press(client, run, "again")

    run.refresh_from_db()
    assert (run.state, run.error, run.attempts) == (State.WAITING, "", 0)


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"state": State.DONE}, "stop"),
        ({"state": State.FAILED}, "again"),
        ({"state": State.DONE, "dry_run": True}, "for_real"),
        ({"state": State.DONE}, "for_real"),
    ],
    ids=["over", "no file", "no file of the trial", "no trial"],
)
def test_what_cannot_be_is_said_and_changes_nothing(client, editor, fields, action):
    run = make_run(**fields)
    shown = press(client, run, action).text

    assert "messages" in shown and "already" in shown
    assert ImportRun.objects.get().state == fields["state"]


def test_trial_is_carried_out_once_however_often_it_is_pressed(client, editor):
    trial = with_file(state=State.DONE, dry_run=True)
    press(client, trial, "for_real")
    press(client, trial, "for_real")

    assert ImportRun.objects.count() == 2


def test_forms_carry_the_token_that_proves_whose_they_are(client, editor):
    run = with_file(state=State.FAILED)
    run.items.create(source="post 1", outcome=ImportedItem.Outcome.CREATED)
    for address in ("", "undo/"):
        shown = client.get(f"{SCREEN}{run.pk}/{address}").text
        form = shown[shown.index('<form class="cms-import__actions"') :]
        assert "csrfmiddlewaretoken" in form.split("</form>")[0]


def test_unknown_press_is_refused(client, editor):
    run = with_file()
    press(client, run, "publish")

    run.refresh_from_db()
    assert run.state == State.WAITING


def test_report_is_handed_over_as_files_once_it_is_over(client, editor):
    run = make_run(state=State.DONE)
    page = client.get(f"{SCREEN}{run.pk}/report.html")
    data = client.get(f"{SCREEN}{run.pk}/report.json")

    assert page["Content-Disposition"].endswith('.html"')
    assert data["Content-Type"] == "application/json"
    assert data.json()
    open_run = make_run(state=State.RUNNING)
    assert client.get(f"{SCREEN}{open_run.pk}/report.json").status_code == 404


def test_long_lists_are_leafed_through_with_few_queries(
    client, editor, django_assert_max_num_queries
):
    run = make_run(state=State.DONE)
    ImportedItem.objects.bulk_create(
        ImportedItem(
            run=run,
            source=f"post {n}",
            kind="post",
            title=f"Text {n}",
            outcome=ImportedItem.Outcome.CREATED,
            words_in=5,
            words_out=5,
        )
        for n in range(120)
    )
    with django_assert_max_num_queries(40):
        shown = screen(client, run)

    assert "Text 0" in shown and "Text 60" not in shown
    assert "Page 1 of 3" in shown
    assert "Text 119" in client.get(f"{SCREEN}{run.pk}/?p=3").text
    assert "600" in shown
