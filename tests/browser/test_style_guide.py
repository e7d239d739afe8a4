"""The rooms of the style guide, and every component in it alone in every state."""

import pytest
from django.utils.text import slugify

from clinic_site.styleguide.rooms import ROOMS
from tests.browser import checks
from tests.browser.checks import DESKTOP, NARROW, PHONE
from tests.browser.markup import sent_during
from tests.browser.scenes import STYLEGUIDE, each

pytestmark = pytest.mark.browser

SAMPLES = [
    pytest.param(room, sample, id=f"{room.slug}: {sample.name}")
    for room in ROOMS.values()
    for sample in room.samples
]


@each(STYLEGUIDE)
def test_room_serves_every_reader(seat, markup, scene):
    page = seat(scene.who)
    found = markup.findings(sent_during(page, scene.open))
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found += checks.axe_findings(page)
        found += checks.ask(page, "sideways", "lost", "targets")
        # The skip link now lies over the line below it, as it should.
        page.keyboard.press("Tab")
        found += checks.ask(page, "focus")
        page.evaluate("document.activeElement.blur()")

    assert found == []


@pytest.mark.parametrize(("room", "sample"), SAMPLES)
def test_component_holds_alone_in_every_state(seat, room, sample):
    page = seat("editor")
    page.set_viewport_size(NARROW)
    found = []
    for state in map(slugify, sample.states):
        page.emulate_media(color_scheme="light", reduced_motion="reduce")
        page.goto(f"/styleguide/{room.slug}/{sample.name}/{state}/")
        found += checks.axe_findings(page)
        found += checks.ask(page, "targets")
        page.emulate_media(color_scheme="dark")
        found += checks.axe_findings(page, checks.COLORS)

    assert found == []
