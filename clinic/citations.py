"""The numbers in a text that point into the page's list of references."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.fields import StreamField

from clinic.reading import labelled_text, plain_text

# [1] or [1, 3]; the group holds the numbers.
CITATION = r"\[(\d{1,3}(?:,\s?\d{1,3})*)\]"
_CITATION = re.compile(CITATION)
# Looks like one and is none: a span is not taken apart.
_SPAN = re.compile(r"\[\d{1,3}\s?[-–—]\s?\d{1,3}\]")

# Where the templates turn [1] into a link, by the names that lead to the text.
LINKING = frozenset(
    {
        "body.paragraph",
        "body.table",
        "body.callout.text",
        "body.quote.source",
        "body.steps.steps.text",
        "body.questions.questions.answer",
        "body.image.caption",
        "body.figure.caption",
        "body.figure.source",
        "key_points.point",
    }
)


def numbers_of(written: str) -> list[int]:
    """Return the numbers between two brackets: “1, 3” is 1 and 3."""
    return [int(number) for number in written.split(",")]


def numbers_in(text: str) -> list[int]:
    """Return every number that a text cites, in reading order."""
    return [n for written in _CITATION.findall(text) for n in numbers_of(written)]


def labelled_words(model, values: dict) -> list[tuple[str, str]]:
    """Return the texts of these fields' values, each with the names that lead to it."""
    found: list[tuple[str, str]] = []
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            found += labelled_text(field.stream_block, value, name)
        elif isinstance(value, str):
            found.append((name, plain_text(value)))
    return found


def mistakes(words: Iterable[tuple[str, str]], count: int) -> list[str]:
    """Return what is wrong between labelled texts and a list of `count` references.

    Each is a sentence for the editor; none where all fits together.
    """
    words = list(words)
    cited = {number for _label, text in words for number in numbers_in(text)}
    pointing = {
        number
        for label, text in words
        if label in LINKING
        for number in numbers_in(text)
    }
    spans = [span for _label, text in words for span in _SPAN.findall(text)]
    found = [_pointing_nowhere(number, count) for number in sorted(cited)]
    found += [
        _(
            "Nothing in the text points to reference %(number)d: write [%(number)d] "
            "where it belongs, or take it off the list."
        )
        % {"number": number}
        for number in range(1, count + 1)
        if number not in pointing
    ]
    found += [
        _("%(span)s leads nowhere: write each number, like [1, 2, 3].") % {"span": span}
        for span in dict.fromkeys(spans)
    ]
    return [sentence for sentence in found if sentence]


def _pointing_nowhere(number: int, count: int) -> str:
    if 1 <= number <= count:
        return ""
    if not count:
        return _(
            "The text points to [%(number)d], but the page lists no references."
        ) % {"number": number}
    return ngettext(
        "The text points to [%(number)d], but there is only %(count)d reference.",
        "The text points to [%(number)d], but there are only %(count)d references.",
        count,
    ) % {"number": number, "count": count}
