"""The claims guard: statements that a clinic's page must not make."""


def open_findings(page) -> list:
    """Return what in a page's text stops its publication."""
    return []
