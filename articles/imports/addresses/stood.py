"""Where the things of an export stood in WordPress, as anybody read them there."""

from urllib.parse import urlsplit

from django.utils.text import slugify

from articles.imports.wordpress import Term, WordPressPost, WordPressSite

ATTACHMENT = "attachment"
# Only these have an archive by WordPress's own account.
_ARCHIVES = {
    "category": ("category", "cat"),
    "post_tag": ("tag", "tag_id"),
    "post_format": ("type", ""),
}
_FORMAT = "post-format-"


def home_of(site: WordPressSite) -> str:
    """Return the address of the old front page, without a slash at its end."""
    return (site.base_blog_url or site.url).rstrip("/")


def of_post(
    post: WordPressPost, site: WordPressSite, parent: WordPressPost | None = None
) -> list[str]:
    """Return where a post, page or attachment stood, nothing for what was not public.

    `parent` is what an attachment hangs on, where that is known: what hangs on a
    private post is as private, but for the file itself, which anybody could open.
    """
    if post.post_type == ATTACHMENT:
        hidden = parent is not None and not parent.is_public
        own = [] if hidden else _own(post, site)
        return _each([*own, post.file_url])
    if not post.is_public:
        return []
    before = post.link.rstrip("/").rpartition("/")[0]
    renamed = (
        [f"{before}/{slug}/" for slug in post.old_slugs] if _has_path(post) else []
    )
    return _each([*_own(post, site), *renamed])


def of_term(term: Term, site: WordPressSite) -> list[str]:
    """Return where a category, a tag or a format had its list."""
    if term.taxonomy not in _ARCHIVES or not term.slug:
        return []
    base, asked_by = _ARCHIVES[term.taxonomy]
    slug = term.slug.removeprefix(_FORMAT) if base == "type" else term.slug
    numbered = asked_by == "cat" and term.number
    by_number = f"{home_of(site)}/?cat={term.number}" if numbered else ""
    return _each([f"{home_of(site)}/{base}/{slug}/", by_number])


def of_author(login: str, site: WordPressSite) -> list[str]:
    """Return where the posts of an author were listed."""
    # WordPress makes the end of the address of the login, as long as nobody changes it.
    name = slugify(login, allow_unicode=True)
    return _each([f"{home_of(site)}/author/{name}/" if name else ""])


def _own(post: WordPressPost, site: WordPressSite) -> list[str]:
    return [post.link, f"{home_of(site)}/?p={post.wordpress_id}"]


def _has_path(post: WordPressPost) -> bool:
    try:
        return bool(urlsplit(post.link).path.strip("/"))
    except ValueError:
        return False


def _each(addresses: list[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, addresses)))
