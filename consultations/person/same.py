"""Which other requests may be of the same person; somebody has to confirm them."""

from dataclasses import dataclass

from consultations.models import LookupKind
from consultations.models.same_person import STRONG, Relatives


@dataclass(frozen=True)
class Offer:
    """Another request, and what it has in common: kinds of lookups, or a link."""

    request: object
    common: frozenset[str]
    linked: bool = False

    @property
    def same_phone(self) -> bool:
        """Say whether the phone number is the same."""
        return LookupKind.PHONE in self.common

    @property
    def same_email(self) -> bool:
        """Say whether the e-mail address is the same."""
        return LookupKind.EMAIL in self.common


def offers(request, user) -> list[Offer]:
    """Return the requests with the same phone or e-mail, and those linked by the desk.

    Names alone say too little to give somebody's words to somebody else, and families
    share phones: none of these is the person's own before a human has confirmed it.
    """
    relatives = Relatives(request, user)
    strong = {
        one.request.pk: Offer(one.request, one.common)
        for one in relatives.alike
        if one.common & STRONG
    }
    linked = [*relatives.duplicates, *filter(None, [relatives.stays])]
    for other in linked:
        strong[other.pk] = Offer(other, frozenset(), linked=True)
    return sorted(strong.values(), key=lambda one: one.request.received_at)
