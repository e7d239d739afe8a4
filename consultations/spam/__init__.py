"""What makes a request look as if no person sent it; such a one is set aside.

It is neither refused nor dropped: somebody at the desk looks at it, by a clock of its
own, and is told the reasons. See docs/decisions.md for how points and threshold came
about.
"""

from django.views.decorators.debug import sensitive_variables

from consultations import limits
from consultations.models import QuarantineReason
from consultations.sent_form import SentForm
from consultations.spam import repeats
from consultations.spam.score import THRESHOLD, Typed, weigh

# One request comes twice from a person who waits for an answer, and a helper may send
# one text for two people.
REPEATS_THAT_SAY_ENOUGH = 4
OFTEN = 5


@sensitive_variables()
def suspicions(sent: SentForm) -> list[str]:
    """Return the reasons to look at a request before it counts as genuine.

    Counts the request for its place and its text.
    """
    said = sent.content
    typed = Typed(name=said["name"], email=said["email"], message=said["message"])
    signs = weigh(typed)
    counted = limits.received(sent.places, repeats.keys(typed, sent.ticket.key))
    signs |= {sign.value: points for sign, points in _counts(counted) if points}
    if sent.fell_for_decoy:
        signs[QuarantineReason.DECOY.value] = THRESHOLD
    if sent.ticket.is_too_fast(sent.at.timestamp()):
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
