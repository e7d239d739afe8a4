"""Whether a browser fetches a page in case somebody goes there."""

_SAID_IN = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")
_WORDS = ("prefetch", "prerender", "preview")


def is_fetched_ahead(request) -> bool:
    """Say whether nobody has this page before them yet, by what the browser says."""
    said = " ".join(request.headers.get(name, "") for name in _SAID_IN).lower()
    return any(word in said for word in _WORDS)
