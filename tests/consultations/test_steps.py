"""How far people come is counted, and nothing of who they are."""

import datetime

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from clinic.jobs import jobs
from consultations.models import ConsultationRequest, Step, StepCount, steps
from tests.factories import make_service

from .conftest import filled_in, patient_ticket
from .test_request_form import hidden, text

pytestmark = pytest.mark.django_db

FORM = reverse("request_consultation")
DETAILS = reverse("request_details")
FIGURES = reverse("admin:consultations_stepcount_changelist")
TODAY = timezone.localdate


@pytest.fixture(autouse=True)
def tally(monkeypatch):
    """The steps of this process, none so far."""
    fresh = steps.StepTally()
    monkeypatch.setattr(steps, "tally", fresh)
    return fresh


def rows():
    """Return what is in the table once all was written down."""
    assert steps.tally.write()
    return StepCount.objects.all()


def counted(**which) -> dict[str, int]:
    assert steps.tally.write()
    rows = StepCount.objects.filter(field="", **which)
    return dict(rows.values_list("step", "count"))


def test_each_step_counts_once_by_the_page_it_began_on(client, location):
    client.get(FORM, {"from": location.pk})
    ticket = patient_ticket(page_id=location.pk, page_title="Alexandria")
    client.post(FORM, filled_in(name="", phone="x", ticket=ticket))
    client.post(FORM, filled_in(ticket=ticket))

    assert counted(source_page_id=location.pk, day=TODAY()) == {
        "shown": 1,
        "errors": 1,
        "received": 1,
    }
    errors = StepCount.objects.exclude(field="")
    assert dict(errors.values_list("field", "count")) == {"name": 1, "phone": 1}
    titles = set(StepCount.objects.values_list("source_page_title", flat=True))
    assert titles == {"Alexandria"}


def test_a_second_time_adds_to_the_same_row(client):
    for _ in range(3):
        client.get(FORM)
    assert counted() == {"shown": 3}
    assert StepCount.objects.count() == 1


def test_the_second_page_counts_by_the_page_it_all_began_on(client, location):
    ticket = patient_ticket(page_id=location.pk, page_title="Alexandria")
    client.post(FORM, filled_in(ticket=ticket))
    page = text(client.get(DETAILS))
    client.get(DETAILS, headers={"Sec-Purpose": "prefetch"})
    signed = page.split('name="signed_time" value="')[1].split('"')[0]
    client.post(DETAILS, {"signed_time": "old"})
    client.post(DETAILS, {"signed_time": signed})

    assert counted(source_page_id=location.pk) == {
        "received": 1,
        "details_shown": 1,
        "details_sent": 1,
    }


def test_a_correction_is_no_second_request(client):
    data = filled_in()
    client.post(FORM, data)
    client.post(FORM, data)
    client.post(FORM, data | {"message": "something else"})
    assert counted()["received"] == 1


def test_what_looks_like_spam_is_not_counted_as_received(client):
    client.post(FORM, filled_in(website="https://example.com"))
    assert ConsultationRequest.objects.count() == 1
    assert counted() == {}


def test_a_form_open_for_too_long_is_counted_as_a_way_back(client):
    client.post(FORM, filled_in(signed_time="old"))
    assert list(rows().values_list("step", "field").order_by("field")) == [
        ("errors", ""),
        ("errors", "__all__"),
    ]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"X-Moz": "prefetch"},
        {"X-Purpose": "preview"},
    ],
    ids=str,
)
def test_a_page_fetched_ahead_is_not_counted(client, headers):
    assert client.get(FORM, headers=headers).status_code == 200
    assert counted() == {}


def test_a_look_at_the_head_is_not_counted(client):
    assert client.head(FORM).status_code == 200
    assert counted() == {}


def test_a_count_is_no_statement_and_writing_many_is_one(location):
    with CaptureQueriesContext(connection) as captured:
        steps.count(Step.ERRORS, location.pk, fields=["name", "phone"])
        steps.count(Step.ERRORS, location.pk, fields=["name"])
    assert not captured.captured_queries

    with CaptureQueriesContext(connection) as captured:
        steps.tally.write()
    assert len(captured) == 1
    assert counted() == {"errors": 2}
    assert StepCount.objects.all().fields_in_error() == [("name", 2), ("phone", 1)]


def test_many_pages_are_written_in_few_statements(tally):
    for page_id in range(steps.AT_A_TIME + 1):
        steps.count(Step.SHOWN, page_id)
    with CaptureQueriesContext(connection) as captured:
        assert tally.write()
    assert len(captured) == 2
    assert rows().count() == steps.AT_A_TIME + 1


def test_counts_wait_for_a_database_that_is_away(client, tally, monkeypatch):
    def away(*args, **kwargs):
        raise DatabaseError

    client.post(FORM, filled_in())
    with monkeypatch.context() as patch:
        patch.setattr(steps.hasty, "executed", away)
        assert not tally.write()
    client.get(FORM)

    assert counted() == {"received": 1, "shown": 1}
    assert tally.waiting() == 0


def test_what_was_written_before_a_failure_is_not_written_twice(tally, monkeypatch):
    monkeypatch.setattr(steps, "AT_A_TIME", 1)
    usual, calls = steps.hasty.executed, []

    def failing_once(*args):
        calls.append(args)
        if len(calls) == 2:
            raise DatabaseError
        return usual(*args)

    steps.count(Step.SHOWN)
    steps.count(Step.RECEIVED)
    with monkeypatch.context() as patch:
        patch.setattr(steps.hasty, "executed", failing_once)
        assert not tally.write()
    assert counted() == {"shown": 1, "received": 1}


def test_no_column_could_tell_who_it_was():
    assert {field.name for field in StepCount._meta.concrete_fields} == {
        "id",
        "day",
        "step",
        "field",
        "source_page_id",
        "source_page_title",
        "count",
    }


def test_figures_go_by_page_and_survive_its_end(location):
    service = make_service("Infusions", slug="infusions")
    for _ in range(2):
        steps.count(Step.SHOWN, service.pk)
    steps.count(Step.RECEIVED, service.pk)
    steps.count(Step.SHOWN, location.pk)
    steps.count(Step.DETAILS_SENT)
    page_id = service.pk
    rows()
    service.delete()
    steps.count(Step.ERRORS, page_id, fields=["name"])

    found = rows().between(TODAY(), TODAY()).by_page()

    assert [(page.title, page.figures) for page in found] == [
        ("Infusions", [2, 1, 1, 0, 0]),
        ("Alexandria", [1, 0, 0, 0, 0]),
        ("", [0, 0, 0, 0, 1]),
    ]
    assert StepCount.objects.all().fields_in_error() == [("name", 1)]


def test_a_page_goes_by_its_last_name():
    usual = {"step": Step.SHOWN, "source_page_id": 7, "count": 1}
    days = [TODAY() - datetime.timedelta(days=n) for n in (2, 1, 0)]
    for day, title in zip(days, ["Zinnia", "Aster", ""], strict=True):
        StepCount.objects.create(day=day, source_page_title=title, **usual)
    (page,) = StepCount.objects.all().by_page()
    assert (page.title, page.figures[0]) == ("Aster", 3)


def test_old_days_are_forgotten_at_the_boundary():
    for days in (799, 800, 801):
        day = TODAY() - datetime.timedelta(days=days)
        StepCount.objects.create(day=day, step=Step.SHOWN, count=1)

    jobs()["forget_step_counts"].run()

    left = {
        (TODAY() - day).days for day in StepCount.objects.values_list("day", flat=True)
    }
    assert left == {799, 800}


def test_managers_read_the_figures(client, manager, location):
    steps.count(Step.SHOWN, location.pk)
    steps.count(Step.ERRORS, location.pk, fields=["phone", "__all__"])
    steps.count(Step.SHOWN)
    rows()
    old = TODAY() - datetime.timedelta(days=400)
    StepCount.objects.create(day=old, step=Step.SHOWN, count=1234)
    client.force_login(manager)

    page = text(client.get(FIGURES))
    assert "Alexandria" in page and "Straight to the form" in page
    assert "<li>Phone <b>1</b></li>" in page
    assert "1,236" not in page
    longer = {"from": old.isoformat(), "to": TODAY().isoformat()}
    assert "1,236" in text(client.get(FIGURES, longer))
    assert client.get(FIGURES, {"period": "x" * 5000}).status_code == 200


def test_small_numbers_of_a_page_are_hidden(client, manager, location):
    for page, count in ((location.pk, 3), (0, 1234), (9, 56)):
        StepCount.objects.create(
            day=TODAY(), step=Step.SHOWN, source_page_id=page, count=count
        )
    client.force_login(manager)
    response = client.get(FIGURES)
    cells = [row["cells"][0] for row in response.context["pages"]]
    assert cells == ["1,234", "", ""]
    assert "Hidden: a number under 5" in text(response)
    file = client.get(reverse("admin:consultations_stepcount_csv"))
    lines = file.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in lines] == [
        "Form shown",
        "1234",
        "hidden",
        "hidden",
        "1293",
    ]


@pytest.mark.parametrize("who", ["coordinator", "clinician", "editor", "reviewer"])
def test_others_do_not_read_them(client, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(FIGURES).status_code in (302, 403)


def test_nothing_of_them_can_be_changed(client, manager):
    client.force_login(manager)
    assert client.post(FIGURES, {"count": "5"}).status_code == 200
    assert client.get(f"{FIGURES}add/").status_code == 404
    assert not StepCount.objects.exists()


# Where a request came from stays readable.


def test_page_deleted_while_the_form_was_open_is_kept_by_id_and_title(client, location):
    service = make_service("Infusions", slug="infusions")
    query = {"from": service.pk, "service": "infusions"}
    page = text(client.get(FORM, query))
    page_id = service.pk
    service.delete()

    client.post(FORM, filled_in() | hidden(page))

    request = ConsultationRequest.objects.get()
    assert (request.source_page_id, request.source_page_title) == (page_id, "Infusions")
    assert (request.service, request.service_title) == (None, "Infusions")


def test_page_deleted_or_renamed_later_leaves_the_request_as_it_was(client, location):
    service = make_service("Infusions", slug="infusions")
    other = make_service("Talking", slug="talking")
    for page, slug in ((service, "infusions"), (other, "talking")):
        shown = text(client.get(FORM, {"from": page.pk, "service": slug, "new": "1"}))
        client.post(FORM, filled_in() | hidden(shown))
    kept = ConsultationRequest.objects.order_by("pk").values_list(
        "source_page_id", "source_page_title", "service_title"
    )
    before = list(kept)
    other.unpublish()
    type(other).objects.filter(pk=other.pk).update(title="Talks", slug="talks")
    service.delete()

    assert list(kept) == before
    assert [row[2] for row in before] == ["Infusions", "Talking"]


def test_service_unpublished_while_the_form_was_open_is_kept(client, location):
    service = make_service("Infusions", slug="infusions")
    page = text(client.get(FORM, {"service": "infusions"}))
    service.unpublish()
    client.post(FORM, filled_in() | hidden(page))
    assert ConsultationRequest.objects.get().service_title == "Infusions"


def test_titles_carried_along_are_signed(client):
    ticket = patient_ticket(page_id=1, page_title="Infusions")
    data = filled_in(ticket=ticket)
    data["signed_time"] = "x" + data["signed_time"][1:]
    assert client.post(FORM, data).status_code == 200
    assert not ConsultationRequest.objects.exists()
