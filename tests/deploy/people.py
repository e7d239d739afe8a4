"""People who come through nginx by TLS, what they were answered and how soon."""

import http.client
import ssl
import threading
import time
from collections import Counter

from tests.faults.visitors import PATIENCE, Away, Browser

# Nobody vouches for a certificate of a trial.
UNVERIFIED = ssl.create_default_context()
UNVERIFIED.check_hostname = False
UNVERIFIED.verify_mode = ssl.CERT_NONE

# What somebody looks for, which must be in no log.
LOOKED_FOR = "canary-of-a-search"
PAGES = [f"/search/?q={LOOKED_FOR}", "/request-a-consultation/", "/accounts/login/"]


class Answers:
    """Every answer that anybody got, refused connections included."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.counted, self.longest, self.failed = Counter(), 0.0, []

    def note(self, what: str, path: str, seconds: float) -> None:
        """Count an answer; whatever is no page and no redirect is a failure."""
        with self._lock:
            self.counted[what] += 1
            self.longest = max(self.longest, seconds)
            if what not in ("200", "302"):
                self.failed.append(f"{path.partition('?')[0]}: {what}")


ANSWERS = Answers()


class SecureBrowser(Browser):
    """A browser that comes by TLS and says where its forms are from."""

    def headers(self) -> dict[str, str]:
        return super().headers() | {"Origin": f"https://localhost:{self.port}"}

    def connection(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection(
            "localhost", self.port, timeout=PATIENCE, context=UNVERIFIED
        )

    def fetch(self, path: str, data: dict | None = None):
        began = time.monotonic()
        try:
            answer = super().fetch(path, data)
        except Away as error:
            seconds = time.monotonic() - began
            ANSWERS.note(repr(error.__cause__), path, seconds)
            raise
        ANSWERS.note(str(answer.status), path, time.monotonic() - began)
        return answer


class Readers:
    """People who only read, each over one connection that stays open."""

    def __init__(self, port: int, size: int):
        self._home = threading.Event()
        self._threads = [
            threading.Thread(target=self._read, args=(port, number))
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    def _read(self, port: int, number: int) -> None:
        browser = SecureBrowser(port, 10_000 + number)
        connection, turn = browser.connection(), 0
        while not self._home.wait(0.1):
            path = PAGES[turn % len(PAGES)]
            turn += 1
            began = time.monotonic()
            try:
                connection.request("GET", path, headers=browser.headers())
                response = connection.getresponse()
                response.read()
                what = str(response.status)
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                what = repr(error)
            ANSWERS.note(what, path, time.monotonic() - began)
        connection.close()

    def send_home(self) -> None:
        """Let everyone finish the page they are at."""
        self._home.set()
        for thread in self._threads:
            thread.join(timeout=2 * PATIENCE)
