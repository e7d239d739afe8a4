"""What a request's page offers for later: times to come back, and the next try."""

from django.utils import timezone

from consultations import clocks
from consultations.models import Disposition
from consultations.tries import tries_of


def coming_back(subject, events, forms, hours, intake) -> dict:
    """Return the times and the suggestion to draw; nothing where no snooze is legal.

    `unreachable` is offered to whoever may close with it, and to nobody else.
    """
    if "snooze" not in forms:
        return {}
    now = timezone.now()
    tries = tries_of(subject, events, hours, intake, now)
    close = forms.get("close")
    may_close = close is not None and Disposition.UNREACHABLE in dict(
        close.fields["disposition"].choices
    )
    return {
        "return_times": clocks.return_times(subject, hours, now),
        "tries": tries,
        "unreachable": Disposition.UNREACHABLE.value if may_close else "",
    }
