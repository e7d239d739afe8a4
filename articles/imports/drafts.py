"""Turns the posts of an export into draft articles, and leaves alone what is here.

An article remembers the post it came from. Where one is found, nothing of it is ever
changed: it may have been edited since. All posts of a file come in, or none does.
"""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from articles.imports.content import Finder, plain_text, read_body
from articles.imports.wordpress import WordPressPost, WordPressSite, read_export
from articles.models import ArticleIndexPage, ArticlePage
from clinic.models import Approval
from clinic.reading import page_text
from clinic.review.authors import is_reviewer
from clinic.review.gate import NotApproved
from clinic.roles import EDITORS

PUBLISHED = "publish"
WELCOME = {PUBLISHED, "future", "pending", "private", "draft"}
SUMMARY_LENGTH = ArticlePage._meta.get_field("summary").max_length
URL_LENGTH = ArticlePage._meta.get_field("wordpress_url").max_length
PATH_LENGTH = Redirect._meta.get_field("old_path").max_length


class ImportRefused(Exception):
    """The import cannot go on; the text says why, for people."""


@dataclass(frozen=True)
class Approvers:
    """The two people who vouch for what an import publishes."""

    editor: object
    reviewer: object


@dataclass
class Outcome:
    """What became of one post."""

    title: str
    words_in: int
    words_out: int
    done: str
    notes: list[str]


@dataclass
class Report:
    """What became of a whole export."""

    site: WordPressSite | None = None
    outcomes: list[Outcome] = field(default_factory=list)
    left_out: Counter = field(default_factory=Counter)


def find_approvers(editor: str, reviewer: str) -> Approvers:
    """Return the two people behind these usernames, or refuse them."""
    if editor == reviewer:
        raise ImportRefused(
            _("Two different people must agree to publish; “%(name)s” is one.")
            % {"name": editor}
        )
    people = Approvers(_person(editor), _person(reviewer))
    if not people.editor.has_role(EDITORS):
        raise ImportRefused(_("“%(name)s” is not an editor.") % {"name": editor})
    if not is_reviewer(people.reviewer):
        raise ImportRefused(
            _("“%(name)s” is not a medical reviewer.") % {"name": reviewer}
        )
    return people


def _person(username: str):
    person = get_user_model().objects.filter(username=username, is_active=True).first()
    if not person:
        raise ImportRefused(
            _("There is no active account “%(name)s”.") % {"name": username}
        )
    return person


def import_export(
    path: str | Path, *, approvers: Approvers | None = None, dry_run: bool = False
) -> Report:
    """Bring the posts of a WordPress export in; with `dry_run` undo all of it again.

    Raises ExportFileError or ImportRefused, after which the database is as it was.
    """
    # Once to the end first: a file broken in its last line never reaches the database.
    for _item in read_export(path):
        pass
    report = Report()
    with transaction.atomic():
        index = ArticleIndexPage.objects.first()
        if not index:
            raise ImportRefused(
                _(
                    "There is no list of articles to import into; make one under the "
                    "home page in the CMS."
                )
            )
        for item in read_export(path):
            if isinstance(item, WordPressSite):
                report.site = item
            elif item.post_type == "post" and item.status in WELCOME:
                report.outcomes.append(import_post(item, index, approvers))
                report.left_out["comment"] += item.comments
            elif item.post_type == "post":
                report.left_out[f"post ({item.status})"] += 1
            else:
                report.left_out[item.post_type] += 1
        if dry_run:
            transaction.set_rollback(True)
    report.left_out = +report.left_out
    return report


@transaction.atomic
def import_post(
    post: WordPressPost, index: ArticleIndexPage, approvers: Approvers | None = None
) -> Outcome:
    """Bring one post in as a draft below `index`; publish it where two people agree."""
    notes: list[str] = []
    words = plain_text(post.content).split()
    article = ArticlePage.objects.filter(wordpress_id=post.wordpress_id).first()
    found = article is not None
    if not found:
        article = _draft(post, index, notes, approvers and approvers.editor)
        _keep_address(post, article, notes)
    elif article.wordpress_url and article.wordpress_url != post.link:
        notes.append(
            _("this number came from %(url)s") % {"url": article.wordpress_url}
        )
    latest = article.get_latest_revision_as_object()
    words_out = page_text(latest, ["body"]).split()
    if not found and words_out != words:
        raise ImportRefused(_lost(post, words, words_out))
    published = False
    # A revision does not remember that the page was online once; the row does.
    if approvers and not article.live and _may_publish(post, article, notes):
        published = _publish(latest, approvers, notes)
    done = {
        (False, False): _("imported as a draft"),
        (False, True): _("imported and published"),
        (True, False): _("unchanged"),
        (True, True): _("published"),
    }[found, published]
    return Outcome(latest.title, len(words), len(words_out), done, notes)


def _draft(post: WordPressPost, index, notes: list[str], editor=None) -> ArticlePage:
    body = read_body(post.content, Finder())
    for count, what in (
        (len(body.pictures_missing), _("pictures")),
        (body.unmapped.total(), _("embeds")),
    ):
        if count:
            notes.append(
                _("%(what)s left out: %(count)d") % {"what": what, "count": count}
            )
    summary = " ".join(plain_text(post.excerpt).split())
    if len(summary) > SUMMARY_LENGTH:
        notes.append(_("the summary is too long for the editor; shorten it"))
    article = ArticlePage(
        title=post.title or _("(no title)"),
        slug=_slug(post, index, notes),
        summary=summary,
        live=False,
        has_unpublished_changes=True,
        wordpress_id=post.wordpress_id,
        wordpress_url=_valid_url(post.link),
        # Kept when it is published: readers go on seeing the original date.
        first_published_at=post.published_at if post.status == PUBLISHED else None,
    )
    article.body = [{"type": kind, "value": value} for kind, value in body.blocks]
    try:
        index.add_child(instance=article)
    except ValidationError as error:
        raise ImportRefused(
            _("Post %(id)d, “%(title)s…”, cannot be stored: %(reason)s")
            % {
                "id": post.wordpress_id,
                "title": post.title[:40],
                "reason": " ".join(error.messages),
            }
        ) from error
    article.save_revision(user=editor, log_action="wagtail.create")
    return article


def _slug(post: WordPressPost, index, notes: list[str]) -> str:
    # WordPress stores other scripts than Latin percent-encoded.
    slug = slugify(unquote(post.slug), allow_unicode=True)[:240]
    if not slug:
        slug = slugify(post.title, allow_unicode=True)[:240]
    slug = base = slug or f"wordpress-{post.wordpress_id}"
    number = 2
    while index.get_children().filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    if slug != base:
        notes.append(
            _("“%(slug)s” was taken, so it is now “%(new)s”")
            % {"slug": base, "new": slug}
        )
    return slug


def _valid_url(link: str) -> str:
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        return ""
    return link if len(link) <= URL_LENGTH else ""


def _keep_address(post: WordPressPost, article: ArticlePage, notes: list[str]) -> None:
    """Lead the old address to the article, unless somebody else has it."""
    try:
        path = urlsplit(post.link).path
    except ValueError:
        path = ""
    # A draft's "/?p=12" was never public, and "/" is the home page here.
    if not path.strip("/"):
        return
    old_path = Redirect.normalise_path(path)
    if old_path == Redirect.normalise_path(urlsplit(article.full_url or "").path):
        return
    if len(old_path) > PATH_LENGTH:
        notes.append(_("its old address is too long for a redirect"))
    elif Redirect.objects.filter(old_path=old_path).exists():
        notes.append(_("its old address has a redirect already, left as it was"))
    else:
        Redirect.add_redirect(old_path, redirect_to=article)


def _may_publish(post: WordPressPost, article: ArticlePage, notes: list[str]) -> bool:
    if post.status != PUBLISHED or post.has_password:
        notes.append(_("not public in WordPress, so it stays a draft"))
        return False
    if article.last_published_at:
        notes.append(_("was taken offline here, so it stays a draft"))
        return False
    return True


def _publish(article: ArticlePage, approvers: Approvers, notes: list[str]) -> bool:
    """Publish the latest text where the two agree and the gate lets it pass."""
    try:
        with transaction.atomic():
            # What came from nobody becomes the editor's by being saved.
            revision = article.save_revision(user=approvers.editor)
            Approval.record(
                article, edited_by=approvers.editor, reviewed_by=approvers.reviewer
            )
            revision.publish(user=approvers.editor)
    except (ValidationError, NotApproved) as refusal:
        reasons = getattr(refusal, "messages", None) or refusal.reasons
        notes.append(_("stays a draft: %(why)s") % {"why": " ".join(reasons)})
        return False
    except PermissionDenied as error:
        raise ImportRefused(
            _("“%(name)s” may not publish articles.")
            % {"name": approvers.editor.get_username()}
        ) from error
    return True


def _lost(post: WordPressPost, words: list[str], words_out: list[str]) -> str:
    place = next(
        (
            number
            for number, pair in enumerate(zip(words, words_out, strict=False))
            if pair[0] != pair[1]
        ),
        min(len(words), len(words_out)),
    )
    return _(
        "Post %(id)d, “%(title)s”, would not arrive word for word (from “%(word)s” on)."
    ) % {
        "id": post.wordpress_id,
        "title": post.title,
        "word": " ".join(words[place : place + 4]),
    }
