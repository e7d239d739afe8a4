"""Answers what the reader of a text asks: which picture, which page."""

from articles.imports.content import Finder
from articles.imports.media import variants
from articles.imports.storing import pictures
from articles.imports.storing.work import Work
from articles.imports.wordpress import WordPressPost, addresses
from articles.models import ImportedItem

PAGES = ("post", "page")


class StoringFinder(Finder):
    """Finds for one text; remembers which links lead to what comes later."""

    def __init__(self, work: Work, post: WordPressPost):
        self.work = work
        self.post = post
        self.footnotes = post.meta.get("footnotes", "")
        self.later: dict[str, int] = {}
        self.pictures: list[int] = []

    def picture(self, source: str, attachment: int | None) -> int | None:
        """Return the key of the picture, storing it where nobody did yet."""
        item = self._picture_item(source, attachment)
        if item is None or item.picture_id is None:
            return None
        self.pictures.append(item.picture_id)
        return item.picture_id

    def _picture_item(self, source, attachment) -> ImportedItem | None:
        if post := self._attachment(source, attachment):
            return pictures.of_attachment(self.work, post)
        file = addresses.upload(source)
        if not pictures.is_picture(file):
            return None
        return pictures.of_file(self.work, variants(file)[0], source)

    def _attachment(self, source, attachment) -> WordPressPost | None:
        if attachment:
            post = self.work.export.item(attachment)
            if post and post.post_type == "attachment":
                return post
        return pictures.attachment_at(self.work, addresses.upload(source))

    def picture_text(self, source: str, attachment: int | None) -> tuple[str, str]:
        """Return the text alternative and the caption of the old library."""
        post = self._attachment(source, attachment)
        if post is None:
            return "", ""
        return post.meta.get("_wp_attachment_image_alt", ""), post.excerpt

    def attached(self, number: int | None) -> list[int]:
        """Return the numbers of the pictures that were uploaded with a post."""
        files = self.work.export.attached(number or self.post.wordpress_id)
        return [one.wordpress_id for one in files if pictures.is_picture(one.file)]

    def page(self, href: str) -> int | None:
        """Return the key of the page that a link within the old site names."""
        number = self._number(href)
        if number is None:
            return None
        found = self.work.page_id(number)
        if found is None:
            self.later[href] = number
        return found

    def _number(self, href: str) -> int | None:
        """Return the post or page of the export that an address names, or None."""
        if not self._is_own(href):
            return None
        number = addresses.number(href) or self.work.export.at(addresses.path(href))
        if number and self.work.export.type_of(number) in PAGES:
            return number
        return None

    def _is_own(self, href: str) -> bool:
        if href.startswith("/") and not href.startswith("//"):
            return True
        return addresses.host(href) in self.work.own_hosts

    def pattern(self, number: int) -> str | None:
        """Return the HTML of a block that many posts share."""
        post = self.work.export.item(number)
        return post.content if post and post.post_type == "wp_block" else None
