"""Cells of exports that no spreadsheet runs."""

# What a spreadsheet takes for a formula or a command.
_COMMANDS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell):
    """Return a cell with an apostrophe before text that a spreadsheet would run."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_COMMANDS):
        return f"'{cell}"
    return cell
