"""What to say after the tone, as far as a person allowed anything to be said."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from clinic.phone import display
from consultations.models.scripts import filled


@dataclass(frozen=True)
class Voicemail:
    """The words to read aloud; without any, why there are none."""

    words: str = ""
    why_not: str = ""
    nameless: bool = False


def voicemail_for(
    request, caller, intake, *, clinic_name, calling_number, main_number
) -> Voicemail | None:
    """Return what `caller` (a user) may say; None where nobody calls at all."""
    if not request.is_open or not request.phone:
        return None
    if not request.voicemail_ok:
        return Voicemail(why_not=_("No voicemail: hang up before the tone."))
    number = calling_number
    if not number and request.clinic_name_ok:
        # Who looks the main number up finds the clinic.
        number = main_number
    if not number:
        return Voicemail(
            why_not=_("Leave none: no number to call back is in the clinic's settings.")
        )
    values = {
        "name": request.name,
        "caller": caller.get_short_name() or str(caller),
        "phone": display(number),
    }
    if request.clinic_name_ok:
        values["clinic"] = clinic_name
        return Voicemail(filled(intake.voicemail_script, values))
    return Voicemail(filled(intake.voicemail_nameless_script, values), nameless=True)
