"""Undoing an import: what it made goes, what somebody worked on since stays."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageLogEntry

from articles.imports import undo
from articles.imports.storing.pages import written_digest
from articles.models import ArticlePage, ImportedItem, ImportRun, Topic
from clinic.models import ClinicImage, PersonPage, TakenDown
from tests.articles.uploading import SCREEN, work
from tests.factories import (
    author,
    make_article,
    make_editor,
    make_person,
    make_topic,
    republish,
)

pytestmark = [
    pytest.mark.django_db,
    # Wagtail leaves a picture's temporary file to the garbage collector.
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

Outcome = ImportedItem.Outcome
Undone = ImportedItem.Undone
State = ImportRun.State


@pytest.fixture
def run(article_index):
    kind = ImportRun.Kind.WORDPRESS
    return ImportRun.objects.create(kind=kind, name="harbor.xml", state=State.DONE)


@pytest.fixture
def editor(client):
    editor = make_editor()
    client.force_login(editor)
    return editor


def latest(page):
    return page.specific_class.objects.get(pk=page.pk).get_latest_revision_as_object()


def item(run, source, outcome=Outcome.CREATED, **fields) -> ImportedItem:
    """Note what a run did, a second after it did it."""
    page = fields.get("page")
    if page:
        fields.setdefault("written_digest", written_digest(latest(page)))
        fields["page"] = Page.objects.get(pk=page.pk)
    fields.setdefault("kind", "post")
    fields.setdefault("title", source)
    return ImportedItem.objects.create(
        run=run, source=source, outcome=outcome, **fields
    )


def imported(run, title="From the old site", **fields):
    """Make a draft as a run does."""
    page = make_article(title, live=False, **fields)
    return page, item(run, title, page=page)


def picture(run, title="A quiet room"):
    image = ClinicImage.objects.create(title=title, file=get_test_image_file())
    return image, item(run, title, kind="attachment", picture=image)


def undo_it(run, by=None):
    run.ask_to_undo(by=by)
    work()
    run.refresh_from_db()


def became(item) -> tuple[str, str]:
    item.refresh_from_db()
    return item.undone, item.undone_why


def edit(page, **fields):
    page = latest(page)
    for name, value in fields.items():
        setattr(page, name, value)
    return page.save_revision(user=author(), log_action=True)


def test_what_came_in_goes_with_its_redirects_and_leaves_no_trace(run, client):
    page, of_page = imported(run)
    Page.objects.filter(pk=page.pk).update(first_published_at=timezone.now())
    redirect = Redirect.add_redirect("/2019/old/", redirect_to=page)
    of_page.redirects = [redirect.pk]
    of_page.save()
    topic = make_topic()
    of_topic = item(run, "term 3", kind="category", topic=topic)
    image, of_image = picture(run)
    person = make_person(live=False)
    of_person = item(run, "author ann", kind="author", page=person)

    undo_it(run)

    assert run.state == State.UNDONE and run.undone_at
    assert not ArticlePage.objects.exists()
    assert not PersonPage.objects.exists()
    assert not Topic.objects.exists()
    assert not ClinicImage.objects.exists()
    assert not Redirect.objects.exists()
    # Neither its new nor its old address says that something was taken down.
    assert not TakenDown.objects.exists()
    assert {became(i)[0] for i in (of_page, of_topic, of_image, of_person)} == {
        Undone.REMOVED
    }


def test_edited_text_stays_with_its_redirects_and_says_so(run):
    page, of_page = imported(run)
    redirect = Redirect.add_redirect("/2019/old/", redirect_to=page)
    of_page.redirects = [redirect.pk]
    of_page.save()
    edit(page, summary="Somebody wrote a better one.")

    undo_it(run)

    assert became(of_page) == (Undone.KEPT, "it was edited since")
    assert latest(page).summary == "Somebody wrote a better one."
    assert Redirect.objects.get() == redirect


def test_text_that_was_saved_without_a_change_goes(run):
    page, of_page = imported(run)
    # Blocks that went through the editor have their parts in another order.
    edit(page, body=latest(page).body)

    undo_it(run)

    assert became(of_page) == (Undone.REMOVED, "")


def test_published_text_stays(run):
    page, of_page = imported(run)
    republish(page)

    undo_it(run)

    assert became(of_page)[0] == Undone.KEPT
    assert became(of_page)[1] == "it was published since"
    assert ArticlePage.objects.get().live


def test_text_that_the_import_published_itself_goes_and_its_address_says_so(run):
    page = make_article("Published by the command", live=False)
    of_page = item(run, "post 4", page=page)
    # It publishes once everything is here, later than the thing itself was stored.
    live = republish(page)
    PageLogEntry.objects.log_action(live, "wagtail.publish", user=author())
    of_page.published = True
    of_page.written_digest = written_digest(latest(page))
    of_page.save()
    ImportRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())

    undo_it(run)

    assert became(of_page) == (Undone.REMOVED, "")
    assert TakenDown.objects.get().page_title == "Published by the command"


def test_moved_or_commented_text_stays(run):
    page, of_page = imported(run)
    PageLogEntry.objects.log_action(page, "wagtail.move", user=author())

    undo_it(run)

    assert became(of_page) == (Undone.KEPT, "somebody worked on it since")


def test_text_that_waits_for_its_reviewer_stays(run):
    page, of_page = imported(run)
    workflow = page.get_workflow()
    workflow.start(latest(page), author())

    undo_it(run)

    assert became(of_page)[0] == Undone.KEPT


def test_update_goes_back_to_the_version_before(run):
    page = make_article("Here before")
    before = page.latest_revision
    edit(page, summary="What the newer export says.")
    of_page = item(run, "post 7", Outcome.UPDATED, page=page, revision_before=before.pk)

    undo_it(run, by=author())

    assert became(of_page) == (Undone.PUT_BACK, "")
    assert latest(page).summary == page.summary
    assert ArticlePage.objects.get().live
    reverted = PageLogEntry.objects.filter(action="wagtail.revert").get()
    assert reverted.user == author()


def test_update_that_was_edited_since_stays(run):
    page = make_article("Here before")
    before = page.latest_revision
    edit(page, summary="What the newer export says.")
    of_page = item(run, "post 7", Outcome.UPDATED, page=page, revision_before=before.pk)
    edit(page, summary="What an editor says.")

    undo_it(run)

    assert became(of_page)[0] == Undone.KEPT
    assert latest(page).summary == "What an editor says."


def test_update_whose_version_before_is_gone_stays(run):
    page = make_article("Here before")
    of_page = item(run, "post 7", Outcome.UPDATED, page=page, revision_before=10**6)

    undo_it(run)

    assert became(of_page) == (Undone.KEPT, "the version before it is gone")


def test_later_import_is_undone_first(run):
    page, of_page = imported(run)
    before = latest(page).latest_revision
    later = ImportRun.objects.create(kind=run.kind, name="b.xml", state=State.DONE)
    edit(page, summary="What the newer export says.")
    item(later, "post 1", Outcome.UPDATED, page=page, revision_before=before.pk)

    undo_it(run)
    assert "undo that one first" in became(of_page)[1]

    undo_it(later)
    ImportRun.objects.filter(pk=run.pk).update(state=State.DONE)
    of_page.undone = ""
    of_page.save()
    undo_it(run)
    assert became(of_page) == (Undone.REMOVED, "")


def test_picture_that_another_page_shows_stays(run, django_capture_on_commit_callbacks):
    image, of_image = picture(run)
    with django_capture_on_commit_callbacks(execute=True):
        make_article(
            "Written here",
            body=[("image", {"image": image, "decorative": True})],
        )

    undo_it(run)

    assert became(of_image) == (Undone.KEPT, "it is used by “Written here”")


def test_picture_of_a_text_that_goes_goes_too(run, django_capture_on_commit_callbacks):
    image, of_image = picture(run)
    with django_capture_on_commit_callbacks(execute=True):
        imported(run, body=[("image", {"image": image, "decorative": True})])

    planned = {step.item: step.what for step in undo.plan(run)}
    undo_it(run)

    assert planned[of_image] == Undone.REMOVED
    assert became(of_image) == (Undone.REMOVED, "")


def test_topic_of_an_article_or_of_a_draft_stays(run):
    topic, planned = make_topic(), make_topic("Sports", "sports")
    of_topic = item(run, "term 3", kind="category", topic=topic)
    of_planned = item(run, "term 4", kind="category", topic=planned)
    page = make_article("Written here", topics=[topic])
    edit(page, topics=[planned])

    undo_it(run)

    assert became(of_topic) == (Undone.KEPT, "it is used by “Written here”")
    assert became(of_planned) == (Undone.KEPT, "it is used by “Written here”")


def test_redirect_that_leads_elsewhere_by_now_stays(run):
    page, of_page = imported(run)
    other = make_article("Another")
    redirect = Redirect.add_redirect("/2019/old/", redirect_to=other)
    of_page.redirects = [redirect.pk]
    of_page.save()

    undo_it(run)

    assert Redirect.objects.get() == redirect


def test_undo_that_was_cut_short_goes_on(run):
    _, first = imported(run, "First")
    _, second = imported(run, "Second")
    run.ask_to_undo(by=None)
    asked = iter([False, True, True, True])
    undo.carry_out(run, lambda: next(asked))
    run.refresh_from_db()
    assert run.state == State.UNDOING
    assert ArticlePage.objects.count() == 1

    work()

    run.refresh_from_db()
    assert run.state == State.UNDONE
    assert not ArticlePage.objects.exists()


def test_what_was_undone_is_not_there_for_the_next_import(run):
    _, of_page = imported(run)
    later = ImportRun.objects.create(kind=run.kind, name="b.xml", state=State.DONE)
    known = item(later, "post 1", Outcome.UNCHANGED, page=of_page.page)
    trial = ImportRun.objects.create(kind=run.kind, name="c.xml", dry_run=True)
    item(trial, "post 1")
    assert set(ImportedItem.objects.standing()) == {of_page, known}

    undo_it(run)

    assert not ImportedItem.objects.standing().exists()


def test_screen_says_exactly_what_goes_and_what_stays(run, client, editor):
    imported(run, "Untouched")
    page, _ = imported(run, "Worked on")
    edit(page, summary="A better one.")
    shown = client.get(f"{SCREEN}{run.pk}/undo/")
    goes = shown.context["removed"]
    stays = shown.context["kept"]

    assert [step.item.title for step in goes] == ["Untouched"]
    assert [(s.item.title, s.why) for s in stays] == [
        ("Worked on", "it was edited since")
    ]
    assert "Worked on: it was edited since" in shown.text
    client.post(f"{SCREEN}{run.pk}/undo/", {"undo": "yes"})
    run.refresh_from_db()
    assert (run.state, run.undone_by) == (State.UNDOING, editor)
    work()
    after = client.get(f"{SCREEN}{run.pk}/").text
    assert "Kept: it was edited since" in after
    deleted = PageLogEntry.objects.filter(action="wagtail.delete").get()
    assert deleted.user == editor


def test_trial_has_nothing_to_undo(client, editor, run):
    ImportRun.objects.update(dry_run=True)

    assert client.get(f"{SCREEN}{run.pk}/undo/").status_code == 302
    client.post(f"{SCREEN}{run.pk}/undo/", {"undo": "yes"})
    assert ImportRun.objects.get().state == State.DONE


@pytest.mark.parametrize("state", [State.FAILED, State.STOPPED])
def test_undo_is_offered_only_where_something_came_in(client, editor, run, state):
    ImportRun.objects.update(state=state)
    assert f"{SCREEN}{run.pk}/undo/" not in client.get(f"{SCREEN}{run.pk}/").text
    assert client.get(f"{SCREEN}{run.pk}/undo/").status_code == 302

    imported(run)
    assert f"{SCREEN}{run.pk}/undo/" in client.get(f"{SCREEN}{run.pk}/").text
    assert client.get(f"{SCREEN}{run.pk}/undo/").status_code == 200


def test_plan_of_many_asks_little(run, django_assert_max_num_queries):
    for number in range(15):
        imported(run, f"Text {number}")
    with django_assert_max_num_queries(16):
        steps = undo.plan(run)

    assert len(steps) == 15
    assert timezone.now() - run.created_at < timedelta(minutes=5)
