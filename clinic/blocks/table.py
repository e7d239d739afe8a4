"""Tables of plain words, with header cells for columns and rows."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import (
    TypedTableBlock,
    TypedTableBlockValidationError,
)


class TableBlock(TypedTableBlock):
    """Rows of plain words; headings name the columns, the first column the rows."""

    text = blocks.CharBlock(label=_("Text"), required=False, max_length=300)

    def clean(self, value):
        """Ask for the cells without which nobody can hear what a cell is about."""
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        found = []
        if not cleaned.caption.strip():
            found.append(_("Give the table a caption that says what it shows."))
        if len(cleaned.columns) < 2 or not cleaned.row_data:
            found.append(_("A table needs at least two columns and one row."))
        if not all(column["heading"].strip() for column in cleaned.columns):
            found.append(_("Give every column a heading."))
        if not all(_names_itself(row["values"]) for row in cleaned.row_data):
            found.append(_("Fill in the first cell of every row: it names the row."))
        if found:
            raise TypedTableBlockValidationError(non_block_errors=found)
        return cleaned

    class Meta:
        icon = "table"
        label = _("Table")
        template = "blocks/table.html"
        description = _("Headings on top; the first column names each row.")
        help_text = _(
            "Say in the caption what the table shows, name every column, and let the "
            "first cell of a row name it. [1] points to the first reference."
        )
        preview_value = {
            "columns": [
                {"type": "text", "heading": _("Effect")},
                {"type": "text", "heading": _("How many people")},
            ],
            "rows": [{"values": ["Drowsy", "56 in 100"]}],
            "caption": _("What people felt"),
        }


def _names_itself(cells: list) -> bool:
    return bool(cells) and bool(str(cells[0]).strip())
