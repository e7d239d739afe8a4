"""What can be pressed on a request: its form, who may, and the method it calls."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.roles import CLINIC_MANAGERS, DESK_ROLES, INTAKE_COORDINATORS
from consultations.fields import StoryField, TypedField
from consultations.models import ConsultationRequest, Disposition, Outcome
from consultations.models.actors import decides
from consultations.models.holding import ANSWERS_RIGHTS
from consultations.models.lookups import normal_reference
from consultations.models.read_first import ASKING
from consultations.models.snoozing import against_snoozing

NOTE_LIMIT = 5000
MOMENTS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]
NOT_SUITABLE = _("Not suitable")
# Spam and not suitable are closed by presses of their own.
CLOSING = [
    (value, label)
    for value, label in Disposition.choices
    if value not in (Disposition.SPAM, Disposition.NOT_SUITABLE)
]


def colleagues():
    """Return the people a request can be handed to."""
    return (
        get_user_model()
        .objects.filter(is_active=True, groups__name__in=DESK_ROLES)
        .distinct()
        .order_by("first_name", "last_name", "username")
    )


def works_requests():
    """Return the people who may open every request."""
    return colleagues().filter(groups__name__in=(INTAKE_COORDINATORS, CLINIC_MANAGERS))


class PressForm(forms.Form):
    """A press; on a request to read first it asks for what was done about it."""

    use_required_attribute = False

    def __init__(self, *args, user=None, subject=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.subject = subject
        if subject is not None and subject.pinned and self.prefix in ASKING:
            self.fields["did"] = what_was_done()
            self.order_fields(["did", *(self.field_order or ())])

    def arguments(self) -> dict:
        """Return what the method is called with."""
        return {"did": self.cleaned_data["did"]} if "did" in self.fields else {}


def what_was_done() -> StoryField:
    """Return the field that asks what was done about a request to read first."""
    return StoryField(
        label=_("Read first: what did you do about it?"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write what you did about it")},
    )


class ActionForm(PressForm):
    """What most actions take: a note, if there is something to say."""

    note = StoryField(
        label=_("Note"),
        required=False,
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def arguments(self) -> dict:
        return super().arguments() | {"note": self.cleaned_data["note"]}


class BareForm(PressForm):
    """A press that says everything by itself."""


class AnswerForm(PressForm):
    """What was done about a request to read first."""

    note = what_was_done()

    def arguments(self) -> dict:
        return {"note": self.cleaned_data["note"]}


class AttemptForm(ActionForm):
    """What came of a try to reach the person."""

    outcome = forms.ChoiceField(choices=Outcome.choices)

    def arguments(self) -> dict:
        return super().arguments() | {"outcome": self.cleaned_data["outcome"]}


class NoteForm(ActionForm):
    """Something to remember."""

    note = StoryField(
        label=_("Note"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the note first")},
    )

    def arguments(self) -> dict:
        return {"text": self.cleaned_data["note"]}


class HoldForm(ActionForm):
    """Why it is kept, or why no longer."""

    note = StoryField(
        label=_("Why?"),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Write why first")},
    )


class HandOverForm(ActionForm):
    """To whom it goes."""

    field_order = ["to", "note"]
    to = forms.ModelChoiceField(
        label=_("To"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose who takes it on")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues()

    def offer(self, people: list[tuple[str, str]]) -> None:
        """Show these people, pairs of id and name, without asking for them again."""
        field = self.fields["to"]
        field.choices = [("", field.empty_label), *people]

    def arguments(self) -> dict:
        return super().arguments() | {"to": self.cleaned_data["to"]}


class ReopenForm(ActionForm):
    """Why it is open again; needed where the person asked not to be contacted."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        note = self.fields["note"]
        note.required = self.subject is not None and self.subject.is_withdrawn
        note.error_messages["required"] = _("Write why you reopen what was withdrawn")


class SnoozeForm(ActionForm):
    """When to come back: a time that was offered, or one of one's own."""

    field_order = ["until", "note"]
    offered = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    until = forms.DateTimeField(
        label=_("Another day and time"),
        required=False,
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        until = data.get("offered") or data.get("until")
        problem = (
            against_snoozing(until, timezone.now(), data.get("note", ""))
            if until
            else _("Choose when it comes back")
        )
        if problem:
            self.add_error("until", problem)
        return data | {"until": until}

    def arguments(self) -> dict:
        return super().arguments() | {"until": self.cleaned_data["until"]}


class ScheduleForm(ActionForm):
    """When the consultation is."""

    field_order = ["when", "note"]
    when = forms.DateTimeField(
        label=_("Day and time"),
        error_messages={"required": _("Choose day and time")},
        input_formats=MOMENTS,
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
    )

    def arguments(self) -> dict:
        return super().arguments() | {"when": self.cleaned_data["when"]}


class CloseForm(ActionForm):
    """How it ended."""

    field_order = ["disposition", "duplicate_of", "note"]
    disposition = forms.ChoiceField(
        label=_("How it ended"),
        error_messages={"required": _("Choose how it ended")},
    )
    duplicate_of = TypedField(
        label=_("Repeats request"),
        help_text=_("Its reference, for a duplicate only."),
        required=False,
        limit=20,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["disposition"].choices = [
            ("", _("Choose how it ended")),
            *CLOSING,
        ]
        if "did" in self.fields:
            self.fields["did"].required = False

    def clean_duplicate_of(self):
        """Turn the reference into the request."""
        text = self.cleaned_data["duplicate_of"]
        if not text:
            return None
        visible = ConsultationRequest.objects.visible_to(self.user)
        found = visible.filter(reference=normal_reference(text) or "-").first()
        if found is None:
            raise forms.ValidationError(_("There is no request with this reference"))
        return found

    def clean(self):
        """A duplicate names what it repeats, and nothing else does.

        Only where that one comes on top instead may it stay open what was done.
        """
        data = super().clean()
        stays = data.get("duplicate_of")
        stays = stays and (stays.duplicate_of or stays)
        passed_on = stays is not None and stays.is_open
        if "did" in self.fields and not (data.get("did") or passed_on):
            self.add_error("did", self.fields["did"].error_messages["required"])
        is_duplicate = data.get("disposition") == Disposition.DUPLICATE
        if "duplicate_of" in data and is_duplicate != (
            data["duplicate_of"] is not None
        ):
            self.add_error(
                "duplicate_of", _("A duplicate, and only that, repeats a request")
            )
        return data

    def arguments(self) -> dict:
        return super().arguments() | {
            "disposition": self.cleaned_data["disposition"],
            "duplicate_of": self.cleaned_data["duplicate_of"],
        }


class DecideForm(PressForm):
    """Suitable or not, and why; clinicians alone read the reason."""

    suitable = forms.ChoiceField(choices=[("yes", _("Suitable")), ("no", NOT_SUITABLE)])
    reason = StoryField(
        label=_("Reason"),
        help_text=_("Clinicians alone read it. Write nothing of it into a note."),
        limit=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the reason first")},
    )

    def arguments(self) -> dict:
        return super().arguments() | {
            "suitable": self.cleaned_data["suitable"] == "yes",
            "reason": self.cleaned_data["reason"],
        }


@dataclass(frozen=True)
class Action:
    """One thing to press."""

    name: str
    done: str
    form: type[forms.Form] = ActionForm
    # Clinicians do this too with what was handed to them.
    by_clinicians: bool = False
    # A note or an attempt happened, whatever else did: it never conflicts.
    overtakable: bool = True
    # Nobody else does this, whatever they may otherwise.
    clinicians_alone: bool = False
    # A permission that nothing else gives.
    needs: str = ""

    def allowed_to(self, user) -> bool:
        """Say whether a person may press it."""
        if not user.has_perm("consultations.change_consultationrequest"):
            return False
        if self.clinicians_alone:
            return decides(user)
        if self.needs:
            return user.has_perm(self.needs)
        return self.by_clinicians or user.has_perm("consultations.work_requests")


ACTIONS = {
    action.name: action
    for action in (
        Action("take", _("It is yours."), BareForm),
        Action("hand_over", _("Handed over."), HandOverForm, by_clinicians=True),
        Action("start_contact", _("Contact started."), BareForm),
        Action(
            "log_attempt",
            _("Noted in the history."),
            AttemptForm,
            by_clinicians=True,
            overtakable=False,
        ),
        Action("snooze", _("Put off; it comes back by itself."), SnoozeForm),
        Action("schedule", _("Scheduled."), ScheduleForm),
        Action("confirm", _("Confirmed."), BareForm),
        Action("miss", _("Noted that they did not come.")),
        Action("decide", _("Decided."), DecideForm, clinicians_alone=True),
        Action("close", _("Closed."), CloseForm),
        Action("reopen", _("Open again."), ReopenForm),
        Action("mark_spam", _("Closed as spam; it can be reopened.")),
        Action("mark_genuine", _("Among the others now.")),
        Action(
            "answer_read_first",
            _("Kept in the history."),
            AnswerForm,
            by_clinicians=True,
            overtakable=False,
        ),
        Action("hold", _("On hold until you end it."), HoldForm, needs=ANSWERS_RIGHTS),
        Action(
            "release",
            _("Not on hold any more; its clock runs on."),
            HoldForm,
            needs=ANSWERS_RIGHTS,
        ),
        Action("void_own_link", _("The private link leads nowhere now."), BareForm),
        Action(
            "add_note",
            _("Note kept."),
            NoteForm,
            by_clinicians=True,
            overtakable=False,
        ),
    )
}
