"""What the desk's menu offers, and to whom."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One link of the menu, for those who have the permission."""

    label: str | Promise
    route: str
    permission: str
    arguments: tuple = ()
    # Other pages that a person reaches from it and that belong to it.
    parts: tuple[str, ...] = ()
    app: str = "consultations"

    def address(self) -> str:
        return reverse(f"admin:{self.app}_{self.route}", args=self.arguments)

    def has(self, here: str) -> bool:
        """Say whether an address is this entry's or that of one of its parts."""
        parts = (reverse(f"admin:{self.app}_{part}") for part in self.parts)
        return here in (self.address(), *parts)


# What people do all day stands in the row.
DAILY = (
    Entry(_("Queue"), "consultationrequest_changelist", "view_consultationrequest"),
    Entry(_("Today"), "consultationrequest_today", "view_consultationrequest"),
    Entry(_("Add a caller"), "consultationrequest_caller", "add_consultationrequest"),
    Entry(
        _("Figures"),
        "consultationrequest_figures",
        "view_tally",
        parts=(
            "consultationrequest_figures_services",
            "consultationrequest_figures_pages",
            "stepcount_changelist",
        ),
    ),
)
# What is set once and looked at now and then stands behind *Manage*.
MANAGE = (
    Entry(_("Who saw what"), "readingentry_changelist", "view_readingentry"),
    Entry(
        _("How long we keep"),
        "retentionsettings_change",
        "view_retentionsettings",
        (1,),
    ),
    Entry(_("Purged"), "purgerecord_changelist", "view_purgerecord"),
    Entry(_("Settings"), "intakesettings_change", "view_intakesettings", (1,)),
    Entry(_("Who is told"), "unclaimedcontact_changelist", "view_unclaimedcontact"),
    Entry(
        _("Read first"),
        "readfirstprocedure_change",
        "view_readfirstprocedure",
        (1,),
    ),
    Entry(_("Reply templates"), "replytemplate_changelist", "view_replytemplate"),
    Entry(_("Wordings"), "wording_changelist", "view_wording"),
    Entry(_("Questions"), "clearancequestion_changelist", "view_clearancequestion"),
    Entry(_("Staff"), "user_changelist", "manage_staff", app="clinic"),
)


def entries(group: tuple[Entry, ...], user, here: str) -> list[dict]:
    """Return the links of a group that a person may follow; `here` is marked."""
    return [
        {"label": entry.label, "address": entry.address(), "is_here": entry.has(here)}
        for entry in group
        if user.has_perm(f"{entry.app}.{entry.permission}")
    ]
