"""Reads a post into what its page will say."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.imports.content import Body, plain_text, read_body
from articles.imports.storing import people, topics
from articles.imports.storing.finding import StoringFinder
from articles.imports.storing.work import Work
from articles.imports.wordpress import WordPressPost
from articles.imports.wordpress.items import CATEGORY, FORMAT, TAG
from articles.imports.wordpress.seo import seo_of
from articles.models import ArticlePage
from clinic.models import PersonPage

SUMMARY_LENGTH = ArticlePage._meta.get_field("summary").max_length
TITLE_LENGTH = ArticlePage._meta.get_field("title").max_length
SEO_LENGTH = ArticlePage._meta.get_field("seo_title").max_length
STATUSES = {
    "future": gettext_lazy("was to be published later"),
    "pending": gettext_lazy("waited for a review in WordPress"),
    "private": gettext_lazy("was private in WordPress"),
}


@dataclass
class Draft:
    """What a page will say, and what is to be noted of it."""

    body: Body
    title: str
    summary: str = ""
    seo_title: str = ""
    search_description: str = ""
    share_image: int | None = None
    topics: list = field(default_factory=list)
    author: PersonPage | None = None
    notes: list[str] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    later: dict[str, int] = field(default_factory=dict)
    seo_unknown: list[str] = field(default_factory=list)

    def write(self, page) -> None:
        """Write the draft into a page; saves nothing."""
        page.title, page.summary = self.title, self.summary
        page.seo_title = self.seo_title
        page.search_description = self.search_description
        page.share_image_id = self.share_image
        page.body = [{"type": kind, "value": value} for kind, value in self.body.blocks]
        if isinstance(page, ArticlePage):
            page.topics = self.topics
            page.author = self.author


def read(work: Work, post: WordPressPost) -> Draft:
    """Read a post, storing the pictures, topics and the author that it names."""
    finder = StoringFinder(work, post)
    body = read_body(post.content, finder)
    draft = Draft(body=body, title=post.title or _("(no title)"))
    _read_title(post, draft)
    _read_summary(post, draft)
    _read_seo(work, post, draft)
    draft.missing = list(dict.fromkeys(body.pictures_missing))
    _read_featured(post, finder, draft)
    draft.pictures = list(dict.fromkeys(finder.pictures))
    draft.later = finder.later
    if post.post_type == "post":
        draft.topics = topics.topics_of(work, post)
        draft.author = people.author_of(work, post.author)
    _note_the_rest(post, draft)
    return draft


def _read_title(post: WordPressPost, draft: Draft) -> None:
    if len(draft.title) <= TITLE_LENGTH:
        return
    draft.title = draft.title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    draft.notes.append(
        _("its title is too long and was cut; whole it reads: %(title)s")
        % {"title": post.title}
    )


def _read_summary(post: WordPressPost, draft: Draft) -> None:
    draft.summary = " ".join(plain_text(post.excerpt).split())
    if len(draft.summary) > SUMMARY_LENGTH:
        draft.notes.append(_("the summary is too long for the editor; shorten it"))


def _read_seo(work: Work, post: WordPressPost, draft: Draft) -> None:
    seo = seo_of(post, work.export.site)
    draft.seo_title, draft.search_description = seo.title, seo.description
    draft.seo_unknown = seo.unknown
    if len(seo.title) > SEO_LENGTH:
        draft.seo_title = ""
        draft.notes.append(
            _("its title for search engines is too long: %(title)s")
            % {"title": seo.title}
        )
    if seo.unknown:
        draft.notes.append(
            _("for search engines it named what is not known here: %(names)s")
            % {"names": ", ".join(seo.unknown)}
        )


def _read_featured(post: WordPressPost, finder: StoringFinder, draft: Draft) -> None:
    number = post.meta.get("_thumbnail_id", "")
    if not (number.isascii() and number.isdigit() and int(number[:18])):
        return
    draft.share_image = finder.picture("", int(number[:18]))
    if draft.share_image is None:
        attachment = finder.work.export.item(int(number[:18]))
        name = attachment.file_url if attachment else f"attachment {number}"
        draft.missing.append(name or f"attachment {number}")


def _note_the_rest(post: WordPressPost, draft: Draft) -> None:
    """Note what a post had that a page has no place for."""
    notes, body = draft.notes, draft.body
    if post.status in STATUSES:
        notes.append(str(STATUSES[post.status]))
    if post.has_password:
        notes.append(_("asked for a password in WordPress"))
    if post.is_sticky:
        notes.append(_("stood above all others in WordPress (sticky)"))
    if body.more_at is not None:
        notes.append(_("had a “read more” mark"))
    if body.page_breaks:
        notes.append(
            _("was divided into %(count)d pages") % {"count": len(body.page_breaks) + 1}
        )
    if post.builders:
        notes.append(
            _("was laid out with %(names)s; compare it with the old page")
            % {"names": ", ".join(post.builders)}
        )
    known = (CATEGORY, TAG) if post.post_type == "post" else ()
    others = [u for u in post.terms if u.taxonomy not in known]
    for use in others:
        label = _("its format") if use.taxonomy == FORMAT else use.taxonomy
        notes.append(
            _("%(taxonomy)s has no place here: %(name)s")
            % {"taxonomy": label, "name": use.name}
        )
