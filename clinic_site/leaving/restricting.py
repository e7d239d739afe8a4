"""Whom a page or a collection is kept for: never for more people than before."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from wagtail.models import BaseViewRestriction

from clinic_site.leaving.keys import Malformed

KNOWN = (
    BaseViewRestriction.LOGIN,
    BaseViewRestriction.GROUPS,
    BaseViewRestriction.PASSWORD,
)


def keep_for(rule: BaseViewRestriction, shown_to) -> list[str]:
    """Save what an export says of whom something is shown to; return what to know.

    `rule` is a restriction that nobody has saved yet. Where a password was asked for,
    which no export holds, people have to sign in.
    """
    notes = []
    for number, said in enumerate(shown_to):
        who, groups = said["who"], said["groups"]
        if who not in KNOWN or not isinstance(groups, list):
            raise Malformed("shown_to: this is no way to keep something for somebody")
        new = rule if number == 0 else type(rule)(**_thing(rule))
        new.restriction_type = who
        if who == BaseViewRestriction.PASSWORD:
            new.restriction_type = BaseViewRestriction.LOGIN
            notes.append(
                _(
                    "was shown with a password, which no export holds: set one under "
                    "Privacy; until then people have to sign in"
                )
            )
        new.save()
        new.groups.set(Group.objects.filter(name__in=groups))
    return notes


def _thing(rule) -> dict:
    name = "page" if hasattr(rule, "page_id") else "collection"
    return {name: getattr(rule, name)}
