"""The demo clinic's own questions, and what some of its requests answered."""

from consultations.models import (
    Answer,
    AnswerKind,
    ClearanceQuestion,
    ConsultationRequest,
    OwnQuestion,
    Sureness,
)

OWN = [
    {
        "wording": "Who could bring you home after a visit?",
        "why": "You may not drive until the day after.",
        "hint": "A name is not needed: a friend, a relative, nobody yet.",
        "kind": AnswerKind.LINE,
    },
    {
        "wording": "What would make a visit easier for you?",
        "why": "So that it is ready when you come.",
        "kind": AnswerKind.CHOICES,
        "choices": "A quiet room\nDim light\nAn interpreter\nStep-free access\n"
        "Somebody beside me",
    },
]
HOME, EASIER = (question["wording"] for question in OWN)

YES, NO, NOT_SURE = Sureness.YES.value, Sureness.NO.value, Sureness.NOT_SURE.value

# By the name of who sent the request.
ANSWERS = {
    "Jordan Pruitt": {
        "reason": "Depression",
        "treatments_tried": ["Medicine for mood or anxiety", "Talking therapy"],
        "cardiac": NO,
        "stroke": NO,
        "liver": NO,
        "kidney": NO,
        "schizophrenia": NO,
        "ketamine_allergy": NOT_SURE,
        "blood_pressure": NO,
        HOME: "My brother, on weekdays",
        EASIER: ["A quiet room", "Dim light"],
    },
    "Łukasz Wójcik": {
        "reason": "Lasting pain",
        "treatments_tried": ["Pain medicine", "A procedure against pain"],
        "treatments_other": "Two nerve blocks, physical therapy",
        "cardiac": NO,
        "blood_pressure": NOT_SURE,
        HOME: "Nobody yet",
    },
    "Silas Whitcombe": {
        "reason": "I prefer not to say",
        "stroke": YES,
        "blood_pressure": YES,
    },
    "Nguyễn Thị Hạnh": {
        "treatments_tried": ["Medicine for mood or anxiety"],
        "ketamine_allergy": NO,
        EASIER: ["Somebody beside me", "An interpreter"],
    },
}
GENERAL = {
    "treatments_tried": (AnswerKind.CHOICES, "What have you tried so far?"),
    "treatments_other": (AnswerKind.LINE, "Anything else you have tried"),
}


def ask() -> None:
    """Add the clinic's own questions that are not there yet."""
    for question in OWN:
        OwnQuestion.objects.get_or_create(
            wording=question["wording"], defaults=question
        )


def answer(request: ConsultationRequest, at) -> None:
    """Add what this person answered, if they answered anything."""
    told = dict(ANSWERS.get(request.name, ()))
    if not told:
        return
    request.add_details(
        reason=told.pop("reason", ""),
        answers=dict(_answered(told)),
        at=at,
    )


def _answered(told: dict):
    health = {q.key: q for q in ClearanceQuestion.objects.all()}
    own = {q.wording: q for q in OwnQuestion.objects.all()}
    for key, answered in told.items():
        if key in GENERAL:
            kind, wording = GENERAL[key]
            yield key, Answer(kind, wording, answered)
        else:
            question = health.get(key) or own[key]
            kind = AnswerKind(question.kind)
            yield question.name, Answer(kind, question.wording, answered)
