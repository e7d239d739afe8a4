"""What is asked of the HTML of every page, asked of pages that are wrong."""

import pytest

from tests.browser.scenes import EVERY, STOCK, STYLEGUIDE
from tests.browser.test_every_page_type import LOOKED_AT

pytestmark = pytest.mark.browser

BROKEN = "<main></main><main></main><p id=a id=a>"
PAGE = '<!doctype html><html lang="en"><head><title>A</title></head><body>{}</body>'


def test_a_broken_page_is_noticed(markup):
    found = markup.findings(PAGE.format(BROKEN))
    assert any("no-dup-attr" in finding for finding in found), found
    assert markup.findings(PAGE.format("<main><h1>A</h1></main>") + "</html>") == []


def test_django_is_forgiven_what_is_djangos(markup):
    html = PAGE.format('<form><input type="submit" value="Save"></form>') + "</html>"
    forgiven = {*markup.findings(html)} - {*markup.findings(html, djangos=True)}
    assert any("prefer-button" in finding for finding in forgiven), forgiven


def test_every_scene_is_looked_at():
    assert [*LOOKED_AT, *STYLEGUIDE] == EVERY
    assert set(STOCK) < set(LOOKED_AT)
