"""Brings an export back: everything as drafts, or live in two people's names.

Each page, picture or entry comes in whole or not at all, and remembers what it came
as. So an import that was killed goes on where it stopped, one that is run again
changes nothing, and what was edited here since is left alone and named.
"""

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from clinic_site.leaving import entries
from clinic_site.leaving.bring_addresses import bring_redirects, bring_taken_down
from clinic_site.leaving.bring_entries import bring_entries, bring_wordings
from clinic_site.leaving.bring_media import bring_media
from clinic_site.leaving.bring_pages import Pages
from clinic_site.leaving.coming import Coming
from clinic_site.leaving.keys import Keys
from clinic_site.leaving.media import FILES, add_media
from clinic_site.leaving.reading import opened
from clinic_site.leaving.report import Report


def import_site(path: Path, *, approvers=None, dry_run: bool = False) -> Report:
    """Bring an export in; `approvers` are the two people who vouch for what goes live.

    Raises ExportRefused, with nothing changed, for anything that is no whole export.
    What cannot come in of a whole one is told in the report, and stops nothing else.
    """
    export = opened(path)
    keys = Keys()
    keys.add_named()
    keys.add_pages()
    for kind in FILES:
        add_media(keys, kind)
    coming = Coming(export, keys, approvers, dry_run)
    if not dry_run:
        return _bring(coming)
    with transaction.atomic():
        report = _bring(coming)
        transaction.set_rollback(True)
    return report


def _bring(coming: Coming) -> Report:
    pages = Pages(coming)
    pages.refuse_unlisted()
    bring_entries(coming, entries.KINDS)
    bring_media(coming)
    pages.lay_out()
    pages.fill()
    bring_entries(coming, entries.SETTINGS)
    bring_wordings(coming)
    bring_redirects(coming)
    bring_taken_down(coming)
    coming.report.by_hand.append(
        _(
            "Link the pages of people to their accounts: accounts are in no export. "
            "Invite staff under Staff."
        )
    )
    return coming.report
