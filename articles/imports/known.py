"""What earlier imports brought in: the newest word on each thing of an export."""

from articles.imports.wordpress import WordPressPost, addresses
from articles.models import ArticlePage, ImportedItem, ImportRun


def newest(run: ImportRun, source: str, url: str, title: str) -> ImportedItem | None:
    """Return what the latest earlier import says of a thing, None where none knew it.

    Trial runs and what an undo took away count for nothing. Two sites number their
    posts alike, so the thing has to come from the same site, or to have the same path
    or title where the site moved.
    """
    earlier = ImportedItem.objects.standing().filter(source=source, run__kind=run.kind)
    earlier = earlier.exclude(run=run).exclude(outcome=ImportedItem.Outcome.FAILED)
    for item in earlier.select_related("page", "picture", "topic").order_by("-pk"):
        if is_same(item.old_urls[0] if item.old_urls else "", item.title, url, title):
            return item
    return None


def is_same(old_url: str, old_title: str, url: str, title: str) -> bool:
    """Say whether two things of one number are one, by their address or title."""
    if not old_url or addresses.host(old_url) == addresses.host(url):
        return True
    return addresses.path(old_url) == addresses.path(url) or (
        bool(title) and old_title == title
    )


def article(post: WordPressPost) -> ArticlePage | None:
    """Return the article that remembers a post, whichever import brought it in."""
    page = ArticlePage.objects.filter(wordpress_id=post.wordpress_id).first()
    if page and is_same(page.wordpress_url, page.title, post.link, post.title):
        return page
    return None
