"""The questions that pages are asked notice what they are there for."""

import pytest

from tests.browser.checks import DESKTOP, ask

pytestmark = pytest.mark.browser

# Each is a page with one fault; its name begins the finding.
FAULTS = {
    "scrolls sideways": ("sideways", "<div style='width: 120vw'>wide</div>"),
    "text is cut off": (
        "lost",
        "<p style='height: 1em; width: 4em; overflow: hidden'>Words and more words</p>",
    ),
    "text on text": (
        "lost",
        "<p>One line</p><p style='margin-top: -2.2em'>Another line</p>",
    ),
    "fixed parts take": (
        "crowded",
        "<div style='position: fixed; inset: 0 0 30% 0'>Always here</div>",
    ),
    "small target": (
        "targets",
        "<button style='all: unset'>x</button><button style='all: unset'>y</button>",
    ),
    "focus cannot be seen": (
        "focus",
        "<style>:focus { outline: 0 }</style><a href='#a'>Somewhere</a>",
    ),
    "focus is faint": (
        "focus",
        "<style>body { background: white } :focus { outline: 3px solid #eee }</style>"
        "<a href='#a'>Somewhere</a>",
    ),
    "focus is covered": (
        "focus",
        "<style>:focus { outline: 3px solid }</style><a href='#a'>Somewhere</a>"
        "<div style='position: fixed; inset: 0; background: white'>Over it</div>",
    ),
    "moves": ("motion", "<p style='transition: color 1s'>Words</p>"),
    "scrolls smoothly": ("motion", "<style>html { scroll-behavior: smooth }</style>"),
    "no edge in forced colors": ("edges", "<button style='border: 0'>Press</button>"),
}


@pytest.fixture
def blank(browser):
    page = browser.new_page(viewport=DESKTOP, reduced_motion="reduce")
    yield page
    page.close()


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_found(blank, fault):
    question, markup = FAULTS[fault]
    blank.set_content(f"<!doctype html><html lang='en'><body>{markup}")
    blank.keyboard.press("Tab")

    assert any(f" {fault}" in finding for finding in ask(blank, question))


def test_sound_page_is_left_in_peace(blank):
    blank.set_content(
        "<!doctype html><html lang='en'><style>:focus { outline: 3px solid }</style>"
        "<p>Words with <a href='#a'>a link</a> in them.</p><button>Press here</button>"
    )
    blank.keyboard.press("Tab")

    questions = ("sideways", "lost", "crowded", "targets", "focus", "motion", "edges")
    assert ask(blank, *questions) == []
