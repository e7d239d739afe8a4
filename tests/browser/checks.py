"""What every page is asked: by axe, and by our own questions in checks.js."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
OWN = Path(__file__).with_name("checks.js").read_text()

PHONE = {"width": 360, "height": 740}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1440, "height": 900}
# 1280 x 1024 at 400 %, and the narrowest phone still in use.
ZOOMED = {"width": 320, "height": 256}
NARROW = {"width": 320, "height": 640}

# All that axe asks of colors: the only things that a scheme changes.
COLORS = ["color-contrast", "link-in-text-block"]


def axe_findings(page: Page, rules: list[str] | None = None) -> list[str]:
    """Return what axe finds on a page, one line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # To preload style sheets axe writes style tags, which the policy rightly refuses.
    options = {"resultTypes": ["violations"], "preload": False, "iframes": False}
    if rules:
        options["runOnly"] = rules
    violations = page.evaluate(
        "async options => (await axe.run(document, options)).violations.flatMap("
        " rule => rule.nodes.map(node => `${rule.id}: ${node.html.slice(0, 160)}`))",
        options,
    )
    return [f"{page.url} {violation}" for violation in violations]


def ask(page: Page, *questions: str) -> list[str]:
    """Return what the page's own answers to `questions` are, one line each."""
    if not page.evaluate("'checks' in window"):
        page.evaluate(OWN)
    return [
        f"{page.url} {finding}"
        for question in questions
        for finding in page.evaluate(f"checks.{question}()")
    ]


def _at(size: dict[str, int], findings: list[str]) -> list[str]:
    return [f"{size['width']} px: {finding}" for finding in findings]


def seen_by_axe(page: Page) -> list[str]:
    """Let axe look at three widths, by day and by night."""
    found = []
    for size in (PHONE, TABLET, DESKTOP):
        page.set_viewport_size(size)
        for scheme, rules in (("light", None), ("dark", COLORS)):
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            findings = axe_findings(page, rules)
            found += _at(size, [f"{scheme} {finding}" for finding in findings])
    return found


def room_for_all(page: Page) -> list[str]:
    """Make the screen small and the text wide: nothing is lost or out of reach."""
    found = []
    for size in (NARROW, ZOOMED, PHONE, TABLET, DESKTOP):
        page.set_viewport_size(size)
        found += _at(size, ask(page, "sideways", "lost", "crowded"))
    ask(page, "spaced")
    for size in (PHONE, DESKTOP):
        page.set_viewport_size(size)
        findings = ask(page, "sideways", "lost")
        found += _at(size, [f"spaced {finding}" for finding in findings])
    ask(page, "plain")
    return found


def in_reach(page: Page) -> list[str]:
    """Look at each target's size, and at how each shows the focus."""
    found = []
    for size, scheme in ((PHONE, "light"), (DESKTOP, "dark")):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.keyboard.press("Tab")
        found += _at(size, ask(page, "targets", "focus"))
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found += _at(size, ask(page, "focus"))
    return found


def as_asked(page: Page) -> list[str]:
    """Look at what is drawn for who asks for less motion, more contrast, own colors."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    found = ask(page, "motion")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, contrast="more")
        found += [
            f"more contrast, {scheme}: {finding}"
            for finding in axe_findings(page, ["color-contrast-enhanced"])
        ]
    page.emulate_media(contrast="null", color_scheme="light", forced_colors="active")
    page.keyboard.press("Tab")
    found += ask(page, "edges", "focus")
    page.emulate_media(forced_colors="none")
    return found


EVERYTHING = (seen_by_axe, room_for_all, in_reach, as_asked)
