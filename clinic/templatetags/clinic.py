"""Tags that show what the practice says: citations, hours, structured data."""

import json
import re
from datetime import datetime, time

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from clinic.citations import CITATION, numbers_of
from clinic.glossary import Links
from clinic.hours import time_words
from clinic.share_picture import HEIGHT, WIDTH

register = template.Library()

# A citation in text and not inside a tag.
_CITATION = re.compile(rf"(<[^>]*>)|\s?{CITATION}")
# What would end the script element that holds the data.
_UNSAFE = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def cited(markup: str, references: list) -> SafeString:
    """Turn [1] and [1, 3] in rich text into links to the page's references.

    A number that the list does not have stays as it was written.
    """
    count = len(references or [])

    def link(match: re.Match) -> str:
        if match.group(1):
            return match.group(1)
        numbers = numbers_of(match.group(2))
        if not all(1 <= number <= count for number in numbers):
            return match.group(0)
        links = (
            f'<a href="#ref-{number}" aria-label="{_("Reference")} {number}">'
            f"{number}</a>"
            for number in numbers
        )
        return f'<sup class="cite">{", ".join(links)}</sup>'

    # The markup comes out of Wagtail's rich text, which holds only what its
    # features allow; what is added here are numbers.
    return mark_safe(_CITATION.sub(link, str(markup)))  # noqa: S308


@register.filter
def glossed(markup: str, links: Links | None) -> SafeString:
    """Link the first occurrence of each word of the glossary that still waits."""
    # What is added are the words that stood there and addresses of slugs.
    return mark_safe(links.put_into(str(markup)) if links else markup)  # noqa: S308


@register.filter
def get(mapping: dict, key):
    """Return a value by its key, None without one."""
    return mapping.get(key) if mapping else None


@register.filter
def clock(moment: time | datetime) -> str:
    """Return an hour as people here say it: 9 am, 5:30 pm."""
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment)
    return time_words(moment)


@register.filter
def spelled(code: str) -> str:
    """Return a reference letter by letter, so that speech does not run it together."""
    return ", ".join(str(code))


@register.simple_tag
def drawn_share_picture(page, clinic) -> dict:
    """Return the picture drawn for a stored page of ours; nothing for anything else."""
    if not hasattr(page, "share_words") or not page.pk or not clinic:
        return {}
    words = page.share_words(clinic.clinic_name)
    address = {"page_id": page.pk, "digest": words.digest}
    return {
        "url": reverse("share_picture", kwargs=address),
        "title": words.title,
        "width": WIDTH,
        "height": HEIGHT,
    }


@register.simple_tag(takes_context=True)
def structured_data(context, page) -> SafeString:
    """Write what a page tells search engines; nothing for what is no page of ours."""
    if not hasattr(page, "structured_data"):
        return SafeString("")
    return json_ld(page.structured_data(context["clinic"], context["location"]))


def json_ld(data: dict) -> SafeString:
    """Return structured data as the element that search engines read."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    text = text.translate(_UNSAFE)
    # Every character that could end the element is escaped above.
    return mark_safe(  # noqa: S308
        f'<script type="application/ld+json">{text}</script>'
    )
