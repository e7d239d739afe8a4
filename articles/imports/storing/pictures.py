"""Pictures come into the library once, whatever size of them a text shows."""

import hashlib
import mimetypes
from io import BytesIO
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils.translation import gettext as _

from articles.imports.media import PICTURES, variants
from articles.imports.refused import ImportRefused
from articles.imports.storing.work import Outcome, Work
from articles.imports.wordpress import WordPressPost
from articles.models import ImportedItem
from clinic.models import ClinicImage
from clinic.reencoding import reencoded

KIND = "picture"
TITLE_LENGTH = ClinicImage._meta.get_field("title").max_length
WORDS_LENGTH = ClinicImage._meta.get_field("description").max_length


def store_all(work: Work) -> None:
    """Store the pictures of the old library, and list its other files."""
    for post in work.export.items("attachment"):
        of_attachment(work, post)


def of_attachment(work: Work, post: WordPressPost) -> ImportedItem:
    """Store the picture of an attachment, or say why it is missing."""
    file = post.file
    return work.take(
        f"attachment {post.wordpress_id}",
        KIND if is_picture(file) else "attachment",
        post.title or PurePosixPath(file).name,
        lambda item: _store(work, file, item, post),
        [post.link, post.file_url],
    )


def of_file(work: Work, file: str, url: str) -> ImportedItem:
    """Store a picture that no attachment of the export tells of."""
    return work.take(
        f"{KIND} {file.casefold()}",
        KIND,
        PurePosixPath(file).name,
        lambda item: _store(work, file, item, None),
        [url],
    )


def is_picture(file: str) -> bool:
    """Say whether a file's name is that of a picture."""
    return PurePosixPath(file).suffix.lower().lstrip(".") in PICTURES


def attachment_at(work: Work, file: str) -> WordPressPost | None:
    """Return the attachment that a file, of whatever size variant, belongs to."""
    for candidate in (file, *variants(file)):
        if post := work.export.by_file(candidate):
            return post
    return None


def _store(work: Work, file: str, item: ImportedItem, post: WordPressPost | None):
    item.outcome = Outcome.LEFT_OUT
    item.proof = {"file": file}
    if post:
        item.source_digest = post.digest()
        item.proof |= {
            "alt": post.meta.get("_wp_attachment_image_alt", ""),
            "caption": post.excerpt,
            "description": post.content,
            "parent": post.parent,
        }
    if not is_picture(file):
        item.notes.append(_("is no picture: put it among the documents by hand"))
        return
    earlier = work.earlier(item.source, *_identity(item))
    if earlier and earlier.written_digest:
        item.written_digest = earlier.written_digest
        if earlier.picture:
            item.picture, item.outcome = earlier.picture, Outcome.UNCHANGED
            return
        if not work.bring_back:
            item.notes.append(_("was deleted here and is not brought back"))
            return
    if work.media is None:
        item.notes.append(_("is missing: no uploads came with the export"))
        return
    _take_in(work, file, item, post)


def _identity(item: ImportedItem) -> tuple[str, str]:
    return (item.old_urls[-1] if item.old_urls else "", item.title)


def _take_in(work: Work, file: str, item: ImportedItem, post) -> None:
    """Find the file among the uploads and put it into the library."""
    name = work.media.find(file)
    if name is None:
        item.notes.append(_("is missing among the uploads"))
        return
    try:
        data = work.media.read(name)
        digest = hashlib.sha256(data).hexdigest()
        item.picture = _same(digest)
        item.outcome = Outcome.UNCHANGED
        if item.picture is None:
            item.picture = _made(work, name, data, item, post)
            item.outcome = Outcome.CREATED
    except (ImportRefused, ValidationError) as refused:
        why = " ".join(getattr(refused, "messages", [str(refused)]))
        item.outcome = Outcome.LEFT_OUT
        item.notes.append(_("%(name)s: %(why)s") % {"name": name, "why": why})
        work.media.refuse(name, why)
        return
    item.written_digest = digest


def _same(digest: str) -> ClinicImage | None:
    """Return the picture that was made of the same bytes before."""
    known = ImportedItem.objects.filter(
        kind=KIND, written_digest=digest, picture__isnull=False
    )
    found = known.select_related("picture").first()
    return found and found.picture


def _made(work: Work, name: str, data: bytes, item: ImportedItem, post):
    # Drawn anew before anything else looks at it: it may be no picture at all.
    drawn = reencoded(ImageFile(BytesIO(data), name=PurePosixPath(name).name))
    ending = mimetypes.guess_extension(drawn.content_type) or ""
    drawn.name = PurePosixPath(name).stem + ending
    picture = ClinicImage(
        title=(item.title or PurePosixPath(name).stem)[:TITLE_LENGTH],
        file=drawn,
        uploaded_by_user=work.user,
    )
    picture._set_image_file_metadata()
    picture.description = _words(picture, item.proof.get("alt", ""), item)
    picture.save()
    work.stored_files.append(picture.file.name)
    return picture


def _words(picture: ClinicImage, words: str, item: ImportedItem) -> str:
    """Return the text alternative as far as the library may hold it."""
    if len(words) > WORDS_LENGTH:
        item.notes.append(_("its text alternative is too long for the library"))
        return ""
    picture.description = words
    try:
        ClinicImage.clean(picture)
    except ValidationError as stopped:
        item.findings = list(stopped.messages)
        item.notes.append(
            _("its text alternative was left out: the claims guard stops it")
        )
        return ""
    return words
