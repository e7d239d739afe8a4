"""How much of anything an export may hold before it is taken for an attack."""

from django.utils.translation import gettext as _

from articles.imports.wordpress.export_file import ExportFileError

# Bytes of one tag with its attributes, or of one remark between tags.
LONGEST_TAG = 1024 * 1024
# Characters that are kept of one item, or of what stands before the items.
LONGEST_ITEM = 20_000_000
LONGEST_HEAD = 50_000_000
# WordPress nests six deep; what a plugin adds is seldom deeper.
DEEPEST = 64
MOST_ATTRIBUTES = 100
# Different names of tags and attributes in a whole file.
MOST_NAMES = 2_000


def tag_too_long(line: int) -> ExportFileError:
    """Return the error for a tag or remark that does not end."""
    return ExportFileError(
        _(
            "A single tag in line %(line)d is longer than %(most)d KB, which no "
            "WordPress export has; export it again."
        )
        % {"line": line, "most": LONGEST_TAG // 1024}
    )


def too_deep() -> ExportFileError:
    """Return the error for tags inside tags inside tags."""
    return ExportFileError(
        _(
            "The file has tags nested more than %(most)d deep, as an attack would; no "
            "WordPress export does."
        )
        % {"most": DEEPEST}
    )


def too_many_attributes(tag: str) -> ExportFileError:
    """Return the error for a tag with too many attributes."""
    return ExportFileError(
        _(
            "The tag “%(tag)s” has more than %(most)d attributes, as an attack would; "
            "no WordPress export has."
        )
        % {"tag": tag[:40], "most": MOST_ATTRIBUTES}
    )


def too_many_names() -> ExportFileError:
    """Return the error for ever new tags."""
    return ExportFileError(
        _(
            "The file has more than %(most)d different tags, as an attack would; no "
            "WordPress export has."
        )
        % {"most": MOST_NAMES}
    )


def item_too_long(title: str) -> ExportFileError:
    """Return the error for an item whose text is out of all proportion."""
    return ExportFileError(
        _(
            "The item “%(title)s…” holds more than %(most)d million characters, which "
            "nobody could read; shorten it in WordPress and export again."
        )
        % {"title": title[:40], "most": LONGEST_ITEM // 1_000_000}
    )


def head_too_long() -> ExportFileError:
    """Return the error for a list of authors and terms out of all proportion."""
    return ExportFileError(
        _(
            "The lists of authors, categories and tags hold more than %(most)d million "
            "characters, which no WordPress export has."
        )
        % {"most": LONGEST_HEAD // 1_000_000}
    )
