"""The weekly mail about reviews: when, to whom, once, and what it says."""

import re

import pytest
import time_machine
from django.db import connection
from django.utils.html import strip_tags

from clinic.jobs import jobs
from clinic.models import Approval, OutboxMessage, User
from clinic.outbox import builder_for
from clinic.register import digest
from clinic.register.digest import REVIEW_DIGEST, enqueue_digests
from clinic.register.stocktaking import take_stock
from clinic_site.outbox import send_batch
from tests.factories import (
    approve,
    author,
    make_article,
    make_clinic,
    make_clinician,
    make_coordinator,
    make_editor,
    make_home,
    make_manager,
    make_reviewer,
    make_user,
    voucher,
)

pytestmark = pytest.mark.django_db

# November 30, 2026 is a Monday.
MONDAY = "2026-11-30T08:00:00-05:00"


@pytest.fixture
def monday():
    """A clinic whose page was never reviewed, on Monday morning."""
    make_clinic()
    make_editor()
    make_reviewer()
    make_article("Sleep & rest", slug="sleep")
    Approval.objects.all().delete()
    # Of all the staff, only the two made here are there to be written to.
    away()
    take_stock()
    with time_machine.travel(MONDAY, tick=False):
        yield


def away(gone=True) -> None:
    """Send those who write the tests' pages away, or call them back."""
    known = [author().pk, voucher().pk]
    User.objects.filter(pk__in=known).update(is_active=not gone)


def written() -> list[str]:
    rows = OutboxMessage.objects.filter(kind=REVIEW_DIGEST)
    return sorted(row.recipient for row in rows)


def built(row=None):
    row = row or OutboxMessage.objects.filter(kind=REVIEW_DIGEST).first()
    return builder_for(REVIEW_DIGEST)(row)


def parts(mail) -> list[str]:
    return [mail.body, mail.alternatives[0][0]]


@pytest.mark.parametrize(
    ("now", "number"),
    [
        ("2026-11-29T23:00:00-05:00", 0),
        ("2026-11-30T07:59:00-05:00", 0),
        ("2026-11-30T08:00:00-05:00", 2),
        ("2026-12-01T23:59:00-05:00", 2),
        ("2026-12-02T00:00:00-05:00", 0),
    ],
)
def test_mail_is_written_from_monday_8_to_the_end_of_tuesday(monday, now, number):
    with time_machine.travel(now, tick=False):
        assert enqueue_digests() == number
    assert len(written()) == number


def test_each_person_gets_one_mail_a_week_however_often_it_is_asked_for(monday):
    assert enqueue_digests() == 2
    assert enqueue_digests() == 0
    with time_machine.travel("2026-12-01T09:00:00-05:00", tick=False):
        assert enqueue_digests() == 0
    assert len(written()) == 2
    with time_machine.travel("2026-12-07T09:00:00-05:00", tick=False):
        assert enqueue_digests() == 2
    assert len(written()) == 4


def test_two_workers_at_once_write_one_mail_each(monday, monkeypatch):
    asked = OutboxMessage.objects.filter

    def as_if_unwritten(**lookup):
        # The other worker writes between this one's question and its answer.
        return asked(pk=None) if "dedupe_key__in" in lookup else asked(**lookup)

    enqueue_digests()
    monkeypatch.setattr(OutboxMessage.objects, "filter", as_if_unwritten)
    enqueue_digests()
    monkeypatch.undo()
    assert len(written()) == 2


def test_week_is_the_calendars_own_across_new_year(monday):
    with time_machine.travel("2026-12-28T09:00:00-05:00", tick=False):
        enqueue_digests()
    with time_machine.travel("2027-01-04T09:00:00-05:00", tick=False):
        enqueue_digests()
    keys = OutboxMessage.objects.values_list("dedupe_key", flat=True)
    assert {key.split(":")[1] for key in keys} == {"2026-53", "2027-01"}


def test_mail_goes_to_active_editors_and_reviewers_alone(monday):
    make_user("both", "Editors", "Medical reviewers")
    make_user("gone", "Editors", is_active=False)
    for make in (make_manager, make_coordinator, make_clinician):
        make()
    enqueue_digests()
    assert written() == [
        "both@clinic.example",
        "editor@clinic.example",
        "reviewer@clinic.example",
    ]


def test_address_stands_encrypted_in_the_database(monday):
    enqueue_digests()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM clinic_outboxmessage")
        stored = str(cursor.fetchall())
    assert "editor@" not in stored
    assert "Sleep" not in stored


def test_nothing_is_written_when_all_is_in_order():
    make_editor()
    approve(make_home(), reviewer=make_reviewer())
    take_stock()
    with time_machine.travel(MONDAY, tick=False):
        assert enqueue_digests() == 0


def test_nothing_is_written_before_anybody_looked():
    make_editor()
    with time_machine.travel(MONDAY, tick=False):
        assert enqueue_digests() == 0


def test_mail_whose_matter_is_settled_is_not_sent(monday):
    enqueue_digests()
    row = OutboxMessage.objects.first()
    for page in (make_home(), make_article_of("sleep")):
        approve(page, reviewer=people()[1])
    take_stock()
    assert built(row) is None


def people() -> tuple[User, User]:
    return User.objects.get(username="editor"), User.objects.get(username="reviewer")


def make_article_of(slug):
    home = make_home()
    return home.get_descendants().get(slug=slug).specific


@pytest.mark.parametrize("end", [{"is_active": False}, {"groups": ()}])
def test_whoever_lost_the_role_gets_no_mail(monday, end):
    enqueue_digests()
    editor = people()[0]
    editor.is_active = end.get("is_active", True)
    editor.save()
    if "groups" in end:
        editor.groups.clear()
    row = next(r for r in OutboxMessage.objects.all() if "editor" in r.recipient)
    assert built(row) is None


def test_corrected_address_is_written_to(monday):
    enqueue_digests()
    row = next(r for r in OutboxMessage.objects.all() if "editor" in r.recipient)
    User.objects.filter(username="editor").update(email="new@clinic.example")
    assert built(row).to == ["new@clinic.example"]


def test_mail_names_pages_with_their_day_and_links(monday):
    away(gone=False)
    with time_machine.travel("2026-03-02T12:00:00-05:00", tick=False):
        late = make_article("Pain", slug="pain")
    lost = make_article(
        "Lost",
        slug="lost",
        body=[("paragraph", '<p><a href="/gone/">x</a></p>')],
    )
    lost.approvals.all().delete()
    away()
    take_stock()
    enqueue_digests()
    mail = built()

    assert mail.subject == "Pages to look at (Overdue: 1, Never reviewed: 3)"
    assert mail.from_email == "Test clinic <desk@clinic.example>"
    for part in parts(mail):
        assert f"http://localhost/cms/pages/{late.pk}/edit/" in part
        assert "Pain" in part
        assert "due Sept. 2, 2026" in part
        assert part.index("Overdue") < part.index("Never reviewed")
        assert part.index("Links that lead nowhere") < part.rindex("Lost")
        assert "http://localhost/cms/reports/review-register/" in part
        assert "It ends with the role" in part
    plain, drawn = parts(mail)
    assert "Sleep & rest" in plain
    assert "Sleep &amp; rest" in drawn
    assert not re.search(r"<img|<link|src=|url\(|@import", drawn)


def test_plain_mail_says_what_the_drawn_one_says(monday):
    enqueue_digests()
    plain, drawn = parts(built())
    drawn = " ".join(strip_tags(drawn.split("<body>")[1]).split())
    for line in filter(None, (line.strip("- ") for line in plain.splitlines())):
        if not line.startswith("http"):
            assert line.replace("&", "&amp;") in drawn, line


def test_long_list_is_cut_and_says_how_many_more(monday, monkeypatch):
    monkeypatch.setattr(digest, "NAMED", 2)
    away(gone=False)
    for number in range(3):
        make_article(f"Article {number}", slug=f"a{number}")
    away()
    Approval.objects.all().delete()
    take_stock()
    enqueue_digests()
    for part in parts(built()):
        assert "and 3 more" in part
        assert "/cms/reports/review-register/?state=never" in part


def test_worker_sends_it(monday, mailoutbox):
    jobs()["review_digest"].run()
    send_batch()
    assert sorted(mail.to[0] for mail in mailoutbox) == written()
