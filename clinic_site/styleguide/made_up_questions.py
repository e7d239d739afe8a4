"""Invented questions of the second page, one of every kind."""

from django.http import QueryDict

from consultations.forms import DetailsForm
from consultations.models import AnswerKind, ClearanceQuestion, OwnQuestion
from consultations.questionnaire import Questionnaire

ASKED = Questionnaire(
    reasons=["Depression", "Anxiety", "PTSD", "Lasting pain", "Something else"],
    treatments=["Medicine", "Talking therapy", "Magnetic stimulation (TMS)"],
    services=[("ketamine-infusion", "Ketamine infusion"), ("pain", "Chronic pain")],
    clearance=[
        ClearanceQuestion(
            key="cardiac",
            wording="Has a doctor ever told you of a heart condition?",
            why="Ketamine raises blood pressure for a while. With a heart condition a "
            "clinician may ask your doctor for clearance first.",
        )
    ],
    own=[
        OwnQuestion(
            pk=1,
            kind=AnswerKind.TEXT,
            wording="Is there anything that would make a visit easier for you?",
            hint="An interpreter, a quiet hour, somebody beside you.",
            why="So that it is ready when you come.",
        ),
        OwnQuestion(
            pk=2,
            kind=AnswerKind.CHOICE,
            wording="Which days suit you for a visit?",
            choices="Weekday mornings\nWeekday afternoons\nAny day",
            why="Visits are not offered at every hour.",
            is_required=True,
        ),
    ],
)
TOO_LONG = "word " * 1_100


def details(**sent) -> DetailsForm:
    """Return the questions, empty or as somebody answered them."""
    data = None
    if sent:
        data = QueryDict(mutable=True)
        for name, value in sent.items():
            data.setlist(name, value if isinstance(value, list) else [value])
    return DetailsForm(data, asked=ASKED)
