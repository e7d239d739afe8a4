"""Replies: the exact words are looked at, sent once, kept, and stopped by a no."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from clinic.models import ClinicSettings, OutboxMessage
from clinic.outbox import builder_for
from consultations.models import (
    REQUESTER,
    ConsultationRequest,
    EventKind,
    ReadingEntry,
    ReplyTemplate,
    RequestEvent,
)

from .conftest import receive
from .test_desk import QUEUE, detail
from .test_read_first import DANGER, asked

pytestmark = pytest.mark.django_db
PLACE = "admin:consultations_consultationrequest_"
BODY = "Hello {name_to_use}, we rang. {calling_number}, {clinic_phone}: {reference}."


@pytest.fixture
def mail(db):
    return ReplyTemplate.objects.create(
        name="We rang", channel="mail", subject="About {reference}", body=BODY
    )


@pytest.fixture
def text(db):
    return ReplyTemplate.objects.create(
        name="We rang, short", channel="text", body="We rang & ring again: {reference}"
    )


@pytest.fixture
def person(location):
    clinic = ClinicSettings.load()
    clinic.phone = "+17035550100"
    clinic.save()
    return receive(
        email="jordan@example.com",
        location=location,
        text_ok=True,
        message="private words",
    )


@pytest.fixture
def at_the_desk(client, coordinator):
    client.force_login(coordinator)
    return client


def place(name, request, *args):
    return reverse(f"{PLACE}{name}", args=[request.reference, *args])


def looked_at(client, request, template) -> dict:
    """Return what the form of the preview would post."""
    form = client.get(place("reply", request, template.pk)).context["form"]
    names = ("looked_at", "key", "seen")
    return {f"reply-{name}": form[name].value() for name in names}


def send(client, request, template, data=None):
    data = data or looked_at(client, request, template)
    return client.post(place("reply", request, template.pk), data)


def replies(request):
    return request.events.filter(kind=EventKind.REPLIED)


def queued():
    return OutboxMessage.objects.filter(kind="consultations.reply")


def built():
    row = queued().get()
    return builder_for(row.kind)(row)


def change(request, **columns) -> None:
    ConsultationRequest.objects.filter(pk=request.pk).update(**columns)


def test_preview_shows_the_exact_words_and_they_are_what_goes_out(
    at_the_desk, person, mail, coordinator
):
    page = at_the_desk.get(place("reply", person, mail.pk))
    words = page.context["words"]
    assert words.body == (
        "Hello Jordan Reyes, we rang. (703) 555-0199, (703) 555-0100: "
        f"{person.reference}."
    )
    assert words.body in page.content.decode()
    assert f"About {person.reference}" in page.content.decode()
    assert not replies(person).exists()

    response = send(at_the_desk, person, mail)

    assert response["Location"] == detail(person)
    sent = built()
    assert (sent.subject, sent.body.strip()) == (words.subject, words.body)
    assert sent.to == ["jordan@example.com"]
    assert words.body in sent.alternatives[0][0]
    event = replies(person).get()
    assert event.note == f"{words.subject}\n\n{words.body}"
    assert (event.details["template"], event.details["channel"]) == (mail.pk, "mail")
    assert event.actor == coordinator
    assert words.body in at_the_desk.get(detail(person)).content.decode()
    assert "Not sent yet" in at_the_desk.get(detail(person)).content.decode()


def test_words_lie_encrypted_in_the_event_and_nowhere_else(at_the_desk, person, mail):
    send(at_the_desk, person, mail)
    row = OutboxMessage.objects.values().get(kind="consultations.reply")
    assert row["payload"].keys() == {"request", "event"}
    assert "we rang" not in str(row)
    assert "we rang" not in str(replies(person).get().details)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT note FROM consultations_requestevent WHERE kind = 'replied'"
        )
        assert "we rang" not in cursor.fetchone()[0]


def test_what_was_sent_does_not_change_with_its_template(at_the_desk, person, mail):
    send(at_the_desk, person, mail)
    ReplyTemplate.objects.update(body="Something else", is_on=False)
    assert "we rang" in built().body


@pytest.mark.parametrize(("kind", "outcome"), [("mail", "emailed"), ("text", "texted")])
def test_reply_is_one_attempt(at_the_desk, person, request, kind, outcome):
    template = request.getfixturevalue(kind)
    data = looked_at(at_the_desk, person, template)
    for _press in range(3):
        send(at_the_desk, person, template, data)

    event = replies(person).get()
    assert event.details["outcome"] == outcome
    assert person.events.count() == 2
    person.refresh_from_db()
    assert person.first_attempt_at == event.at
    assert person.first_conversation_at is None
    assert person.status == "in_contact"
    assert queued().count() == (kind == "mail")


def test_text_opens_the_phone_with_the_words_and_can_be_copied(
    at_the_desk, person, text
):
    response = send(at_the_desk, person, text)
    event = replies(person).get()
    assert response["Location"] == place("replied", person, event.pk)
    assert person.phone not in response["Location"]

    page = at_the_desk.get(response["Location"]).content.decode()
    words = f"We%20rang%20%26%20ring%20again%3A%20{person.reference}"
    assert f'href="sms:+17035550117?body={words}"' in page
    assert "We rang &amp; ring again" in page
    assert "data-copies" in page
    assert not queued().exists()


REFUSED = {
    "no texts": ("text", {"text_ok": False}, "They did not allow texts."),
    "no phone": ("text", {"phone": ""}, "No phone number was given."),
    "no address": ("mail", {"email": ""}, "No e-mail address was given."),
}


@pytest.mark.parametrize(("kind", "columns", "said"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_allowed_is_neither_offered_nor_sent(
    at_the_desk, person, request, kind, columns, said
):
    template = request.getfixturevalue(kind)
    data = looked_at(at_the_desk, person, template)
    change(person, **columns)

    offered = at_the_desk.get(place("replies", person)).content.decode()
    assert said in offered
    assert place("reply", person, template.pk) not in offered
    assert said in at_the_desk.get(place("reply", person, template.pk)).content.decode()
    response = send(at_the_desk, person, template, data)
    assert response.status_code == 409
    assert said in response.content.decode()
    assert not replies(person).exists()
    assert not queued().exists()


@pytest.mark.parametrize("kind", ["mail", "text"])
def test_withdrawn_between_preview_and_sending(at_the_desk, person, request, kind):
    template = request.getfixturevalue(kind)
    data = looked_at(at_the_desk, person, template)
    person.withdraw(by=REQUESTER)

    response = send(at_the_desk, person, template, data)
    assert response.status_code == 409
    assert "do not contact" in response.content.decode()
    assert not replies(person).exists()
    assert 'href="sms' not in response.content.decode()


def test_text_that_is_no_longer_allowed_gives_its_words_to_no_phone(
    at_the_desk, person, text
):
    page = send(at_the_desk, person, text)["Location"]
    person.correct(by=REQUESTER, text_ok=False)
    shown = at_the_desk.get(page).content.decode()
    assert "They did not allow texts." in shown
    assert "sms:" not in shown
    assert "copy-box" not in shown


def test_withdrawn_between_queueing_and_sending(at_the_desk, person, mail):
    send(at_the_desk, person, mail)
    person.withdraw(by=REQUESTER)
    assert built() is None
    assert queued().get().dropped_at


def test_corrected_address_gets_nothing_meant_for_the_earlier(
    at_the_desk, person, mail
):
    send(at_the_desk, person, mail)
    person.correct(by=REQUESTER, email="new@example.com")
    assert built() is None
    person.correct(by=REQUESTER, email="")
    assert built() is None


def test_reply_that_was_taken_back_is_not_sent(at_the_desk, person, mail, coordinator):
    send(at_the_desk, person, mail)
    RequestEvent.objects.create(
        request=person,
        kind=EventKind.NOTED,
        actor=coordinator,
        actor_kind="staff",
        corrects=replies(person).get(),
    )
    assert built() is None


def test_spam_gets_no_reply_that_was_queued(at_the_desk, person, mail, coordinator):
    send(at_the_desk, person, mail)
    person.refresh_from_db()
    person.close("unreachable", by=coordinator)
    change(person, disposition="spam")
    assert built() is None


def test_closed_after_sending_it_still_goes_out(at_the_desk, person, mail, coordinator):
    send(at_the_desk, person, mail)
    person.refresh_from_db()
    person.close("unreachable", by=coordinator)
    assert built() is not None


def test_other_words_than_those_looked_at_are_not_sent(at_the_desk, person, mail):
    data = looked_at(at_the_desk, person, mail)
    ReplyTemplate.objects.update(body="Other words: {reference}")
    response = send(at_the_desk, person, mail, data)
    assert response.status_code == 409
    assert "The words have changed." in response.content.decode()
    assert f"Other words: {person.reference}" in response.content.decode()
    assert not replies(person).exists()


def test_colleague_was_faster(at_the_desk, person, mail, colleague):
    data = looked_at(at_the_desk, person, mail)
    person.log_attempt("reached", by=colleague)
    response = send(at_the_desk, person, mail, data)
    assert response.status_code == 409
    assert "Sam Lund was faster" in response.content.decode()
    assert not replies(person).exists()


def test_value_that_is_missing_stops_the_reply(at_the_desk, person, mail):
    ReplyTemplate.objects.update(body="See you {scheduled_for}")
    page = at_the_desk.get(place("reply", person, mail.pk)).content.decode()
    assert "day and time of the consultation" in page
    assert "<form class" not in page.split("</header>")[1]


def test_every_variable_has_its_value(at_the_desk, person, mail, coordinator):
    person.schedule(datetime.fromisoformat("2030-05-06T14:30:00+00:00"), by=coordinator)
    ReplyTemplate.objects.update(body="{office_hours} | {scheduled_for} | {own_link}")
    words = ReplyTemplate.objects.get().words_for(person).body
    hours, when, link = words.split(" | ")
    assert hours == "Monday to Friday, 9 am to 5 pm"
    assert when == "Monday, May 6, 10:30 am"
    assert link.startswith("http://localhost/")


def test_clinic_is_named_to_nobody_who_did_not_allow_it(at_the_desk, person, mail):
    name = ClinicSettings.load().clinic_name
    ReplyTemplate.objects.update(body=f"{name.upper()} rang.")
    page = at_the_desk.get(place("reply", person, mail.pk)).content.decode()
    assert "name may not be said" in page
    change(person, clinic_name_ok=True)
    assert looked_at(at_the_desk, person, mail)


def test_read_first_is_answered_with_the_first_reply(at_the_desk, location, mail):
    ReplyTemplate.objects.update(body="We rang.")
    person = receive(message=DANGER, email="jo@example.com", location=location)
    data = looked_at(at_the_desk, person, mail)
    refused = send(at_the_desk, person, mail, data)
    assert "Write what you did about it" in refused.content.decode()
    send(at_the_desk, person, mail, data | {"reply-did": "rang her at once"})
    kinds = list(person.events.values_list("kind", flat=True))
    assert kinds == ["received", "read_first_done", "replied"]


def test_clinician_replies_to_what_is_theirs_alone(
    client, person, mail, clinician, coordinator
):
    client.force_login(clinician)
    pages = [place("replies", person), place("reply", person, mail.pk)]
    for page in pages:
        assert client.get(page).status_code == 404
    assert client.post(pages[1], {}).status_code == 404
    person.hand_over(clinician, by=coordinator)
    assert place("replies", person) in client.get(detail(person)).content.decode()
    send(client, person, mail)
    assert replies(person).get().actor == clinician


@pytest.mark.parametrize("who", ["editor", "reviewer"])
def test_nobody_else_sends(client, person, mail, request, who):
    client.force_login(request.getfixturevalue(who))
    for page in (place("replies", person), place("reply", person, mail.pk)):
        assert client.get(page).status_code in (302, 403)
    assert not replies(person).exists()


def test_template_that_is_off_is_offered_nowhere(at_the_desk, person, mail):
    data = looked_at(at_the_desk, person, mail)
    ReplyTemplate.objects.update(is_on=False)
    assert "We rang" not in at_the_desk.get(place("replies", person)).content.decode()
    assert send(at_the_desk, person, mail, data).status_code == 404


def test_templates_of_the_persons_language_come_alone(person, mail):
    spanish = ReplyTemplate.objects.create(
        name="Llamamos", channel="text", language="es", body="Llamamos: {reference}"
    )
    offered = ReplyTemplate.objects.in_use
    assert offered("es-mx") == [spanish]
    assert offered("en") == [mail]
    assert offered("vi") == [mail, spanish]


def test_failing_reply_is_said_at_the_desk(at_the_desk, person, mail):
    send(at_the_desk, person, mail)
    queued().update(
        last_error="SMTPRecipientsRefused",
        attempts=4,
        created_at=timezone.now() - timedelta(hours=3),
        not_before=timezone.now() + timedelta(hours=1),
    )
    page = at_the_desk.get(QUEUE).content.decode()
    assert "One reply does not reach its person" in page
    assert "tried 4 times" in at_the_desk.get(detail(person)).content.decode()


def test_pages_are_in_the_trail_and_within_their_queries(at_the_desk, person, mail):
    at_the_desk.get(QUEUE)
    readings = ReadingEntry.objects.count()
    for page in (place("replies", person), place("reply", person, mail.pk)):
        questions = asked(lambda page=page: at_the_desk.get(page))
        assert len(questions) <= 12, "\n".join(q[:90] for q in questions)
    assert ReadingEntry.objects.count() == readings + 2
