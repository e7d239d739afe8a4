"""What makes a request look as if no person sent it; such a one is set aside.

It is neither refused nor dropped: somebody at the desk looks at it, by a clock of its
own, and is told the reasons. See docs/decisions.md for how points and threshold came
about.
"""

from django.http import HttpRequest
from django.views.decorators.debug import sensitive_variables

from consultations import limits
from consultations.forms import RequestForm
from consultations.models import QuarantineReason
from consultations.spam import repeats
from consultations.spam.score import THRESHOLD, Typed, weigh
from consultations.ticket import Ticket

# One request comes twice from a person who waits for an answer, and a helper may send
# one text for two people.
REPEATS_THAT_SAY_ENOUGH = 4
OFTEN = 5


@sensitive_variables()
def suspicions(ticket: Ticket, form: RequestForm, request: HttpRequest) -> list[str]:
    """Return the reasons to look at a request before it counts as genuine.

    Counts the request for its place and its text; the form has to be valid.
    """
    data = form.cleaned_data
    typed = Typed(name=data["name"], email=data["email"], message=data["message"])
    signs = weigh(typed)
    counted = limits.received(request, repeats.keys(typed, ticket.key))
    signs |= {sign.value: points for sign, points in _counts(counted) if points}
    if form.fell_for_decoy:
        signs[QuarantineReason.DECOY.value] = THRESHOLD
    if ticket.is_too_fast:
        signs[QuarantineReason.TOO_FAST.value] = THRESHOLD
    if sum(signs.values()) < THRESHOLD:
        return []
    return sorted(signs, key=lambda sign: -signs[sign])


def _counts(counted: limits.Counted):
    if counted.over_the_usual:
        yield QuarantineReason.OVER_THE_USUAL, THRESHOLD
    else:
        yield QuarantineReason.OFTEN, int(counted.address > OFTEN)
    copies = repeats.copies(counted.texts)
    if copies >= REPEATS_THAT_SAY_ENOUGH:
        yield QuarantineReason.REPEATED, THRESHOLD
    else:
        yield QuarantineReason.REPEATED, max(copies - 1, 0)
