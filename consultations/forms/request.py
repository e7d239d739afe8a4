from copy import deepcopy

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.fields import (
    NOT_FILLED_IN,
    EmailField,
    PhoneField,
    StoryField,
    TypedField,
    YesBox,
    YesField,
)
from consultations.models import ContactMethod, ForWhom, WordingKind, WordingSet
from consultations.promise import Told

from .way import WayForm

NAME_LIMIT = 200
MESSAGE_LIMIT = 5000
DECOY = "website"
WHY_A_MESSAGE = _(
    "So that whoever calls you can prepare. Leave out what you would rather say later."
)

Windows = list[tuple[str, str]]


class SharedFields(dict):
    """Fields that all forms of a class share: whoever changes one makes it their own.

    Django copies every field for every form, words and widgets and all, which takes
    longer than to check what was sent.
    """

    def __deepcopy__(self, memo) -> dict[str, forms.Field]:
        return dict(self)


class RequestForm(WayForm):
    """The first page of a request: only what a call needs.

    The fields stand in the order of the page, so that the list of errors does too.
    """

    use_required_attribute = False

    name = TypedField(
        label=_("What should we call you?"),
        help_text=_("A first name is enough. Yours, also if you ask for someone else."),
        limit=NAME_LIMIT,
        error_messages={"required": _("Tell us what to call you")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "name",
                "autocapitalize": "words",
                "spellcheck": "false",
                "enterkeyhint": "next",
                "dir": "auto",
                "aria-required": "true",
            }
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
        label="",
        help_text=_("Your choice, never a condition. Needed only if you choose text."),
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
                "aria-required": "true",
                "placeholder": NOT_FILLED_IN,
            }
        ),
    )
    contact_times = forms.MultipleChoiceField(
        label=_("When suits you?"),
        help_text=_(
            "So that we try when you can talk. Tick none for any time we are open; "
            "later times mean a later first try."
        ),
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
        help_text=_("Left unticked, we do not say it before we know that it is you."),
        required=False,
    )
    for_whom = forms.ChoiceField(
        label=_("Who is it for?"),
        help_text=_(
            "So that we know whom we talk with: you, never the other person unasked."
        ),
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
        widget=YesBox(attrs={"aria-required": "true"}),
    )
    consent = YesField(
        label="",
        error_messages={"required": _("Tick that we may contact you")},
        widget=YesBox(attrs={"aria-required": "true"}),
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
        times: forms.Field,
        wordings: WordingSet | None = None,
        told: Told | None = None,
        told_by_mail: Told | None = None,
        **kwargs,
    ):
        """Make the form; without `wordings` and what is told it checks, unshown.

        `times` is the field of `contact_times`, which forms may share.
        """
        super().__init__(*args, **kwargs)
        self.fields["contact_times"] = times
        if wordings:
            self._own("consent").label = wordings[WordingKind.CONSENT].said()
            self._own("text_ok").label = wordings[WordingKind.TEXTS].said()
        if told_by_mail:
            self._own("email").help_text = str(told_by_mail.promise)
        if told:
            self._own("message").help_text = f"{WHY_A_MESSAGE} {told.reading}"

    @classmethod
    def times(cls, windows: Windows) -> forms.Field:
        """Return the field that offers these windows."""
        field = deepcopy(cls.base_fields["contact_times"])
        field.choices = windows
        return field

    def _own(self, name: str) -> forms.Field:
        """Return a field of this form alone, to be changed."""
        self.fields[name] = deepcopy(self.base_fields[name])
        return self.fields[name]

    def _clean_fields(self):
        """Check each field as Django does, without making what shows it.

        None of them is disabled, and no file is sent.
        """
        for name, field in self.fields.items():
            sent = field.widget.value_from_datadict(
                self.data, self.files, self.add_prefix(name)
            )
            try:
                self.cleaned_data[name] = field.clean(sent)
                if own := getattr(self, f"clean_{name}", None):
                    self.cleaned_data[name] = own()
            except ValidationError as error:
                self.add_error(name, error)

    def clean_for_whom(self):
        """Take silence for "myself": it is the usual case."""
        return self.cleaned_data["for_whom"] or ForWhom.SELF

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


# Forms that are made of this one take its fields with them, and copy them.
RequestForm.base_fields = SharedFields(RequestForm.base_fields)
