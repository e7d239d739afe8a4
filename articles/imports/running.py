"""Runs an import from where it stands to its end.

Each thing is committed with its record, so a run that was killed goes on behind the
last one. A trial run does the same in one transaction, takes it back, and keeps the
records alone.
"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.imports import addresses as old_addresses
from articles.imports import files
from articles.imports.approvers import Approvers
from articles.imports.aside import aside
from articles.imports.media import opened
from articles.imports.refused import ImportRefused
from articles.imports.storing import (
    finishing,
    menus,
    pages,
    pictures,
    publishing,
    the_rest,
    topics,
)
from articles.imports.storing.order import pages_in_order
from articles.imports.storing.work import Stopped, Work
from articles.imports.wordpress import WordPressPost, addresses
from articles.imports.wordpress.unpacked import Unpacked, unpacked
from articles.models import ArticleIndexPage, ImportedItem, ImportRun
from clinic.alone import alone
from clinic.models import HomePage, PersonIndexPage

LOCK = "articles.import"
State = ImportRun.State


class ImportBusy(ImportRefused):
    """Another import is at work; this one has not begun."""


def run_for(path: str | Path, *, dry_run=False, started_by=None) -> ImportRun:
    """Return the run for a file: one of it that was cut short, or else a new one.

    Raises ImportRefused where there is no such file.
    """
    path = Path(path)
    if not path.exists():
        raise ImportRefused(_("There is no file at %(path)s.") % {"path": path})
    if not path.is_file():
        raise ImportRefused(_("%(path)s is not a file.") % {"path": path})
    digest = files.digest_of(path)
    same = ImportRun.objects.filter(
        kind=ImportRun.Kind.WORDPRESS, digest=digest, dry_run=dry_run, file=""
    )
    cut_short = same.filter(state__in=(State.RUNNING, State.WAITING)).first()
    return cut_short or ImportRun.objects.create(
        kind=ImportRun.Kind.WORDPRESS,
        name=path.name[:255],
        digest=digest,
        dry_run=dry_run,
        started_by=started_by,
    )


def run_import(
    run: ImportRun,
    *,
    path: str | Path | None = None,
    media: str | Path | None = None,
    approvers: Approvers | None = None,
    should_stop: Callable[[], bool] = bool,
    bring_back: bool = False,
) -> ImportRun:
    """Bring in what is left of a run; return it done, or waiting where it was stopped.

    `path` is the export and `media` the uploads (a folder or a zip); left out, they
    are the uploads that the run names. `bring_back` brings back what was deleted here.
    Raises ImportBusy while another import is at work, and ImportRefused where this one
    cannot go on, which the run remembers.
    """
    with alone(LOCK) as mine:
        if not mine:
            raise ImportBusy(
                _("Another import is at work; start this one when it is done.")
            )
        run.refresh_from_db()
        if run.state in (State.DONE, State.UNDONE):
            return run
        _begin(run)
        options = {
            "approvers": approvers,
            "should_stop": should_stop,
            "bring_back": bring_back,
        }
        path = path or files.folder() / run.file
        uploads = media or (run.media_file and files.folder() / run.media_file) or None
        try:
            _read_and_store(run, path, uploads, options)
        except Stopped:
            _end(run, State.WAITING)
        except ImportRefused as refused:
            _end(run, State.FAILED, error=str(refused))
            raise
        except (OperationalError, InterfaceError):
            # The database was away, so nothing can be written: the run is cut short.
            raise
        except Exception as error:
            why = {"error": type(error).__name__}
            _end(run, State.FAILED, error=_("The program failed (%(error)s).") % why)
            raise
        return run


def _begin(run: ImportRun) -> None:
    run.state, run.error = State.RUNNING, ""
    run.started_at = run.started_at or timezone.now()
    run.alive_at = timezone.now()
    run.save(update_fields=["state", "error", "started_at", "alive_at"])


def _end(run: ImportRun, state: str, *, error: str = "") -> None:
    run.refresh_from_db(fields=["done_items"])
    run.state, run.error = state, error
    if state == State.DONE:
        # What was foreseen leaves out what only turned up on the way.
        run.total_items = run.done_items
    run.finished_at = None if state == State.WAITING else timezone.now()
    run.save(update_fields=["state", "error", "finished_at", "summary", "total_items"])


def _read_and_store(run: ImportRun, path, uploads, options: dict) -> None:
    with unpacked(path) as export, opened(uploads) as found:
        work = _work(run, export, media=found, **options)
        if run.dry_run:
            _try(work)
        else:
            _store(work)
            _end(run, State.DONE)


def _work(run: ImportRun, export: Unpacked, **options) -> Work:
    index, home = ArticleIndexPage.objects.first(), HomePage.objects.first()
    if not index or not home:
        raise ImportRefused(
            _(
                "There is no list of articles to import into; make one under the "
                "home page in the CMS."
            )
        )
    _hold_rights(options["approvers"], index)
    people_here = PersonIndexPage.objects.first()
    work = Work(run, export, index, home, people_here, **options)
    site = export.site
    urls = (site.url, site.base_site_url, site.base_blog_url)
    work.own_hosts = {addresses.host(url) for url in urls} - {""}
    work.menu_places = menus.places(work)
    return work


def _hold_rights(approvers: Approvers | None, index: ArticleIndexPage) -> None:
    """Refuse an editor who could not publish what the import makes."""
    if approvers is None:
        return
    if not index.permissions_for_user(approvers.editor).can_publish_subpage():
        raise ImportRefused(
            _("“%(name)s” may not publish articles.")
            % {"name": approvers.editor.get_username()}
        )


def _try(work: Work) -> None:
    """Do everything, take it back, and keep what would have become of each thing."""
    run = work.run
    run.done_items = 0
    try:
        with aside(), transaction.atomic():
            _store(work)
            items = list(run.items.order_by("pk"))
            made = _made_in(items)
            transaction.set_rollback(True)
    finally:
        for name in work.stored_files:
            default_storage.delete(name)
    run.items.all().delete()
    for item in items:
        item.pk = None
        item.redirects, item.revision_before = [], None
        if item.source in made:
            item.page_id = item.picture_id = item.topic_id = None
    with transaction.atomic():
        ImportedItem.objects.bulk_create(items, batch_size=500)
        run.save(update_fields=["done_items"])
        _end(run, State.DONE)


def _made_in(items: list[ImportedItem]) -> set[str]:
    """Return the sources of things that stand only in the transaction of a trial."""
    pages_made = {i.page_id for i in items if _is_new(i) and i.page_id}
    pictures_made = {i.picture_id for i in items if _is_new(i) and i.picture_id}
    topics_made = {i.topic_id for i in items if _is_new(i) and i.topic_id}
    return {
        item.source
        for item in items
        if item.page_id in pages_made
        or item.picture_id in pictures_made
        or item.topic_id in topics_made
    }


def _is_new(item: ImportedItem) -> bool:
    return item.outcome == ImportedItem.Outcome.CREATED


def _store(work: Work) -> None:
    run, export = work.run, work.export
    site = export.site
    run.summary = {
        **run.summary,
        "site": {"title": site.title, "url": site.base_blog_url or site.url},
        "left_out": the_rest.counted(work),
    }
    run.total_items = _count(work)
    if not run.dry_run:
        run.save(update_fields=["summary", "total_items"])
    topics.store_all(work)
    pictures.store_all(work)
    for number in pages_in_order(work):
        _store_page(work, export.item(number))
    for post in export.items("post"):
        _store_page(work, post)
    menus.store_all(work)
    the_rest.store_all(work)
    finishing.link_all(work)
    if work.approvers:
        publishing.publish_all(work)
    old_addresses.keep(run, site.base_blog_url or site.url)
    run.summary["media_refused"] = work.media.refused if work.media else []
    run.summary["outcomes"] = dict(Counter(run.items.values_list("outcome", flat=True)))


def _store_page(work: Work, post: WordPressPost) -> None:
    if post.status in pages.WELCOME:
        pages.store(work, post)


def _count(work: Work) -> int:
    """Return about how many things of the export get a record."""
    counts = work.export.counts()
    found = sum(t.taxonomy in topics.KINDS for t in work.export.terms())
    found += len(menus.entries(work))
    for (kind, status), count in counts.items():
        if kind in pages.MODELS:
            found += count if status in pages.WELCOME else 0
        elif kind == "attachment" or (status == "publish" and the_rest.is_listed(kind)):
            found += count
    return found
