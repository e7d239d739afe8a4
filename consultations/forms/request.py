from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations import clocks
from consultations.fields import (
    NOT_FILLED_IN,
    EmailField,
    PhoneField,
    StoryField,
    TypedField,
    YesField,
)
from consultations.models import ContactMethod, ForWhom

NAME_LIMIT = 200
MESSAGE_LIMIT = 5000
DECOY = "website"


class RequestForm(forms.Form):
    """The first page of a request: only what a call needs.

    The fields stand in the order of the page, so that the list of errors does too.
    """

    use_required_attribute = False

    name = TypedField(
        label=_("What should we call you?"),
        help_text=_("A first name is enough."),
        limit=NAME_LIMIT,
        error_messages={"required": _("Tell us what to call you")},
        widget=forms.TextInput(
            attrs={"autocomplete": "name", "enterkeyhint": "next", "dir": "auto"}
        ),
    )
    contact_method = forms.ChoiceField(
        label=_("How may we reach you?"),
        choices=ContactMethod.choices,
        initial=ContactMethod.PHONE,
        error_messages={
            "required": _("Choose how we may reach you"),
            "invalid_choice": _("Choose how we may reach you"),
        },
        widget=forms.RadioSelect,
    )
    phone = PhoneField(label=_("Phone"), required=False, limit=60)
    text_ok = YesField(
        label=_("You may send me text messages about this request"),
        help_text=_("Needed only if you choose text. You can say stop at any time."),
        required=False,
    )
    email = EmailField(
        label=_("E-mail"),
        required=False,
        max_length=254,
        error_messages={"invalid": _("Check the e-mail address: name@example.com")},
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "enterkeyhint": "next",
                "placeholder": NOT_FILLED_IN,
            }
        ),
    )
    contact_times = forms.MultipleChoiceField(
        label=_("When suits you?"),
        required=False,
        error_messages={
            "invalid_choice": _("Choose again when it suits you: our hours changed")
        },
        widget=forms.CheckboxSelectMultiple,
    )
    voicemail_ok = YesField(
        label=_("You may leave me a voicemail"),
        help_text=_("Left unticked, we hang up and try again."),
        required=False,
    )
    clinic_name_ok = YesField(
        label=_("You may say the clinic's name"),
        help_text=_("To whoever picks up, or on a voicemail."),
        required=False,
    )
    for_whom = forms.ChoiceField(
        label=_("Who is it for?"),
        help_text=_("We call you, never the other person unasked."),
        choices=ForWhom.choices,
        initial=ForWhom.SELF,
        required=False,
        widget=forms.RadioSelect,
    )
    message = StoryField(
        label=_("Anything you would like us to know"),
        required=False,
        limit=MESSAGE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    adult = YesField(
        label=_("The person this is for is 18 or older."),
        error_messages={
            "required": _("Tick that the person this is for is 18 or older")
        },
    )
    consent = YesField(
        label="",
        error_messages={"required": _("Tick that we may contact you")},
    )
    website = TypedField(
        label=_("Leave this empty"),
        required=False,
        limit=settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(
        self,
        *args,
        windows: list[str],
        consent_text: str,
        next_opening: str = "",
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["contact_times"].choices = [
            (window, clocks.window_words(window)) for window in windows
        ]
        self.fields["consent"].label = consent_text
        self.fields["message"].help_text = _who_reads_when(next_opening)

    def clean_for_whom(self):
        """Take silence for "myself": it is the usual case."""
        return self.cleaned_data["for_whom"] or ForWhom.SELF

    def clean(self):
        """Ask for the one way to reach the person that they chose."""
        data = super().clean()
        method = data.get("contact_method")
        if method in (ContactMethod.PHONE, ContactMethod.TEXT):
            self._need("phone", _("Enter a phone number, or choose e-mail"))
        if method == ContactMethod.EMAIL:
            self._need("email", _("Enter an e-mail address, or choose phone"))
        if method == ContactMethod.TEXT and not data.get("text_ok"):
            self.add_error(
                "text_ok",
                ValidationError(
                    _("Tick that we may text you, or choose another way"), code="text"
                ),
            )
        return data

    def _need(self, name, message):
        if name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, ValidationError(message, code="required"))

    @property
    def content(self) -> dict:
        """Return what `ConsultationRequest.receive()` keeps of a valid form."""
        kept = (
            "name email phone message contact_method contact_times voicemail_ok "
            "clinic_name_ok text_ok for_whom adult"
        )
        return {field: self.cleaned_data[field] for field in kept.split()}

    @property
    def fell_for_decoy(self) -> bool:
        """Say whether the field that people do not see was filled in."""
        return bool(self.data.get(self.add_prefix(DECOY), "").strip())


def _who_reads_when(next_opening: str) -> str:
    leave_out = _("Leave out what you would rather say later.")
    if not next_opening:
        return f"{leave_out} {_('Requests are read in order, not watched live.')}"
    nobody = _("Nobody reads requests until we open: %(opening)s.")
    return f"{leave_out} {nobody % {'opening': next_opening}}"
