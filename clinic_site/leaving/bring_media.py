"""Brings pictures and documents in, each once, whatever it is called here."""

import re
from io import BytesIO
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
)

from clinic.document_form import NAMES_ITSELF, WITHIN
from clinic.reencoding import CleanPicture, reencoded
from clinic_site.leaving import brought, media
from clinic_site.leaving.bare_picture import is_bare
from clinic_site.leaving.coming import Coming
from clinic_site.leaving.keys import Malformed
from clinic_site.leaving.pages import digest
from clinic_site.leaving.report import DELETED, LEFT, NEW, SAME, UPDATED
from clinic_site.leaving.restricting import keep_for

KEY = re.compile(r"([0-9a-f]{64})(-[0-9]{1,4})?")
LONGEST_NAME = 80
# What may differ without anybody having changed anything.
INCIDENTAL = ("key", "file", "name", "width", "height")
DOCUMENT_MOST = 100 * 1024 * 1024


def bring_media(coming: Coming) -> None:
    """Bring collections, pictures and documents in."""
    for said in coming.listed("collections.json"):
        with coming.whole("collection", str(said)[:60]):
            _bring_collection(said["way"], said["shown_to"], coming)
    for kind, folder in media.FILES.items():
        known = brought.known(media.model_of(kind))
        for said in coming.listed(f"{folder}.json"):
            with coming.whole(kind, str(said.get("title"))):
                _bring(kind, said, coming, known)


def _bring(kind: str, said: dict, coming: Coming, known: dict[str, int]) -> None:
    key, model = _key(said, coming), media.model_of(kind)
    pk = coming.keys.pk(kind, key) or known.get(key)
    row = model.objects.filter(pk=pk).first() if pk else None
    report = coming.report
    if row is None and key in known:
        report.add(kind, said["title"], DELETED)
        return
    came = digest(_words(said))
    if row is None:
        row, notes = _stored(kind, said, coming)
        _put(row, said, coming)
        coming.keys.add(kind, row.pk, key)
        _remember(kind, row, key, came, coming)
        report.add(kind, said["title"], NEW, notes)
        return
    coming.keys.add(kind, row.pk, key)
    here = digest(_words(media.told_of(kind, row, key)))
    standing = brought.standing(row, came=came, here=here)
    if standing == brought.WANTED:
        _put(row, said, coming)
        _remember(kind, row, key, came, coming)
    done = {brought.SAME: SAME, brought.WANTED: UPDATED, brought.OURS: LEFT}[standing]
    report.add(kind, said["title"], done)


def _key(said: dict, coming: Coming) -> str:
    """Return the name of a file, proved to be that of its content."""
    key = said["key"]
    match = KEY.fullmatch(key) if isinstance(key, str) else None
    sums = coming.export.files.get(said["file"])
    if not match or not sums or sums["sha256"] != match[1]:
        raise Malformed(_("its file is not the one that its key names"))
    return key


def _words(said: dict) -> dict:
    return {name: value for name, value in said.items() if name not in INCIDENTAL}


def _remember(kind: str, row, key: str, came: str, coming: Coming) -> None:
    here = digest(_words(media.told_of(kind, row, key)))
    brought.remember(row, key, came=came, here=here, user=coming.editor)


def _stored(kind: str, said: dict, coming: Coming):
    """Return a new row with its file, and notes on it."""
    data = coming.export.bytes(said["file"])
    name = PurePosixPath(_text(said, "name")).name[-LONGEST_NAME:]
    if kind == "picture":
        file, notes = _picture_file(name, data)
    else:
        file, notes = _document_file(name, data), []
    row = media.model_of(kind)(title=_text(said, "title"))
    if coming.dry_run:
        # Nothing may be written that a rollback would leave behind.
        row.file.name = f"dry-run/{name}"
        if kind == "picture":
            row.width, row.height = int(said["width"]), int(said["height"])
        return row, notes
    row.file = file
    if kind == "picture":
        row._set_image_file_metadata()
    else:
        row._set_document_file_metadata()
    return row, notes


def _picture_file(name: str, data: bytes):
    """Return the file of a picture: as it came, or drawn anew where it holds more."""
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise ValidationError(_("Pictures of this kind are not taken here."))
    clean = reencoded(ContentFile(data, name=name))
    if is_bare(data):
        return CleanPicture(name, data, content_type=clean.content_type), []
    if clean.size and clean.read() == data:
        clean.seek(0)
        return clean, []
    clean.seek(0)
    return clean, [_("drawn anew: the file held more than its picture")]


def _document_file(name: str, data: bytes):
    ending = PurePosixPath(name).suffix.lower().lstrip(".")
    if ending not in settings.WAGTAILDOCS_EXTENSIONS:
        raise ValidationError(_("Documents of this kind are not taken here."))
    if len(data) > DOCUMENT_MOST or NAMES_ITSELF not in BytesIO(data).read(WITHIN):
        raise ValidationError(_("This is not a PDF, whatever its name says."))
    return ContentFile(data, name=name)


def _text(said: dict, name: str) -> str:
    value = said.get(name)
    if not isinstance(value, str):
        raise Malformed(f"{name}: text is wanted")
    return value


def _put(row, said: dict, coming: Coming) -> None:
    """Set what is told of a file beside it, and save it where the guard lets it."""
    row.title = _text(said, "title")
    row.collection = _collection_of(said["collection"], coming)
    if hasattr(row, "credit"):
        row.description, row.credit = _text(said, "description"), _text(said, "credit")
        point = said["focal_point"] or dict.fromkeys(media.FOCUS)
        for side in media.FOCUS:
            value = point[side]
            if value is not None and (type(value) is not int or value < 0):
                raise Malformed("focal_point: whole numbers are wanted")
            setattr(row, f"focal_point_{side}", value)
    row.full_clean(exclude=["file", "width", "height", "file_hash"])
    row.save()
    tags = said["tags"]
    if not isinstance(tags, list) or not all(isinstance(tag, str) for tag in tags):
        raise Malformed("tags: a list of words is wanted")
    row.tags.set(tags)
    row.save()


def _bring_collection(way: list, shown_to: list, coming: Coming) -> None:
    """Make a collection where it is not here, kept for whom it was kept for."""
    found = _collection(way, coming, shown_to)
    if shown_to and not found.get_view_restrictions().exists():
        raise Malformed(
            _(
                "it was kept for some people there and is shown to everybody here; "
                "keep it for somebody under Privacy and run this again"
            )
        )
    coming.collections.add(tuple(way))


def _collection_of(way: list, coming: Coming) -> Collection:
    """Return the collection of a file, never one that more people see than before."""
    ways = (tuple(way[:length]) for length in range(1, len(way) + 1))
    if not coming.collections.issuperset(ways):
        raise Malformed(_("its collection did not come in"))
    return _collection(way, coming)


def _collection(way: list, coming: Coming, shown_to=()) -> Collection:
    """Return a collection by the names that lead to it, made where it is not there."""
    if not isinstance(way, list) or not all(isinstance(name, str) for name in way):
        raise Malformed("collection: a list of names is wanted")
    found = Collection.get_first_root_node()
    for number, name in enumerate(way, 1):
        below = found.get_children().filter(name=name).first()
        if below is None:
            below = found.add_child(name=name[:255])
            notes = keep_for(
                CollectionViewRestriction(collection=below),
                shown_to if number == len(way) else (),
            )
            coming.report.add("collection", name, NEW, notes)
        found = below
    return found
