from copy import deepcopy

from django.utils.translation import gettext as _

from consultations import clocks
from consultations.masked import ending_of, hint_of

from .request import RequestForm
from .way import WayForm

# In the order of the page, so that the list of errors has it, too.
ASKED = (
    "contact_method",
    "phone",
    "text_ok",
    "email",
    "contact_times",
    "voicemail_ok",
    "clinic_name_ok",
    "name",
)
SHOWN = ("contact_method", "contact_times", "voicemail_ok", "clinic_name_ok", "text_ok")
KEPT_IF_EMPTY = ("name", "phone", "email")


class CorrectionForm(WayForm):
    """How to reach a person, to be corrected by whoever holds the private link.

    It asks with the fields of the request form. Name, number and address are never
    shown: an empty field keeps what we have.
    """

    use_required_attribute = False

    def __init__(self, data=None, *, subject, windows, texts: str, **kwargs):
        initial = {name: getattr(subject, name) for name in SHOWN}
        super().__init__(data, initial=initial, **kwargs)
        self.subject = subject
        for name in ASKED:
            self.fields[name] = deepcopy(RequestForm.base_fields[name])
        # Hours change; a window that was chosen before can still be kept.
        offered = sorted({*windows, *subject.contact_times})
        self.fields["contact_times"].choices = [
            (window, clocks.window_words(window)) for window in offered
        ]
        self.fields["text_ok"].label = texts
        self._say_what_is_kept()

    def _say_what_is_kept(self):
        name, phone, email = (self.fields[field] for field in KEPT_IF_EMPTY)
        for field in (name, phone, email):
            field.required = False
            # The browser would fill in what the page keeps to itself.
            field.widget.attrs["autocomplete"] = "off"
        name.help_text = _("Leave empty to keep the name you gave.")
        # The mail that leads here names no clinic, so neither does this.
        self.fields["clinic_name_ok"].label = _("You may say who is calling")
        if self.subject.phone:
            ending = {"digits": ending_of(self.subject.phone)}
            phone.label = _("A new phone number")
            phone.help_text = (
                _("Leave empty to keep the one that ends in %(digits)s.") % ending
            )
        if self.subject.email:
            hint = {"hint": hint_of(self.subject.email)}
            email.label = _("A new e-mail address")
            email.help_text = _("Leave empty to keep %(hint)s.") % hint

    def known(self, name: str) -> str:
        """An empty field keeps what we have."""
        return getattr(self.subject, name)

    @property
    def changes(self) -> dict:
        """Return what `ConsultationRequest.correct()` takes of a valid form."""
        data = self.cleaned_data
        typed = {name: data[name] for name in KEPT_IF_EMPTY if data[name]}
        return {name: data[name] for name in SHOWN} | typed
