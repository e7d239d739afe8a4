"""Requests that may be of the same person, and what linking two of them means."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from clinic.encryption import lookup_digests, text_or_nothing

from .activity import RequestLookup
from .choices import Disposition, EventKind, LookupKind, Status
from .lookups import normal_email, normal_phone, whole_name
from .refusals import Unanswered
from .settings import IntakeSettings

LOOKED_AT = 60
NAMED_AT_MOST = 8
STRONG = frozenset({LookupKind.PHONE, LookupKind.EMAIL})
# What no likeness and no contact wish is told from stays encrypted.
NOT_READ = ("reason", "message", "answers")


@dataclass(frozen=True)
class Likeness:
    """Another request and what it has in common with one: kinds of lookups."""

    request: object
    common: frozenset[str]

    @property
    def is_strong(self) -> bool:
        """Say whether phone or e-mail is the same, not just the name."""
        return bool(self.common & STRONG)


class Relatives:
    """Requests that are linked to one, or may be of the same person.

    Only those that `user` may open; all of them in one query.
    """

    def __init__(self, request, user):
        self.request = request
        found = list(_related(request, user)) if request.pk else []
        self.duplicates = [r for r in found if r.duplicate_of_id == request.pk]
        self.stays = next((r for r in found if r.pk == request.duplicate_of_id), None)
        self.others = [r for r in found if r not in self.duplicates and r != self.stays]

    @property
    def likenesses(self) -> list[Likeness]:
        """Return those of `alike` that a page names, the likeliest alone."""
        return self.alike[:NAMED_AT_MOST]

    @property
    def alike(self) -> list[Likeness]:
        """Return what may be of the same person: strong ones first, then the newest."""
        own = _values(self.request)
        found = []
        for other in self.others:
            theirs = _values(other)
            common = frozenset(kind for kind in own if own[kind] == theirs.get(kind))
            found.append(Likeness(other, common))
        found.sort(
            key=lambda one: (one.is_strong, len(one.common), one.request.received_at),
            reverse=True,
        )
        return found


def _related(request, user):
    visible = type(request).objects.visible_to(user)
    values = _values(request)
    digests = [d for kind, value in values.items() for d in lookup_digests(kind, value)]
    linked = Q(duplicate_of=request.pk)
    if request.duplicate_of_id:
        # Asked for no id at all, SQLite looks at every request.
        linked |= Q(pk=request.duplicate_of_id)
    ids = visible.filter(linked).values("pk")
    if digests:
        rows = RequestLookup.objects.filter(digest__in=digests)
        rows = rows.exclude(request=request.pk)
        # Their number has a limit of its own, so that no duplicate is cut off by it.
        alike = visible.filter(pk__in=rows.values("request")[:LOOKED_AT])
        ids = ids.union(alike.values("pk"))
    found = type(request).objects.filter(pk__in=ids).order_by("received_at", "pk")
    return found.defer(*NOT_READ)


def _values(request) -> dict[str, str]:
    """Return what a person is told by, each as it is compared."""
    values = {
        LookupKind.PHONE: normal_phone(text_or_nothing(request, "phone")),
        LookupKind.EMAIL: normal_email(text_or_nothing(request, "email")),
        LookupKind.WHOLE_NAME: whole_name(text_or_nothing(request, "name")),
    }
    return {kind: value for kind, value in values.items() if value}


class Linking:
    """How a request is closed as a duplicate; mixed into the transitions.

    Links are one level deep: a duplicate leads to the one that stays, which is no
    duplicate itself.
    """

    def the_one_that_stays(self, target):
        """Return the request to link to: `target`, or what that one repeats.

        Returns None when that would be this very request, so that nothing leads in
        a circle.
        """
        self.wait_for_links()
        stays = type(self).objects.select_related("duplicate_of").get(pk=target.pk)
        stays = stays.duplicate_of or stays
        return None if stays.pk == self.pk else stays

    def wait_for_links(self) -> None:
        """Wait for whoever links at this moment, so that two see each other.

        Taken before any request is locked: everybody who links does so in this order.
        """
        list(IntakeSettings.objects.select_for_update().filter(pk=1).values("pk"))

    def take_duplicates_along(self, stays) -> list[int]:
        """Let what repeats this request repeat the one that stays; return their ids."""
        moved = list(self.duplicates.values_list("pk", flat=True))
        type(self).objects.filter(pk__in=moved).update(duplicate_of=stays)
        return moved

    def take_duplicates_back(self, link) -> None:
        """Undo `take_duplicates_along` for those that have not been linked anew.

        `link` is the event that let this request repeat another one.
        """
        came_along = type(self).objects.filter(
            pk__in=link.details.get("moved", ()),
            status=Status.CLOSED,
            disposition=Disposition.DUPLICATE,
            duplicate_of=link.details.get("duplicate_of"),
        )
        came_along.update(duplicate_of=self)

    def pass_on_read_first(self, stays, who: dict, at: datetime) -> None:
        """Let the one that stays be read first, when this one was to be.

        It comes on top unless somebody has said what was done about this one.
        Unanswered when it is closed itself: nothing pressing goes out of sight.
        """
        stays._lock()
        if self.pinned and not stays.is_open:
            raise Unanswered()
        pins = self.pinned and not stays.pinned
        if not pins and (stays.read_first or not self.read_first):
            return
        stays._write(read_first=True, pinned=stays.pinned or self.pinned)
        stays.events.create(
            kind=EventKind.MARKED_READ_FIRST,
            at=at,
            details={"duplicate": self.reference},
            **who,
        )
