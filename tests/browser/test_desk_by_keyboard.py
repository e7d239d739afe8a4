"""Requests worked by keyboard alone, one after another, with as few keys as it takes.

One of each kind of work in the suite; with KEYBOARD_REQUESTS=200 in the environment
as many, and `pytest -s` prints what each kind of work cost.
"""

import json
import os
import secrets
import statistics
import time
from collections import Counter, defaultdict

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

QUEUE = "/admin/consultations/consultationrequest/"
DESKTOP = {"width": 1440, "height": 900}
MANY = int(os.environ.get("KEYBOARD_REQUESTS", "6"))
RECEIVED = """
from consultations.models import ConsultationRequest, Wording
from consultations.ticket import fresh_key
for number in range({many}):
    ConsultationRequest.receive(
        submission_key=fresh_key(), consent=Wording.current(), adult=True,
        name=f"{who} {{number:03d}}", phone=f"+1703556{{number:04d}}",
        contact_method="phone", voicemail_ok=True, text_ok=True,
    )
"""
TOLD = """
import json
from consultations.models import ConsultationRequest
found = ConsultationRequest.objects.matching("{who}").order_by("pk")
print(json.dumps([
    [r.status, r.disposition, [e.kind for e in r.events.all()]] for r in found
]))
"""
NOTE = "Asked about the price."
# Nobody else of the site is called so.
WHO = f"Keyboard{secrets.token_hex(3)}"


class Keyboard:
    """Hands that know keys alone; what they type into a field is not counted."""

    def __init__(self, page):
        self.page = page
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.pressed += 1

    def write(self, words: str) -> None:
        field = self.page.locator("input:focus, select:focus, textarea:focus")
        expect(field).to_have_count(1)
        self.page.keyboard.type(words)

    def act(self, *keys: str, told: str) -> None:
        """Press what does something, and wait until the site says that it is done."""
        with self.page.expect_navigation():
            self.press(*keys)
        expect(self.page.locator(".desk-messages")).to_contain_text(told)

    def open_next(self) -> str:
        """Open the request that the list has next; return who it is."""
        self.press("j")
        row = self.page.locator(".queue__who:focus")
        expect(row).to_have_count(1)
        who = row.inner_text()
        with self.page.expect_navigation():
            self.press("Enter")
        expect(self.page.get_by_role("heading", level=1)).to_have_text(who)
        return who

    def back(self) -> None:
        with self.page.expect_navigation():
            self.press("q")


def no_answer(hands: Keyboard) -> None:
    hands.act("2", told="Noted in the history")
    hands.press("n")
    hands.write(NOTE)
    hands.act("Control+Enter", told="Note kept")


def scheduled(hands: Keyboard) -> None:
    hands.act("1", told="Noted in the history")
    hands.press("s")
    # As the browser's own field for a day and a time is filled in.
    hands.write("01152031")
    hands.press("Tab")
    hands.write("0930AM")
    hands.act("Control+Enter", told="Scheduled")


def put_off(hands: Keyboard) -> None:
    hands.act("3", told="Noted in the history")
    hands.press("l")
    expect(hands.page.locator("button:focus, input:focus")).to_have_count(1)
    hands.act("Enter", told="comes back by itself")


def closed_and_undone(hands: Keyboard) -> None:
    hands.press("c")
    hands.write("Unre")
    hands.act("Control+Enter", told="Closed")
    hands.act("u", told="Undone")
    hands.act("4", told="Noted in the history")


def handed_over(hands: Keyboard) -> None:
    hands.act("t", told="It is yours")
    hands.press("h")
    hands.press("ArrowDown")
    hands.act("Control+Enter", told="Handed over")
    hands.act("2", told="Noted in the history")


def closed(hands: Keyboard) -> None:
    hands.act("1", told="Noted in the history")
    hands.press("c")
    hands.write("Ref")
    hands.act("Control+Enter", told="Closed")


# What is done, the most keys that it may take with opening and going back, and the
# status it leaves.
WORK = {
    no_answer: (6, "in_contact"),
    scheduled: (7, "scheduled"),
    put_off: (6, "in_contact"),
    closed_and_undone: (7, "in_contact"),
    handed_over: (8, "in_contact"),
    closed: (6, "closed"),
}


def test_requests_are_worked_by_keyboard_alone(visit, site):
    site.run(RECEIVED.format(many=MANY, who=WHO))
    page = visit(viewport=DESKTOP)
    sign_in(page, "coordinator", QUEUE)
    page.goto(f"{QUEUE}?state=new")
    hands, worked = Keyboard(page), Counter()
    taken = defaultdict(list)
    while worked.total() < MANY:
        begun, hands.pressed = time.monotonic(), 0
        who = hands.open_next()
        if not who.startswith(WHO):
            # Somebody of the demo's; the next one stands right below.
            hands.back()
            expect(page.locator(".queue__who:focus")).to_have_text(who)
            continue
        work = list(WORK)[worked.total() % len(WORK)]
        work(hands)
        hands.back()
        most, _status = WORK[work]
        assert hands.pressed <= most, f"{work.__name__}: {hands.pressed} keys"
        worked[work] += 1
        taken[work].append((hands.pressed, time.monotonic() - begun))
    for work, figures in taken.items():
        keys, seconds = zip(*figures, strict=True)
        print(  # noqa: T201 - what somebody with -s asked for
            f"{work.__name__}: {len(keys)} times, {max(keys)} keys, "
            f"median {statistics.median(seconds):.1f} s"
        )

    told = json.loads(site.run(TOLD.format(who=WHO)))
    statuses = Counter(status for status, _disposition, _kinds in told)
    expected = Counter()
    for work, times in worked.items():
        expected[WORK[work][1]] += times
    assert statuses == expected
    assert all("attempted" in kinds for _status, _disposition, kinds in told)
    notes = sum(kinds.count("noted") for _status, _disposition, kinds in told)
    assert notes == worked[no_answer]
    undone = sum(kinds.count("undone") for _status, _disposition, kinds in told)
    assert undone == worked[closed_and_undone]
