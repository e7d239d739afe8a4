"""Which notices a clinic owes by its legal status, and whether each is there.

What applies to a clinic is for the clinic and its lawyer to say; here stands only what
follows from it. As long as nobody has said, everything that may be owed is.
"""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Declared(models.TextChoices):
    """What a clinic says of itself."""

    UNKNOWN = "unknown", _("Not settled yet")
    YES = "yes", _("Yes")
    NO = "no", _("No")


# The fields of the clinic's record that declare its legal status.
STATUS = ("covered_by_hipaa", "takes_insurance", "gives_estimates", "is_off_label")


@dataclass(frozen=True)
class Notice:
    """One notice that is owed: why, where that is written, and whether it is there."""

    code: str
    name: str
    why: str
    source: str
    is_there: bool


def required(clinic) -> list[Notice]:
    """Return the notices that a clinic's record makes necessary."""
    every = [
        (
            clinic.covered_by_hipaa != Declared.NO,
            Notice(
                "privacy",
                _("notice of privacy practices"),
                _("the clinic is covered by HIPAA, or has not said that it is not"),
                "45 CFR 164.520(c)(3)",
                _is_public(clinic.privacy_page),
            ),
        ),
        (
            clinic.gives_estimates != Declared.NO
            or clinic.takes_insurance != Declared.YES,
            Notice(
                "estimates",
                _("notice of good-faith estimates"),
                _("people pay for themselves here, or nobody has said that none do"),
                "maynardnexsen.com, twinsighttherapy.com (CMS notice)",
                _is_public(clinic.estimate_page),
            ),
        ),
        (
            clinic.is_off_label != Declared.NO,
            Notice(
                "off_label",
                _("off-label statement"),
                _("treatments are off-label, or nobody has said that none is"),
                "nyketamine.com/faq",
                bool(clinic.off_label_statement.strip()),
            ),
        ),
    ]
    return [notice for is_owed, notice in every if is_owed]


def missing(clinic) -> list[Notice]:
    """Return the notices that are owed and not there."""
    return [notice for notice in required(clinic) if not notice.is_there]


def undeclared(clinic) -> list[str]:
    """Return what the clinic's record leaves open, by the labels of its fields."""
    fields = [clinic._meta.get_field(name) for name in STATUS]
    return [
        str(field.verbose_name)
        for field in fields
        if getattr(clinic, field.name) == Declared.UNKNOWN
    ]


def _is_public(page) -> bool:
    return page is not None and page.live
