"""The questions of the second page, kept by the people of the clinic."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from consultations.models import (
    AnswerKind,
    ClearanceQuestion,
    IntakeSettings,
    OwnQuestion,
)
from consultations.models.questions import LONGEST_CHOICE, MOST_CHOICES

from .test_details import own, text

pytestmark = pytest.mark.django_db

OWN, HEALTH = "consultations_ownquestion", "consultations_clearancequestion"
FIRST = [
    "cardiac",
    "stroke",
    "liver",
    "kidney",
    "schizophrenia",
    "ketamine_allergy",
    "blood_pressure",
]


def url(model: str, what: str, *args) -> str:
    return reverse(f"admin:{model}_{what}", args=args)


def wordings(model) -> list[str]:
    return [question.wording for question in model.objects.all()]


def test_health_questions_come_with_the_site_and_pass_the_guard():
    questions = list(ClearanceQuestion.objects.asked())
    assert [question.key for question in questions] == FIRST
    for question in questions:
        question.full_clean()


@pytest.mark.parametrize("model", [OwnQuestion, ClearanceQuestion])
@pytest.mark.parametrize("field", ["wording", "why"])
def test_claim_in_a_question_is_refused_at_its_field(model, field):
    words = {"wording": "What brings you?", "why": "To prepare."}
    question = model(**words | {field: "Ketamine is the cure for depression."})
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert "cure" in " ".join(refused.value.message_dict[field])


def test_claim_in_a_choice_or_in_a_list_of_the_settings_is_refused():
    question = OwnQuestion(
        wording="What for?",
        why="To prepare.",
        kind=AnswerKind.CHOICE,
        choices="To talk\nA cure for depression",
    )
    with pytest.raises(ValidationError, match="cure"):
        question.full_clean()
    for name in ("reasons", "treatments"):
        with pytest.raises(ValidationError, match="cure"):
            IntakeSettings(**{name: "Fatigue\nA cure for depression"}).full_clean()


@pytest.mark.parametrize("kind", [AnswerKind.CHOICE, AnswerKind.CHOICES])
@pytest.mark.parametrize("choices", ["", "One", "One\n One \n"])
def test_choosing_needs_two_choices(kind, choices):
    question = OwnQuestion(wording="Which?", why="So.", kind=kind, choices=choices)
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert "two choices" in refused.value.message_dict["choices"][0]


@pytest.mark.parametrize("kind", [AnswerKind.LINE, AnswerKind.TEXT, "sureness"])
def test_other_answers_have_no_choices(kind):
    question = OwnQuestion(wording="Which?", why="So.", kind=kind, choices="A\nB")
    with pytest.raises(ValidationError) as refused:
        question.full_clean()
    assert "no choices" in refused.value.message_dict["choices"][0]


@pytest.mark.parametrize(
    ("choices", "why"),
    [
        ("\n".join(map(str, range(MOST_CHOICES + 1))), "Keep to 20 choices"),
        (f"a\n{'b' * (LONGEST_CHOICE + 1)}", "Keep each choice to 120"),
    ],
)
def test_lists_that_no_page_can_show_are_refused(choices, why):
    with pytest.raises(ValidationError, match=why):
        IntakeSettings(reasons=choices).full_clean()


def test_question_without_a_reason_is_refused():
    with pytest.raises(ValidationError) as refused:
        OwnQuestion(wording="Which?").full_clean()
    assert list(refused.value.message_dict) == ["why"]


def test_added_health_question_has_a_field_of_its_own(client, clinician):
    client.force_login(clinician)
    words = {"wording": "Are you pregnant?", "why": "It is talked over first."}
    client.post(url(HEALTH, "add"), words | {"is_on": "on"})
    added = ClearanceQuestion.objects.last()
    assert added.wording == "Are you pregnant?"
    assert added.name == f"clearance_{added.pk}"


def test_clinician_rewords_and_switches_off_a_health_question(client, clinician):
    client.force_login(clinician)
    liver = ClearanceQuestion.objects.get(key="liver")
    words = {"wording": "How is your liver?", "why": "It is talked over first."}
    response = client.post(url(HEALTH, "change", liver.pk), words)
    assert response.status_code == 302
    liver.refresh_from_db()
    assert (liver.wording, liver.is_on, liver.key) == (
        "How is your liver?",
        False,
        "liver",
    )


def test_manager_adds_changes_and_deletes_own_questions(client, manager):
    client.force_login(manager)
    words = {
        "wording": "How do you get here?",
        "why": "So that you get home.",
        "kind": "choice",
        "choices": "By bus\nBy car",
        "hint": "",
        "is_on": "on",
    }
    assert client.post(url(OWN, "add"), words).status_code == 302
    question = OwnQuestion.objects.get()
    changed = words | {"is_required": "on"}
    assert client.post(url(OWN, "change", question.pk), changed).status_code == 302
    question.refresh_from_db()
    assert question.is_required
    client.post(url(OWN, "delete", question.pk), {"post": "yes"})
    assert not OwnQuestion.objects.exists()


def test_refused_question_keeps_what_was_written_and_says_why(client, manager):
    client.force_login(manager)
    words = {"wording": "Which way?", "why": "A cure for depression.", "kind": "choice"}
    page = text(client.post(url(OWN, "add"), words))
    assert "at least two choices" in page
    assert "cure" in page
    assert 'value="Which way?"' in page
    assert not OwnQuestion.objects.exists()


def test_who_may_not_keep_questions_is_refused(client, coordinator, clinician, manager):
    question = own()
    liver = ClearanceQuestion.objects.get(key="liver")
    refused = [
        (coordinator, OWN, question),
        (coordinator, HEALTH, liver),
        (clinician, OWN, question),
    ]
    for person, model, thing in refused:
        client.force_login(person)
        for address in (
            url(model, "changelist"),
            url(model, "add"),
            url(model, "change", thing.pk),
        ):
            assert client.get(address).status_code == 403, (person, address)
        move = client.post(url(model, "move"), {"down": thing.pk})
        assert move.status_code == 403
    for person in (clinician, manager):
        client.force_login(person)
        delete = url(HEALTH, "delete", liver.pk)
        assert client.post(delete, {"post": "yes"}).status_code == 403
    assert ClearanceQuestion.objects.filter(key="liver").exists()


def test_new_question_comes_last():
    first, second = own(wording="One?"), own(wording="Two?")
    assert first.position < second.position
    first.move(1)
    assert own(wording="Three?").wording == wordings(OwnQuestion)[-1]


def test_questions_are_moved_by_pressing(client, manager):
    client.force_login(manager)
    for word in ("One?", "Two?", "Three?"):
        own(wording=word)
    page = text(client.get(url(OWN, "changelist")))
    labels = re.findall(r'aria-label="(Move [^"]+)"', page)
    assert labels[:2] == ["Move up: One?", "Move down: One?"]
    assert len(labels) == 6
    last = OwnQuestion.objects.last()
    response = client.post(url(OWN, "move"), {"up": last.pk}, follow=True)
    assert "Moved: Three?" in text(response)
    assert wordings(OwnQuestion) == ["One?", "Three?", "Two?"]


@pytest.mark.parametrize(
    ("pressed", "order"),
    [(("up", 0), [0, 1, 2]), (("down", 0), [1, 0, 2]), (("down", 2), [0, 1, 2])],
)
def test_moving_past_an_end_changes_nothing(client, manager, pressed, order):
    client.force_login(manager)
    questions = [own(wording=f"{number}?") for number in range(3)]
    way, which = pressed
    client.post(url(OWN, "move"), {way: questions[which].pk})
    assert wordings(OwnQuestion) == [f"{number}?" for number in order]


@pytest.mark.parametrize("number", ["", "0", "x", "²", "9" * 30])
def test_moving_what_is_not_there_is_not_found(client, manager, number):
    client.force_login(manager)
    own()
    assert client.post(url(OWN, "move"), {"up": number}).status_code == 404
    assert client.post(url(OWN, "move"), {}).status_code == 404


def test_order_of_the_list_is_the_order_of_the_page():
    ClearanceQuestion.objects.get(key="blood_pressure").move(-6)
    asked = [question.key for question in ClearanceQuestion.objects.asked()]
    assert asked == ["blood_pressure", *FIRST[:-1]]


def test_menu_leads_to_the_questions_that_a_person_may_keep(
    client, coordinator, clinician, manager
):
    queue = reverse("admin:consultations_consultationrequest_changelist")
    link = f'href="{url(HEALTH, "changelist")}"'
    seen = {}
    for person in (coordinator, clinician, manager):
        client.force_login(person)
        seen[person.username] = link in text(client.get(queue))
    assert seen == {"priya": False, "okafor": True, "ruth": True}


def test_each_list_leads_to_the_other_for_whoever_may_see_it(
    client, clinician, manager
):
    health, own_list = url(HEALTH, "changelist"), url(OWN, "changelist")
    client.force_login(manager)
    assert f'href="{own_list}"' in text(client.get(health))
    assert f'href="{health}"' in text(client.get(own_list))
    client.force_login(clinician)
    assert f'href="{own_list}"' not in text(client.get(health))


@pytest.mark.parametrize("model", ["ownquestion", "clearancequestion"])
def test_every_field_says_what_it_is_for(client, admin_user, model):
    client.force_login(admin_user)
    page = client.get(reverse(f"admin:consultations_{model}_add"))
    fields = page.context["adminform"].form.fields
    assert [name for name, field in fields.items() if not field.help_text] == []
