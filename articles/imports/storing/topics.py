"""Categories and tags become topics; other taxonomies have no place here."""

from urllib.parse import unquote

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.imports.storing.work import Outcome, Work
from articles.imports.wordpress import Term
from articles.imports.wordpress.items import CATEGORY, TAG
from articles.models import ImportedItem, Topic

KINDS = {CATEGORY: "category", TAG: "tag"}
# The drawer that WordPress puts everything into that nobody sorted.
NO_TOPIC = "uncategorized"
TITLE_LENGTH = Topic._meta.get_field("title").max_length
SLUG_LENGTH = Topic._meta.get_field("slug").max_length
SUMMARY_LENGTH = Topic._meta.get_field("summary").max_length


def store_all(work: Work) -> None:
    """Store every category and tag of the export."""
    for term in work.export.terms():
        if term.taxonomy in KINDS:
            store(work, term)


def store(work: Work, term: Term) -> ImportedItem:
    """Store one category or tag as a topic, or find the topic that it is."""
    return work.take(
        f"{KINDS[term.taxonomy]} {term.slug}",
        KINDS[term.taxonomy],
        term.name,
        lambda item: _store(work, term, item),
    )


def _store(work: Work, term: Term, item: ImportedItem) -> None:
    item.proof = {
        "taxonomy": term.taxonomy,
        "slug": term.slug,
        "parent": term.parent,
        "number": term.number,
    }
    if term.slug == NO_TOPIC and term.taxonomy == CATEGORY:
        item.outcome = Outcome.LEFT_OUT
        item.notes.append(_("WordPress's drawer for what has no category"))
        return
    earlier = work.earlier(item.source, title=term.name)
    if earlier and earlier.written_digest and not earlier.topic:
        item.written_digest = earlier.written_digest
        if not work.bring_back:
            item.outcome = Outcome.LEFT_OUT
            item.notes.append(_("was deleted here and is not brought back"))
            return
    item.topic = (earlier and earlier.topic) or _found(term)
    item.outcome = Outcome.UNCHANGED
    if item.topic is None:
        item.topic = _made(term, item)
    if item.topic is not None:
        item.written_digest = f"topic {item.topic.pk}"
    if term.parent:
        item.notes.append(
            _("stood below “%(parent)s”; topics have no levels here")
            % {"parent": term.parent}
        )


def _found(term: Term) -> Topic | None:
    by_slug = Topic.objects.filter(slug=slug_of(term)).first()
    return by_slug or Topic.objects.filter(title__iexact=term.name).first()


def slug_of(term: Term) -> str:
    """Return a topic's address: a category's own, where it can be one here."""
    slug = slugify(unquote(term.slug))[:SLUG_LENGTH] or slugify(term.name)[:SLUG_LENGTH]
    return slug or f"{KINDS[term.taxonomy]}-{term.number}"


def _made(term: Term, item: ImportedItem) -> Topic | None:
    """Make the topic of what the claims guard lets pass, and note what it stops.

    A topic has no draft: its words are public once an article of it is.
    """
    topic = Topic(
        title=_fitting(term.name, TITLE_LENGTH, item),
        slug=slug_of(term),
        summary=_fitting(" ".join(term.description.split()), SUMMARY_LENGTH, item),
    )
    try:
        topic.full_clean()
    except ValidationError as stopped:
        item.findings = [_words(error) for error in stopped.error_dict.items()]
        if set(stopped.error_dict) != {"summary"}:
            item.outcome = Outcome.LEFT_OUT
            item.notes.append(_("makes no topic: the claims guard stops its name"))
            return None
        item.notes.append(
            _("its description was left out: %(text)s") % {"text": topic.summary}
        )
        topic.summary = ""
        topic.full_clean()
    topic.save()
    item.outcome = Outcome.CREATED
    return topic


def _words(error) -> str:
    name, errors = error
    return f"{name}: " + " ".join(str(m) for one in errors for m in one.messages)


def _fitting(text: str, length: int, item: ImportedItem) -> str:
    if len(text) <= length:
        return text
    item.notes.append(_("is too long and was cut: %(text)s") % {"text": text})
    return text[: length - 1].rsplit(" ", 1)[0] + "…"


def topics_of(work: Work, post) -> list[Topic]:
    """Return the topics of a post, each once, in its own order."""
    found: dict[int, Topic] = {}
    for use in post.terms:
        if use.taxonomy in KINDS:
            item = store(
                work, Term(use.taxonomy, use.slug or slugify(use.name), use.name)
            )
            if item.topic:
                found[item.topic.pk] = item.topic
    return list(found.values())
