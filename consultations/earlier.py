"""What stood there before: the earlier version that an event keeps, in words."""

import json

from django.utils.translation import gettext as _

from clinic.encryption import StandIn
from consultations.models import EventKind
from consultations.models.details import told_in
from consultations.models.receiving import CONTENT


def earlier_words(event) -> list[tuple]:
    """Return what an event replaced, as pairs of what it is and what it said."""
    if not event.earlier:
        return []
    if isinstance(event.earlier, StandIn):
        return [(_("earlier version"), event.earlier)]
    earlier = json.loads(event.earlier)
    if event.kind == EventKind.DETAILS_ADDED:
        pairs = [(answer.question, answer.words) for answer in told_in(earlier)]
        return [*pairs, (_("service"), earlier["service_title"] or _("not sure yet"))]
    changed = [field for field in CONTENT if field in event.details.get("fields", [])]
    return [(field.replace("_", " "), earlier.get(field)) for field in changed]
