"""Keep a request although the connection to the database breaks on the way."""

from django.db import DatabaseError, InterfaceError, connection
from django.views.decorators.debug import sensitive_variables

from consultations.models import ConsultationRequest
from consultations.models.receiving import OutcomeUnknown


@sensitive_variables()
def keep(**given) -> ConsultationRequest:
    """Receive a request, and once more over a fresh connection if the first one broke.

    A database that restarts costs nobody a form. The key makes it the same request
    even where the first COMMIT arrived and only its answer was lost.
    """
    before = connection.connection
    try:
        return ConsultationRequest.receive(**given)
    except (DatabaseError, InterfaceError) as first:
        if not _broke(before):
            raise
        connection.close()
        try:
            return ConsultationRequest.receive(**given)
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
