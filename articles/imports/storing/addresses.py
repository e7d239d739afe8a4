"""Where a page stands here."""

from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.urls import Resolver404, resolve
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.imports.wordpress import WordPressPost
from articles.models import ArticlePage

URL_LENGTH = ArticlePage._meta.get_field("wordpress_url").max_length
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
