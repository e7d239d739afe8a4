"""Two people at the desk who do the same at once: one wins, the other is told."""

import json
import secrets

import pytest
from playwright.sync_api import expect

from tests.browser.people import sign_in

pytestmark = pytest.mark.browser

QUEUE = "/admin/consultations/consultationrequest/"
DESKTOP = {"width": 1440, "height": 900}
RECEIVED = """
from consultations.models import ConsultationRequest, Wording
from consultations.ticket import fresh_key
for number in range({many}):
    print(ConsultationRequest.receive(
        submission_key=fresh_key(), consent=Wording.current(), adult=True,
        name="Two Hands", phone="+1703557{phone}", contact_method="phone",
    ).reference)
"""
HOW_IT_STANDS = """
import json
from consultations.models import ConsultationRequest
found = ConsultationRequest.objects.get(reference="{reference}")
stays = found.duplicate_of and found.duplicate_of.reference
print(json.dumps([
    found.status, found.disposition, stays, [e.kind for e in found.events.all()]
]))
"""


@pytest.fixture
def two(visit, site):
    """Two people, signed in, and requests of one person that neither has seen."""

    def both(many: int = 1):
        phone = f"{secrets.randbelow(10_000):04d}"
        references = site.run(RECEIVED.format(many=many, phone=phone)).split()
        pages = []
        for who in ("coordinator", "manager"):
            page = visit(viewport=DESKTOP)
            sign_in(page, who, QUEUE)
            # What comes too late is answered so.
            page.watch.expect("status of 409")
            pages.append(page)
        return references, *pages

    return both


def open_request(page, reference: str) -> None:
    page.goto(f"{QUEUE}{reference}/change/")


def stands(site, reference: str) -> list:
    return json.loads(site.run(HOW_IT_STANDS.format(reference=reference)))


def told(page):
    return page.locator(".desk-messages [role=alert]")


def test_two_take_one_request_and_the_second_is_told_who_has_it(two, site):
    [reference], first, second = two()
    for page in (first, second):
        open_request(page, reference)
    first.get_by_role("button", name="Take it").click()
    expect(first.locator(".desk-messages")).to_contain_text("It is yours")
    second.get_by_role("button", name="Take it").click()
    expect(told(second)).to_contain_text("was faster (Taken, ")
    expect(told(second)).to_contain_text("Yours was not done")
    assert stands(site, reference)[3] == ["received", "taken"]


def test_two_close_one_request_and_the_second_keeps_the_note(two, site):
    [reference], first, second = two()
    note = "They booked with another clinic."
    for page, how in ((first, "Unreachable"), (second, "Referred elsewhere")):
        open_request(page, reference)
        page.locator("summary", has_text="Close").click()
        page.get_by_label("How it ended").select_option(label=how)
    second.locator("[name=close-note]").fill(note)
    first.get_by_role("button", name="Close the request").click()
    expect(first.locator(".desk-messages")).to_contain_text("Closed.")
    second.get_by_role("button", name="Close the request").click()
    expect(told(second)).to_contain_text("was faster (Closed: Unreachable, ")
    expect(second.locator("[name=add_note-note]")).to_have_value(note)
    second.get_by_role("button", name="Keep the note").click()
    expect(second.locator(".desk-messages")).to_contain_text("Note kept")
    status, disposition, _stays, kinds = stands(site, reference)
    assert (status, disposition) == ("closed", "unreachable")
    assert kinds == ["received", "closed", "noted"]


def test_two_link_the_same_the_other_way_round_and_one_stays_open(two, site):
    (one, other), first, second = two(many=2)
    open_request(first, one)
    open_request(second, other)
    link = '[name=close-duplicate_of][value="{}"]'
    first.locator(link.format(other)).click()
    expect(first.locator(".desk-messages")).to_contain_text("Closed.")
    second.locator(link.format(one)).click()
    expect(told(second)).to_contain_text("was faster (Closed: Duplicate, ")
    assert stands(site, one)[:3] == ["closed", "duplicate", other]
    assert stands(site, other)[:3] == ["received", "", None]
