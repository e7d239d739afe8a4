from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consultations.models import ContactMethod


class WayForm(forms.Form):
    """A form that asks how to reach a person: the way they chose must be open."""

    def clean(self):
        """Ask for the one way to reach the person that they chose."""
        data = super().clean()
        method = data.get("contact_method")
        if method in (ContactMethod.PHONE, ContactMethod.TEXT):
            self._need("phone", _("Enter a phone number, or choose e-mail"))
        if method == ContactMethod.EMAIL:
            self._need("email", _("Enter an e-mail address, or choose phone"))
        if method == ContactMethod.TEXT and not data.get("text_ok"):
            words = _("Tick that we may text you, or choose another way")
            self.add_error("text_ok", ValidationError(words, code="text"))
        return data

    def known(self, name: str) -> str:
        """Return what we have of a number or address without asking."""
        return ""

    def _need(self, name, message):
        given = self.cleaned_data.get(name) or self.known(name)
        if name not in self.errors and not given:
            self.add_error(name, ValidationError(message, code="required"))
