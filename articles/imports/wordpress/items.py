"""What an export holds, as it is handed on: the site first, then item after item."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from articles.imports.wordpress.addresses import attached_file

# Taxonomies of WordPress itself; every other is one of a plugin or a theme.
CATEGORY, TAG, MENU, FORMAT = "category", "post_tag", "nav_menu", "post_format"
MENU_ENTRY = "nav_menu_item"


@dataclass(frozen=True)
class Term:
    """A category, a tag, or an entry of another taxonomy."""

    taxonomy: str
    slug: str
    name: str
    # The slug of the term above it, "" where it stands at the top.
    parent: str = ""
    description: str = ""
    number: int = 0


@dataclass(frozen=True)
class TermUse:
    """A term as an item names it."""

    taxonomy: str
    slug: str
    name: str


@dataclass
class WordPressSite:
    """The site that an export was made of."""

    title: str
    url: str
    # Names by login. What else is said of an author, the address above all, stays out.
    authors: dict[str, str]
    description: str = ""
    language: str = ""
    # Where WordPress is installed, and where its readers find it.
    base_site_url: str = ""
    base_blog_url: str = ""
    terms: list[Term] = field(default_factory=list)


@dataclass(frozen=True)
class WordPressPost:
    """One item of an export: a post, or a page, an attachment, a menu entry ..."""

    wordpress_id: int
    title: str
    slug: str
    link: str
    published_at: datetime | None
    status: str
    post_type: str
    content: str
    excerpt: str
    terms: tuple[TermUse, ...]
    author: str
    has_password: bool = False
    comments: int = 0
    guid: str = ""
    modified_at: datetime | None = None
    parent: int = 0
    menu_order: int = 0
    is_sticky: bool = False
    # Where the file of an attachment lies.
    file_url: str = ""
    # Of the fields that plugins add those that are known here, by their key.
    meta: dict[str, str] = field(default_factory=dict)
    # Names under which WordPress still finds it.
    old_slugs: tuple[str, ...] = ()
    # Page builders that keep a text of their own beside this one.
    builders: tuple[str, ...] = ()

    @property
    def categories(self) -> tuple[str, ...]:
        """Return the names of its categories."""
        return tuple(use.name for use in self.terms if use.taxonomy == CATEGORY)

    @property
    def tags(self) -> tuple[str, ...]:
        """Return the names of its tags."""
        return tuple(use.name for use in self.terms if use.taxonomy == TAG)

    @property
    def is_public(self) -> bool:
        """Say whether everybody could read it in WordPress."""
        return self.status == "publish" and not self.has_password

    @property
    def file(self) -> str:
        """Return where its file lies below the uploads, "" where it has none."""
        told = self.meta.get("_wp_attached_file", "")
        return attached_file(self.file_url, told) if self.file_url or told else ""

    def digest(self) -> str:
        """Return a fingerprint of all that an import takes from it.

        Comments are not taken, so a new one is no change.
        """
        told = {**asdict(self), "comments": 0, "modified_at": None}
        text = json.dumps(told, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()
