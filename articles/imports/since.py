"""What happened to imported things since they came in, so that an undo spares them."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.models import (
    Comment,
    ModelLogEntry,
    Page,
    PageLogEntry,
    ReferenceIndex,
    WorkflowState,
)

from articles.imports.storing.pages import written_digest
from articles.models import ArticlePage, ImportedItem
from clinic.models import PersonPage
from clinic.usage import RECORDS

# Whether these changed anything is told by the text itself.
ABOUT_THE_TEXT = ("wagtail.edit", "wagtail.revert", "wagtail.create")


def _done_at(item: ImportedItem):
    """Return when the import was done with a thing; it publishes at its very end."""
    end = item.run.finished_at if item.published else None
    return max(item.finished_at, end or item.finished_at)


class Since:
    """Answers for a number of items with few questions to the database.

    `going` are the keys of pages that go or are put back in the same undo: what only
    they need is needed by nobody.
    """

    def __init__(self, items, going: set[int]):
        self._items, self._going = items, going

    def why_page_stays(self, item: ImportedItem) -> str:
        """Say what somebody did to a page since, empty if nobody did anything."""
        page = item.page
        if self._later.get(page.pk, 0) > item.pk:
            return _("a later import changed it: undo that one first")
        if self._is_published(item):
            return _("it was published since")
        if self._is_edited(item):
            return _("it was edited since")
        done = _done_at(item)
        if self._touched.get(page.pk, done) > done:
            return _("somebody worked on it since")
        if str(page.pk) in self._in_review:
            return _("it waits for its reviewer")
        if page.pk in self._commented:
            return _("there are comments on it")
        return ""

    def why_page_is_needed(self, item: ImportedItem) -> str:
        """Say what hangs on a page: pages below it, or texts by that person.

        A link is no reason: one to a page that is not there is written as plain words.
        """
        page = item.page
        if page.numchild:
            below = page.get_descendants().exclude(pk__in=self._going)
            if below.exists():
                return _("there are pages below it that stay")
        is_person = issubclass(page.specific_class, PersonPage)
        return self._why_needed(page) if is_person else ""

    def why_picture_stays(self, item: ImportedItem) -> str:
        """Say who worked on a picture or shows it."""
        return self._why_thing_stays(item, item.picture)

    def why_topic_stays(self, item: ImportedItem) -> str:
        """Say who worked on a topic or which article has it."""
        topic = item.topic
        using = ArticlePage.objects.filter(topics=topic).exclude(pk__in=self._going)
        title = using.values_list("title", flat=True).first()
        title = title or self._planned_with.get(topic.pk)
        if title:
            return _("it is used by “%(title)s”") % {"title": title}
        return self._why_thing_stays(item, topic)

    def _why_thing_stays(self, item: ImportedItem, thing) -> str:
        entries = ModelLogEntry.objects.for_instance(thing)
        if entries.filter(timestamp__gt=item.finished_at).exists():
            return _("it was edited since")
        return self._why_needed(thing)

    def _why_needed(self, thing) -> str:
        """Say what shows or links to a thing and stays."""
        records = ContentType.objects.get_for_models(*RECORDS).values()
        references = ReferenceIndex.get_references_to(thing)
        references = references.exclude(content_type__in=records)
        for source, _references in references.group_by_source_object():
            goes = isinstance(source, Page) and source.pk in self._going
            if not goes and source != thing:
                return _("it is used by “%(title)s”") % {"title": source}
        return ""

    def _is_edited(self, item: ImportedItem) -> bool:
        page = item.page
        written = page.latest_revision_created_at
        if written is None or written <= item.finished_at:
            return False
        # It was saved since: the text says whether anything is different.
        latest = page.specific.get_latest_revision_as_object()
        return written_digest(latest) != item.written_digest

    def _is_published(self, item: ImportedItem) -> bool:
        """Say whether readers see it by somebody else's doing than the import's."""
        at = item.page.last_published_at
        if at is not None and at > _done_at(item):
            return True
        made = item.outcome == ImportedItem.Outcome.CREATED
        return made and item.page.live and not item.published

    @cached_property
    def _pages(self):
        return self._items.exclude(page=None).order_by().values("page_id")

    @cached_property
    def _later(self) -> dict:
        changed = ImportedItem.objects.standing().filter(
            page_id__in=self._pages, outcome=ImportedItem.Outcome.UPDATED
        )
        return dict(
            changed.order_by().values_list("page_id").annotate(newest=Max("pk"))
        )

    @cached_property
    def _touched(self) -> dict:
        entries = PageLogEntry.objects.filter(page_id__in=self._pages)
        entries = entries.exclude(action__in=ABOUT_THE_TEXT)
        return dict(
            entries.order_by().values_list("page_id").annotate(at=Max("timestamp"))
        )

    @cached_property
    def _in_review(self) -> set:
        states = WorkflowState.objects.filter(
            status__in=(
                WorkflowState.STATUS_IN_PROGRESS,
                WorkflowState.STATUS_NEEDS_CHANGES,
            ),
            base_content_type=ContentType.objects.get_for_model(Page),
        )
        return set(states.values_list("object_id", flat=True))

    @cached_property
    def _commented(self) -> set:
        comments = Comment.objects.filter(page_id__in=self._pages)
        return set(comments.values_list("page_id", flat=True))

    @cached_property
    def _planned_with(self) -> dict:
        """Return each topic that a draft of a page that stays has, with its title."""
        drafts = ArticlePage.objects.filter(has_unpublished_changes=True)
        drafts = drafts.exclude(pk__in=self._going).select_related("latest_revision")
        found = {}
        for page in drafts.iterator(chunk_size=100):
            content = page.latest_revision.content if page.latest_revision else {}
            for topic in content.get("topics") or []:
                found[topic] = page.title
        return found
