"""Authors become people: a page that is here already, or the draft of one."""

import hashlib
import re

from django.utils.text import slugify
from django.utils.translation import gettext as _

from articles.imports.storing.work import Outcome, Work
from articles.models import ImportedItem
from clinic.models import PersonPage

_NO_LOGIN = re.compile(r"[^\w .@-]")
_BEFORE = re.compile(r"^(?:(?:dr|prof|mr|mrs|ms)\.?\s+)+")


def author_of(work: Work, login: str) -> PersonPage | None:
    """Return the person who wrote under a login, None where there is no name for it."""
    if not login:
        return None
    authors = work.export.site.authors
    # As WordPress reads a login that was written by hand.
    login = login if login in authors else _NO_LOGIN.sub("", login)
    if not login:
        return None
    name = authors.get(login, login)
    item = work.take(
        f"author {_discreet(login)}",
        "author",
        "" if "@" in name else name,
        lambda item: _store(work, name, item),
    )
    page = item.page_id and PersonPage.objects.filter(pk=item.page_id).first()
    return page or None


def _discreet(login: str) -> str:
    """Return a login, or where it is a mail address what only tells it from others."""
    if "@" not in login:
        return login
    return hashlib.sha256(login.encode()).hexdigest()[:16]


def _store(work: Work, name: str, item: ImportedItem) -> None:
    item.outcome = Outcome.LEFT_OUT
    if "@" in name or not name.strip():
        item.notes.append(_("has no name but a mail address, which is not kept"))
        return
    earlier = work.earlier(item.source, title=item.title)
    if earlier and earlier.written_digest and not earlier.page:
        item.written_digest = earlier.written_digest
        if not work.bring_back:
            item.notes.append(_("was deleted here and is not brought back"))
            return
    page = (earlier and earlier.page) or _found(name)
    if page is not None:
        item.page_id, item.outcome = page.pk, Outcome.UNCHANGED
    elif work.people is None:
        item.notes.append(
            _("There is no list of people to add the author to; make one in the CMS.")
        )
        return
    else:
        item.page_id, item.outcome = _made(work, name).pk, Outcome.CREATED
    item.written_digest = f"person {item.page_id}"


def _found(name: str) -> PersonPage | None:
    wanted = bare(name)
    for page in PersonPage.objects.order_by("-live", "pk").only("title"):
        if bare(page.title) == wanted:
            return page
    return None


def bare(name: str) -> str:
    """Return a name as it is compared: no title before it, no letters behind it."""
    return _BEFORE.sub("", " ".join(name.casefold().split())).partition(",")[0].strip()


def _made(work: Work, name: str) -> PersonPage:
    slug = base = slugify(name, allow_unicode=True)[:240] or "author"
    number = 2
    while work.people.get_children().filter(slug=slug).exists():
        slug, number = f"{base}-{number}", number + 1
    page = PersonPage(title=name[:255], slug=slug, live=False)
    page.has_unpublished_changes = True
    work.people.add_child(instance=page)
    page.save_revision(user=work.user, log_action="wagtail.create")
    return page
