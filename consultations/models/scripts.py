"""Words that are read aloud, with the few variables that may stand in them."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# No variable holds anything about health, nor what a person wrote.
WITH_NAME = frozenset({"name", "caller", "clinic", "phone"})
WITHOUT_NAME = WITH_NAME - {"clinic"}
_VARIABLE = re.compile(r"\{([^{}]*)\}")


def _validate(text: str, allowed: frozenset[str]) -> None:
    used = _VARIABLE.findall(text)
    unknown = [f"{{{name}}}" for name in used if name not in allowed]
    if unknown:
        raise ValidationError(
            _("Not a variable here: %(unknown)s. There are %(allowed)s."),
            params={
                "unknown": ", ".join(unknown),
                "allowed": ", ".join(f"{{{name}}}" for name in sorted(allowed)),
            },
        )
    if re.search(r"[{}]", _VARIABLE.sub("", text)):
        raise ValidationError(_("A brace stands alone; a variable is {phone}."))
    if "phone" not in used:
        raise ValidationError(_("Say the number to call back: {phone}."))


def validate_script(text: str) -> None:
    """Refuse a script with other variables than these, or without a number."""
    _validate(text, WITH_NAME)


def validate_nameless_script(text: str) -> None:
    """Refuse the same, and the clinic's name."""
    _validate(text, WITHOUT_NAME)


def filled(script: str, values: dict[str, str]) -> str:
    """Return a script with its variables said; one that is unknown stays as it is."""
    return _VARIABLE.sub(
        lambda found: values.get(found[1], found[0]), script.replace("\r\n", "\n")
    )
