"""Invented questions of the second page, one of every kind."""

from django import forms
from django.utils.translation import gettext_lazy as _

SURENESS = [("yes", _("Yes")), ("no", _("No")), ("not-sure", _("Not sure"))]


class DetailsForm(forms.Form):
    """What the second page asks, every question optional, each saying why."""

    use_required_attribute = False

    reason = forms.ChoiceField(
        label="What brings you here?",
        help_text="So that the person who talks with you can prepare.",
        required=False,
        choices=[
            ("depression", "Depression"),
            ("anxiety", "Anxiety"),
            ("ptsd", "PTSD"),
            ("pain", "Lasting pain"),
            ("other", "Something else"),
            ("not-sure", "I am not sure"),
            ("private", "I prefer not to say"),
        ],
        widget=forms.RadioSelect,
    )
    treatments_tried = forms.MultipleChoiceField(
        label="What have you tried so far?",
        help_text="It saves you from telling it twice. Choose as many as fit.",
        required=False,
        choices=[
            ("medicine", "Medicine"),
            ("therapy", "Talking therapy"),
            ("tms", "Magnetic stimulation (TMS)"),
            ("ect", "Electroconvulsive therapy (ECT)"),
            ("nothing", "Nothing yet"),
            ("private", "I prefer not to say"),
        ],
        widget=forms.CheckboxSelectMultiple,
    )
    clearance_heart = forms.ChoiceField(
        label="Has a doctor ever told you of a heart condition?",
        help_text="Ketamine raises blood pressure for a while. With a heart condition "
        "a clinician may ask your doctor for clearance first.",
        required=False,
        choices=SURENESS,
        widget=forms.RadioSelect,
    )
    notes = forms.CharField(
        label="Is there anything that would make a visit easier for you?",
        help_text="An interpreter, a quiet hour, somebody beside you.",
        required=False,
        max_length=500,
        error_messages={"max_length": "Please keep to 500 characters"},
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )


def details(**sent) -> DetailsForm:
    """Return the questions, empty or as somebody answered them."""
    return DetailsForm(sent or None)
