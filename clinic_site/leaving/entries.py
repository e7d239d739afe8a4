"""What is kept once for many pages, and the settings that the public site shows."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from articles.models import Topic
from clinic.models import (
    ClinicSettings,
    CrisisPhrase,
    GlossaryTerm,
    Price,
    Reference,
)
from clinic.models.facts import ListedFact
from clinic_site.leaving.fields import outgoing
from clinic_site.leaving.keys import Keys, numbered
from clinic_site.leaving.pages import told
from consultations.models import ClearanceQuestion, IntakeSettings, OwnQuestion, Wording


@dataclass(frozen=True)
class Kind:
    """One file of entries; `name` tells one entry from the others."""

    file: str
    model: type[models.Model]
    name: Callable[[models.Model], str]
    # What `Keys` calls them, where a page may point at one.
    kind: str = ""


KINDS = [
    Kind("snippets/references.json", Reference, lambda one: one.key, "reference"),
    Kind("snippets/topics.json", Topic, lambda one: one.slug, "topic"),
    Kind("snippets/glossary.json", GlossaryTerm, lambda one: one.slug, "term"),
    Kind("snippets/prices.json", Price, lambda one: one.name, "price"),
    Kind(
        "snippets/crisis-words.json", CrisisPhrase, lambda one: one.key, "crisis_words"
    ),
]
# After the pages, which some of them name.
SETTINGS = [
    Kind("settings/clinic.json", ClinicSettings, lambda one: "clinic"),
    Kind("settings/request-form.json", IntakeSettings, lambda one: "request form"),
    Kind(
        "settings/health-questions.json",
        ClearanceQuestion,
        lambda one: one.key or one.wording,
    ),
    Kind("settings/questions.json", OwnQuestion, lambda one: one.wording),
]
WORDINGS = "settings/wordings.json"


def rows_of(kind: Kind) -> list[tuple[models.Model, str]]:
    """Return the rows of a kind in their order, each with a name of its own."""
    rows = sorted(kind.model.objects.all(), key=lambda one: (_place(one), one.pk))
    by_pk = {row.pk: row for row in rows}
    named = [(by_pk[pk], name) for pk, name in numbered(_named(kind, rows))]
    return sorted(named, key=lambda pair: (_place(pair[0]), pair[1]))


def _named(kind: Kind, rows) -> list[tuple[int, str]]:
    return [(row.pk, str(kind.name(row))) for row in rows]


def _place(row) -> int:
    return getattr(row, "position", 0)


def entry(row, name: str, keys: Keys) -> dict:
    """Return one of them; that two people agreed on it is information."""
    said = {"name": name, "says": outgoing(row, keys)}
    if isinstance(row, ListedFact):
        said["information"] = {"agreed_at": told(row.approved_at)}
    return said


def wordings() -> list[dict]:
    """Return what people agree to or are told when they ask, the versions in use."""
    rows = Wording.objects.newest().order_by("kind", "language")
    return [
        {"kind": row.kind, "language": row.language, "text": row.text} for row in rows
    ]
