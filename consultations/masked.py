"""A number or an address as its owner knows it again and nobody else learns it."""


def ending_of(phone: str) -> str:
    """Return the last two digits of a stored number, without its extension."""
    return phone.partition(";")[0][-2:]


def hint_of(email: str) -> str:
    """Return an address by the first letters of its parts: "j…@e….com"."""
    local, _at, domain = email.rpartition("@")
    host, _dot, last = domain.rpartition(".")
    return f"{local[:1]}…@{host[:1]}….{last}"
