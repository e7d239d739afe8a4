"""An export on its way in, and one thing of it at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DatabaseError, transaction

from clinic_site.leaving.keys import Keys, Malformed
from clinic_site.leaving.reading import Export
from clinic_site.leaving.report import REFUSED, Report

# What a value that nobody foresaw ends in, deep within a block.
STRANGE = (
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    IndexError,
    ArithmeticError,
    RecursionError,
    ObjectDoesNotExist,
)


@dataclass
class Coming:
    """What all parts of one import share."""

    export: Export
    keys: Keys
    # Editor and reviewer, or None where everything becomes a draft.
    approvers: object = None
    dry_run: bool = False
    report: Report = field(default_factory=Report)
    # Primary keys of the pages that this very import made live.
    published: set[int] = field(default_factory=set)
    # Collections that came in, by the names that lead to each.
    collections: set[tuple[str, ...]] = field(default_factory=set)
    # Primary keys of pages that were kept for some people there and are not here.
    opened: set[int] = field(default_factory=set)

    @property
    def editor(self):
        """Return in whose name texts come in, None for nobody's."""
        return self.approvers and self.approvers.editor

    @contextmanager
    def whole(self, kind: str, title: str) -> Iterator[None]:
        """Let one thing come in whole or not at all; what refuses it is reported."""
        try:
            with transaction.atomic():
                yield
        except ValidationError as error:
            self.report.add(kind, title, REFUSED, error.messages)
        except (*STRANGE, DatabaseError) as error:
            self.report.add(kind, title, REFUSED, [str(error)[:300]])

    def listed(self, name: str) -> list[dict]:
        """Return the objects that a JSON file lists, none where it is malformed."""
        try:
            said = self.export.json(name)
            if not isinstance(said, list) or not all(isinstance(d, dict) for d in said):
                raise Malformed("a list of objects is wanted")
        except Malformed as error:
            self.report.add("file", name, REFUSED, [str(error)])
            return []
        return said
