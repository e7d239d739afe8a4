"""The HTML of every page type, as it was sent, is what the standard says."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.browser.scenes import EVERY, STOCK

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
VALIDATE = HERE / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
OURS = HERE / "htmlvalidate.config.mjs"
DJANGOS = HERE / "htmlvalidate.stock.mjs"
NODE = Path(sys.executable).with_name("node")


def validate(folder: Path, config: Path = OURS) -> str:
    """Return what html-validate finds wrong in the files of a folder."""
    command = [NODE, VALIDATE, "--config", config, "--formatter", "text", folder]
    done = subprocess.run(command, capture_output=True, text=True)
    assert not done.stderr, done.stderr
    return done.stdout.replace(f"{folder}/", "")


def test_every_page_is_valid_html(seat, tmp_path):
    assert VALIDATE.exists(), "make test installs html-validate; so does make lint"
    sent = {}
    ours, djangos = tmp_path / "ours", tmp_path / "djangos"
    ours.mkdir()
    djangos.mkdir()

    def keep(response):
        if response.request.resource_type == "document" and response.status != 302:
            sent[response.frame] = response

    for number, scene in enumerate(EVERY):
        page = seat(scene.who)
        page.on("response", keep)
        scene.open(page)
        page.remove_listener("response", keep)
        name = scene.name.replace(" ", "_").replace(":", "")
        html = sent[page.main_frame].text()
        folder = djangos if scene in STOCK else ours
        (folder / f"{number:02}_{name}.html").write_text(html)

    assert validate(ours) == ""
    assert validate(djangos, DJANGOS) == ""


def test_a_broken_page_is_noticed(tmp_path):
    (tmp_path / "broken.html").write_text(
        "<!doctype html><title>Two mains</title><main></main><main></main><p id=a id=a>"
    )

    assert "broken.html" in validate(tmp_path)
