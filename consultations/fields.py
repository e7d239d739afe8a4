"""Form fields that take what people type as they type it."""

import re
import unicodedata

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.models.lookups import REGION

# What Unicode calls Cc, but for tab and newline.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
# A blank that shows nothing, but lets the style sheet tell an empty field from a
# filled one: only an empty field may step back when another way is chosen.
NOT_FILLED_IN = " "


def printable(text: str) -> str:
    """Return `text` without control characters; every script and direction stays.

    Tab and newline stay too. Marks that steer the direction of writing are not
    control characters in this sense (they are Cf, not Cc).
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", text)


class TypedField(forms.CharField):
    """Text of one line: kept to the letter but for control characters and edges.

    There is no maxlength in the page, because browsers cut a pasted text in silence.
    """

    too_long = _("This is too long: please keep to %(limit)s characters.")

    def __init__(self, *args, limit: int, **kwargs):
        self.limit = limit
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        if value in self.empty_values:
            return ""
        return re.sub(r"[\t\n]+", " ", printable(str(value))).strip()

    def validate(self, value):
        super().validate(value)
        if len(value) > self.limit:
            raise ValidationError(
                self.too_long, code="max_length", params={"limit": self.limit}
            )


class StoryField(TypedField):
    """Text of many lines, kept to the letter, blanks at its edges too."""

    widget = forms.Textarea
    too_long = _(
        "Please keep to %(limit)s characters; this has %(length)s. Nothing is lost: "
        "shorten it here, or tell us the rest when we call."
    )

    def to_python(self, value):
        if value in self.empty_values:
            return ""
        text = printable(str(value))
        return text if text.strip() else ""

    def validate(self, value):
        forms.Field.validate(self, value)
        if len(value) > self.limit:
            raise ValidationError(
                self.too_long,
                code="max_length",
                params={"limit": f"{self.limit:,}", "length": f"{len(value):,}"},
            )


class PhoneField(TypedField):
    """A phone number in any usual writing, kept as E.164 (with its extension)."""

    widget = forms.TextInput(
        attrs={
            "type": "tel",
            "autocomplete": "tel",
            "enterkeyhint": "next",
            "placeholder": NOT_FILLED_IN,
            "aria-required": "true",
        }
    )
    unreadable = _(
        "Check the phone number: write it with its area code, like 703 555 0142, or "
        "with + and the country code."
    )

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return ""
        written = re.sub(r"^00\s*(?=[1-9])", "+", unicodedata.normalize("NFKC", text))
        try:
            number = phonenumbers.parse(written, REGION)
        except phonenumbers.NumberParseException:
            raise ValidationError(self.unreadable, code="phone") from None
        if not _can_be_called(number):
            raise ValidationError(self.unreadable, code="phone")
        extension, number.extension = number.extension, None
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        return f"{e164};ext={extension}" if extension else e164


def _can_be_called(number) -> bool:
    """Say whether the length fits; new ranges that no list knows yet must pass."""
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return False
    if number.country_code == 1:
        national = str(number.national_number)
        return bool(re.fullmatch(r"[2-9]\d\d[2-9]\d{6}", national))
    return True


class EmailField(forms.EmailField):
    """An e-mail address; control characters go, as everywhere."""

    def to_python(self, value):
        return super().to_python(printable(value).replace("\n", "") if value else "")

    def widget_attrs(self, widget):
        return {}


class YesField(forms.BooleanField):
    """A box; only a plain yes ticks it, and nothing else stands for consent."""

    YES = {"on", "yes", "true", "1"}

    def to_python(self, value):
        return value is True or str(value).strip().lower() in self.YES

    def validate(self, value):
        if not value and self.required:
            raise ValidationError(self.error_messages["required"], code="required")


class YesBox(forms.CheckboxInput):
    """A checkbox that hands on the very word that came."""

    def __init__(self, attrs=None):
        super().__init__(attrs, check_test=self._is_yes)

    @staticmethod
    def _is_yes(value) -> bool:
        return value is True or str(value).strip().lower() in YesField.YES

    def value_from_datadict(self, data, files, name):
        return data.get(name, False)


YesField.widget = YesBox
