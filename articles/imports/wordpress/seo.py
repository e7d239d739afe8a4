"""Titles and descriptions that Yoast or Rank Math keep, their variables filled in."""

import re
from dataclasses import dataclass, field

from articles.imports.content import plain_text
from articles.imports.wordpress.items import CATEGORY, TAG, WordPressPost, WordPressSite

# Yoast writes %%title%%, Rank Math %title% and %customfield(name)%.
_YOAST = re.compile(r"%%([a-z_]+)%%")
_RANK_MATH = re.compile(r"%([a-z_]+)(?:\(([^()%]*)\))?%")
_SPACES = re.compile(r"\s+")
SEPARATOR = "-"


@dataclass
class Seo:
    """What search engines were told of a post; `unknown` could not be filled in."""

    title: str = ""
    description: str = ""
    unknown: list[str] = field(default_factory=list)


def seo_of(post: WordPressPost, site: WordPressSite) -> Seo:
    """Return the title and description that a plugin gave, Yoast's before others.

    A title that is merely the post's own with the site's name behind it says nothing
    that this site does not say by itself, and is left empty.
    """
    seo = Seo()
    values = _values(post, site)
    for name, yoast, rank_math in (
        ("title", "_yoast_wpseo_title", "rank_math_title"),
        ("description", "_yoast_wpseo_metadesc", "rank_math_description"),
    ):
        text, pattern = post.meta.get(yoast, ""), _YOAST
        if not text:
            text, pattern = post.meta.get(rank_math, ""), _RANK_MATH
        filled = _filled(plain_text(text), pattern, values, seo.unknown)
        setattr(seo, name, filled)
    if seo.title in (post.title, f"{post.title} {SEPARATOR} {site.title}"):
        seo.title = ""
    return seo


def _filled(text: str, pattern, values: dict[str, str], unknown: list[str]) -> str:
    def fill(match: re.Match) -> str:
        value = values.get(match[1])
        if value is None:
            unknown.append(match[0])
            return " "
        return value

    words = _SPACES.sub(" ", pattern.sub(fill, text)).strip()
    # What stood beside an empty variable parts nothing any more.
    doubled = re.sub(rf"(?: {SEPARATOR})+(?= {SEPARATOR} |$)", "", words)
    return doubled.removeprefix(f"{SEPARATOR} ").strip()


def _values(post: WordPressPost, site: WordPressSite) -> dict[str, str]:
    names = {CATEGORY: [], TAG: []}
    for use in post.terms:
        names.get(use.taxonomy, []).append(use.name)
    categories, tags = names[CATEGORY], names[TAG]
    excerpt = " ".join(plain_text(post.excerpt).split())
    author = site.authors.get(post.author, "")
    published, modified = post.published_at, post.modified_at
    return {
        "title": post.title,
        "seo_title": post.title,
        "sitename": site.title,
        "sitetitle": site.title,
        "site_title": site.title,
        "sitedesc": site.description,
        "sep": SEPARATOR,
        "excerpt": excerpt,
        "excerpt_only": excerpt,
        "seo_description": excerpt,
        "category": ", ".join(categories),
        "categories": ", ".join(categories),
        "primary_category": categories[0] if categories else "",
        "tag": ", ".join(tags),
        "tags": ", ".join(tags),
        "id": str(post.wordpress_id),
        "name": "" if "@" in author else author,
        "post_author": "" if "@" in author else author,
        "author": "" if "@" in author else author,
        "date": _day(published),
        "modified": _day(modified),
        # Which page of a long text it is: here a text has one.
        "page": "",
        "pagenumber": "",
        "pagetotal": "",
    }


def _day(moment) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}" if moment else ""
