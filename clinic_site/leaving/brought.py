"""What was brought in from an export, and whether anybody changed it here since.

Kept in the history that Wagtail keeps of everything: what came, by its digest, and
what stood here right afterwards. So an edit made here is told from one made there.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import models
from wagtail.log_actions import registry
from wagtail.models import ModelLogEntry, Page, PageLogEntry

ACTION = "clinic_site.brought_in"

NEW, SAME, WANTED, OURS = "new", "same", "wanted", "ours"


@dataclass(frozen=True)
class Last:
    """The last time something was brought in: digests of what came, of what stood.

    `lacked` is what it pointed at and was not here, as "kind name".
    """

    came: str
    here: str
    lacked: tuple[str, ...] = ()


def remember(thing, key: str, *, came: str, here: str, lacked=(), user=None) -> None:
    """Write down that something was brought in."""
    data = {"key": key, "came": came, "here": here, "lacked": sorted({*lacked})}
    registry.log(thing, ACTION, user=user, data=data)


def last(thing) -> Last | None:
    """Return the last time, None for what never was brought in."""
    entries = registry.get_logs_for_instance(thing).filter(action=ACTION)
    entry = entries.order_by("-timestamp", "-pk").first()
    if entry is None:
        return None
    data = entry.data
    return Last(data["came"], data["here"], tuple(data.get("lacked", ())))


def standing(
    thing, *, came: str, here: str, is_here: Callable[[str, str], object] | None = None
) -> str:
    """Say how something here stands to what comes: the same, wanted here, or ours.

    Ours is what was changed here, or never came from an export at all. `is_here` says
    of a kind and a name whether that is here by now: what lacked it is wanted anew.
    """
    if came == here:
        return SAME
    before = last(thing)
    if before is None or before.here != here:
        return OURS
    if before.came != came:
        return WANTED
    found = is_here and any(is_here(*what.split(" ", 1)) for what in before.lacked)
    return WANTED if found else SAME


def known(model: type[models.Model]) -> dict[str, int]:
    """Return what ever was brought in of a model, by key; it may be gone since."""
    if issubclass(model, Page):
        rows = PageLogEntry.objects.filter(action=ACTION)
        return {data["key"]: pk for data, pk in rows.values_list("data", "page_id")}
    kind = ContentType.objects.get_for_model(model)
    rows = ModelLogEntry.objects.filter(action=ACTION, content_type=kind)
    found = rows.values_list("data", "object_id")
    return {data["key"]: int(pk) for data, pk in found}
