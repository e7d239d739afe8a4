"""The second page of a request: optional, and saying of each question why."""

from django import forms
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _

from consultations.fields import StoryField, TypedField, printable
from consultations.models import (
    Answer,
    AnswerKind,
    ConsultationRequest,
    Sureness,
)
from consultations.models.questions import Question, lines_of
from consultations.questionnaire import Questionnaire

LINE_LIMIT = 200
TEXT_LIMIT = 5000
PRIVATE = _("I prefer not to say")
# Of a request whose service is on no page any more: leaves it as it is.
AS_BEFORE = "as-before"
CHOOSE_AGAIN = {
    "invalid_choice": _("Choose one of the answers below"),
    "invalid_list": _("Choose from the answers below"),
}
# What a browser sends along and nobody typed.
HIDDEN = {"csrfmiddlewaretoken", "submission_key", "signed_time"}


class DetailsForm(forms.Form):
    """Every question of the second page, in its order."""

    use_required_attribute = False

    def __init__(self, *args, asked: Questionnaire, service: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = asked
        self._ask_in_general()
        self._ask_for_service(service)
        for question in (*asked.clearance, *asked.own):
            self.fields[question.name] = _field_of(question)

    def _ask_in_general(self):
        if self.asked.reasons:
            self.fields["reason"] = _one_of(
                [*self.asked.reasons, PRIVATE],
                label=_("What brings you here?"),
                help_text=_("So that whoever talks with you can prepare."),
            )
        if self.asked.treatments:
            self.fields["treatments_tried"] = _many_of(
                [*self.asked.treatments, PRIVATE],
                label=_("What have you tried so far?"),
                help_text=_("It saves you from telling it twice."),
            )
            self.fields["treatments_other"] = TypedField(
                label=_("Anything else you have tried"),
                help_text=_("So that it is not asked again."),
                limit=LINE_LIMIT,
                widget=_line(),
            )

    def _ask_for_service(self, service: str):
        choices = [("", _("I am not sure yet")), *self.asked.services]
        if service and service not in dict(self.asked.services):
            choices.append((AS_BEFORE, service))
            service = AS_BEFORE
        if len(choices) > 1:
            self.fields["service"] = forms.ChoiceField(
                label=_("Which service is it about?"),
                help_text=_("So that the right person calls. You decide nothing yet."),
                choices=choices,
                initial=service,
                error_messages=CHOOSE_AGAIN,
            )
        for field in self.fields.values():
            field.required = False

    @property
    def groups(self) -> list[dict]:
        """Return the fields in the groups of the page, each with its heading."""
        health = [self[question.name] for question in self.asked.clearance]
        own = [self[question.name] for question in self.asked.own]
        named = {field.name for field in (*health, *own)}
        first = [field for field in self if field.name not in named]
        groups = [
            {"fields": first},
            {
                "title": _("Your health"),
                "text": _(
                    "With some conditions a clinician first asks your own doctor for "
                    "clearance. A yes here decides nothing, and “not sure” is an "
                    "answer, too."
                ),
                "fields": health,
            },
            {"title": _("A few more questions"), "fields": own},
        ]
        return [group for group in groups if group["fields"]]

    def answers(self, before: ConsultationRequest) -> dict[str, Answer]:
        """Return what was answered; of a field with an error, what stood there before.

        Whoever stops at an error has sent the rest: it is kept.
        """
        stored = before.answers_by_question
        found = {}
        for name, field in self.fields.items():
            if name in self.errors:
                if name in stored:
                    found[name] = Answer(**stored[name])
            elif name not in ("reason", "service") and self.cleaned_data[name]:
                kind = getattr(field, "kind", AnswerKind.LINE)
                question = str(field.label)
                found[name] = Answer(kind, question, self.cleaned_data[name])
        return found

    def reason(self, before: ConsultationRequest) -> str:
        """Return the reason that was chosen, or the one before where that failed."""
        return self._cleaned("reason", before.reason)

    @property
    def service_slug(self) -> str | None:
        """Return the slug of the service; None when the one before stays."""
        chosen = self._cleaned("service", AS_BEFORE)
        return None if chosen == AS_BEFORE else chosen

    def _cleaned(self, name, otherwise):
        asked = name in self.fields and name not in self.errors
        return self.cleaned_data[name] if asked else otherwise

    @property
    def as_text(self) -> str:
        """Return what was sent, question by question, to copy or read aloud."""
        return self._spelled_out(lambda name: True)

    @property
    def not_asked(self) -> str:
        """Return the answers to questions that are not on this page any more."""
        return self._spelled_out(lambda name: name not in self.fields)

    def _spelled_out(self, wanted) -> str:
        lines = []
        for name, values in typed_on(self.data):
            if not wanted(name):
                continue
            field = self.fields.get(name)
            known = dict(getattr(field, "choices", None) or [])
            told = ", ".join(str(known.get(value, value)) for value in values)
            label = str(field.label) if field else _spelled(name)
            lines.append(f"{label}\n{told}")
        return "\n\n".join(lines)


def typed_on(data) -> list[tuple[str, list[str]]]:
    """Return what somebody filled in on the second page, by field, blanks left out."""
    filled = []
    for name in data:
        if name in HIDDEN:
            continue
        values = [printable(value).strip() for value in data.getlist(name)]
        values = [value for value in values if value]
        if values:
            filled.append((printable(name), values))
    return filled


def as_plain_text(data) -> str:
    """Return what was sent, when no question can be read: the database is away."""
    lines = (f"{_spelled(name)}\n{', '.join(v)}" for name, v in typed_on(data))
    return "\n\n".join(lines)


def words_on(data) -> str:
    """Return what was filled in without the questions' own words."""
    return "\n".join(value for _name, values in typed_on(data) for value in values)


def _spelled(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _field_of(question: Question) -> forms.Field:
    """Return the form field that a question is answered in."""
    said = {
        "label": question.wording,
        # Templates take help as markup; this was typed by the staff.
        "help_text": conditional_escape(question.why),
        "required": question.is_required,
        "error_messages": {"required": _("Answer this, or skip the page")},
    }
    choices = lines_of(question.choices)
    if question.kind == AnswerKind.SURENESS:
        field = _one_of(Sureness.choices, **said)
    elif question.kind == AnswerKind.CHOICE:
        field = _one_of(_with_a_way_out(choices, question), **said)
    elif question.kind == AnswerKind.CHOICES:
        field = _many_of(choices, **said)
    elif question.kind == AnswerKind.TEXT:
        area = forms.Textarea(attrs={"rows": 4, "dir": "auto"})
        field = StoryField(limit=TEXT_LIMIT, widget=area, **said)
    else:
        field = TypedField(limit=LINE_LIMIT, widget=_line(), **said)
    field.kind = question.kind
    field.hint = question.hint
    return field


def _with_a_way_out(choices: list[str], question: Question) -> list[str]:
    """Add an answer for whoever chose one and would rather not have."""
    return choices if question.is_required else [*choices, PRIVATE]


def _line() -> forms.TextInput:
    return forms.TextInput(attrs={"dir": "auto", "autocomplete": "off"})


def _pairs(choices: list) -> list[tuple]:
    return [c if isinstance(c, tuple) else (str(c), c) for c in choices]


def _one_of(choices: list, *, error_messages=None, **said) -> forms.ChoiceField:
    field = forms.ChoiceField(
        choices=_pairs(choices),
        widget=forms.RadioSelect,
        error_messages=CHOOSE_AGAIN | (error_messages or {}),
        **said,
    )
    field.kind = AnswerKind.CHOICE
    return field


def _many_of(choices: list, *, error_messages=None, **said):
    field = forms.MultipleChoiceField(
        choices=_pairs(choices),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE_AGAIN | (error_messages or {}),
        **said,
    )
    field.kind = AnswerKind.CHOICES
    return field
