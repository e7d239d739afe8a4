"""What the desk's components are drawn with in the style guide."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from clinic_site.styleguide import made_up
from consultations.admin import keys
from consultations.admin.actions import ACTIONS, CloseForm, SnoozeForm
from consultations.admin.keeping import Kept
from consultations.admin.mail import Acknowledgement, MailAlarm
from consultations.admin.presenting import Shown, event_when
from consultations.admin.same_person import Linked
from consultations.admin.sheet import Line
from consultations.admin.today import PRESSED, Appointment
from consultations.clocks import Clock, Return, Side
from consultations.models import Outcome
from consultations.tries import Tries
from consultations.voicemail import Voicemail

CSRF = "none"
UNDO = "/admin/consultations/consultationrequest/K7QM2XNA/undo/5/"
VOICEMAIL = (
    "Hello Jordan, this is Priya from the clinic, calling back as you asked. You "
    "reach us at (703) 555-0199. We will try again. Goodbye."
)

TABS = [
    {
        "value": value,
        "display": words,
        "query_string": f"?state={value}",
        "count": count,
        "selected": value == "open",
        "urgent": value == "overdue",
    }
    for value, words, count in (
        ("open", "Now", "19"),
        ("overdue", "Overdue", "2"),
        ("today", "Due today", "0"),
        ("snoozed", "Snoozed", "11"),
        ("all", "All", ""),
    )
]


def shown(**fields) -> Shown:
    """Return a request as the desk shows it to somebody who has it not."""
    return Shown(made_up.request(**fields), made_up.user())


def tried() -> Side:
    """Return the clock of a first attempt that was made."""
    return Side("first attempt", timezone.now())


def filters(channel: str = "") -> dict:
    """Return the filters of the queue, one of them on if a channel is named."""
    chosen = [channel] if channel else []
    return {
        "filters": [
            {
                "title": "Came by",
                "parameter_name": "channel",
                "options": [
                    {"value": "web", "label": "Web form", "chosen": False},
                    {"value": "phone", "label": "Phone call", "chosen": bool(chosen)},
                ],
            },
            {"title": "With", "parameter_name": "with", "options": []},
        ],
        "chosen": chosen,
        "state": "open",
        "clear": "?state=open",
    }


def due(**ahead) -> dict:
    """Return the clock of a request that is due so far ahead."""
    moment = timezone.now() + timedelta(**ahead)
    return {"clock": Clock(made_up.request(due_at=moment))}


def appointment(*, hours: float, works: bool = True, day: str = "", **fields) -> dict:
    """Return a consultation so many hours from now, as a page of today shows it."""
    at = timezone.now() + timedelta(hours=hours)
    row = shown(status="scheduled", scheduled_for=at, **fields)
    row.request.seen = 7
    acts = {name: addresses()[name] for name in PRESSED} if works else {}
    return {"one": Appointment(row, day, acts), "csrf_token": CSRF}


def sheet_line(**fields) -> dict:
    """Return a request as it goes on paper."""
    return {"line": Line(shown(**fields), "Mon, Nov 23, 11 am", "Mon, Nov 23, 3 pm")}


def contact(words: str = "Sent today, 9:12 am", **fields) -> dict:
    one = shown(**fields)
    return {
        "subject": one.request,
        "shown": one,
        "voicemail": Voicemail(VOICEMAIL),
        "keys": keys.OFF,
        "acknowledgement": Acknowledgement(words, failed="Failed" in words),
        "again": "#again",
        "csrf_token": CSRF,
    }


def alarm(**fields) -> dict:
    return {"alarm": MailAlarm(**fields), "again": "#again", "csrf_token": CSRF}


def reach(**fields) -> dict:
    one = shown(**fields)
    return {"subject": one.request, "reach": one.reach, "small": False, "key": ""}


def attempt(note: str = "") -> dict:
    """Return an entry of the history that can be taken back."""
    event = made_up.event(
        "attempted", by=made_up.user(), details={"outcome": "no_answer"}, note=note
    )
    return {"entry": entry(event), "undo": UNDO, "csrf_token": CSRF}


def with_keys() -> dict:
    """Return the column of actions as it is once keys press them."""
    given = actions("take", "start_contact", "log_attempt", "close", "add_note")
    for outcome in given["outcomes"]:
        outcome["key"] = keys.OUTCOMES[outcome["value"]]
    return given | {"keys": keys.ALL}


def entry(event, earlier=(), of: str = "") -> dict:
    return {
        "event": event,
        "when": event_when(event),
        "earlier": list(earlier),
        "of": of,
        "undo": "",
        "undone": None,
    }


def taken_back() -> dict:
    """Return an entry of the history that somebody took back."""
    shown_entry = attempt("Rang for a minute. Again at 3.")
    shown_entry["entry"]["undone"] = {"by": "Priya Shah", "when": "today, 9:20 am"}
    return shown_entry | {"undo": ""}


def linked_one(*wishes: str) -> Linked:
    return Linked("M3HX4QKT", "#M3HX4QKT", "yesterday, 4 pm", "Closed", list(wishes))


def addresses() -> dict[str, str]:
    name = "admin:consultations_consultationrequest_act"
    return {action: reverse(name, args=["K7QM2XNA", action]) for action in ACTIONS}


def actions(*names: str, **fields) -> dict:
    """Return what the column of actions needs, with these to press."""
    one = shown(**fields)
    forms = {
        name: ACTIONS[name].form(user=made_up.user(), prefix=name) for name in names
    }
    return {
        "subject": one.request,
        "shown": one,
        "forms": forms,
        "outcomes": [
            {"value": o.value, "label": o.label, "off": o == Outcome.VOICEMAIL}
            for o in Outcome
        ],
        "act": addresses(),
        "keys": keys.OFF,
        "page": "none",
        "kept": None,
        "seen": 7,
        "csrf_token": CSRF,
    }


def with_kept() -> dict:
    """Return the column of actions with a note from before a session ended."""
    given = actions("log_attempt", "close", "add_note")
    kept = Kept("#drop", note="She asked for Friday after four.", ids="7")
    given["forms"] |= kept.forms(made_up.user(), given["subject"])
    return given | {"kept": kept}


def times() -> list[Return]:
    """Return times to come back, as a page offers them."""
    morning = timezone.now() + timedelta(days=1)
    return [
        Return("Later today", timezone.now() + timedelta(hours=2), "today, 2:15 pm"),
        Return("Tomorrow morning", morning, "tomorrow, 9 am"),
        Return("Next week", morning + timedelta(days=5), "Monday, 9 am"),
    ]


def snooze(**posted) -> dict:
    """Return what putting a request off needs."""
    form = SnoozeForm(posted or None, user=made_up.user(), prefix="snooze")
    return {
        "form": form,
        "times": times(),
        "url": addresses()["snooze"],
        "seen": 7,
        "page": "",
        "key": "",
        "csrf_token": CSRF,
    }


def tries(count: int, days: int, *, enough: bool = False) -> dict:
    """Return what a page says of so many attempts in vain."""
    now = timezone.now()
    moments = tuple(now - timedelta(hours=5 * n) for n in range(count))
    again = now + timedelta(days=1)
    return {
        "tries": Tries(moments, days, again, "tomorrow, 4 pm", enough),
        "snooze": addresses()["snooze"],
        "close": addresses()["close"],
        "unreachable": "unreachable" if enough else "",
        "seen": 7,
        "csrf_token": CSRF,
    }


def press(kind: str = "", label: str = "Take it", key: str = "") -> dict:
    return {
        "key": key,
        "url": addresses()["take"],
        "label": label,
        "seen": 7,
        "csrf_token": CSRF,
        "kind": kind,
    }


def more(form: CloseForm) -> dict:
    return {
        "label": "Close",
        "form": form,
        "url": addresses()["close"],
        "seen": 7,
        "button": "Close the request",
        "page": "none",
        "key": "",
        "csrf_token": CSRF,
    }
