"""The mail about somebody's access: ids alone, written with what it tells of."""

from django.conf import settings

from clinic.models.outbox import OutboxMessage

LINK = "clinic.staff_link"
TOLD = "clinic.staff_told"


def send_link(link) -> None:
    """Mail a one-time link to the person it is for."""
    OutboxMessage.enqueue(
        LINK,
        dedupe_key=f"staff-link:{link.pk}",
        payload={"link": link.pk},
        recipient=link.user.email,
    )


def tell_subject(event) -> None:
    """Tell the person themselves what happened to their access."""
    _tell(event, "subject", event.subject.email, own=True)


def tell_address(event, address: str) -> None:
    """Tell the person at an address that is theirs no more."""
    _tell(event, "before", address, own=True)


def tell_managers(event) -> None:
    """Tell the other managers, so that none is made or unmade behind their backs."""
    people = type(event.subject).managers().exclude(pk=event.actor_id)
    for person in people.exclude(pk=event.subject_id):
        _tell(event, person.pk, person.email)


def tell_owner(event) -> None:
    """Tell the owner of the clinic, where an address is set."""
    if settings.OWNER_EMAIL:
        _tell(event, "owner", settings.OWNER_EMAIL)


def _tell(event, whom, address: str, *, own: bool = False) -> None:
    OutboxMessage.enqueue(
        TOLD,
        dedupe_key=f"staff-told:{event.pk}:{whom}",
        payload={"event": event.pk, "own": own},
        recipient=address,
    )
