"""Phone numbers as people write them, and as a phone dials them."""

import phonenumbers


def display(number: str) -> str:
    """Return an E.164 number in national writing; anything else as it stands."""
    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return number
    style = (
        phonenumbers.PhoneNumberFormat.NATIONAL
        if parsed.country_code == 1
        else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, style)


def href(number: str) -> str:
    """Return a tel: address of an E.164 number."""
    return f"tel:{number}" if number else ""
