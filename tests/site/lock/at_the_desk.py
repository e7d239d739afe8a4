"""What somebody does at a desk that locks."""

import re
from html import unescape

from consultations.models import EventKind
from tests.factories import PASSWORD

DESK = "/admin/consultations/consultationrequest/"
ROWS = DESK + "rows/"
LOCK, STATE, HELD = "/accounts/lock/", "/accounts/lock/state/", "/accounts/held/"
WORDS = "Would like a call after four, says the stairs are hard."


def leave(browser, seconds=15 * 60):
    """Let time pass without anybody there."""
    session = browser.session
    session["desk_touched"] -= seconds
    session.save()


def unlock(browser, password=PASSWORD, **more):
    return browser.post(LOCK, {"password": password, **more})


def open_form(browser, subject) -> dict:
    """Return the fields of the form for notes, as the page of a request shows it."""
    page = browser.get(f"{DESK}{subject.reference}/change/").text
    ticket = unescape(re.search(r'name="page" value="([^"]+)"', page)[1])
    return {"page": ticket, "add_note-note": WORDS}


def note_address(subject) -> str:
    return f"{DESK}{subject.reference}/act/add_note/"


def notes(subject) -> list[str]:
    found = subject.events.filter(kind=EventKind.NOTED)
    return [event.note for event in found]
