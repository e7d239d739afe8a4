"""Where a page stands here, and how its old address leads to it."""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect

from articles.imports.wordpress import WordPressPost
from articles.models import ArticlePage

URL_LENGTH = ArticlePage._meta.get_field("wordpress_url").max_length
PATH_LENGTH = Redirect._meta.get_field("old_path").max_length
SLUG_LENGTH = 240


def slug_for(post: WordPressPost, parent, notes: list[str]) -> str:
    """Return an address below `parent` that is free, the old one where it can be."""
    # WordPress stores other scripts than Latin percent-encoded.
    slug = slugify(unquote(post.slug), allow_unicode=True)[:SLUG_LENGTH]
    if not slug:
        slug = slugify(post.title, allow_unicode=True)[:SLUG_LENGTH]
    slug = base = slug or f"wordpress-{post.wordpress_id}"
    number = 2
    while _is_taken(slug, parent):
        slug, number = f"{base}-{number}", number + 1
    if slug != base:
        notes.append(
            _("“%(slug)s” was taken, so it is now “%(new)s”")
            % {"slug": base, "new": slug}
        )
    return slug


def _is_taken(slug: str, parent) -> bool:
    if parent.get_children().filter(slug=slug).exists():
        return True
    if parent.depth > 2:
        return False
    # Beside the lists stand pages that are none in the tree: /search/, /cms/.
    try:
        return resolve(f"/{slug}/").url_name != "wagtail_serve"
    except Resolver404:
        return False


def valid_url(link: str) -> str:
    """Return an address as it may be stored, "" for what is none."""
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        return ""
    return link if len(link) <= URL_LENGTH else ""


def keep_address(post: WordPressPost, page, notes: list[str]) -> list[int]:
    """Lead the old address to the page, unless somebody else has it.

    Returns the keys of the redirects that were made.
    """
    try:
        path = urlsplit(post.link).path
    except ValueError:
        path = ""
    # A draft's "/?p=12" was never public, and "/" is the home page here.
    if not path.strip("/"):
        return []
    old_path = Redirect.normalise_path(path)
    if old_path == Redirect.normalise_path(urlsplit(page.full_url or "").path):
        return []
    if len(old_path) > PATH_LENGTH:
        notes.append(_("its old address is too long for a redirect"))
    elif Redirect.objects.filter(old_path=old_path).exists():
        notes.append(_("its old address has a redirect already, left as it was"))
    else:
        return [Redirect.add_redirect(old_path, redirect_to=page).pk]
    return []
