"""Pictures and documents: the files as they were brought, and what is told of each."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from django.utils.text import slugify
from wagtail.documents import get_document_model
from wagtail.models import Collection

from clinic.models import ClinicImage
from clinic_site.leaving.keys import Keys, file_digest, numbered
from clinic_site.leaving.pages import shown_to

FILES = {"picture": "pictures", "document": "documents"}
FOCUS = ("x", "y", "width", "height")


def model_of(kind: str):
    """Return the model behind pictures or documents."""
    return ClinicImage if kind == "picture" else get_document_model()


def add_media(keys: Keys, kind: str) -> list[str]:
    """Name all files of a kind by their digests; return those that are gone."""
    found, gone = [], []
    for row in model_of(kind).objects.order_by("pk"):
        try:
            found.append((row.pk, file_digest(row.file.storage, row.file.name)))
        except (FileNotFoundError, ValueError):
            gone.append(row.title)
    for pk, name in numbered(found):
        keys.add(kind, pk, name)
    return gone


def rows_of(kind: str, keys: Keys) -> Iterator[tuple[object, str]]:
    """Give each row of a kind whose file is there, with its name, by name."""
    rows = model_of(kind).objects.select_related("collection").prefetch_related("tags")
    named = ((row, keys.name(kind, row.pk)) for row in rows)
    yield from sorted((pair for pair in named if pair[1]), key=lambda pair: pair[1])


def file_of(kind: str, row, name: str) -> str:
    """Return where an export keeps a file: its name, and enough of its digest."""
    path = PurePosixPath(row.file.name)
    digest, _dash, number = name.partition("-")
    words = slugify(path.stem)[:60] or kind
    mark = "-".join(part for part in (words, digest[:12], number) if part)
    return f"{FILES[kind]}/{mark}{path.suffix.lower()}"


def told_of(kind: str, row, name: str) -> dict:
    """Return what is told of a picture or document beside its file."""
    said = {
        "key": name,
        "file": file_of(kind, row, name),
        "name": PurePosixPath(row.file.name).name,
        "title": row.title,
        "tags": sorted(tag.name for tag in row.tags.all()),
        "collection": way_to(row.collection),
    }
    if kind == "picture":
        said |= {
            "description": row.description,
            "credit": row.credit,
            "width": row.width,
            "height": row.height,
            "focal_point": focus_of(row),
        }
    return said


def focus_of(picture) -> dict | None:
    """Return what a picture is cropped around, None where nobody said."""
    point = {side: getattr(picture, f"focal_point_{side}") for side in FOCUS}
    return None if point["x"] is None else point


def way_to(collection: Collection) -> list[str]:
    """Return the names of a collection and those above it, but for the first of all."""
    above = collection.get_ancestors(inclusive=True).order_by("path")
    return [one.name for one in above if one.depth > 1]


def collections() -> list[dict]:
    """Return every collection, those above before those below, and whom it is for."""
    rows = Collection.objects.filter(depth__gt=1).order_by("path")
    return [{"way": way_to(row), "shown_to": shown_to(row)} for row in rows]
