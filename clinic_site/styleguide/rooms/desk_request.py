"""One request at the desk: what stands on its page, and what can be pressed."""

from django.utils import timezone

from clinic_site.styleguide import made_up
from clinic_site.styleguide.made_up_desk import (
    CSRF,
    UNDO,
    actions,
    addresses,
    attempt,
    entry,
    linked_one,
    more,
    press,
    reach,
    snooze,
    taken_back,
    tries,
    with_kept,
    with_keys,
)
from clinic_site.styleguide.sample import Sample
from consultations.admin.actions import AnswerForm, CloseForm, HoldForm

FOLDER = "admin/consultations/consultationrequest/"


def rights(**fields) -> dict:
    """Return the panel as a manager sees it."""
    boxes = {name: HoldForm(prefix=name, subject=None) for name in ("hold", "release")}
    return {
        "subject": made_up.request(**fields),
        "forms": boxes,
        "act": {"hold": "#hold", "release": "#release"},
        "correct": "#correct",
        "give": "#give",
        "erase": "#erase",
        "page": "",
        "seen": 1,
        "csrf_token": CSRF,
    }


SAMPLES = [
    Sample(
        FOLDER + "rights.html",
        "Their data",
        "What a person may ask for; a hold stands against erasing.",
        {
            "For a manager": rights,
            "On hold": lambda: rights(held_at=timezone.now()),
            "For a coordinator": lambda: (
                rights() | {"give": "", "erase": "", "forms": {}}
            ),
        },
        width="third",
        height=200,
    ),
    Sample(
        FOLDER + "rights_crumbs.html",
        "Way back",
        "From a page about a person's data to their request.",
        {"Erase": lambda: {"subject": made_up.request(), "here": "Erase"}},
        height=60,
    ),
    Sample(
        FOLDER + "reach_button.html",
        "Reach",
        "The one button of a call; quiet where it should not be pressed now.",
        {
            "Call": reach,
            "Text": lambda: reach(contact_method="text"),
            "Write": lambda: reach(contact_method="email", email="jo@example.com"),
            "Closed": lambda: reach(status="closed"),
        },
        width="third",
        height=90,
    ),
    Sample(
        FOLDER + "story.html",
        "Story",
        "What they wrote, word for word.",
        {
            "Words": lambda: {"subject": made_up.request()},
            "Right to left": lambda: {
                "subject": made_up.request(message=made_up.ARABIC_NAME)
            },
            "Nothing": lambda: {"subject": made_up.request(message="")},
            "With answers": lambda: {"subject": made_up.answered_request()},
        },
    ),
    Sample(
        FOLDER + "answers.html",
        "Answers",
        "What somebody answered on the second page, below the question as it was "
        "asked. What a clinician asks on about is marked.",
        {"Of every kind": lambda: {"told": made_up.answered_request().told}},
        inside='<section class="panel"><h2>In their words</h2>{}</section>',
    ),
    Sample(
        FOLDER + "procedure.html",
        "Procedure",
        "What to do with a request to read first, in the clinic's own words.",
        {
            "With somebody to ring": {
                "steps": [
                    "Ring at once, whatever the hours.",
                    "Ask whether they are safe now. If not: 911, and stay on the line.",
                    "Write down what was said and who knows.",
                ],
                "ring": {
                    "name": "Dr. Lindqvist",
                    "phone": "(703) 555-0170",
                    "href": "tel:+17035550170",
                },
            },
            "To be answered": lambda: {
                "steps": ["Ring at once."],
                "form": AnswerForm(user=made_up.user(), prefix="answer_read_first"),
                "url": addresses()["answer_read_first"],
                "page": "page",
                "csrf_token": CSRF,
            },
            "Not written yet": {"steps": [], "write": "#write"},
        },
        width="third",
    ),
    Sample(
        FOLDER + "earlier.html",
        "Earlier requests",
        "Requests that may be of the same person, and why we think so.",
        {
            "Two": {
                "found": [
                    {
                        "reference": "M3HX4QKT",
                        "url": "#M3HX4QKT",
                        "why": "same phone, same name",
                        "strong": True,
                        "when": "May 4",
                        "how": "closed: unreachable",
                    },
                    {
                        "reference": "R9KB3ZTM",
                        "url": "#R9KB3ZTM",
                        "why": "same name",
                        "when": "yesterday",
                        "how": "received",
                    },
                ],
                "can_link": True,
                "url": "#close",
                "seen": 7,
                "csrf_token": CSRF,
            }
        },
        width="third",
    ),
    Sample(
        FOLDER + "linked.html",
        "Linked requests",
        "What repeats this request, and what a newer one says otherwise.",
        {
            "The one that stays": lambda: {
                "duplicates": [
                    linked_one("Phone: (703) 555-0144", "No voicemail any more"),
                    linked_one(),
                ]
            },
            "A duplicate": lambda: {"stays": linked_one()},
        },
        width="third",
    ),
    Sample(
        FOLDER + "history_entry.html",
        "Entry",
        "One line of the history, with what takes it back.",
        {
            "Can be undone": lambda: attempt("Rang for a minute. Again at 3."),
            "Undone": taken_back,
            "A long note": lambda: attempt("Spoke for a while. " * 60),
        },
        inside='<ol class="timeline">{}</ol>',
    ),
    Sample(
        FOLDER + "undo.html",
        "Undo",
        "Takes an entry back by another one; nothing is erased.",
        {
            "One": lambda: {
                "url": UNDO,
                "what": "Tried to reach: No answer",
                "csrf_token": CSRF,
            },
            "With its key": lambda: {
                "url": UNDO,
                "what": "Taken",
                "key": "U",
                "csrf_token": CSRF,
            },
        },
        width="third",
        height=80,
    ),
    Sample(
        FOLDER + "history.html",
        "History",
        "Everything that happened to a request, the newest first.",
        {
            "Some": lambda: {
                "history": [
                    entry(
                        made_up.event(
                            "attempted",
                            hours=0.5,
                            by=made_up.user(),
                            details={"outcome": "no_answer"},
                            note="Rang for a minute. Again at 3.",
                        )
                    ),
                    entry(
                        made_up.event("amended", hours=1),
                        [("message", "I have tried two medicines.")],
                    ),
                    entry(made_up.event("received", hours=2)),
                    entry(made_up.event("noted", hours=3), of="M3HX4QKT"),
                ],
                "newest_undo": "",
                "key": "",
                "csrf_token": CSRF,
            },
            "One": lambda: {
                "history": [entry(made_up.event("received", hours=2))],
                "newest_undo": "",
                "key": "",
                "csrf_token": CSRF,
            },
        },
        height=420,
    ),
    Sample(
        FOLDER + "actions.html",
        "Actions",
        "What can be pressed now, beside the story.",
        {
            "A new request": lambda: actions(
                "take", "start_contact", "log_attempt", "schedule", "close", "add_note"
            ),
            "Possible spam": lambda: actions(
                "mark_genuine", "mark_spam", "add_note", status="quarantined"
            ),
            "Closed": lambda: actions("reopen", "add_note", status="closed"),
            "A clinician's": lambda: actions("decide", "hand_over", "add_note"),
            "With keys": with_keys,
            "A kept note": with_kept,
        },
        width="third",
        height=700,
    ),
    Sample(
        FOLDER + "snooze.html",
        "Come back later",
        "Puts a request off; at its time it is back by itself.",
        {
            "Times to press": snooze,
            "A time that is over": lambda: snooze(
                **{"snooze-until": "2020-01-01T09:00"}
            ),
        },
        width="third",
        height=420,
    ),
    Sample(
        FOLDER + "next_try.html",
        "The next try",
        "After attempts in vain: when to try again, and when it is enough.",
        {
            "Once": lambda: tries(1, 1),
            "Three times": lambda: tries(3, 2),
            "Enough": lambda: tries(5, 3, enough=True),
        },
        width="third",
        height=240,
    ),
    Sample(
        FOLDER + "reply_words.html",
        "Words of a reply",
        "Exactly what a person is about to be sent.",
        {
            "Mail": {
                "to": "jo@example.com",
                "subject": "We tried to reach you",
                "body": "Hello Jo,\n\nwe rang today. Your reference is K7QM2XNA.",
            },
            "Text": {"to": "(703) 555-0117", "body": "We rang today: K7QM2XNA."},
        },
        width="third",
    ),
    Sample(
        FOLDER + "reply_crumbs.html",
        "Where a reply stands",
        "The way back to the request.",
        {"One": {"reference": "K7QM2XNA", "here": "Send a reply"}},
        width="third",
        height=80,
    ),
    Sample(
        FOLDER + "press.html",
        "Press",
        "One press, no questions.",
        {
            "The first thing to do": press,
            "Something else": lambda: press("button--quiet", "Did not come"),
            "With its key": lambda: press("button--quiet", "Hand over", "H"),
        },
        width="third",
        height=90,
    ),
    Sample(
        FOLDER + "more.html",
        "More",
        "An action that asks for something first.",
        {
            "Folded": lambda: more(CloseForm(user=made_up.user(), prefix="close")),
            "An error": lambda: more(
                CloseForm({"close-note": ""}, user=made_up.user(), prefix="close")
            ),
        },
        height=90,
    ),
]
