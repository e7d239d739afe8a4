"""The form in which a document's entry is written."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm

# A PDF names itself within its first bytes; programs that read it look no further.
NAMES_ITSELF, WITHIN = b"%PDF-", 1024


class DocumentForm(BaseDocumentForm):
    """Takes what is a PDF, not what is called one."""

    def clean_file(self):
        """Refuse a file that is something else under the name of a PDF."""
        file = self.cleaned_data["file"]
        if "file" in self.changed_data:
            begins = file.read(WITHIN)
            file.seek(0)
            if NAMES_ITSELF not in begins:
                raise ValidationError(_("This is not a PDF, whatever its name says."))
        return file
