"""People who fill in the form, and what each of them was told."""

import http.client
import itertools
import re
import threading
import time
import urllib.parse
from dataclasses import dataclass, field
from html import unescape

FORM = "/request-a-consultation/"
RECEIVED = f"{FORM}received/"
PHONE = "(703) 555-0142"
# What comes back sooner is looked at as possible spam, and gets no mail.
READING_TIME = 3.2
PATIENCE = 40
TRIED_FOR = 600

# Whoever came since the site was there.
EVERYONE: list["Visit"] = []
_numbers = itertools.count(1)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
_REFERENCE = re.compile(r'class="reference"[^>]*>([^<]+)<')


class Away(Exception):
    """No answer: refused, reset or cut off in the middle."""


@dataclass
class Answer:
    """What came back."""

    status: int
    page: str
    headers: dict[str, str]


class Browser:
    """One person's browser: cookies of its own, from an address of its own."""

    def __init__(self, port: int, number: int):
        self.port, self.cookies = port, {}
        self.address = f"100.{64 + number % 64}.{number // 64 % 256}.{number % 250 + 1}"

    def headers(self) -> dict[str, str]:
        """Return what it says with each request."""
        return {
            "Host": f"localhost:{self.port}",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
        }

    def connection(self) -> http.client.HTTPConnection:
        """Return a new connection to the site."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def fetch(self, path: str, data: dict | None = None) -> Answer:
        """Ask for a page, or send a form; `Away` when nothing whole comes back."""
        headers = self.headers()
        body = None
        if data is not None:
            body = urllib.parse.urlencode(data, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = self.connection()
        try:
            connection.request("POST" if data else "GET", path, body, headers)
            response = connection.getresponse()
            page = response.read().decode()
        except (OSError, http.client.HTTPException) as error:
            raise Away from error
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _, rest = cookie.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return Answer(response.status, page, dict(response.headers))

    def fetch_patiently(self, path: str) -> Answer:
        """Ask until the page is there, as a person who reloads."""
        until = time.monotonic() + TRIED_FOR
        while True:
            try:
                answer = self.fetch(path)
            except Away:
                answer = None
            if answer is not None and answer.status == 200:
                return answer
            if time.monotonic() > until:
                raise TimeoutError(path)
            time.sleep(0.3)


@dataclass
class Visit:
    """One request as the person who sent it saw it."""

    number: int = field(default_factory=lambda: next(_numbers))
    key: str = ""
    reference: str = ""
    tries: int = 0
    cut_off: int = 0
    refused: int = 0
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self):
        EVERYONE.append(self)

    @property
    def email(self) -> str:
        return f"visitor-{self.number}@example.com"

    @property
    def message(self) -> str:
        return f"What visitor {self.number} wanted to say, in full."

    def filled_in(self, page: str) -> dict:
        """Return what a browser posts from this page, filled in."""
        hidden = {name: unescape(value) for name, value in _HIDDEN.findall(page)}
        self.key = hidden["submission_key"]
        return hidden | {
            "name": f"Visitor {self.number}",
            "contact_method": "email",
            "email": self.email,
            "phone": "",
            "for_whom": "self",
            "message": self.message,
            "adult": "on",
            "consent": "on",
            "website": "",
        }

    def look_at_refusal(self, answer: Answer) -> None:
        """Hold a refusal to its promise: says so, keeps the text, names the phone."""
        self.refused += 1
        if answer.status not in (503, 429):
            self.wrong.append(f"status {answer.status}")
        for what, there in (
            ("no phone number", PHONE in answer.page),
            ("text not kept", self.message in answer.page),
            ("no Retry-After", "Retry-After" in answer.headers),
        ):
            if not there:
                self.wrong.append(f"{answer.status}: {what}")


def ask(port: int, *, gives_up=False, pause=READING_TIME, browser=Browser) -> Visit:
    """Open the form, fill it in and send it until it is received.

    Who gives up goes away after the first answer that is none.
    """
    visit = Visit()
    browser = browser(port, visit.number)
    data = visit.filled_in(browser.fetch_patiently(FORM).page)
    time.sleep(pause)
    until = time.monotonic() + TRIED_FOR
    while time.monotonic() < until:
        visit.tries += 1
        try:
            answer = browser.fetch(FORM, data)
        except Away:
            visit.cut_off += 1
            if gives_up:
                return visit
            time.sleep(0.3)
            continue
        if answer.status == 302:
            page = browser.fetch_patiently(RECEIVED).page
            visit.reference = _REFERENCE.search(page)[1].strip()
            return visit
        visit.look_at_refusal(answer)
        if gives_up:
            return visit
        time.sleep(0.3)
    visit.wrong.append("never received")
    return visit


class Crowd:
    """Many people at once, one after another, until they are sent home."""

    def __init__(self, port: int, size: int, browser=Browser):
        self.visits: list[Visit] = []
        self.failures: list[str] = []
        self._home = threading.Event()
        self._threads = [
            threading.Thread(target=self._come, args=(port, number, browser))
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def _come(self, port: int, number: int, browser) -> None:
        while not self._home.is_set():
            try:
                asked = ask(port, gives_up=number % 5 == 0, browser=browser)
                self.visits.append(asked)
            except (TimeoutError, KeyError, TypeError) as error:
                self.failures.append(f"{type(error).__name__}: {error}")

    def send_home(self) -> None:
        """Let everyone finish what they are at, and nobody new come."""
        self._home.set()
        for thread in self._threads:
            thread.join(timeout=2 * TRIED_FOR)
