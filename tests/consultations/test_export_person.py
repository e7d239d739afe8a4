"""What a person gets who asks for everything, and who may give it to them."""

import json
import stat
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.html import escape

from consultations.models import (
    KeptPost,
    PageTicket,
    ReadingEntry,
    ReadingKind,
    ReadingReason,
)
from consultations.models.belongings import belongings
from consultations.models.details import Answer
from consultations.person import as_html, as_json, everything_about

from .conftest import receive

pytestmark = pytest.mark.django_db
SECRETS = {
    "name": "Maren <Oddname>",
    "email": "maren@mail.example.org",
    "message": "words of the first story",
}


@pytest.fixture
def place(tmp_path):
    place = tmp_path / "for-maren"
    place.mkdir(mode=0o700)
    return place


def export(*args, **options) -> str:
    out = StringIO()
    call_command("export_person", *args, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def worked(location, coordinator, manager, clinician):
    """A request that has been through everything."""
    request = receive(**SECRETS, key="k" * 32)
    request = receive(
        "k" * 32, **SECRETS | {"message": "words of the second story", "text_ok": True}
    )
    answers = {"own_1": Answer("text", "What else should we know?", "I travel in May")}
    request.add_details(reason="Lasting pain", answers=answers)
    request.add_details(reason="Anxiety", answers=answers)
    request.correct(by=coordinator, phone="+17035550164")
    request.log_attempt("voicemail", by=coordinator, note="rings twice, then a beep")
    request.hold(by=manager, note="a letter from counsel")
    ticket = PageTicket.read(PageTicket.signed(coordinator, request))
    KeptPost.keep(ticket, request, "close", "a note nobody sent")
    request.hand_over(clinician, by=coordinator)
    request.decide(False, by=clinician, reason="her heart would not bear it")
    ids = [request.pk]
    ReadingEntry.record(ReadingKind.DETAIL, by=coordinator, request_ids=ids)
    ReadingEntry.record(
        ReadingKind.EXPORT,
        by=manager,
        request_ids=ids,
        reason=ReadingReason.CHART,
    )
    return request


SAID = [
    "Maren <Oddname>",
    "maren@mail.example.org",
    "(703) 555-0164",
    "words of the first story",
    "words of the second story",
    "What else should we know?",
    "I travel in May",
    "Lasting pain",
    "Anxiety",
    "+17035550117",
    "rings twice, then a beep",
    "a letter from counsel",
    "a note nobody sent",
    "her heart would not bear it",
    "Priya Shah",
    "Ruth Hale",
    "Into the patient's chart",
    "Agreement to be contacted",
    "version en 1",
    "To you: we have your request",
    "(703) 555-0199",
]


def test_both_files_hold_everything_in_words(worked, manager):
    told = everything_about([worked], by=manager, what_for="The person asked for it")
    page = as_html(told)
    again = json.dumps(json.loads(as_json(told)), ensure_ascii=False)

    for words in SAID:
        assert str(escape(words)) in page, words
        if words != "version en 1":
            assert json.dumps(words, ensure_ascii=False)[1:-1] in again, words
    assert worked.consent.text in page
    assert "<script" not in page
    assert "http" not in page.replace("http-equiv", "")


def test_every_column_of_every_table_is_in_it(worked, manager):
    told = everything_about([worked], by=manager, what_for="")
    (one,) = told["requests"]
    tables = {table["table"]: table["rows"] for table in one["stored"]}

    assert tables.keys() == {
        "consultations.ConsultationRequest",
        *(b.model._meta.label for b in belongings() if b.of([worked.pk]).exists()),
    }
    for label, rows in tables.items():
        for row in rows:
            columns = {cell["column"] for cell in row}
            model = type(worked) if label.endswith("ConsultationRequest") else None
            model = model or next(
                b.model for b in belongings() if b.model._meta.label == label
            )
            assert columns == {f.name for f in model._meta.concrete_fields}


def test_disclosure_log_names_who_when_how_and_what_for(worked, manager, coordinator):
    other = receive(name="Somebody Else")
    ReadingEntry.record(ReadingKind.LIST, by=manager, request_ids=[other.pk])
    told = everything_about([worked], by=manager, what_for="")

    looks = told["requests"][0]["readings"]

    assert [(one["who"], one["how"], one["what_for"]) for one in looks] == [
        ("Priya Shah", "Detail", ""),
        ("Ruth Hale", "Export", "Into the patient's chart"),
    ]
    assert "Somebody Else" not in as_json(told)


def test_files_are_for_their_owner_alone_and_recorded(worked, manager, place):
    said = export(worked.reference.lower(), by="ruth", to=str(place))

    files = sorted(place.iterdir())
    assert [f.name for f in files] == [
        f"{worked.reference}.html",
        f"{worked.reference}.json",
    ]
    assert {stat.S_IMODE(f.stat().st_mode) for f in files} == {0o600}
    assert "words of the second story" not in said
    entry = ReadingEntry.objects.order_by("-number").first()
    assert (entry.kind, entry.reason, entry.actor, entry.request_ids) == (
        "export",
        "asked",
        manager,
        [worked.pk],
    )
    # This very export stands in the log that the person reads.
    looks = json.loads(files[1].read_text())["requests"][0]["readings"]
    assert looks[-1]["what_for"] == "The person asked for it"


@pytest.mark.parametrize(
    ("options", "why"),
    [
        ({"by": None}, "Say who gives it out"),
        ({"by": "nobody"}, "Managers may"),
        ({"by": "priya"}, "Managers may"),
        ({"by": "okafor"}, "Managers may"),
        ({"by": "ed"}, "Managers may"),
        ({"to": None}, "Say where it goes"),
        ({"to": "missing"}, "does not exist. Make it for yourself: mkdir -m 700"),
        ({"also": ["AAAAAAAA"]}, "There is no request AAAAAAAA"),
    ],
)
def test_nothing_is_written_unless_everything_is_in_order(
    options, why, worked, manager, coordinator, clinician, editor, place
):
    if options.get("to"):
        options = {"to": str(place / options["to"])}
    before = ReadingEntry.objects.count()

    with pytest.raises(CommandError, match=why):
        export(worked.reference, **{"by": "ruth", "to": str(place)} | options)

    assert list(place.iterdir()) == []
    assert ReadingEntry.objects.count() == before


def test_manager_who_left_gives_nothing_out(worked, manager, place):
    manager.is_active = False
    manager.save()
    with pytest.raises(CommandError, match="may not give out"):
        export(worked.reference, by="ruth", to=str(place))


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701, 0o777])
def test_place_that_others_can_look_into_is_refused(mode, worked, manager, place):
    place.chmod(mode)
    with pytest.raises(CommandError, match="Others can look into"):
        export(worked.reference, by="ruth", to=str(place))
    assert list(place.iterdir()) == []


def test_nothing_is_overwritten_nor_written_through_a_link(worked, manager, place):
    elsewhere = place.parent / "elsewhere"
    (place / f"{worked.reference}.json").symlink_to(elsewhere)
    with pytest.raises(CommandError, match="is there already"):
        export(worked.reference, by="ruth", to=str(place))
    assert not elsewhere.exists()


def test_export_that_cannot_be_recorded_is_not_made(
    worked, manager, place, monkeypatch
):
    def fails(*args, **kwargs):
        raise OSError("no trail")

    monkeypatch.setattr(ReadingEntry, "record", fails)
    with pytest.raises(OSError, match="no trail"):
        export(worked.reference, by="ruth", to=str(place))
    assert list(place.iterdir()) == []


def test_printing_is_asked_for(worked, manager):
    told = json.loads(export(worked.reference, "--print", by="ruth"))
    assert told["requests"][0]["story"] == "words of the second story"


def test_other_requests_are_offered_and_added_once_confirmed(
    worked, manager, coordinator, place
):
    same_phone = receive(name="M. O.", phone="+17035550164", message="from a friend")
    receive(name=worked.name, phone="+17035550999", message="only the name")
    linked = receive(phone="+17035550888")
    linked.close("duplicate", duplicate_of=worked, by=coordinator)

    said = export(worked.reference, by="ruth", to=str(place))
    assert f"{same_phone.reference}: same phone" in said
    assert f"{linked.reference}: linked at the desk" in said
    assert said.count("\n  ") == 2
    written = (place / f"{worked.reference}.json").read_text()
    assert "from a friend" not in written

    for file in place.iterdir():
        file.unlink()
    said = export(
        worked.reference, by="ruth", to=str(place), also=[same_phone.reference]
    )
    told = json.loads((place / f"{worked.reference}.json").read_text())
    assert [r["reference"] for r in told["requests"]] == [
        worked.reference,
        same_phone.reference,
    ]
    assert same_phone.pk in ReadingEntry.objects.order_by("-number")[0].request_ids


def test_request_of_somebody_else_is_never_added(worked, manager, place):
    other = receive(name=worked.name, phone="+17035550999")
    with pytest.raises(CommandError, match="shares neither phone nor e-mail"):
        export(worked.reference, by="ruth", to=str(place), also=[other.reference])
    assert list(place.iterdir()) == []
