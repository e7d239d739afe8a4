"""Whether a browser fetches a page in case somebody goes there."""

_SAID_IN = (
    "HTTP_SEC_PURPOSE",
    "HTTP_PURPOSE",
    "HTTP_X_PURPOSE",
    "HTTP_X_MOZ",
)
_WORDS = ("prefetch", "prerender", "preview")


def is_fetched_ahead(request) -> bool:
    """Say whether nobody has this page before them yet, by what the browser says."""
    return said_ahead(request.META)


def said_ahead(environ: dict) -> bool:
    """Say the same of a request that is no more than its headers yet."""
    said = [environ[name].lower() for name in _SAID_IN if name in environ]
    return any(word in words for words in said for word in _WORDS)
