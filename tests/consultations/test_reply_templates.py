"""Reply templates: managers keep them, and nothing about health gets into one."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from clinic.hours import OfficeHours
from clinic_site.demo import replies
from consultations.models import ReadFirstProcedure, ReplyTemplate
from consultations.models.reply_words import VARIABLES, hours_words

pytestmark = pytest.mark.django_db
LIST = reverse("admin:consultations_replytemplate_changelist")
ADD = reverse("admin:consultations_replytemplate_add")


def template(**fields) -> ReplyTemplate:
    usual = {
        "name": "We rang",
        "channel": "mail",
        "subject": "About {reference}",
        "body": "Hello {name_to_use}.",
    }
    return ReplyTemplate(**usual | fields)


def refusal(**fields) -> dict:
    with pytest.raises(ValidationError) as refused:
        template(**fields).full_clean()
    return refused.value.message_dict


def test_every_variable_of_the_list_passes():
    body = " ".join(f"{{{name}}}" for name in VARIABLES)
    template(body=body).full_clean()
    for name in VARIABLES:
        assert f"{{{name}}}" in ReplyTemplate._meta.get_field("body").help_text


@pytest.mark.parametrize(
    "name", ["reason", "message", "answers", "service_title", "diagnosis", "my_dose"]
)
def test_health_variable_is_refused_and_the_allowed_ones_are_named(name):
    said = refusal(body=f"You wrote: {{{name}}}")["body"][0]
    assert f"“{{{name}}}” would tell of somebody's health" in said
    assert "{reference}, {clinic_phone}" in said


def test_unknown_variable_is_refused_and_the_allowed_ones_are_named():
    said = refusal(body="Hello {nickname}")["body"][0]
    assert "There is no variable “{nickname}”. Allowed here: {name_to_use}" in said


@pytest.mark.parametrize(
    "body",
    [
        "Hello {name_to_use.__class__}",
        "Hello {name_to_use!r}",
        "Hello {name_to_use:>9}",
        "Hello {0}",
        "Hello {}",
        "Hello {",
        "Hello }",
        "Hello {reference[0]}",
    ],
)
def test_anything_but_a_plain_name_in_braces_is_refused(body):
    assert "body" in refusal(body=body)


@pytest.mark.parametrize(
    ("fields", "field", "said"),
    [
        ({"subject": "For {name_to_use}"}, "subject", "Allowed here: {reference}"),
        ({"subject": "Your ketamine visit"}, "subject", "ketamin"),
        ({"subject": " "}, "subject", "Mail has a subject"),
        ({"body": "It cures depression."}, "body", "cure"),
        ({"channel": "text"}, "subject", "A text has no subject"),
        (
            {"channel": "text", "subject": "", "body": "About your depression"},
            "body",
            "condition: depress",
        ),
        (
            {"channel": "text", "subject": "", "body": "x" * 321},
            "body",
            "Keep a text to 320",
        ),
    ],
)
def test_what_would_tell_too_much_is_refused_at_its_field(fields, field, said):
    assert said in " ".join(refusal(**fields)[field])


def test_manager_keeps_templates(client, manager):
    client.force_login(manager)
    data = {
        "name": "We rang",
        "channel": "text",
        "language": "en",
        "body": "We rang. {reference}",
        "position": "1",
        "is_on": "on",
    }
    refused = client.post(ADD, data | {"body": "{diagnosis}"})
    assert "would tell of somebody&#x27;s health" in refused.content.decode()
    assert client.post(ADD, data)["Location"] == LIST

    kept = ReplyTemplate.objects.get()
    change = reverse("admin:consultations_replytemplate_change", args=[kept.pk])
    client.post(change, {**data, "is_on": ""})
    kept.refresh_from_db()
    assert not kept.is_on
    assert "Reply templates" in client.get(LIST).content.decode()


@pytest.mark.parametrize("who", ["coordinator", "clinician"])
def test_nobody_else_keeps_them(client, request, who):
    kept = template()
    kept.save()
    change = reverse("admin:consultations_replytemplate_change", args=[kept.pk])
    client.force_login(request.getfixturevalue(who))
    for page in (LIST, ADD, change):
        assert client.get(page).status_code == 403
        assert client.post(page, {"body": "x"}).status_code == 403


def test_nobody_deletes_one(client, manager):
    kept = template()
    kept.save()
    client.force_login(manager)
    delete = reverse("admin:consultations_replytemplate_delete", args=[kept.pk])
    assert client.post(delete, {"post": "yes"}).status_code == 403
    assert ReplyTemplate.objects.exists()


def test_demo_brings_four_and_a_procedure_once():
    replies.load()
    replies.load()
    assert ReplyTemplate.objects.count() == 4
    for one in ReplyTemplate.objects.all():
        one.full_clean()
    procedure = ReadFirstProcedure.load()
    procedure.full_clean()
    assert ReadFirstProcedure.load().is_written


def test_hours_are_said_by_runs_of_days(location):
    assert hours_words(location.office_hours()) == "Monday to Friday, 9 am to 5 pm"
    hours = location.office_hours()
    odd = OfficeHours({0: hours.weekly[0], 5: hours.weekly[0]}, {}, hours.tz)
    assert hours_words(odd) == "Monday, 9 am to 5 pm; Saturday, 9 am to 5 pm"
    assert hours_words(OfficeHours({}, {}, odd.tz)) == ""


def test_two_days_that_follow_each_other_are_both_named(location):
    hours = location.office_hours()
    two = OfficeHours({0: hours.weekly[0], 1: hours.weekly[0]}, {}, hours.tz)
    assert hours_words(two) == "Monday and Tuesday, 9 am to 5 pm"
    three = OfficeHours(dict.fromkeys(range(3), hours.weekly[0]), {}, hours.tz)
    assert hours_words(three) == "Monday to Wednesday, 9 am to 5 pm"
