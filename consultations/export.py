"""Requests as a file for a spreadsheet: which columns, and each cell made harmless."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clinic.phone import display
from clinic.spreadsheet import harmless
from consultations import clocks
from consultations.fields import printable

# More than a person reads; whoever needs all of them needs a backup or a migration.
EXPORTED_AT_MOST = 10_000
ROWS_AT_ONCE = 500
# Excel takes a file without it for the code page of the computer.
BYTE_ORDER_MARK = "\ufeff"
# Columns of a request that only an export which asks for them decrypts.
LEFT_OUT = frozenset({"message", "reason", "answers"})
# A spreadsheet reads "2346E799" as a number.
_NUMBER = re.compile(r"\d+(E\d+)?")


@dataclass(frozen=True)
class Column:
    """One column: its title, what stands in it, and what of a request that opens."""

    title: str
    value: Callable[[object], str]
    opens: frozenset[str] = field(default_factory=frozenset)


def phone_cell(number: str) -> str:
    """Return a number as people read it, never beginning with a sign of a formula."""
    written = display(number)
    if written.startswith("+"):
        code, _space, rest = written.partition(" ")
        return f"({code}) {rest}".strip()
    return written


def reference_cell(reference: str) -> str:
    """Return a reference that stays one; in two halves where it looks like a number."""
    if _NUMBER.fullmatch(reference):
        return f"{reference[:4]}-{reference[4:]}"
    return reference


def moment_cell(at: datetime | None) -> str:
    """Return a moment at the clinic as spreadsheets know it; "" for none."""
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else ""


def _yes(answer: bool) -> str:
    return _("yes") if answer else _("no")


def _times(request) -> str:
    words = ", ".join(clocks.window_words(window) for window in request.contact_times)
    return words or _("any time")


def _answers(request) -> str:
    return "\n".join(f"{one.question}: {one.words}" for one in request.told)


USUAL = [
    Column(gettext_lazy("Reference"), lambda r: reference_cell(r.reference)),
    Column(gettext_lazy("Status"), lambda r: r.get_status_display()),
    Column(gettext_lazy("Disposition"), lambda r: r.get_disposition_display()),
    Column(gettext_lazy("Read first"), lambda r: _yes(r.read_first)),
    Column(gettext_lazy("Came by"), lambda r: r.get_channel_display()),
    Column(gettext_lazy("Received"), lambda r: moment_cell(r.received_at)),
    Column(gettext_lazy("Name"), lambda r: r.name),
    Column(gettext_lazy("Phone"), lambda r: phone_cell(r.phone)),
    Column(gettext_lazy("E-mail"), lambda r: r.email),
    Column(
        gettext_lazy("Wants to be reached by"), lambda r: r.get_contact_method_display()
    ),
    Column(gettext_lazy("When"), _times),
    Column(gettext_lazy("Voicemail allowed"), lambda r: _yes(r.voicemail_ok)),
    Column(gettext_lazy("Clinic's name may be said"), lambda r: _yes(r.clinic_name_ok)),
    Column(gettext_lazy("Texts allowed"), lambda r: _yes(r.text_ok)),
    Column(gettext_lazy("For whom"), lambda r: r.get_for_whom_display()),
    Column(gettext_lazy("About"), lambda r: r.service_title),
    Column(gettext_lazy("Location"), lambda r: r.location_title),
    Column(gettext_lazy("Asked from"), lambda r: r.source_page_title),
    Column(
        gettext_lazy("With"), lambda r: str(r.assigned_to) if r.assigned_to_id else ""
    ),
    Column(gettext_lazy("Due"), lambda r: moment_cell(r.due_at)),
    Column(gettext_lazy("First attempt"), lambda r: moment_cell(r.first_attempt_at)),
    Column(
        gettext_lazy("First conversation"),
        lambda r: moment_cell(r.first_conversation_at),
    ),
    Column(gettext_lazy("Consultation"), lambda r: moment_cell(r.scheduled_for)),
    Column(gettext_lazy("Closed"), lambda r: moment_cell(r.closed_at)),
]
STORY = Column(
    gettext_lazy("In their words"), lambda r: r.message, frozenset({"message"})
)
ANSWERS = Column(
    gettext_lazy("Health answers"), _answers, frozenset({"reason", "answers"})
)


def columns(*, story: bool, answers: bool) -> list[Column]:
    """Return the columns of a file; words and health answers only if asked for."""
    return [*USUAL, *([STORY] if story else []), *([ANSWERS] if answers else [])]


class _Line:
    """A file for the csv module that hands each line back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(requests, ids: list[int], chosen: list[Column]) -> Iterator[str]:
    """Yield a file line by line, as RFC 4180 has it; so many requests at a time.

    `requests` is the queryset that the ids belong to.
    """
    # All cells are quoted: some spreadsheets split at a semicolon or a tab as well.
    line = csv.writer(_Line(), quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow
    yield BYTE_ORDER_MARK + line([str(column.title) for column in chosen])
    opened = frozenset().union(*(column.opens for column in chosen))
    requests = requests.defer(*(LEFT_OUT - opened)).order_by("pk")
    for start in range(0, len(ids), ROWS_AT_ONCE):
        batch = requests.filter(pk__in=ids[start : start + ROWS_AT_ONCE])
        for request in batch.iterator(chunk_size=ROWS_AT_ONCE):
            cells = (column.value(request) for column in chosen)
            yield line([harmless(printable(str(cell))) for cell in cells])
