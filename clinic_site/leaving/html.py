"""A page as plain, meaningful HTML: no class, no script, nothing of this site's looks.

Made from what the export says of the page, so that it can be made again from its
files alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from html import escape

import nh3
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import StreamField

from clinic.blocks import PriceBlock, TableBlock
from clinic.blocks.price import dollars
from clinic.blocks.video import find_host
from clinic_site.leaving.blocks import LINES, WORDS, pointing_renamed
from clinic_site.leaving.fields import told_children, told_fields

# What the page's head says, or its HTML shows in a place of its own.
IN_HEAD = {
    "title",
    "slug",
    "summary",
    "seo_title",
    "search_description",
    "show_in_menus",
    "share_image",
    "topics",
    "go_live_at",
    "expire_at",
    "wordpress_id",
    "wordpress_url",
}
_EMBED = re.compile(r"<embed\b([^>]*)/?>")
_KEYS = re.compile(r'\s+data-block-key="[^"]*"')
_KEY = re.compile(r'\bkey="([^"]*)"')


@dataclass
class Shown:
    """Where an export puts things, told from the folder of the page that shows them."""

    # The address of a page, picture or document beside this one; "" for what is gone.
    link: Callable[[str, str], str]
    # What is known of a picture, price or page by its name.
    about: Callable[[str, str], dict] = field(default=lambda kind, name: {})
    clinic: dict = field(default_factory=dict)
    form_url: str = ""


def page_html(model, said: dict, shown: Shown, *, marked: str, language="en") -> str:
    """Return a whole HTML document; `marked` is what readers must know first."""
    head = [
        f"<title>{escape(said['seo_title'] or said['title'])}</title>",
        *(
            f'<meta name="description" content="{escape(text)}">'
            for text in [said["search_description"] or said.get("summary")]
            if text
        ),
    ]
    note = f"<p><strong>{escape(marked)}</strong></p>\n" if marked else ""
    return (
        f'<!doctype html>\n<html lang="{escape(language)}">\n<head>\n'
        f'<meta charset="utf-8">\n{chr(10).join(head)}\n</head>\n'
        f"<body>\n{note}{article_html(model, said, shown)}</body>\n</html>\n"
    )


def article_html(model, said: dict, shown: Shown) -> str:
    """Return what readers see of a page as one article."""
    parts = [f"<h1>{escape(said['title'])}</h1>"]
    if said.get("summary"):
        parts.append(f"<p>{escape(said['summary'])}</p>")
    if share := said.get("share_image"):
        parts.append(_figure(shown, share, {}))
    parts.append(_facts(model, said))
    for one in told_fields(model):
        if isinstance(one, StreamField):
            parts += blocks_html(said[one.name], shown)
    for relation in told_children(model):
        name = relation.get_accessor_name()
        parts.append(_children(relation, said[name], shown))
    inner = "".join(f"{part}\n" for part in parts if part)
    return f"<article>\n{inner}</article>\n"


def _facts(model, said: dict) -> str:
    """Return the short fields of a page, each under its name."""
    pairs = ""
    for one in told_fields(model):
        value = said.get(one.name)
        plain = isinstance(value, str | int | float) and not isinstance(value, bool)
        if plain and value != "" and one.name not in IN_HEAD:
            label = escape(capfirst(str(one.verbose_name)))
            pairs += f"<dt>{label}</dt><dd>{escape(str(value))}</dd>\n"
    return pairs and f"<dl>\n{pairs}</dl>"


def _children(relation, rows: list[dict], shown: Shown) -> str:
    """Return one of a page's lists, such as its references or its hours."""
    if not rows:
        return ""
    items = []
    for row in rows:
        words = [
            _in_words(one, row, shown) for one in told_fields(relation.related_model)
        ]
        items.append(f"<li>{' '.join(word for word in words if word)}</li>")
    title = escape(capfirst(str(relation.related_model._meta.verbose_name_plural)))
    return (
        f"<section>\n<h2>{title}</h2>\n<ol>\n{chr(10).join(items)}\n</ol>\n</section>"
    )


def _in_words(one, row: dict, shown: Shown) -> str:
    value = row.get(one.name)
    if isinstance(value, dict):
        ((kind, name),) = value.items()
        about = shown.about(kind, name)
        words = about.get("citation") or about.get("title") or name
        return _linked(about.get("link") or shown.link(kind, name), escape(words))
    if value in (None, ""):
        return ""
    label = dict(one.flatchoices or []).get(value, value)
    return escape(str(label))


def _linked(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def blocks_html(children: list[dict], shown: Shown) -> list[str]:
    """Return the blocks of a text, each as HTML; single sentences make a list."""
    if children and all(child["type"] == "point" for child in children):
        points = "\n".join(f"<li>{escape(one['value'])}</li>" for one in children)
        return [f"<ul>\n{points}\n</ul>"]
    return [
        WRITERS.get(child["type"], _words)(child["value"], shown) for child in children
    ]


def rich_html(source: str, shown: Shown) -> str:
    """Return rich text with links that lead to the files beside it."""
    source = _KEYS.sub("", source or "")

    def put(kind: str, name: str) -> str:
        return shown.link(kind, name) if name else ""

    def embed(match: re.Match) -> str:
        name = _KEY.search(match[1])
        return _image(shown, name[1], "") if name else ""

    source = _EMBED.sub(embed, source)
    source = pointing_renamed(source, ("key", "href"), put).replace(' href=""', "")
    return nh3.clean(
        source,
        tags=(LINES | WORDS | {"img", "h1", "h2", "h3", "h4", "h5", "h6"}) - {"embed"},
        attributes={"a": {"href"}, "img": {"src", "alt"}},
        link_rel=None,
    )


def _words(value, shown: Shown) -> str:
    return f"<p>{escape(str(value))}</p>" if value not in (None, "") else ""


def _heading(value, shown):
    level = value.get("level") if value.get("level") in ("h2", "h3") else "h2"
    return f"<{level}>{escape(value.get('text') or '')}</{level}>"


def _paragraph(value, shown):
    return rich_html(value, shown)


def _image(shown: Shown, name: str, alt: str) -> str:
    address = escape(shown.link("picture", name))
    return f'<img src="{address}" alt="{escape(alt)}">' if address else ""


def _figure(shown: Shown, chosen: dict | None, value: dict) -> str:
    if not chosen:
        return ""
    name = chosen["picture"]
    about = shown.about("picture", name)
    alt = value.get("alt_text")
    if alt is None and not value.get("decorative"):
        alt = about.get("description")
    lines = [value.get("caption"), value.get("source") or about.get("credit")]
    caption = " ".join(escape(line) for line in lines if line)
    caption = caption and f"\n<figcaption>{caption}</figcaption>"
    return f"<figure>\n{_image(shown, name, alt or '')}{caption}\n</figure>"


def _picture(value, shown):
    return _figure(shown, value.get("image"), value)


def _table(value, shown):
    table = TableBlock().to_python(value) if value else None
    if table is None:
        return ""
    names = "".join(
        f'<th scope="col">{escape(str(column["heading"]))}</th>'
        for column in table.columns
    )
    rows = [
        "".join(
            f'<th scope="row">{escape(str(cell))}</th>'
            if number == 0
            else f"<td>{escape(str(cell))}</td>"
            for number, cell in enumerate(row["values"])
        )
        for row in table.row_data
    ]
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    caption = f"<caption>{escape(table.caption)}</caption>\n" if table.caption else ""
    return (
        f"<table>\n{caption}<thead><tr>{names}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )


def _callout(value, shown):
    title = escape(value.get("title") or "")
    inner = rich_html(value.get("text"), shown)
    return f"<section>\n<p><strong>{title}</strong></p>\n{inner}\n</section>"


def _quote(value, shown):
    words, source = value.get("text") or "", value.get("source") or ""
    said = f"<p>{escape(source)}</p>\n" if source else ""
    return f"<blockquote>\n<p>{escape(words)}</p>\n{said}</blockquote>"


def _entries(value) -> list:
    """Return the values of a list, whichever release stored it."""
    return [
        item["value"] if isinstance(item, dict) and "value" in item else item
        for item in value or []
    ]


def _steps(value, shown):
    items = "\n".join(
        f"<li><p><strong>{escape(step.get('title') or '')}</strong></p>"
        f"{rich_html(step.get('text'), shown)}</li>"
        for step in _entries(value.get("steps"))
    )
    return f"<ol>\n{items}\n</ol>"


def _step(value, shown):
    title, text = escape(value.get("title") or ""), escape(value.get("text") or "")
    return f"<p><strong>{title}</strong> {text}</p>"


def _questions(value, shown):
    return "\n".join(
        f"<h3>{escape(one.get('question') or '')}</h3>\n"
        f"{rich_html(one.get('answer'), shown)}"
        for one in _entries(value.get("questions"))
    )


def _price(value, shown):
    price = PriceBlock().to_python(value)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(row.name)}</th><td>{row.times}</td>'
        f"<td>{dollars(row.each)}</td><td>{row.shown}</td></tr>"
        for row in price.rows
    )
    heads = "".join(
        f'<th scope="col">{head}</th>'
        for head in (_("What"), _("How often"), _("Each"), _("Together"))
    )
    parts = [
        f"<table>\n<caption>{escape(price.get('title') or '')}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"
    ]
    if price.total:
        parts.append(f"<p>{escape(price.total_words)}: {price.total}</p>")
    if left := price.get("not_included"):
        parts.append(f"<p>{_('Not included')}: {escape(left)}</p>")
    return "\n".join(parts)


def _video(value, shown):
    found = find_host(value.get("url"))
    address = found[0].page.format(found[1]) if found else ""
    parts = [
        _figure(shown, value.get("image"), {"alt_text": "", "caption": None}),
        f"<p>{_linked(address, escape(value.get('title') or ''))}</p>",
        rich_html(value.get("transcript"), shown),
        _words(value.get("no_transcript"), shown),
    ]
    return "\n".join(part for part in parts if part)


def _service_card(value, shown):
    chosen = value.get("service")
    if not chosen:
        return ""
    about = shown.about("page", chosen["page"])
    title = escape(about.get("title") or chosen["page"])
    summary = about.get("summary") or ""
    link = _linked(shown.link("page", chosen["page"]), title)
    return f"<p>{link} {escape(summary)}</p>"


def _request_button(value, shown):
    return f"<p>{_linked(shown.form_url, escape(value.get('label') or ''))}</p>"


def _prices(value, shown):
    lines = []
    for chosen in _entries(value.get("prices")):
        about = shown.about("price", chosen["price"]) if chosen else {}
        if about.get("agreed"):
            words = f"{about['name']}: {dollars(Decimal(about['amount']))}"
            words += f" {about['unit']}" if about.get("unit") else ""
            words += f". {about['note']}" if about.get("note") else ""
            lines.append(f"<li>{escape(words)}</li>")
    title = f"<h3>{escape(value.get('title') or '')}</h3>"
    return f"{title}\n<ul>\n{chr(10).join(lines)}\n</ul>" if lines else title


def _fact(value, shown):
    names = {"off_label": "off_label_statement"}
    kind = value.get("kind") or ""
    return _words(shown.clinic.get(names.get(kind, kind)), shown)


WRITERS = {
    "heading": _heading,
    "paragraph": _paragraph,
    "image": _picture,
    "figure": _picture,
    "table": _table,
    "callout": _callout,
    "quote": _quote,
    "steps": _steps,
    "step": _step,
    "questions": _questions,
    "price": _price,
    "video": _video,
    "service_card": _service_card,
    "request_button": _request_button,
    "prices": _prices,
    "fact": _fact,
}
