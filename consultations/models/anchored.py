"""Holding the trail against what is anchored outside the database."""

import hmac
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultations.anchor import Anchored, lines

from .activity import RequestEvent
from .trail import ReadingEntry


class Misfit(models.TextChoices):
    """Why the trail does not lead to what is anchored."""

    CUT = "cut", _("the trail ends before it, and requests go on: it was cut")
    OLDER = (
        "older",
        _("all of the database ends before it: it was restored from an older backup"),
    )
    DROPPED = "dropped", _("the entry is missing and later ones are there")
    FORGED = "forged", _("its seal was not made with the key")
    ANEW = (
        "anew",
        _(
            "another entry stands in its place, sealed with the key: written anew, as "
            "after a restore from an older backup"
        ),
    )


@dataclass(frozen=True)
class Unfit:
    """The first anchor that the trail does not lead to, and why.

    `fits_to` is the number of the last anchor before it that still fits, 0 for none.
    """

    anchored: Anchored
    misfit: Misfit
    fits_to: int

    @property
    def what(self) -> str:
        """Return why it does not fit, in words."""
        return str(self.misfit.label)


def first_unfit_anchor() -> Unfit | None:
    """Return the first anchor that no longer fits, or None; two queries an anchor."""
    fits_to = 0
    for anchored in lines():
        entry = ReadingEntry.objects.filter(number=anchored.number).first()
        if entry is None:
            return Unfit(anchored, _why_missing(anchored), fits_to)
        if not hmac.compare_digest(entry.mac, anchored.seal):
            genuine = hmac.compare_digest(entry.mac, entry.computed_mac())
            misfit = Misfit.ANEW if genuine else Misfit.FORGED
            return Unfit(anchored, misfit, fits_to)
        fits_to = anchored.number
    return None


def _why_missing(anchored: Anchored) -> Misfit:
    if ReadingEntry.objects.filter(number__gt=anchored.number).exists():
        return Misfit.DROPPED
    # Whoever cuts the trail leaves the rest; an older copy lacks all that came since.
    last = ReadingEntry.objects.aggregate(at=models.Max("at"))["at"]
    later = RequestEvent.objects.all()
    if last is not None:
        later = later.filter(at__gt=last)
    return Misfit.CUT if later.exists() else Misfit.OLDER
