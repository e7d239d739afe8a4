"""Which answers are kept, under which key, and until when: the rules, in one place."""

import re
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.signals import setting_changed
from django.dispatch import receiver

from clinic import generation
from clinic.generation import Seen
from clinic_site.page_cache.entry import Entry
from clinic_site.page_cache.store import Key, Store

# The one mark of what may be kept: names of routes whose answer is the same for
# everybody. A page that sets a cookie, varies or says `no-store` is not, all the same.
KEPT = frozenset(
    ["wagtail_serve", "glossary", "article_feed", "sitemap", "robots", "manifest"]
)
# The only query under which an answer is kept: the number of a list's page.
NUMBERED = re.compile(r"page=[1-9]\d{0,3}")
# What other sites add to a link to learn who followed it. No page reads it; whoever
# comes by such a link gets the page as it is, and what was added is kept nowhere.
TRACKING = re.compile(
    r"(?:(?:^|&)(?:utm_\w+|mc_[ce]id|_hs\w+|[a-z]*clid|gbraid|wbraid|igshid)=[^&]*)+"
)
# What nobody noticed, a change past Django above all, shows after so many seconds.
LONGEST = 60
# So long past its time a page is given while somebody renders it anew, in seconds;
# while the database is away, when nobody can change a word; and how often that is
# tried meanwhile.
MEANWHILE = 10
AWAY = 60 * 60
TRIED_EVERY = 5
# Never what somebody typed, never an answer that belongs to one person.
_UNKEPT = re.compile(r"no-store|no-cache|private", re.IGNORECASE)


class Pages:
    """The answers that this process keeps."""

    def __init__(self):
        self.store = Store(settings.PAGE_CACHE_PAGES, settings.PAGE_CACHE_BYTES)
        self._hosts = _hosts()
        self._personal = (settings.SESSION_COOKIE_NAME, "messages")
        self._https = settings.SECURE_PROXY_SSL_HEADER

    def key(self, environ: dict) -> Key | None:
        """Return what the answer is kept under; None where it may be for one person."""
        query = environ.get("QUERY_STRING", "")
        if query and not NUMBERED.fullmatch(query):
            if not TRACKING.fullmatch(query):
                return None
            query = ""
        if (
            environ["REQUEST_METHOD"] not in ("GET", "HEAD")
            or "HTTP_AUTHORIZATION" in environ
            or environ.get("SCRIPT_NAME")
        ):
            return None
        host = environ.get("HTTP_HOST")
        # Anybody can send a host with any port: those would fill the memory.
        if host not in self._hosts:
            return None
        cookies = environ.get("HTTP_COOKIE")
        if cookies and any(name in cookies for name in self._personal):
            return None
        return self._scheme(environ), host, environ["PATH_INFO"], query

    def _scheme(self, environ: dict) -> str:
        """Return the scheme as Django takes it, from a proxy where there is one."""
        if self._https:
            name, secure = self._https
            if given := environ.get(name):
                first = given.partition(",")[0].strip()
                return "https" if first == secure else "http"
        return environ["wsgi.url_scheme"]

    def fresh(self, environ: dict) -> tuple[Entry, Seen] | None:
        """Return the kept answer to a request, if there is one and it is right."""
        key = self.key(environ)
        seen = generation.now() if key else None
        entry = self.store.get(key) if seen else None
        return (entry, seen) if is_fresh(entry, seen) else None


def is_fresh(entry: Entry | None, seen: Seen) -> bool:
    """Say whether an entry shows what holds now."""
    return (
        entry is not None and entry.number == seen.number and time.time() < entry.until
    )


def was_good(entry: Entry | None, seen: Seen, *, within: int) -> bool:
    """Say whether only the clock ran out on an entry, at most so many seconds ago.

    What was made before the last change is never good: that may have taken it down.
    """
    return (
        entry is not None
        and entry.number == seen.number
        and time.time() < entry.ran_out + within
    )


def may_keep(response) -> bool:
    """Say whether everybody gets this answer, and it is one to keep."""
    headers = response.headers
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not _UNKEPT.search(headers.get("Cache-Control", ""))
        and headers.get("Vary", "").lower() in ("", "accept-encoding")
        and "Content-Encoding" not in headers
    )


def _hosts() -> frozenset[str]:
    """Return the names under which the site is known, spelled as browsers do."""
    port = settings.PORT
    named = [name for name in settings.ALLOWED_HOSTS if name[:1] not in ("*", ".")]
    with_port = [f"{name}:{port}" for name in named]
    return frozenset([urlsplit(settings.SITE_URL).netloc, *named, *with_port])


_pages: Pages | None = None


def pages() -> Pages:
    """Return what this process keeps, nothing at first."""
    global _pages
    if _pages is None:
        _pages = Pages()
    return _pages


@receiver(setting_changed)
def forget(**kwargs) -> None:
    """Begin with nothing, as under other settings."""
    global _pages
    _pages = None
