"""In how many ways WordPress wrote one address, and the one way in which it is kept.

A redirect from WordPress is kept in small letters, decoded, without its last slash and
without `index.php`; a post asked for by its number as `/?p=12`. Whoever asks may write
it in any other way that WordPress understood: its pages (`/page/2/`), feeds, sizes of
a picture, numbers, archives. None of this asks the database.
"""

import re
from collections.abc import Iterator
from unicodedata import normalize
from urllib.parse import parse_qsl, unquote, urlsplit

# Longer addresses are in no table, and nobody gets work out of us by one.
LONGEST = 2_000
# WordPress numbers posts, pages and attachments in one row.
_NUMBERED = ("p", "page_id", "attachment_id")
_NAMES = "page_id|attachment_id|category_name|author_name|pagename|paged|author|year"
_ASKS = re.compile(rf"(?:^|&)(?:p|m|s|cat|tag|feed|name|{_NAMES})=")
_NUMBER = re.compile(r"[0-9]{1,18}")
_FEED = re.compile(r"/(?:feed|rss2?|rdf|atom)(?:/(?:feed|rss2?|rdf|atom))?$")
_OLD_FEED = re.compile(r"/wp-(?:commentsrss2|rss2?|rdf|atom|feed)\.php$")
_NEXT_PAGE = re.compile(r"/(?:page/|comment-page-)?[0-9]{1,6}$")
_LIST_PAGE = re.compile(r"/page/[0-9]{1,6}$")
_EXTRA = re.compile(r"/(?:amp|embed|trackback)$")
_DAY = re.compile(r"^(.*?)(/[0-9]{4})(?:/[0-9]{1,2}){0,2}$")
_ARCHIVE = re.compile(r"^(.*?)/(category|tag|author|type)/(?:.+/)?([^/]+)$")
_INDEX = re.compile(r"/index\.php(?=/|$)")
_UPLOAD = re.compile(r"^(.*/wp-content/uploads/.+?)(\.[a-z0-9]{2,5})$")
# What WordPress and its editor append to the name of a picture's file.
_SIZE = re.compile(r"-(?:[0-9]{1,5}x[0-9]{1,5}|scaled|rotated|e[0-9]{10,13})$")
# Lists of posts all have one feed here.
_LISTS = re.compile(r"^(.*?)/(?:category/.*|tag/.*|author/.*|comments|[0-9/]{4,})$")


def asks_wordpress(query: str) -> bool:
    """Say whether a query string names what WordPress is asked by."""
    return bool(_ASKS.search(query))


def words_sought(query: str) -> str | None:
    """Return what a query string tells WordPress to search for, None without it."""
    return dict(parse_qsl(query, keep_blank_values=True)).get("s")


def kept_form(address: str) -> str:
    """Return how an old address is kept, empty where it has none: the front page."""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    path = _plain(parts.path)
    asked = next(iter(_of_query(path, parts.query)), "") if parts.query else ""
    return _storable(asked or path)


def by_query(full_path: str) -> list[str]:
    """Return what is asked for by a query string, in kept form, the likeliest first."""
    path, _, query = full_path[:LONGEST].partition("?")
    if not asks_wordpress(query):
        return []
    return _storables(_of_query(_plain(path), query))


def by_path(full_path: str) -> list[str]:
    """Return what an address may mean by its path, in kept form, the likeliest first.

    An address that says nothing by itself stands at the front as it is.
    """
    path = _plain(full_path[:LONGEST].partition("?")[0])
    return _storables([path, *_shorter(path)])


def _plain(path: str) -> str:
    """Return a path decoded, in small letters, without index.php and last slash."""
    path = normalize("NFC", unquote(path)).lower()
    path = _INDEX.sub("", re.sub(r"/{2,}", "/", f"/{path}"), count=1)
    return path.strip().rstrip("/")


def _storables(paths) -> list[str]:
    return list(dict.fromkeys(filter(None, map(_storable, paths))))


def _storable(path: str) -> str:
    # PostgreSQL refuses to look for a null character.
    return "" if "\0" in path else path


def _of_query(base: str, query: str) -> Iterator[str]:
    given = dict(parse_qsl(query, keep_blank_values=True))
    if "feed" in given:
        yield f"{base}/feed"
        return
    start = base or "/"
    for name in _NUMBERED:
        if _NUMBER.fullmatch(given.get(name, "")):
            yield f"{start}?p={int(given[name])}"
    for name in ("cat", "author"):
        if _NUMBER.fullmatch(given.get(name, "")):
            yield f"{start}?{name}={int(given[name])}"
    for name, kind in (("category_name", "category"), ("tag", "tag")):
        if given.get(name):
            yield f"{base}/{kind}/{_last(given[name])}"
    if given.get("author_name"):
        yield f"{base}/author/{_last(given['author_name'])}"
    for name in ("pagename", "name"):
        if given.get(name):
            yield _plain(f"{base}/{given[name]}")
    year = given.get("m", "")[:4] or given.get("year", "")
    if re.fullmatch("[0-9]{4}", year):
        yield f"{base}/{year}"
    if "paged" in given:
        yield f"{base}/page/2"


def _last(path: str) -> str:
    return _plain(path).rpartition("/")[2]


def _shorter(path: str) -> Iterator[str]:
    """Yield what an address comes to without what WordPress puts behind or before."""
    if found := _UPLOAD.match(path):
        yield from _larger(*found.groups())
        return
    if _OLD_FEED.search(path):
        yield _OLD_FEED.sub("/feed", path)
        return
    if found := _FEED.search(path):
        of = path[: found.start()]
        yield from _feeds(of)
        path = of
    if found := _LIST_PAGE.search(path):
        yield path[: found.start()]
        yield f"{path[: found.start()]}/page/2"
    path = _EXTRA.sub("", path)
    for shape in (path, _NEXT_PAGE.sub("", path)):
        if shape:
            yield shape
        # Whatever a blog's settings put before an archive, it is the same archive.
        if found := _DAY.match(shape):
            before, year = found.groups()
            yield from (f"{before}{year}", year)
        if found := _ARCHIVE.match(shape):
            before, kind, name = found.groups()
            yield from (f"{before}/{kind}/{name}", f"/{kind}/{name}")


def _feeds(of: str) -> Iterator[str]:
    if not of:
        yield "/feed"
    elif found := _LISTS.match(of):
        yield from (f"{found[1]}/feed", "/feed")
    else:
        yield f"{of}/feed"


def _larger(name: str, ending: str) -> Iterator[str]:
    """Yield the files of which one may be a smaller size."""
    bare = name
    while (shorter := _SIZE.sub("", bare)) != bare:
        bare = shorter
        yield bare + ending
    yield f"{bare}-scaled{ending}"
