"""What html-validate says of a page's HTML as it was sent."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

HERE = Path(__file__).parent
NODE = Path(sys.executable).with_name("node")


class Markup:
    """html-validate, loaded once for all pages: that takes as long as ten of them."""

    def __init__(self):
        installed = HERE / "node_modules" / "html-validate"
        assert installed.exists(), "make test installs html-validate; so does make lint"
        self.process = subprocess.Popen(
            [NODE, HERE / "markup.mjs"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def findings(self, html: str, *, djangos: bool = False) -> list[str]:
        """Return what is wrong in a page, by our rules or those for Django's own."""
        whose = "djangos" if djangos else "ours"
        self.process.stdin.write(json.dumps({"whose": whose, "html": html}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self) -> None:
        self.process.communicate(timeout=30)


def sent_during(page: Page, act: Callable[[Page], None]) -> str:
    """Do something with a page and return the HTML that was last sent for it."""
    sent = {}

    def keep(response):
        if response.request.resource_type == "document" and response.status != 302:
            sent[response.frame] = response

    page.on("response", keep)
    act(page)
    page.remove_listener("response", keep)
    return sent[page.main_frame].text()
