"""Does a person get through while machines flood the form?

`python -m tests.benchmarks.flood [--rate 200] [--seconds 20] [--postgres]` starts a
whole site, sends so many forms a second from a few addresses, and meanwhile lets one
person a second, each from elsewhere, open the form, fill it in and send it. Prints what
both saw and ends with an error when a person was refused, set aside or lost.
"""

import argparse
import collections
import contextlib
import http.client
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from consultations.ticket import fresh_key
from tests.browser.running_site import RunningSite
from tests.with_postgres import cluster

FORM = "/request-a-consultation/"
MACHINES = ("203.0.113.4", "203.0.113.5", "198.51.100.20", "2001:db8:1:2::7")
AT_ONCE = 24
FILLING_IN = 4
SHELL = """
from consultations.models import ConsultationRequest as C
for r in C.objects.all():
    if r.name.startswith(("Person ", "Machine ")): print(r.name, r.status)
"""


class Site(RunningSite):
    """A site that believes one proxy, which this script stands for."""

    database = ""

    @property
    def environment(self) -> dict[str, str]:
        own = {"DATABASE_URL": self.database} if self.database else {}
        return super().environment | {"TRUSTED_PROXIES": "1"} | own


class Visitor:
    """A browser at one address."""

    def __init__(self, site: Site, address: str):
        self.site = site
        self.address = address
        self.cookies: dict[str, str] = {}
        self.hidden: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        """Send one request and return status and page."""
        headers = {
            "Host": f"localhost:{self.site.port}",
            "X-Forwarded-For": f"192.0.2.1, {self.address}",
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        link = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        with contextlib.closing(link):
            link.request(method, path, body or None, headers)
            answer = link.getresponse()
            page = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or []:
                name, _equals, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, page

    def open_form(self) -> int:
        status, page = self.ask("GET", FORM)
        pattern = (
            r'name="(csrfmiddlewaretoken|submission_key|signed_time)" value="([^"]+)'
        )
        self.hidden = dict(re.findall(pattern, page))
        return status

    def send(self, **fields) -> int:
        usual = {"contact_method": "phone", "adult": "on", "consent": "on"}
        data = usual | self.hidden | fields
        return self.ask("POST", FORM, urllib.parse.urlencode(data))[0]


def person(site: Site, number: int) -> dict:
    """Open the form, fill it in and send it, as somebody does who needs a doctor."""
    visitor = Visitor(site, f"100.64.{number}.8")
    began = time.monotonic()
    visitor.open_form()
    opened = time.monotonic() - began
    time.sleep(FILLING_IN)
    began = time.monotonic()
    status = visitor.send(
        name=f"Person {number}",
        phone=f"703 555 01{number % 100:02}",
        message="My back hurts since spring. When could I come?",
    )
    sent = time.monotonic() - began
    _status, page = visitor.ask("GET", f"{FORM}received/")
    return {
        "status": status,
        "opened": opened,
        "sent": sent,
        "told": 'class="reference"' in page,
    }


class Flood:
    """So many forms a second, each as fast as the site answers."""

    def __init__(self, site: Site, rate: int):
        self.rate = rate
        self.machines = [Visitor(site, address) for address in MACHINES]
        for machine in self.machines:
            machine.open_form()
        self.statuses: collections.Counter = collections.Counter()
        self.times: list[float] = []
        self.over = threading.Event()

    def run(self) -> None:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            began, sent = time.monotonic(), 0
            while not self.over.is_set():
                due = int((time.monotonic() - began) * self.rate)
                for number in range(sent, due):
                    pool.submit(self.one, number)
                sent = due
                time.sleep(0.01)
            pool.shutdown(cancel_futures=True)
            self.rate_reached = len(self.times) / (time.monotonic() - began)

    def one(self, number: int) -> None:
        machine = self.machines[number % len(self.machines)]
        # Some know nothing of tokens, as the simplest of them.
        token = {"csrfmiddlewaretoken": ""} if number % 8 == 0 else {}
        began = time.monotonic()
        status = machine.send(
            name=f"Machine {number}",
            phone="202 555 0100",
            message="Cheap pills online, no prescription: https://pills.example",
            submission_key=fresh_key(),
            **token,
        )
        self.times.append(time.monotonic() - began)
        self.statuses[status] += 1


def measure(site: Site, rate: int, seconds: int) -> list[str]:
    """Flood the site, let people in between, and return what went wrong."""
    Visitor(site, "100.64.255.8").open_form()
    flood = Flood(site, rate)
    thread = threading.Thread(target=flood.run)
    thread.start()
    with ThreadPoolExecutor(seconds) as pool:
        people = []
        for number in range(seconds):
            people.append(pool.submit(person, site, number))
            time.sleep(1)
        found = [one.result() for one in people]
    flood.over.set()
    thread.join()
    stored = [
        line.rsplit(" ", 1)
        for line in site.manage("shell", "--no-imports", "-c", SHELL).splitlines()
        if line.startswith(("Person", "Machine"))
    ]
    show(rate, flood, found, stored)
    names = dict(stored)
    return [
        f"person {number}: {one}, stored as {names.get(f'Person {number}')}"
        for number, one in enumerate(found)
        if one["status"] != 302
        or not one["told"]
        or names.get(f"Person {number}") != "received"
    ]


def show(rate, flood, found, stored) -> None:
    """Print what machines and people saw."""
    machines = collections.Counter(s for name, s in stored if name.startswith("M"))
    lines = [
        f"machines: {rate} forms/s asked, {flood.rate_reached:.0f}/s answered, "
        f"from {len(MACHINES)} addresses",
        f"  answers {dict(sorted(flood.statuses.items()))}, {spread(flood.times)}",
        f"  stored {dict(machines)}",
        f"people: {len(found)}, answers "
        f"{dict(collections.Counter(one['status'] for one in found))}",
        f"  form opened in {spread([one['opened'] for one in found])}",
        f"  form sent in {spread([one['sent'] for one in found])}",
    ]
    print("\n".join(lines))  # noqa: T201 - the figures are what this is for


def spread(times: list[float]) -> str:
    return f"median {statistics.median(times):.3f} s, slowest {max(times):.3f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="clinic-flood-") as folder,
        cluster() if given.postgres else contextlib.nullcontext("") as url,
    ):
        site = Site(Path(folder))
        site.database = url
        try:
            site.start()
            missed = measure(site, given.rate, given.seconds)
        finally:
            site.stop()
    if missed:
        sys.exit("\n".join(missed))


if __name__ == "__main__":
    main()
