"""What a person allowed, in words that cannot be misread in a hurry."""

from django.utils.translation import gettext as _


def permission_words(request) -> list[str]:
    """Return what may be done on the phone; nothing where no number was given."""
    if not request.phone:
        return []
    return [
        _("Voicemail allowed") if request.voicemail_ok else _("No voicemail"),
        _("Clinic's name may be said")
        if request.clinic_name_ok
        else _("Do not say the clinic's name"),
        _("Texts allowed") if request.text_ok else _("No texts"),
    ]
