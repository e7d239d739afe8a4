"""One import at work: what it reads from, and how a thing and its record are stored."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imports import known
from articles.imports.approvers import Approvers
from articles.imports.media import Media
from articles.imports.refused import ImportRefused
from articles.imports.wordpress.unpacked import Unpacked
from articles.models import ArticleIndexPage, ImportedItem, ImportRun
from clinic.models import HomePage, PersonIndexPage

logger = logging.getLogger(__name__)

Outcome = ImportedItem.Outcome
TITLE_LENGTH = ImportedItem._meta.get_field("title").max_length
SOURCE_LENGTH = ImportedItem._meta.get_field("source").max_length


class Stopped(Exception):
    """Somebody asked the import to stop; it goes on where it stopped."""


@dataclass
class Work:
    """What every part of an import needs to know."""

    run: ImportRun
    export: Unpacked
    index: ArticleIndexPage
    home: HomePage
    people: PersonIndexPage | None
    media: Media | None = None
    approvers: Approvers | None = None
    should_stop: Callable[[], bool] = bool
    bring_back: bool = False
    # Hosts under which the old site was read, and where its menus name which page.
    own_hosts: set[str] = field(default_factory=set)
    menu_places: dict[int, int] = field(default_factory=dict)
    # Files of pictures that the thing in hand stored.
    stored_files: list[str] = field(default_factory=list)
    _depth: int = 0

    @property
    def user(self):
        """Return who brings the texts in, None where nobody is named."""
        return self.approvers.editor if self.approvers else self.run.started_by

    def earlier(self, source: str, url: str = "", title: str = ""):
        """Return what the latest earlier import says of a thing, or None."""
        return known.newest(self.run, source, url, title)

    def done(self, source: str) -> ImportedItem | None:
        """Return what this run made of a thing already."""
        return self.run.items.filter(source=source[:SOURCE_LENGTH]).first()

    def page_id(self, number: int) -> int | None:
        """Return the key of the page that an item of the export became, or None."""
        source = f"{self.export.type_of(number)} {number}"
        if item := self.done(source):
            return item.page_id
        post = self.export.item(number)
        if post is None:
            return None
        if item := self.earlier(source, post.link, post.title):
            return item.page_id
        page = known.article(post)
        return page and page.pk

    def take(
        self,
        source: str,
        kind: str,
        title: str,
        store: Callable[[ImportedItem], None],
        old_urls: list[str] = (),
    ) -> ImportedItem:
        """Store one thing and its record together, once a run; return the record.

        What it lacks ends in the record, and the next one is taken. Raises Stopped
        before a new thing where somebody asked for that, and the database's errors.
        """
        if item := self.done(source):
            return item
        if not self._depth and self.should_stop():
            raise Stopped
        item = ImportedItem(
            run=self.run,
            source=source[:SOURCE_LENGTH],
            kind=kind,
            title=title[:TITLE_LENGTH],
            old_urls=[url for url in old_urls if url],
        )
        files = len(self.stored_files)
        self._depth += 1
        try:
            with transaction.atomic():
                store(item)
                self._finish(item)
        except (OperationalError, InterfaceError, Stopped):
            self._drop_files(files)
            raise
        except Exception as error:  # noqa: BLE001 - the others go on
            self._drop_files(files)
            item = self._failed(item, error)
        finally:
            self._depth -= 1
        if not self._depth and not self.run.dry_run:
            self.stored_files.clear()
        return item

    def _finish(self, item: ImportedItem) -> None:
        item.finished_at = timezone.now()
        item.save(force_insert=True)
        if self._depth == 1 and self.run.dry_run:
            # Told by the pulse of the run: the row stays free for whoever stops it.
            self.run.done_items += 1
        elif self._depth == 1:
            ImportRun.objects.filter(pk=self.run.pk).update(
                done_items=F("done_items") + 1, alive_at=timezone.now()
            )

    def _failed(self, item: ImportedItem, error: Exception) -> ImportedItem:
        if isinstance(error, ValidationError):
            reason = " ".join(error.messages)
        elif isinstance(error, ImportRefused):
            reason = str(error)
        else:
            logger.exception("An import could not store %s", item.source)
            reason = _("The program failed (%(error)s).") % {
                "error": type(error).__name__
            }
        failed = ImportedItem(
            run=self.run,
            source=item.source,
            kind=item.kind,
            title=item.title,
            old_urls=item.old_urls,
            outcome=Outcome.FAILED,
            notes=[reason],
        )
        with transaction.atomic():
            self._finish(failed)
        return failed

    def _drop_files(self, since: int) -> None:
        """Take files back whose rows were never committed."""
        while len(self.stored_files) > since:
            default_storage.delete(self.stored_files.pop())
