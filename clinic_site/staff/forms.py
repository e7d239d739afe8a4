from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from clinic.roles import (
    CLINIC_MANAGERS,
    CLINICIANS,
    EDITORS,
    INTAKE_COORDINATORS,
    MEDICAL_REVIEWERS,
)
from consultations.admin.actions import colleagues

ROLE_CHOICES = [
    (INTAKE_COORDINATORS, _("Intake coordinator: works every request at the desk")),
    (CLINICIANS, _("Clinician: requests handed to them, decides suitability")),
    (EDITORS, _("Editor: writes pages and articles, sees no request")),
    (MEDICAL_REVIEWERS, _("Medical reviewer: vouches for medical texts")),
    (CLINIC_MANAGERS, _("Clinic manager: the desk, its settings, figures, and staff")),
]


def roles_field() -> forms.MultipleChoiceField:
    """Return the field that asks for somebody's roles; they add up."""
    return forms.MultipleChoiceField(
        label=_("Roles"),
        choices=ROLE_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role")},
    )


class PersonForm(forms.Form):
    """What somebody is called and where mail reaches them."""

    use_required_attribute = False
    subject = None

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        error_messages={"required": _("Write the first name")},
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        error_messages={"required": _("Write the last name")},
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Their own: nobody else may read the mail that comes there."),
        error_messages={"required": _("Write the e-mail address")},
    )

    def clean_email(self):
        """Refuse an address that somebody else has."""
        people = get_user_model()
        email = people.objects.normalize_email(self.cleaned_data["email"])
        others = people.with_address(email)
        if self.subject:
            others = others.exclude(pk=self.subject.pk)
        if others.exists():
            raise forms.ValidationError(
                _("Somebody on the list has this address. Find them there instead.")
            )
        return email


class InviteForm(PersonForm):
    """Who is invited, at which address, to do what."""

    roles = roles_field()


class StepForm(forms.Form):
    """A step that asks for nothing more than the press."""

    use_required_attribute = False

    def __init__(self, *args, subject, open_requests: int = 0, **kwargs):
        super().__init__(*args, **kwargs)
        self.subject = subject

    def arguments(self) -> dict:
        """Return what the method of the step is called with."""
        return {}


class ContactForm(PersonForm, StepForm):
    """What somebody is called from now on, and where mail reaches them."""

    def __init__(self, *args, subject, **kwargs):
        now = {name: getattr(subject, name) for name in PersonForm.base_fields}
        super().__init__(*args, subject=subject, initial=now, **kwargs)

    def clean(self):
        """Refuse a press that would change nothing."""
        if not self.errors and not self.has_changed():
            raise forms.ValidationError(_("Nothing here is different yet."))
        return super().clean()

    def arguments(self) -> dict:
        typed = self.cleaned_data
        name = (typed["first_name"], typed["last_name"])
        return {"name": name, "email": typed["email"]}


class RolesForm(StepForm):
    """Which roles somebody holds from now on."""

    roles = roles_field()

    def __init__(self, *args, subject, **kwargs):
        held = subject.role_names
        super().__init__(*args, subject=subject, initial={"roles": held}, **kwargs)

    def arguments(self) -> dict:
        return {"roles": self.cleaned_data["roles"]}


class EndForm(StepForm):
    """To whom the open requests go of somebody whose access ends."""

    def __init__(self, *args, subject, open_requests: int = 0, **kwargs):
        super().__init__(*args, subject=subject, **kwargs)
        if open_requests:
            self.fields["to"] = forms.ModelChoiceField(
                label=_("Hand their open requests to"),
                queryset=colleagues().exclude(pk=subject.pk),
                empty_label=_("Choose a colleague"),
                error_messages={"required": _("Choose who takes them on")},
            )

    @property
    def heir(self):
        """Return who takes the open requests on, or None where there are none."""
        return self.cleaned_data.get("to")
