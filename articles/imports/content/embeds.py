"""Reads what comes from elsewhere: videos, frames, and the shortcodes for them."""

import re
from html import escape
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from articles.imports.content import pictures
from articles.imports.content.markup import cleaned
from articles.imports.content.rich_text import Link
from articles.imports.content.shortcodes import ADDRESS, CAPTIONS, ESCAPED, Shortcode
from articles.imports.content.tree import Element, Mark, is_blank
from articles.imports.content.words import one_line, plain_text
from clinic.blocks.video import VIMEO, YOUTUBE, find_host

# Where WordPress shows what an address on a line of its own leads to.
_EMBEDDED = (
    "animoto.com bsky.app canva.com dailymotion.com dai.ly embed.bsky.app "
    "facebook.com fb.watch flickr.com flic.kr imgur.com instagram.com issuu.com "
    "kickstarter.com mixcloud.com open.spotify.com pinterest.com pocketcasts.com "
    "reddit.com reverbnation.com scribd.com slideshare.net soundcloud.com "
    "speakerdeck.com spotify.com ted.com threads.net tiktok.com tumblr.com "
    "twitter.com vimeo.com videopress.com wolframcloud.com wordpress.tv x.com "
    "youtube.com youtu.be"
)
EMBEDDED = frozenset(_EMBEDDED.split())
_ADDRESS = re.compile(r"\s*(https?://[^\s<>\"]+)\s*")
_FILES = ("src", "mp4", "m4v", "webm", "ogv", "flv", "wmv", "mp3", "m4a", "ogg", "wav")


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _is_video(url: str) -> bool:
    try:
        return find_host(url) is not None
    except ValueError:
        return False


def _whole(url: str) -> str:
    url = " ".join(cleaned(url).split())
    return f"https:{url}" if url.startswith("//") else url


def _add_video(walker, url: str) -> None:
    value = {"url": url, "title": "", "image": None}
    walker.flow.add("video", {**value, "transcript": "", "no_transcript": ""})


def show(walker, url: str, written: str = "") -> None:
    """Put a video in its place; keep the address of anything else as a link.

    `written` is what stands of it in the text, empty where readers saw no address.
    """
    url = _whole(url)
    if _is_video(url):
        _add_video(walker, url)
        walker.change(written, "", _("plays where its address stood"))
        return
    walker.body.unmapped[f"embed {_told(url)}"] += 1
    _leave_link(walker, url, written, _("was shown from elsewhere"))


def _told(url: str) -> str:
    return f"https://{_host(url)}" if _host(url) else url[:60]


def _leave_link(walker, url: str, written: str, why: str) -> None:
    """Leave the address of something that has no block, as a link where it can be."""
    if not _ADDRESS.fullmatch(url):
        if written:
            walker.flow.text(written)
        return
    walker.body.links.append(url)
    link, words = Link(url, page=walker.finder.page(url)), written or url
    walker.flow.add("paragraph", f"<p><a {link}>{escape(words, quote=False)}</a></p>")
    if not written:
        walker.change("", url, why)


def read_paragraph(walker, element: Element) -> None:
    """Read a paragraph; one that is nothing but an address may be an embed."""
    url = _only_address(element)
    if url and _host(url) in EMBEDDED:
        walker.part(element.tag)
        show(walker, url, written=url)
        walker.part(element.tag)
    else:
        walker.element(element)


def read_wrapper(walker, element: Element) -> None:
    """Read the box in which the block editor keeps the address of an embed."""
    url = _only_address(element)
    if not url:
        walker.element(element)
        return
    walker.part(element.tag)
    show(walker, url, written=url)
    walker.part(element.tag)


def _only_address(element: Element) -> str:
    """Return the address that is all there is in an element."""
    filled = [
        node
        for node in element.children
        if not is_blank(node) or isinstance(node, Mark)
    ]
    if len(filled) != 1 or not isinstance(filled[0], str):
        return ""
    found = _ADDRESS.fullmatch(filled[0])
    return found[1] if found else ""


def read_frame(walker, element: Element) -> None:
    """Read a frame or an object of another site."""
    attributes = element.attributes
    names = ("src", "data-src", "data-lazy-src", "data")
    found = (attributes.get(name, "") for name in names)
    url = next((url for url in found if url and url != "about:blank"), "")
    walker.flow.gap()
    if url and not walker.shown_already(url):
        show(walker, url)
    elif not url and not _holds_another(element):
        walker.body.unmapped[f"embed {element.tag}"] += 1
    walker.walk(element.children)
    walker.flow.gap()


def _holds_another(element: Element) -> bool:
    return any(
        isinstance(node, Element) and node.tag in ("embed", "iframe", "object")
        for node in element.children
    )


def read_media(walker, element: Element) -> None:
    """Read a sound or a film that lies with the site itself."""
    sources = [
        node.attributes.get("src", "")
        for node in element.children
        if isinstance(node, Mark) and node.tag == "source"
    ]
    url = next(filter(None, [element.attributes.get("src", ""), *sources]), "")
    walker.flow.gap()
    if poster := cleaned(element.attributes.get("poster", "")).strip():
        pictures.place(walker, poster, None, None)
    _leave_file(walker, element.tag, url)
    walker.walk(element.children)
    walker.flow.gap()


def _leave_file(walker, tag: str, url: str) -> None:
    url = _whole(url)
    if _is_video(url):
        _add_video(walker, url)
        return
    walker.body.unmapped[f"{tag} {url}".strip()] += 1
    _leave_link(walker, url, "", _("a file that cannot be played here"))


def read_shortcode(walker, element: Element) -> None:
    """Read a shortcode that is understood."""
    shortcode = element.attributes["shortcode"]
    if shortcode.name in CAPTIONS:
        pictures.read_caption(walker, element)
        return
    walker.flow.gap()
    if shortcode.name == ADDRESS:
        _read_address(walker, plain_text(shortcode.written))
    elif shortcode.name == ESCAPED:
        words = one_line(shortcode.written[1:-1])
        walker.flow.text(words)
        walker.change(
            one_line(shortcode.written), words, _("stands as WordPress shows it")
        )
    else:
        walker.change(one_line(shortcode.written), "", _("shows what it stands for"))
        _read_known(walker, element, shortcode)
    walker.flow.gap()


def _read_known(walker, element: Element, shortcode: Shortcode) -> None:
    if shortcode.name == "gallery":
        pictures.read_gallery(walker, shortcode)
    elif shortcode.name == "embed":
        inner = _only_address(element) or shortcode.attributes.get("src", "")
        if inner:
            show(walker, inner, written=_only_address(element))
            return
    elif shortcode.name in ("youtube", "vimeo"):
        _read_host(walker, shortcode)
    else:
        files = (shortcode.attributes.get(name, "") for name in _FILES)
        url = next(filter(None, [*files, *shortcode.values[:1]]), "")
        _leave_file(walker, shortcode.name, url)
    walker.walk(element.children)


def _read_host(walker, shortcode: Shortcode) -> None:
    """Read [youtube] or [vimeo], which take an address or the video's own id."""
    host = YOUTUBE if shortcode.name == "youtube" else VIMEO
    named = (shortcode.attributes.get(name, "") for name in ("id", "v", "url", "src"))
    given = next(filter(None, [*shortcode.values[:1], *named]), "")
    given = given.removeprefix("=") or shortcode.attributes.get(host.name.lower(), "")
    url = given if "/" in given else host.page.format(given)
    if "/" not in given and not _is_video(url):
        walker.body.unmapped[f"shortcode {shortcode.name} {given}".strip()] += 1
        return
    show(walker, url)


def _read_address(walker, url: str) -> None:
    """Read an address on a line of its own."""
    if _host(url) in EMBEDDED:
        show(walker, url, written=url)
    else:
        walker.flow.text(url)


def end_shortcode(walker, shortcode: Shortcode) -> None:
    """Note that the end of a shortcode is not shown."""
    walker.flow.gap()
    walker.change(one_line(shortcode.written), "", _("ends a shortcode"))
