"""What makes a request look as if no person sent it; such a one is set aside."""

from consultations.forms import RequestForm
from consultations.models import QuarantineReason
from consultations.ticket import Ticket


def suspicions(ticket: Ticket, form: RequestForm) -> list[str]:
    """Return the reasons to look at a request before it counts as genuine."""
    found = []
    if form.fell_for_decoy:
        found.append(QuarantineReason.DECOY.value)
    if ticket.is_too_fast:
        found.append(QuarantineReason.TOO_FAST.value)
    return found
