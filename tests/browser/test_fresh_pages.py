"""A change shows in every web process at once, and everybody gets the same page."""

import time
import urllib.request

import pytest

pytestmark = pytest.mark.browser
CHANGE = (
    "from clinic.models import ClinicSettings\n"
    "ClinicSettings.objects.update(legal_notice={!r})"
)
# More than enough for both processes to have answered some.
ASKED = 40


def ask(site, path: str) -> tuple[str, dict]:
    with urllib.request.urlopen(f"{site.url}{path}", timeout=30) as answer:  # noqa: S310
        return answer.read().decode(), dict(answer.headers)


def test_change_shows_in_every_web_process_within_a_second(site):
    try:
        for words in ("First of two notices", "Second of two notices"):
            site.run(CHANGE.format(words))
            changed = time.monotonic()
            stale = [
                time.monotonic() - changed
                for _number in range(ASKED)
                if words not in ask(site, "/about/")[0]
            ]
            assert max(stale, default=0) < 1
    finally:
        site.run(CHANGE.format(""))


def test_kept_page_has_no_cookie_and_says_how_long_it_holds(site):
    for _number in range(ASKED):
        _page, headers = ask(site, "/about/")
        assert "Set-Cookie" not in headers
        assert headers["Vary"] == "Accept-Encoding"
        assert headers["ETag"].startswith('W/"')
        assert headers["X-Accel-Expires"].startswith("@")
