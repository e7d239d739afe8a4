"""What hangs from a request: found by walking the models' relations.

Giving everything to a person and purging both begin here, so that a table added
tomorrow is neither left out of the one nor left behind by the other. What names a
request without a relation stands in `LOOSE`; a test holds both against the models.
"""

from dataclasses import dataclass

from django.apps import apps
from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Belonging:
    """A model whose rows lead to a request, and the lookup from them to it.

    Where they outlive it, tied to nobody, the model says in `untie()` what else goes.
    """

    model: type[models.Model]
    path: str
    outlives: bool = False

    def of(self, request_ids) -> models.QuerySet:
        """Return the rows of these requests; also of models that forbid deletion."""
        found = {f"{self.path}__in": list(request_ids)}
        return self.model._base_manager.filter(**found)


# Fields without a relation that name a request, its events or its reference, and what
# becomes of them when it is purged.
DELETED, EMPTIED, STAYS = "deleted", "emptied", "stays"
LOOSE = {
    "clinic.OutboxMessage.payload": DELETED,
    "admin.LogEntry.object_id": DELETED,
    # Another request's event may name this one as its duplicate.
    "consultations.RequestEvent.details": EMPTIED,
    # Ids alone: who read what outlives what was read.
    "consultations.ReadingEntry.request_ids": STAYS,
    "consultations.ReadingOf.request_id": STAYS,
    # Keyed digests alone.
    "consultations.PurgeRecord.items": STAYS,
}


def belongings() -> list[Belonging]:
    """Return every model that hangs from a request, what hangs deepest first."""
    return _below(apps.get_model("consultations", "ConsultationRequest"), "", ())


def _below(model, path: str, above: tuple) -> list[Belonging]:
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.one_to_many or relation.one_to_one) or relation.concrete:
            continue
        child = relation.related_model
        # An event that corrects another is of the same request anyhow.
        if child in (*above, model):
            continue
        name = relation.field.name
        there = f"{name}__{path}" if path else name
        found += _below(child, there, (*above, model))
        outlives = relation.on_delete is models.SET_NULL
        found.append(Belonging(child, there, outlives))
    return found


def mail_about(request_ids, event_ids) -> models.QuerySet:
    """Return the rows of the outbox that are about these requests."""
    outbox = apps.get_model("clinic", "OutboxMessage")
    about = Q(payload__request__in=list(request_ids))
    return outbox.objects.filter(
        about | Q(payload__event__in=list(event_ids)),
        kind__startswith="consultations.",
    )


def log_about(request_ids, references) -> models.QuerySet:
    """Return what Django's admin wrote down about these requests; usually nothing."""
    written = apps.get_model("admin", "LogEntry")
    kind = apps.get_model("contenttypes", "ContentType").objects.get_for_model(
        apps.get_model("consultations", "ConsultationRequest")
    )
    names = [*map(str, request_ids), *references]
    return written.objects.filter(content_type=kind, object_id__in=names)
