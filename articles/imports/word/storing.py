"""Stores a Word document as one draft article, with its pictures and references."""

import re
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.validators import URLValidator
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.imports.content import Body, Finder, body_words, explains
from articles.imports.word.opening import WordFileError
from articles.imports.word.reading import Document, Note, document_body
from articles.models import ArticleIndexPage, ArticlePage
from articles.models.article import ArticleSource
from clinic.models import ClinicImage, Reference
from clinic.reencoding import reencoded

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>]+[^\s\"<>.,;)\]]")
_PMID = re.compile(r"(?:PMID:?\s*|pubmed\.ncbi\.nlm\.nih\.gov/)(\d{4,9})\b", re.I)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;)\]]")
_DOI_LENGTH = Reference._meta.get_field("doi").max_length
_URL_LENGTH = Reference._meta.get_field("url").max_length
_SLUG_LENGTH = 240


@dataclass
class Stored:
    """The article that a document became, and what became of its parts."""

    article: ArticlePage
    body: Body
    pictures: list[ClinicImage] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)


class _Pictures(Finder):
    """Puts each picture into the library when the text asks for it."""

    def __init__(self, document: Document, by):
        self._document, self._by = document, by
        self.stored: dict[str, ClinicImage] = {}
        self.told: list[str] = []

    def picture(self, source, attachment):
        picture = self._document.pictures.get(source)
        if picture is None:
            return None
        if source not in self.stored:
            title = picture.alt or f"{self._document.title}, {picture.name}"
            image = ClinicImage(
                title=title[:255],
                description=picture.alt[:255],
                uploaded_by_user=self._by,
            )
            try:
                image.file = reencoded(ContentFile(picture.content, picture.name))
                image.save()
            except ValidationError as error:
                self.told.append(f"{picture.name}: {' '.join(error.messages)}")
                return None
            self.stored[source] = image
        return self.stored[source].pk


def store_document(document: Document, *, by=None, dry_run: bool = False) -> Stored:
    """Store a document as a draft in the first list of articles; `by` is a user.

    With `dry_run` all of it is undone again. Raises WordFileError where it cannot be
    stored, after which nothing is.
    """
    pictures = _Pictures(document, by)
    kept = False
    try:
        with transaction.atomic():
            stored = _store(document, pictures, by)
            transaction.set_rollback(dry_run)
        kept = not dry_run
    finally:
        if not kept:
            # The database forgets what was undone, the disk does not.
            for image in pictures.stored.values():
                image.file.delete(save=False)
    return stored


def _store(document: Document, pictures: _Pictures, by) -> Stored:
    index = ArticleIndexPage.objects.first()
    if not index:
        raise WordFileError(
            _(
                "There is no list of articles to import into; make one under the home "
                "page in the CMS."
            )
        )
    body = document_body(document, pictures)
    body.notes += pictures.told
    article = ArticlePage(
        title=document.title or _("(no title)"),
        slug=_slug(document.title, index),
        owner=by,
        live=False,
        has_unpublished_changes=True,
    )
    article.body = [{"type": kind, "value": value} for kind, value in body.blocks]
    references = [_reference(note) for note in document.notes]
    article.sources = [
        ArticleSource(reference=reference, sort_order=number)
        for number, reference in enumerate(references)
    ]
    try:
        index.add_child(instance=article)
    except ValidationError as error:
        raise WordFileError(
            _("The document cannot be stored: %(why)s")
            % {"why": " ".join(error.messages)}
        ) from error
    article.save_revision(user=by, log_action="wagtail.create")
    stored = article.get_latest_revision_as_object()
    out = body_words(stored.body.get_prep_value())
    if not explains(body.words, body.changed, out):
        raise WordFileError(_("The document would not arrive word for word."))
    return Stored(stored, body, list(pictures.stored.values()), references)


def _slug(title: str, index) -> str:
    base = slugify(title, allow_unicode=True)[:_SLUG_LENGTH] or "word"
    slug, number = base, 2
    while index.get_children().filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    return slug


def _reference(note: Note) -> Reference:
    """Return the reference that a note names, as it is known here or made anew."""
    text = " ".join([note.words, *note.links])
    doi, pmid = _DOI.search(text), _PMID.search(text)
    known = Reference.objects.none()
    if doi:
        known = Reference.objects.filter(doi__iexact=doi.group())
    elif pmid:
        known = Reference.objects.filter(pmid=pmid[1])
    found = known.first() or Reference.objects.filter(citation=note.words).first()
    if found:
        return found
    reference = Reference(
        key=_key(note.words), citation=note.words or _("(an empty note)")
    )
    if doi and len(doi.group()) <= _DOI_LENGTH:
        reference.doi = doi.group()
    elif pmid:
        reference.pmid = pmid[1]
    else:
        reference.url = _url([*note.links, *_ADDRESS.findall(note.words)])
    reference.save()
    return reference


def _url(addresses: list[str]) -> str:
    for address in addresses:
        try:
            URLValidator(schemes=["http", "https"])(address)
        except ValidationError:
            continue
        if len(address) <= _URL_LENGTH:
            return address
    return ""


def _key(words: str) -> str:
    """Return a key that no reference has: the first word and the year."""
    year = _YEAR.search(words)
    first = slugify(words.partition(" ")[0])[:30] or "note"
    key = base = first + (year.group() if year else "")
    number = 2
    while Reference.objects.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key
