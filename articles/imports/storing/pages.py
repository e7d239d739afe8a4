"""A post becomes the draft of an article, a page the draft of a plain page.

What is here already is brought up to date where it is as an import left it, and left
alone where somebody edited it since.
"""

import hashlib
import json

from django.utils.translation import gettext as _

from articles.imports import known, proof
from articles.imports.storing import drafting
from articles.imports.storing.addresses import slug_for, valid_url
from articles.imports.storing.finding import StoringFinder
from articles.imports.storing.work import Outcome, Work
from articles.imports.wordpress import WordPressPost, addresses
from articles.models import ArticlePage, ImportedItem
from clinic.models import StandardPage

MODELS = {"post": ArticlePage, "page": StandardPage}
WELCOME = {"publish", "future", "pending", "private", "draft"}
# As deep as plain pages may stand below one another.
DEEPEST = 30


def store(work: Work, post: WordPressPost) -> ImportedItem:
    """Store one post or page, or say why it is left alone."""
    return work.take(
        f"{post.post_type} {post.wordpress_id}",
        post.post_type,
        post.title or _("(no title)"),
        lambda item: _store(work, post, item),
        [post.link, post.guid],
    )


def _store(work: Work, post: WordPressPost, item: ImportedItem) -> None:
    item.source_digest = source_digest(work, post)
    earlier = work.earlier(item.source, post.link, post.title)
    page = _page_here(post, earlier)
    if page is None and earlier and earlier.written_digest and not work.bring_back:
        item.outcome = Outcome.LEFT_OUT
        item.written_digest = earlier.written_digest
        item.notes.append(_("was deleted here and is not brought back"))
        return
    draft = drafting.read(work, post)
    _tell(post, draft, item)
    if page is None:
        page = _create(work, post, draft, item)
    else:
        item.page_id = page.pk
        page = _look_again(work, post, draft, item, page, earlier)
    stored = page.get_latest_revision_as_object()
    proof.weigh(
        item,
        html=post.content,
        body=draft.body,
        page=stored,
        # What somebody edited here is no longer what came in.
        compare=item.written_digest == written_digest(stored),
        attached=StoringFinder(work, post).attached,
    )


def source_digest(work: Work, post: WordPressPost) -> str:
    """Return a fingerprint of what the export says of a page."""
    told = [post.digest(), post.wordpress_id in work.menu_places]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def written_digest(page) -> str:
    """Return a fingerprint of what an import writes of a page.

    The same as long as nobody edits it here, whether it was published or not.
    """
    author = getattr(page, "author_id", None)
    topics = sorted(t.pk for t in page.topics.all()) if hasattr(page, "topics") else []
    told = [page.reader_digest(), page.slug, author, topics]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _page_here(post: WordPressPost, earlier: ImportedItem | None):
    if earlier and earlier.page:
        return earlier.page.specific
    if earlier or post.post_type != "post":
        return None
    return known.article(post)


def _tell(post: WordPressPost, draft: drafting.Draft, item: ImportedItem) -> None:
    """Write down what a reader of the record wants to know of the text."""
    body = draft.body
    item.words_in = len(body.words)
    item.notes += [*draft.notes, *body.notes]
    item.proof = {
        "unmapped": dict(body.unmapped),
        "pictures": len(draft.pictures),
        "pictures_missing": draft.missing,
        "links": body.links,
        "links_later": draft.later,
        "changed": body.changed,
        "comments": post.comments,
        "status": post.status,
        "public": post.is_public,
        "modified_at": post.modified_at and post.modified_at.isoformat(),
        "old_slugs": post.old_slugs,
        "seo_unknown": draft.seo_unknown,
    }


def _create(work: Work, post: WordPressPost, draft, item: ImportedItem):
    parent = _parent(work, post, item)
    page = MODELS[post.post_type](
        slug=slug_for(post, parent, item.notes),
        live=False,
        has_unpublished_changes=True,
        show_in_menus=post.wordpress_id in work.menu_places,
        # Kept when it is published: readers go on seeing the original date.
        first_published_at=post.published_at if post.is_public else None,
    )
    if isinstance(page, ArticlePage):
        page.wordpress_url = valid_url(post.link)
        taken = ArticlePage.objects.filter(wordpress_id=post.wordpress_id)
        if other := taken.first():
            item.notes.append(
                _("this number came from %(url)s before") % {"url": other.wordpress_url}
            )
        else:
            page.wordpress_id = post.wordpress_id
    draft.write(page)
    parent.add_child(instance=page)
    page.save_revision(user=work.user, log_action="wagtail.create")
    item.page_id, item.outcome = page.pk, Outcome.CREATED
    item.written_digest = written_digest(page)
    return page


def _parent(work: Work, post: WordPressPost, item: ImportedItem):
    if post.post_type == "post":
        return work.index
    if not post.parent:
        return work.home
    above = work.page_id(post.parent)
    page = above and StandardPage.objects.filter(pk=above).first()
    if not page:
        item.notes.append(
            _("the page it stood below did not come in, so it stands at the top")
        )
    elif page.depth >= DEEPEST:
        item.notes.append(_("stood too deep below other pages; it stands at the top"))
    else:
        return page
    return work.home


def _look_again(work, post, draft, item, page, earlier: ImportedItem | None):
    """Bring a page up to date where that is due and overwrites nobody's work."""
    latest = page.get_latest_revision_as_object()
    now = written_digest(latest)
    item.outcome = Outcome.UNCHANGED
    if earlier is None:
        _adopt(page, item, now)
        return latest
    item.written_digest = earlier.written_digest
    _note_move(earlier.old_urls, item)
    old_pictures = earlier.proof.get("pictures_missing", [])
    found_since = len(draft.missing) < len(old_pictures)
    if earlier.source_digest == item.source_digest and not found_since:
        item.proof["links_later"] = {}
        return latest
    if not earlier.written_digest or now != earlier.written_digest:
        item.outcome = Outcome.EDITED_HERE
        item.source_digest = earlier.source_digest
        item.proof["links_later"] = {}
        item.notes.append(_("changed in WordPress, but was edited here: left as it is"))
        return latest
    item.revision_before = page.latest_revision_id
    draft.write(latest)
    if written_digest(latest) == now:
        item.revision_before = None
        return latest
    latest.save_revision(user=work.user, log_action="wagtail.edit")
    item.outcome = Outcome.UPDATED
    item.written_digest = written_digest(latest)
    return latest


def _note_move(old_urls: list[str], item: ImportedItem) -> None:
    """Note where the number stood under another host before."""
    before = old_urls[0] if old_urls else ""
    if before and addresses.host(before) != addresses.host(item.old_urls[0]):
        item.notes.append(_("this number came from %(url)s") % {"url": before})


def _adopt(page, item: ImportedItem, now: str) -> None:
    """Take on an article that an import brought in before it kept records."""
    item.proof["links_later"] = {}
    _note_move([page.wordpress_url], item)
    # With a single revision nobody can have edited it since.
    if page.revisions.count() <= 1 and not page.live:
        item.written_digest = now
