"""Brings pages in: first the empty tree, then each page whole.

Pages point at each other in rings, and a link is stored as a primary key. So the tree
is laid out at once, every page an empty draft, and each is then filled in at once.
Whoever stops it in between finds drafts that say nothing, and runs it again.
"""

import re
import uuid
from datetime import datetime

from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, PageViewRestriction, Site

from clinic.models import Approval, BasePage, HomePage
from clinic.reading import page_text
from clinic.review.gate import NotApproved
from clinic_site.leaving import brought, pages
from clinic_site.leaving.coming import STRANGE, Coming
from clinic_site.leaving.fields import Incoming, put, told_fields
from clinic_site.leaving.folder import ExportRefused
from clinic_site.leaving.keys import Malformed
from clinic_site.leaving.report import (
    DELETED,
    DRAFTED,
    LEFT,
    PUBLISHED,
    SAME,
    UPDATED,
)
from clinic_site.leaving.restricting import keep_for

KEY = re.compile(r"([0-9a-f-]{36})(?:\.([a-z-]{2,10}))?")
# What came of a page that has its place in the tree and no text yet.
NOTHING = "nothing"


class Pages:
    """The pages of one import."""

    def __init__(self, coming: Coming):
        self.coming = coming
        self.keys, self.report = coming.keys, coming.report
        self.known = brought.known(Page)
        # The files of all pages in the tree's order, and of those that have a place.
        self.files: list[str] = []
        self.placed: list[str] = []
        self.aliases: dict[str, str] = {}
        self.site_name = ""

    def lay_out(self) -> None:
        """Give every page its place in the tree, all of them or none."""
        with transaction.atomic():
            for file in self.files:
                with self.coming.whole("page", file):
                    self._place(file)
            for key, source in self.aliases.items():
                self._tie(key, source)

    def refuse_unlisted(self) -> None:
        """Raise ExportRefused where the site's record does not list its pages."""
        try:
            said = self.coming.export.json("site.json")
            self.files = [str(one["file"]) for one in said["pages"]]
            self.site_name = str(said["name"])[:255]
        except STRANGE as error:
            raise ExportRefused(
                _("site.json does not list the pages. Nothing was changed.")
            ) from error

    def _record(self, file: str) -> dict:
        """Return the record of a page, as far as its tree is concerned proved."""
        said = self.coming.export.json(file)
        if not isinstance(said, dict) or said.get("kind") != "page":
            raise Malformed(_("this is no record of a page"))
        if said.get("format") != pages.FORMAT:
            raise Malformed(_("this record has a format that is not known here"))
        if not isinstance(said.get("text"), dict):
            raise Malformed(_("this record has no text"))
        return said

    def _place(self, file: str) -> None:
        said = self._record(file)
        key, model = said["key"], _model(said["type"])
        page = self._here(key, model)
        if page is None and key in self.known:
            self.report.add("page", str(said["text"]["title"]), DELETED)
            return
        if page is None:
            page = self._lay(said, model)
        if type(page) is not model:
            raise Malformed(_("another kind of page has its key here"))
        self.keys.add("page", page.pk, key)
        if said["shown_to"] and not page.get_view_restrictions().exists():
            self.coming.opened.add(page.pk)
        if said["alias_of"]:
            self.aliases[key] = said["alias_of"]
        self.placed.append(file)

    def _here(self, key: str, model: type[BasePage]) -> BasePage | None:
        """Return the page of this key, or the only one that a site may have of it."""
        pk = self.keys.pk("page", key)
        if pk is not None:
            return Page.objects.get(pk=pk).specific
        return model.objects.first() if model.max_count == 1 else None

    def _lay(self, said: dict, model: type[BasePage]) -> BasePage:
        parent, text = self._parent(said), said["text"]
        if model is HomePage:
            _make_room(parent)
        if not model.can_create_at(parent):
            raise Malformed(_("such a page cannot stand below its parent"))
        key, language = KEY.fullmatch(said["key"]).groups()
        page = model(title=str(text["title"])[:255] or NOTHING, live=False)
        put(page, {"slug": text["slug"]}, Incoming(self.keys))
        page.slug = free_slug(parent, page.slug)
        page.translation_key = uuid.UUID(key)
        if language:
            page.locale = Locale.objects.get(language_code=language)
        parent.add_child(instance=page)
        notes = keep_for(PageViewRestriction(page=page), said["shown_to"])
        if model is HomePage:
            _make_home(page, self.site_name)
        page = model.objects.get(pk=page.pk)
        here = pages.digest(pages.contents(page, self.keys))
        brought.remember(page, said["key"], came=NOTHING, here=here)
        if notes:
            self.report.by_hand += [f"“{page.title}” {note}" for note in notes]
        return page

    def _parent(self, said: dict) -> Page:
        if said["parent"] is None:
            return Page.objects.get(depth=1)
        pk = self.keys.pk("page", said["parent"])
        if pk is None:
            raise Malformed(_("the page above it is not here"))
        return Page.objects.get(pk=pk).specific

    def _tie(self, key: str, source: str) -> None:
        """Let an alias follow its source; one whose source is not here is a page."""
        pk, to = self.keys.pk("page", key), self.keys.pk("page", source)
        if to is not None and to != pk:
            Page.objects.filter(pk=pk, alias_of=None, live=False).update(alias_of=to)

    def fill(self) -> None:
        """Fill every page in, each at once; aliases come after what they follow."""
        later = []
        for file in self.placed:
            try:
                is_alias = bool(self._record(file)["alias_of"])
            except (Malformed, KeyError):
                is_alias = False
            if is_alias:
                later.append(file)
            else:
                self._fill_in(file)
        for file in later:
            self._fill_in(file)

    def _fill_in(self, file: str) -> None:
        with self.coming.whole("page", file):
            said = self._record(file)
            pk = self.keys.pk("page", said["key"])
            page = Page.objects.get(pk=pk).specific
            _Filling(self.coming, said, page).run()


class _Filling:
    """One page: what comes, what is here, and what became of it."""

    def __init__(self, coming: Coming, said: dict, page: BasePage):
        self.coming, self.said, self.page = coming, said, page
        self.keys, self.notes = coming.keys, []
        self.missing: list[str] = []

    def run(self) -> None:
        """Store what comes, publish it or leave it, and report which."""
        was_empty = self._is_empty()
        contents = {"text": self.said["text"], "draft": self.said["draft"]}
        self.came = pages.digest(contents)
        if self.page.alias_of_id:
            self._follow(was_empty)
            return
        here = pages.digest(pages.contents(self.page, self.keys))
        standing = brought.standing(
            self.page, came=self.came, here=here, is_here=self.keys.pk
        )
        if standing == brought.OURS:
            self._tell(LEFT)
            return
        done = SAME
        if standing == brought.WANTED:
            done = DRAFTED if was_empty else UPDATED
        if self._may_publish(standing):
            is_live = self._store(publish=True)
            done = PUBLISHED if is_live else done
        elif standing == brought.WANTED:
            self._store(publish=False)
        self._tell(done)

    def _follow(self, was_empty: bool) -> None:
        """Let an alias be what its source is: it has no text of its own to edit."""
        page, done = self.page, SAME
        if page.alias_of_id in self.coming.published:
            done = PUBLISHED
            self._put_both_dates()
        elif was_empty and not page.live:
            done = DRAFTED
            self._put(page, self.said["text"])
            self._put_dates(page)
            page.save()
        if done != SAME:
            self._remember()
        self._tell(done)

    def _tell(self, done) -> None:
        title = str(self.said["text"]["title"])
        self.coming.report.add("page", title, done, self.notes)
        is_live = Page.objects.filter(pk=self.page.pk, live=True).exists()
        if self.said["state"] == pages.LIVE and not is_live:
            self.coming.report.were_live.append(title)

    def _is_empty(self) -> bool:
        before = brought.last(self.page)
        return before is not None and before.came == NOTHING

    def _may_publish(self, standing: str) -> bool:
        """Say whether the two people were asked to vouch for this page.

        A page that is live gets what changed as a draft: readers go on seeing what
        was agreed on here. One that was taken down here stays down.
        """
        is_asked = bool(
            self.coming.approvers
            and self.said["state"] == pages.LIVE
            and not self.page.live
            and not self.page.last_published_at
        )
        if is_asked and self._would_open():
            self.notes.append(
                _(
                    "stays a draft: it was kept for some people there, and everybody "
                    "would see it here; keep it for somebody under Privacy and run "
                    "this again"
                )
            )
            return False
        return is_asked

    def _would_open(self) -> bool:
        """Say whether the page, or one above it, is shown to more people than there."""
        above = self.page.get_ancestors(inclusive=True)
        return above.filter(pk__in=self.coming.opened).exists()

    def _store(self, *, publish: bool) -> bool:
        """Store both texts; return whether the first of them is live now."""
        page, is_live = self.page, False
        target = page.get_latest_revision_as_object() if page.live else page
        self._put(target, self.said["text"])
        if not page.live:
            self._put_dates(target)
            target.save()
        revision = target.save_revision(user=self.coming.editor if publish else None)
        if publish:
            is_live = self._publish(target, revision)
        if self.said["draft"]:
            newer = type(page).objects.get(pk=page.pk).get_latest_revision_as_object()
            self._put(newer, self.said["draft"])
            newer.save_revision()
        self._remember()
        return is_live

    def _remember(self) -> None:
        stored = type(self.page).objects.get(pk=self.page.pk)
        brought.remember(
            stored,
            self.said["key"],
            came=self.came,
            here=pages.digest(pages.contents(stored, self.keys)),
            lacked=self.missing,
            user=self.coming.editor,
        )

    def _put(self, page: BasePage, text: dict) -> None:
        slug, way = page.slug, Incoming(self.keys)
        put(page, text, way)
        if page.slug != slug and not _is_free(page):
            self.notes.append(
                _("its address “%(slug)s” is taken here, so it is “%(new)s”")
                % {"slug": page.slug, "new": slug}
            )
            page.slug = slug
        for field in told_fields(type(page)):
            value = getattr(page, field.attname, None)
            if field.unique and value is not None and _is_taken(page, field, value):
                setattr(page, field.attname, None)
                self.notes.append(
                    _("another page here has its %(field)s") % {"field": field.name}
                )
        if not page.title.strip():
            raise Malformed(_("a page needs a title"))
        # What can be stored and not be shown must not come in.
        page_text(page, page.reader_fields)
        page.reader_digest()
        self.missing += way.missing
        for what in dict.fromkeys(way.missing):
            self.notes.append(_("not here: %(what)s") % {"what": what})

    def _put_dates(self, page: BasePage) -> None:
        page.first_published_at = self._moment("first_published_at")
        if self.said["state"] == pages.DOWN:
            page.last_published_at = self._moment("last_published_at")

    def _moment(self, name: str) -> datetime | None:
        value = self.said["dates"][name]
        moment = parse_datetime(value) if isinstance(value, str) else None
        if value is not None and (moment is None or moment.tzinfo is None):
            raise Malformed(_("%(name)s is no time") % {"name": name})
        return moment and min(moment, timezone.now())

    def _publish(self, page: BasePage, revision) -> bool:
        """Publish what the two agree on and the gate lets pass; else say why not."""
        editor, reviewer = self.coming.approvers.editor, self.coming.approvers.reviewer
        try:
            with transaction.atomic():
                if page.needs_review:
                    Approval.record(page, edited_by=editor, reviewed_by=reviewer)
                revision.publish(user=editor)
        except (ValidationError, NotApproved) as refusal:
            reasons = getattr(refusal, "messages", None) or refusal.reasons
            self.notes.append(_("stays a draft: %(why)s") % {"why": " ".join(reasons)})
            return False
        except PermissionDenied as error:
            raise ValidationError(
                _("“%(name)s” may not publish here.") % {"name": editor.get_username()}
            ) from error
        if not type(page).objects.filter(pk=page.pk, live=True).exists():
            # It waits for the time that its editor gave it.
            return False
        self.coming.published.add(page.pk)
        self._put_both_dates()
        return True

    def _put_both_dates(self) -> None:
        """Let the days on which readers saw this very text be those that go on."""
        rows = Page.objects.filter(pk=self.page.pk)
        rows.update(**{name: self._moment(name) for name in pages.DATES})


def _model(label) -> type[BasePage]:
    try:
        model = apps.get_model(str(label))
    except (LookupError, ValueError) as error:
        raise Malformed(_("there are no pages of this kind here")) from error
    if not issubclass(model, BasePage):
        raise Malformed(_("there are no pages of this kind here"))
    return model


def free_slug(parent: Page, slug: str) -> str:
    """Return an address below a page that nobody has, as near to this one as can be."""
    taken = set(parent.get_children().values_list("slug", flat=True))
    found, number = slug[:250], 2
    while found in taken:
        found, number = f"{slug[:240]}-{number}", number + 1
    return found


def _is_free(page: BasePage) -> bool:
    return Page._slug_is_available(page.slug, page.get_parent(), page)


def _is_taken(page: BasePage, field, value) -> bool:
    others = type(page)._base_manager.filter(**{field.attname: value})
    return others.exclude(pk=page.pk).exists()


def _make_room(root: Page) -> None:
    """Let a home page have the address that Wagtail's own page of welcome holds."""
    welcome = root.get_children().filter(slug="home").exact_type(Page)
    welcome.update(slug="home-of-wagtail")


def _make_home(page: HomePage, name: str) -> None:
    """Make a page the site's home, in place of the one that Wagtail brings along."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(is_default_site=True, hostname="localhost")
    if site.root_page_id is None or not isinstance(site.root_page.specific, HomePage):
        site.root_page, site.site_name = page, site.site_name or name
        site.save()
    for welcome in Page.objects.filter(slug="home-of-wagtail", depth=2):
        if not welcome.get_children_count():
            welcome.delete()
