"""Answers how long the desk's pages take beside one database.

Started by tests.benchmarks.desk. Each line it reads names a page and the number of the
round; each line it writes says how long the page took and how many requests it showed.
"""

import json
import os
import sys
from unittest import mock

import django

django.setup()

from django.contrib import admin  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from clinic.models import User  # noqa: E402
from clinic_site import web_server  # noqa: E402
from clinic_site.demo.load import Demo  # noqa: E402
from consultations.admin.filters import StateFilter  # noqa: E402
from consultations.models import Bucket, ConsultationRequest  # noqa: E402
from tests.benchmarks.lives import NOW, People  # noqa: E402
from tests.benchmarks.requests_in_bulk import Names, load  # noqa: E402
from tests.benchmarks.timing import milliseconds  # noqa: E402

NAME = "admin:consultations_consultationrequest_"
LIST, SEARCH = reverse(f"{NAME}changelist"), reverse(f"{NAME}search")
SAMPLES = 20


class Pages:
    """The pages of the desk as somebody who works there asks for them."""

    def __init__(self):
        people = People.of_the_desk()
        self.coordinator = people.coordinators[0]
        self.client, self.clinicians = Client(), Client()
        self.client.force_login(self.coordinator)
        self.clinicians.force_login(people.clinician)
        requests = ConsultationRequest.objects.order_by("-pk")
        self.open = list(requests.open()[: SAMPLES * 9 : 9])
        self.over = list(requests.filter(status="closed")[: SAMPLES * 12 : 12])
        names = Names()
        first, last = names.first[0], names.last[0]
        service = people.services[0].pk
        self.of_name = {
            **{f"list, {tab}": self.tab(tab) for tab in ("open", "all", "closed")},
            **{f"list, {bucket.value}": self.tab(bucket.value) for bucket in Bucket},
            **{f"list, {tab}": self.tab(tab) for tab in ("mine", "nobody")},
            "list, fourth page": lambda _n: self.list(p=4),
            "list, of a service": lambda _n: self.list(service=service),
            "list, by phone, closed": lambda _n: self.list(
                channel="web", state="closed"
            ),
            "list, clinician": lambda _n: self.clinicians.get(LIST),
            "list, refreshed": lambda _n: self.client.get(reverse(f"{NAME}rows")),
            "tab counts": self.counts,
            "search, reference": self.search(lambda r: r.reference),
            "search, e-mail": self.search(lambda r: r.email),
            "search, phone": self.search(lambda r: r.phone),
            "search, whole name": self.search(lambda r: r.name),
            "search, first name of 1 in 7": self.search(lambda _r: first),
            "search, last name of 1 in 18": self.search(lambda _r: last),
            "search, both of them": self.search(lambda _r: f"{first} {last}"),
            # Just too rare to fill a page: nothing is looked through for longer.
            "search, two names of 1 in 200": self.search(
                lambda _r: f"{names.first[30]} {names.last[5]}"
            ),
            "search, clinician": lambda _n: self.clinicians.post(
                SEARCH, {"q": f"{first} {last}"}
            ),
            "search, beginning": self.search(lambda _r: first[:3]),
            "search, two beginnings": self.search(lambda r: beginnings(r.name)),
            "search, nobody": self.search(lambda _r: "Nobody Atall"),
            "detail, open": lambda n: self.detail(self.open[n % SAMPLES]),
            "detail, closed": lambda n: self.detail(self.over[n % SAMPLES]),
            "today": lambda _n: self.client.get(reverse(f"{NAME}today")),
        }

    def list(self, **codes):
        return self.client.get(LIST, codes)

    def tab(self, state: str):
        return lambda _number: self.list(state=state)

    def search(self, typed_of):
        def search(number: int):
            typed = typed_of(self.over[number % SAMPLES])
            return self.client.post(SEARCH, {"q": typed})

        return search

    def detail(self, request):
        return self.client.get(reverse(f"{NAME}change", args=[request.reference]))

    def counts(self, _number: int):
        request = RequestFactory().get(LIST)
        request.user = self.coordinator
        model_admin = admin.site._registry[ConsultationRequest]
        tabs = StateFilter(request, {}, ConsultationRequest, model_admin)
        tabs.queryset(request, ConsultationRequest.objects.all())

    def ask(self, what: str, number: int) -> dict:
        """Ask for a page once; say how long it took and how many it showed."""
        answers = []
        taken, worked = milliseconds(lambda: answers.append(self.of_name[what](number)))
        if answers[0] is not None and answers[0].status_code != 200:
            raise SystemExit(f"{what} answers {answers[0].status_code}.")
        shown = answers[0].content.count(b'class="queue__who"') if answers[0] else 0
        return {"taken": taken, "worked": worked, "rows": shown}


def beginnings(name: str) -> str:
    """Return the first letters of each word, as people type them."""
    return " ".join(word[:4] for word in name.split())


def fill(many: int) -> None:
    """Make sure that there are so many requests; refuse a database with others."""
    call_command("migrate", verbosity=0)
    held = ConsultationRequest.objects.count()
    if held == many:
        return
    if held:
        raise SystemExit(f"The database holds {held:,} requests, not {many:,}.")
    Demo().load()
    # Accounts of the demo sign in nowhere else.
    User.objects.update(is_demo=False)
    load(many, People.of_the_desk())


def say(what: dict) -> None:
    os.write(sys.stdout.fileno(), (json.dumps(what) + "\n").encode())


def main() -> None:
    fill(int(sys.argv[1]))
    with mock.patch.object(timezone, "now", return_value=NOW):
        pages = Pages()
        # As in the web server, whose collector does not look through what is loaded.
        web_server.leave_to_all()
        say({"pages": list(pages.of_name)})
        for line in sys.stdin:
            say(pages.ask(*json.loads(line)))


if __name__ == "__main__":
    main()
