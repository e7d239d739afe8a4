"""Keep what was sent although the connection to the database breaks on the way."""

from django.db import DatabaseError, InterfaceError, connection
from django.views.decorators.debug import sensitive_variables

from consultations import inbox
from consultations.models.receiving import OutcomeUnknown
from consultations.sent_form import SentForm


@sensitive_variables()
def keep(sent: SentForm) -> str:
    """Keep a form, once more over a fresh connection if the first one broke.

    Returns the reference. A database that restarts costs nobody a form. The key makes
    it the same request even where it arrived at first and only the answer was lost;
    OutcomeUnknown is raised where nobody can tell whether it did.
    """
    before = connection.connection
    try:
        return inbox.put(sent)
    except (DatabaseError, InterfaceError) as first:
        if not _broke(before):
            raise
        connection.close()
        try:
            return inbox.put(sent)
        except (DatabaseError, InterfaceError) as second:
            if isinstance(first, OutcomeUnknown):
                raise OutcomeUnknown from second
            raise


def _broke(before) -> bool:
    """Say whether the driver's connection that we had cannot be used any more.

    Django makes a new one as it leaves a transaction whose connection is gone.
    """
    if connection.in_atomic_block:
        return False
    return connection.connection is not before or not connection.is_usable()
