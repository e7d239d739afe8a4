"""Why an action was not carried out."""

from django.utils.translation import gettext as _


class Refused(Exception):
    """An action that was not carried out; `event` is what stands in its way."""

    def __init__(self, message: str, event=None):
        super().__init__(message)
        self.event = event


class IllegalTransition(Refused):
    """The action does not fit the status of the request."""


class Conflict(Refused):
    """Somebody else was faster."""


class Explained(Refused):
    """An action that was not carried out; str() says in words why, and what to do."""


class Unanswered(Explained):
    """What was done about a request to read first has to be said with this."""

    def __init__(self):
        super().__init__(_("Read first: write what you did about it."))
