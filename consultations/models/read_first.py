"""A request to read first stays on top until somebody says what was done about it.

The mark itself is never taken away, and no answer says that a person is safe.
"""

from django.views.decorators.debug import sensitive_variables

from .choices import EventKind
from .refusals import Unanswered

# Who does one of these has the request in hand, so they say what was done.
ASKING = frozenset(
    {"take", "start_contact", "log_attempt", "schedule", "close", "decide", "reply"}
)


class ReadFirst:
    """Saying what was done; mixed into the model."""

    @sensitive_variables()
    def answer_read_first(self, note: str, *, by, at=None) -> None:
        """Write down what was done and let the request go to its place in the queue.

        Unanswered when `note` says nothing.
        """
        if not note.strip():
            raise Unanswered()
        with self._acting("answer_read_first", by, None, at) as act:
            act.set(pinned=False)
            act.record(EventKind.READ_FIRST_DONE, note=note)

    @sensitive_variables()
    def say_what_was_done(
        self, action: str, did: str, who: dict, at, *, asks: bool = True
    ) -> None:
        """Keep what was done along with an action, in its transaction.

        Unanswered when the action asks for it and nothing was said.
        """
        if not self.pinned or action not in ASKING:
            return
        if not did.strip():
            if asks:
                raise Unanswered()
            return
        self.pinned = False
        type(self).objects.filter(pk=self.pk).update(pinned=False)
        self.events.create(
            kind=EventKind.READ_FIRST_DONE,
            at=at,
            note=did,
            details={"before": {"pinned": True}},
            **who,
        )
