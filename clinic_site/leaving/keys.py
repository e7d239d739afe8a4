"""What a thing is called outside of this database: names that others know, too."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

from django.conf import settings
from django.core.files.storage import Storage
from django.db import models
from wagtail.documents import get_document_model
from wagtail.models import Page

from articles.models import Topic
from clinic.models import (
    ClinicImage,
    CrisisPhrase,
    GlossaryTerm,
    Price,
    Reference,
)

READ = 1024 * 1024
# What an export names by a value of its own, the field that holds it.
NAMED = {
    "reference": (Reference, "key"),
    "topic": (Topic, "slug"),
    "term": (GlossaryTerm, "slug"),
    "price": (Price, "name"),
    "crisis_words": (CrisisPhrase, "key"),
}


class Malformed(ValueError):
    """Something in an export cannot be what an export holds; the text says what."""


def kind_of(model: type[models.Model]) -> str:
    """Return what an export calls things of a model; LookupError for one it names not.

    Raised for a new relation that nobody has decided about, never for content.
    """
    if issubclass(model, Page):
        return "page"
    if issubclass(model, ClinicImage):
        return "picture"
    if issubclass(model, get_document_model()):
        return "document"
    for kind, (named, _field) in NAMED.items():
        if issubclass(model, named):
            return kind
    raise LookupError(f"An export has no stable name for {model.__name__}.")


def page_key(page: Page) -> str:
    """Return a page's translation key, with its language where it is not the first."""
    language = page.locale.language_code
    key = str(page.translation_key)
    return key if language == settings.LANGUAGE_CODE else f"{key}.{language}"


def file_digest(storage: Storage, name: str) -> str:
    """Return the SHA-256 of a stored file; FileNotFoundError where it is gone."""
    with storage.open(name) as file:
        digest = hashlib.sha256()
        while chunk := file.read(READ):
            digest.update(chunk)
    return digest.hexdigest()


def numbered(found: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Tell things of one name apart, in the order given: the second ends in "-2"."""
    seen = Counter()
    for pk, name in found:
        seen[name] += 1
        yield pk, name if seen[name] == 1 else f"{name}-{seen[name]}"


class Keys:
    """The names of everything that can be pointed at, from primary keys and back."""

    def __init__(self):
        self._names: dict[tuple[str, int], str] = {}
        self._pks: dict[tuple[str, str], int] = {}

    def add(self, kind: str, pk: int, name: str) -> None:
        """Remember what something is called."""
        self._names[kind, pk] = name
        self._pks[kind, name] = pk

    def name(self, kind: str, pk) -> str | None:
        """Return what a row is called, None where there is none."""
        return self._names.get((kind, pk))

    def pk(self, kind: str, name: str) -> int | None:
        """Return the row of this name, None where there is none."""
        return self._pks.get((kind, name))

    def add_named(self) -> None:
        """Remember everything that has a name of its own."""
        for kind, (model, field) in NAMED.items():
            for pk, name in model.objects.order_by("pk").values_list("pk", field):
                self.add(kind, pk, str(name))

    def add_pages(self) -> None:
        """Remember every page."""
        for page in Page.objects.filter(depth__gt=1).select_related("locale"):
            self.add("page", page.pk, page_key(page))
