"""What people ask with, and what they are told."""

from clinic_site.styleguide import made_up
from clinic_site.styleguide.made_up_questions import TOO_LONG, details
from clinic_site.styleguide.made_up_told import BY_MAIL, TOLD, WORDING_SET
from clinic_site.styleguide.sample import Sample
from consultations.forms import RequestForm

PURPOSE = (
    "What people ask with: few questions, plain words, and nothing lost by errors."
)

WINDOWS = [
    ("09:00-11:00", "9 to 11 am"),
    ("11:00-13:00", "11 am to 1 pm"),
    ("13:00-15:00", "1 to 3 pm"),
    ("17:00-19:00", "5 to 7 pm (Thursday)"),
]
RIGHT = {
    "name": "Robin",
    "contact_method": "phone",
    "phone": "(703) 555-0187",
    "contact_times": ["09:00-11:00"],
    "adult": "on",
    "consent": "on",
}


def form(**sent) -> RequestForm:
    """Return the request form, empty or as somebody sent it."""
    return RequestForm(
        sent or None,
        times=RequestForm.times(WINDOWS),
        wordings=WORDING_SET,
        told=TOLD,
        told_by_mail=BY_MAIL,
    )


def field(which: str, **sent):
    return lambda: {"field": form(**sent)[which]}


SAMPLES = [
    Sample(
        "components/field.html",
        "Field",
        "A question with its help, its error, and any widget. Whatever Django renders "
        "keeps its label.",
        {
            "Empty": field("name"),
            "Optional": field("message"),
            "Not marked optional": lambda: {
                "field": form()["phone"],
                "unmarked": True,
            },
            "An error": field("name", contact_method="phone"),
            "Two errors' worth of words": field("email", email=made_up.LONG_NAME),
            "A long name": field("name", name=f"Alexandra {made_up.LONG_NAME}"),
            "Right to left": field("name", name=made_up.ARABIC_NAME),
            "One of several": field("contact_method"),
            "Many of several": field("contact_times", **RIGHT),
            "One under the other": lambda: {
                "field": form()["for_whom"],
                "stack": True,
            },
            "A choice that went wrong": field("contact_method", name="Robin"),
            "Saying why": lambda: {"field": form()["message"], "why": True},
            "A tick": field("voicemail_ok"),
            "A tick that is missing": field("adult", name="Robin"),
        },
        inside='<div class="form">{}</div>',
        width="third",
        narrow=False,
        height=150,
    ),
    Sample(
        "components/field_notes.html",
        "Field notes",
        "The help and error lines of a field, under the ids that its input names.",
        {
            "Help": field("name"),
            "Help and error": field("name", phone="1"),
            "Saying why": lambda: {"field": form()["message"], "why": True},
            "The error alone": lambda: {
                "field": form(phone="1")["name"],
                "error_only": True,
            },
        },
        inside='<div class="field">{}</div>',
        width="third",
        height=90,
    ),
    Sample(
        "components/error_summary.html",
        "Error summary",
        "Every error at once, on top of the form; each leads to its field.",
        {
            "Many": lambda: {"form": form(contact_method="text", email="robin@")},
            "One": lambda: {"form": form(**RIGHT | {"name": ""})},
            "None": lambda: {"form": form(**RIGHT)},
        },
        narrow=True,
    ),
    Sample(
        "components/copy_box.html",
        "Copy box",
        "A person's own words, given back when we could not take them.",
        {
            "Plain": {"text": "I have tried two medicines, and I am tired."},
            "Another label": {
                "text": made_up.ARABIC_NAME,
                "label": "Your request, to copy",
            },
        },
    ),
    Sample(
        "components/crisis_card.html",
        "Crisis card",
        "Where help is while nobody here reads or answers.",
        {"Plain": {"heading": "h2"}, "At the end of a text": {"reading": True}},
        narrow=True,
    ),
    Sample(
        "components/next_steps.html",
        "Next steps",
        "What happens after a request, in order.",
        {
            "By phone": {
                "told": TOLD,
                "text": "The first conversation takes about 20 minutes.",
            },
            "By e-mail": {"told": BY_MAIL},
        },
        below=True,
        narrow=True,
    ),
    Sample(
        "components/reference.html",
        "Reference",
        "The reference of a request, spelled for whoever listens.",
        {"Plain": {"reference": "K7QM2XNA"}},
        height=110,
    ),
    Sample(
        "components/question.html",
        "Question",
        "One question of the second page: optional, and saying why it is asked.",
        {
            "One of many": lambda: {"field": details()["reason"]},
            "Answered": lambda: {"field": details(reason="Anxiety")["reason"]},
            "Many of many": lambda: {
                "field": details(treatments_tried=["Medicine", "Talking therapy"])[
                    "treatments_tried"
                ]
            },
            "Yes, no, not sure": lambda: {"field": details()["clearance_cardiac"]},
            "One of a list": lambda: {"field": details()["service"]},
            "Long text, with help": lambda: {"field": details()["own_1"]},
            "Too long": lambda: {"field": details(own_1=TOO_LONG)["own_1"]},
            "An answer that is none": lambda: {
                "field": details(reason="weather")["reason"]
            },
            "An answer that is needed": lambda: {
                "field": details(reason="Anxiety")["own_2"]
            },
        },
        inside='<div class="form">{}</div>',
        narrow=True,
        height=340,
    ),
    Sample(
        "components/details.html",
        "Details page",
        "The second page of a request, all of it optional.",
        {
            label: lambda sent=sent, more=more: {
                "form": details(**sent),
                "reference": "K7QM2XNA",
                "action": "#sent",
                "skip": "#skipped",
                "signed": "sample",
                "csrf_token": "sample",
                **more,
            }
            for label, (sent, more) in {
                "Empty": ({}, {}),
                "Answered before": ({}, {"again": True}),
                "With errors": (
                    {"reason": "weather", "own_1": TOO_LONG},
                    {"kept": True},
                ),
            }.items()
        },
        width="full",
        narrow=True,
        height=1500,
    ),
    Sample(
        "components/crisis_hit.html",
        "Crisis hit",
        "First on the page when somebody's words say that a life may be in danger.",
        {
            "In a search": {"heading": "h2"},
            "On a form": {"focus": True},
        },
        narrow=True,
        below=True,
    ),
    Sample(
        "components/topic_tabs.html",
        "Topics",
        "A way into the articles without a word to search for.",
        {
            "A few": {
                "topics": [
                    ("Depression", "/articles/topics/depression/"),
                    ("Safety", "/articles/topics/safety/"),
                ]
            },
            "A long one": {
                "topics": [(made_up.LONG_TITLE, "/articles/topics/long/")],
            },
        },
        height=120,
    ),
]
