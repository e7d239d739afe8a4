"""Brings snippets and settings in; what two people have to agree on waits for them."""

from django.db import transaction
from django.utils.translation import gettext as _

from clinic.models import ClinicSettings, FactChange
from clinic.models.facts import ListedFact, NotVouched, VouchedFact
from clinic_site.leaving import brought, entries
from clinic_site.leaving.coming import Coming
from clinic_site.leaving.fields import Incoming, outgoing, put
from clinic_site.leaving.keys import Malformed
from clinic_site.leaving.pages import digest
from clinic_site.leaving.report import DELETED, LEFT, NEW, SAME, UPDATED
from consultations.models import IntakeSettings, Wording


def bring_entries(coming: Coming, kinds) -> None:
    """Bring all entries of some kinds in."""
    for kind in kinds:
        here = {name: row for row, name in entries.rows_of(kind)}
        known = brought.known(kind.model)
        for said in coming.listed(kind.file):
            with coming.whole(kind.model._meta.verbose_name, str(said.get("name"))):
                _bring(kind, said, coming, here, known)


def _bring(kind, said: dict, coming: Coming, rows: dict, known: dict) -> None:
    name, says = said["name"], said["says"]
    if not isinstance(name, str) or not isinstance(says, dict):
        raise Malformed("name and contents are wanted")
    row, what = rows.get(name), kind.model._meta.verbose_name
    came = digest(says)
    if row is None and name in known:
        coming.report.add(what, name, DELETED)
        return
    if row is None:
        _write(kind, kind.model(), said, coming, NEW)
        return
    here = digest(outgoing(row, coming.keys))
    standing = brought.standing(row, came=came, here=here, is_here=coming.keys.pk)
    if standing == brought.OURS and here == _untouched(kind.model, coming):
        standing = brought.WANTED
    if standing == brought.WANTED:
        _write(kind, row, said, coming, UPDATED)
        return
    if standing == brought.OURS:
        coming.report.add(what, name, LEFT)
        return
    coming.report.add(what, name, SAME, _waiting(row, said, coming))


def _untouched(model, coming: Coming) -> str:
    """Return what a record is like that the site made by itself, "" for lists."""
    is_record = model in (ClinicSettings, IntakeSettings)
    return digest(outgoing(model(), coming.keys)) if is_record else ""


def _waiting(row, said: dict, coming: Coming) -> list[str]:
    """Let two people agree on what an earlier import could not show readers."""
    if not isinstance(row, VouchedFact) or not _was_agreed(said):
        return []
    wanted = type(row)()
    put(wanted, said["says"], Incoming(coming.keys))
    if row.is_vouched and row.vouched_values() == wanted.vouched_values():
        return []
    notes = _agreed(row, wanted.vouched_values(), coming)
    if coming.approvers:
        _remember(row, said, [], coming)
    return notes


def _was_agreed(said: dict) -> bool:
    """Say whether readers saw it where it came from."""
    told = said.get("information")
    return not isinstance(told, dict) or told.get("agreed_at") is not None


def _write(kind, row, said: dict, coming: Coming, done) -> None:
    """Store an entry; of what needs two people only what they agree on is shown."""
    way = Incoming(coming.keys)
    put(row, said["says"], way)
    if str(kind.name(row)) != said["name"] and not said["name"].startswith(
        f"{kind.name(row)}-"
    ):
        raise Malformed("it is called otherwise than it says")
    row.full_clean()
    notes = [_("not here: %(what)s") % {"what": what} for what in way.missing]
    if isinstance(row, VouchedFact):
        notes += _write_fact(row, said, coming)
    else:
        row.save()
    if kind.kind:
        coming.keys.add(kind.kind, row.pk, said["name"])
    _remember(row, said, way.missing, coming)
    coming.report.add(kind.model._meta.verbose_name, said["name"], done, notes)


def _remember(row, said: dict, lacked: list[str], coming: Coming) -> None:
    brought.remember(
        row,
        said["name"],
        came=digest(said["says"]),
        here=digest(outgoing(row, coming.keys)),
        lacked=lacked,
        user=coming.editor,
    )


def _write_fact(row, said: dict, coming: Coming) -> list[str]:
    wanted = row.vouched_values()
    if not isinstance(row, ListedFact):
        # The record's own medical wording is shown as soon as it is stored.
        row.put(row.live_values() or type(row)().vouched_values())
    elif live := row.live_values():
        row.put(live)
    row.save()
    is_shown = row.is_vouched and row.vouched_values() == wanted
    if is_shown or not _was_agreed(said):
        return []
    return _agreed(row, wanted, coming)


def _agreed(row, wanted: dict[str, str], coming: Coming) -> list[str]:
    """Let the two people agree on what came, or say what waits for them."""
    if not coming.approvers:
        return [_("readers see it once two people agree: save it in the CMS")]
    try:
        with transaction.atomic():
            change = FactChange.objects.propose(row, wanted, by=coming.approvers.editor)
            if change:
                change.approve(by=coming.approvers.reviewer)
    except NotVouched as refusal:
        return [str(refusal)]
    row.refresh_from_db()
    return []


def bring_wordings(coming: Coming) -> None:
    """Name the wordings that differ: who agrees to them is told what a manager wrote.

    A wording is in use from the moment it is saved and is never changed, so none
    comes in by itself.
    """
    here = {
        (row.kind, row.language): row.text.strip() for row in Wording.objects.newest()
    }
    for said in coming.listed(entries.WORDINGS):
        with coming.whole("wording", str(said)[:60]):
            kind, language, text = said["kind"], said["language"], said["text"]
            if here.get((kind, language)) != str(text).strip():
                coming.report.by_hand.append(
                    _(
                        "The wording “%(kind)s” (%(language)s) is another here; a "
                        "manager can add it as a new version from %(file)s."
                    )
                    % {"kind": kind, "language": language, "file": entries.WORDINGS}
                )
