"""Every address of an export is asked, as worked out from the file by another reader.

The reader here is the standard library's, and it knows of WordPress what its manual
says; what the import made of the file is not asked.
"""

import re
from urllib.parse import quote, unquote_to_bytes, urlsplit
from xml.etree import ElementTree

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from clinic_site.page_cache.front import Front
from clinic_site.page_cache.pages import forget
from tests.articles import exporting as wxr
from tests.articles.importing import run as import_now
from tests.articles.uploads import folder, picture
from tests.factories import (
    make_article_index,
    make_clinic,
    make_editor,
    make_plain_page,
    make_reviewer,
)

pytestmark = pytest.mark.django_db
SITES = [wxr.SITE, f"{wxr.SITE}/blog"]
_SPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
ARTICLES = "/articles/"
FEED = "/articles/feed/"


class Browser:
    """Asks the whole site as its server does: kept pages first, then every layer."""

    def __init__(self):
        self.application = Front(WSGIHandler())

    def __call__(self, address: str) -> tuple[int, dict, str]:
        path, _mark, query = address.partition("?")
        environ = RequestFactory().generic("GET", path, QUERY_STRING=query).environ
        # As a server hands it over: the bytes that were asked for, one a character.
        environ["PATH_INFO"] = unquote_to_bytes(path).decode("latin-1")
        environ["HTTP_HOST"] = "localhost"
        said = {}

        def start_response(status, headers, exc_info=None):
            said["status"] = int(status.split()[0])
            said["headers"] = {name.lower(): value for name, value in headers}

        body = b"".join(self.application(environ, start_response))
        return said["status"], said["headers"], body.decode("utf-8", "replace")


@pytest.fixture
def ask(settings, tmp_path):
    settings.PAGE_CACHE = True
    settings.VAR_DIR = tmp_path / "var"
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VAR_DIR.mkdir()
    forget()
    # They would end the connection on which this test's data is written.
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Browser()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
    forget()


@pytest.fixture
def clinic(db):
    make_clinic()
    make_article_index()
    make_editor()
    make_reviewer()


def an_export(tmp_path, site: str):
    def at(path: str) -> str:
        return f"{site}/{path}"

    dated = {"gmt": "2019-05-07 13:30:00", "local": "2019-05-07 09:30:00"}
    dated["pub_date"] = "Tue, 07 May 2019 13:30:00 +0000"
    uses = [("category", "deep-rest", "Deep rest"), ("post_tag", "calm", "Calm")]
    return wxr.written(
        tmp_path,
        wxr.author(),
        wxr.term("rest", "Rest", number=3),
        wxr.term("deep-rest", "Deep rest", parent="rest", number=4),
        wxr.term("calm", "Calm", "post_tag", number=5),
        wxr.item(11, "Quiet", link=at("2019/05/07/Quiet-Nights/"), uses=uses, **dated),
        wxr.item(12, "Tea", slug="thé", link=at("2019/05/07/th%c3%a9/"), **dated),
        wxr.item(13, "Claim", "<p>A miracle cure.</p>", link=at("claim/"), **dated),
        wxr.item(14, "Plain", link=at("?p=14"), **dated),
        wxr.item(
            15,
            "Renamed",
            slug="new-name",
            link=at("2019/05/07/new-name/"),
            meta=[("_wp_old_slug", "old-name")],
            **dated,
        ),
        wxr.item(16, "Hidden", link=at("hidden/"), status="private", **dated),
        wxr.item(17, "Locked", link=at("locked/"), password="x", **dated),
        wxr.item(18, "Begun", link=at("?p=18"), status="draft", **dated),
        wxr.item(21, "About", kind="page", slug="about", link=at("about/"), **dated),
        wxr.item(
            22, "Team", kind="page", slug="team", link=at("about/team/"), parent=21
        ),
        wxr.item(23, "Taken", kind="page", slug="taken", link=at("taken/"), **dated),
        wxr.attachment(
            31, "2019/05/Ramp.png", link=at("2019/05/07/Quiet-Nights/ramp/"), parent=11
        ),
        wxr.attachment(32, "2019/05/lost.png", link=at("lost/"), parent=11),
        wxr.attachment(33, "2019/05/guide.pdf", link=at("guide/")),
        wxr.attachment(34, "2019/05/seen.png", link=at("hidden/seen/"), parent=16),
        site=site,
    )


class Read:
    """One item of the export file, by the standard library's reader."""

    def __init__(self, element):
        def text(path: str) -> str:
            return (element.findtext(path, "", _SPACES) or "").strip()

        self.number = text("wp:post_id")
        self.link = text("link")
        self.kind = text("wp:post_type")
        self.file = text("wp:attachment_url")
        self.parent = text("wp:post_parent")
        self.day = text("wp:post_date")[:10]
        self.slug = text("wp:post_name")
        self.is_public = text("wp:status") in ("publish", "inherit") and not text(
            "wp:post_password"
        )
        self.old_slugs = [
            meta.findtext("wp:meta_value", "", _SPACES)
            for meta in element.findall("wp:postmeta", _SPACES)
            if meta.findtext("wp:meta_key", "", _SPACES) == "_wp_old_slug"
        ]


class Export:
    """What the file says, and the addresses that follow from it."""

    def __init__(self, path):
        channel = ElementTree.parse(path).getroot().find("channel")  # noqa: S314 - ours
        self.home = urlsplit(channel.findtext("link")).path.rstrip("/")
        self.items = {read.number: read for read in map(Read, channel.findall("item"))}
        self.categories = {
            term.findtext("wp:category_nicename", "", _SPACES): (
                term.findtext("wp:term_id", "", _SPACES),
                term.findtext("wp:category_parent", "", _SPACES),
            )
            for term in channel.findall("wp:category", _SPACES)
        }
        self.tags = [
            term.findtext("wp:tag_slug", "", _SPACES)
            for term in channel.findall("wp:tag", _SPACES)
        ]
        self.authors = [
            author.findtext("wp:author_login", "", _SPACES)
            for author in channel.findall("wp:author", _SPACES)
        ]

    def is_hidden(self, read: Read) -> bool:
        above = self.items.get(read.parent) if read.kind == "attachment" else None
        return not read.is_public or (above is not None and not above.is_public)

    def own(self, read: Read) -> list[str]:
        """Return each address of an item by itself, in all of its spellings."""
        parts = urlsplit(read.link)
        by_number = [f"{self.home}/?{name}={read.number}" for name in _names(read)]
        by_number.append(f"{self.home}/index.php?p={read.number}")
        by_number.append(f"{self.home}/?utm_source=a&p={read.number}&utm_medium=b")
        if parts.query:
            return [f"{parts.path}?{parts.query}", *by_number]
        path = parts.path
        prefixed = f"{self.home}/index.php{path.removeprefix(self.home)}"
        spelled = [
            path,
            path.rstrip("/"),
            path.upper(),
            quote(path, safe="/%"),
            prefixed,
        ]
        behind = [f"{path}{end}" for end in ("feed/", "2/", "amp/", "embed/")]
        behind += [f"{path}comment-page-1/", f"{path}?replytocom=4", f"{path}?amp=1"]
        before = path.rstrip("/").rpartition("/")[0]
        renamed = [f"{before}/{slug}/" for slug in read.old_slugs]
        return [*spelled, *behind, *renamed, *by_number]

    def archives(self) -> list[str]:
        home = self.home
        days = {read.day for read in self.items.values() if read.kind == "post"}
        found = [f"{home}/page/2/", f"{home}/?paged=2"]
        for day in days:
            year, month, _day = day.split("-")
            found += [f"{home}/{year}/", f"{home}/{year}/{month}/"]
            found += [f"{home}/{day.replace('-', '/')}/", f"{home}/{year}/page/2/"]
            found += [f"{home}/?m={year}{month}"]
        found += [f"{home}/author/{login}/" for login in self.authors]
        return found

    def feeds(self) -> list[str]:
        home = self.home
        found = [f"{home}/{end}" for end in ("feed/", "feed", "feed/atom/", "rss/")]
        found += [f"{home}/comments/feed/", f"{home}/?feed=rss2"]
        found += [f"{home}/category/{slug}/feed/" for slug in self.categories]
        return found + [f"{home}/tag/{slug}/feed/" for slug in self.tags]

    def lists(self) -> list[tuple[str, str]]:
        """Return the address of each list with the slug that it is of."""
        found = []
        for slug, (number, parent) in self.categories.items():
            way = f"{parent}/{slug}" if parent else slug
            found += [
                (f"{self.home}/category/{way}/", slug),
                (f"{self.home}/category/{way}/page/2/", slug),
                (f"{self.home}/?cat={number}", slug),
                (f"{self.home}/?category_name={slug}", slug),
            ]
        for slug in self.tags:
            found += [(f"{self.home}/tag/{slug}/", slug)]
            found += [(f"{self.home}/?tag={slug}", slug)]
        return found


def _names(read: Read) -> list[str]:
    by_kind = {"page": ["page_id"], "attachment": ["attachment_id"]}
    return ["p", *by_kind.get(read.kind, [])]


def arrives(ask, address: str) -> str:
    """Return where an address leads in one step, at which something stands."""
    status, headers, _body = ask(address)
    assert status in (301, 302), (address, status)
    there = headers["location"]
    if not there.startswith("/media/"):
        assert ask(there)[0] == 200, (address, there)
    return there


@pytest.mark.parametrize("site", SITES)
def test_every_address_of_an_export_answers_in_one_step(ask, clinic, tmp_path, site):
    path = an_export(tmp_path, site)
    media = folder(
        tmp_path / "uploads",
        {
            "2019/05/Ramp.png": picture(kind="PNG"),
            "2019/05/seen.png": picture(kind="PNG"),
        },
    )
    import_now(
        path, media=str(media), publish=True, by="editor", reviewed_by="reviewer"
    )
    export = Export(path)
    pages = {read.number: _page(read) for read in export.items.values()}

    for number, read in export.items.items():
        for address in export.own(read):
            page = pages[number]
            if export.is_hidden(read):
                assert heard(ask, address) == heard(ask, unknown(address)), address
                continue
            status, headers, body = ask(address)
            if read.kind == "attachment":
                above = pages.get(read.parent)
                assert arrives(ask, address) == (above.url if above else ARTICLES)
            elif page.live:
                stands = address.partition("?")[0] == page.url
                assert stands or arrives(ask, address) == page.url
            else:
                assert status == 200, address
                assert headers["x-robots-tag"] == "noindex", address
                assert headers["cache-control"] == "no-store", address
                assert "A medical reviewer is reading this page" in body, address
    assert any(page and page.live for page in pages.values())
    assert any(page and not page.live for page in pages.values())

    for address in export.archives():
        assert arrives(ask, address) == ARTICLES, address
    for address in export.feeds():
        assert arrives(ask, address) == FEED, address
    for name in ("wp-sitemap.xml", "sitemap_index.xml"):
        assert arrives(ask, f"{export.home}/{name}") == "/sitemap.xml"
    for address, slug in export.lists():
        assert arrives(ask, address) == f"/articles/topics/{slug}/", address
    file = urlsplit(export.items["31"].file).path
    for address in (file, file.lower(), file.replace(".png", "-300x200.png")):
        assert re.search(r"^/media/.*\.\w+$", arrives(ask, address)), address
    assert ask(f"{export.home}/?s=quiet")[1]["location"] == "/search/?q=quiet"


def unknown(address: str) -> str:
    """Return an address of the same shape that nobody ever had."""
    named = re.sub("hidden|locked|seen", "nobody", address, flags=re.IGNORECASE)
    return re.sub(r"p=(\d+)|_id=(\d+)", lambda found: f"{found[0]}999", named)


def heard(ask, address: str) -> tuple[int, str]:
    """Return what an address tells of what stands there: status, and where it leads."""
    status, headers, body = ask(address)
    assert "reviewer is reading" not in body, address
    return status, unknown(headers.get("location", ""))


def _page(read: Read) -> Page | None:
    if read.kind not in ("post", "page"):
        return None
    rows = Redirect.objects.filter(old_path__endswith=f"?p={read.number}")
    if row := rows.first():
        return Page.objects.get(pk=row.redirect_page_id)
    return None


def test_front_page_is_kept_and_its_numbers_are_led_on_before(ask, clinic, tmp_path):
    import_now(an_export(tmp_path, wxr.SITE))
    assert ask("/")[0] == 200
    assert ask("/?utm_source=mail")[0] == 200
    assert "reviewer is reading" in ask("/?p=11")[2]
    assert "reviewer is reading" not in ask("/")[2]
    assert ask("/?p=999")[0] == 200
    assert "location" not in ask("/?p=999")[1]


def test_page_that_stands_here_wins(ask, clinic, tmp_path):
    page = make_plain_page(title="Taken", slug="taken")
    told = import_now(an_export(tmp_path, wxr.SITE))
    assert ask("/taken/")[0] == 200
    assert page.title in ask("/taken/")[2]
    assert "https://harbor.example/taken/: a page stands there" in told
