"""Cells of exports that no spreadsheet runs."""

import unicodedata

# What a spreadsheet takes for a formula or a command, where it stands first.
_COMMANDS = frozenset("=+-@−")
_BREAKS = ("\t", "\r", "\n")
# Blanks, controls and marks of direction: a spreadsheet may look past them.
_UNSEEN = ("Z", "Cc", "Cf")


def harmless(cell):
    """Return a cell with an apostrophe before text that a spreadsheet would run.

    Full-width and small forms of the signs count as the signs.
    """
    if isinstance(cell, str) and (cell.startswith(_BREAKS) or _commands(cell)):
        return f"'{cell}"
    return cell


def _commands(text: str) -> bool:
    """Say whether the first letter that shows begins a formula."""
    for letter in text:
        if not unicodedata.category(letter).startswith(_UNSEEN):
            return not _COMMANDS.isdisjoint(unicodedata.normalize("NFKC", letter)[:1])
    return False
