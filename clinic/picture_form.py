"""The form in which a picture's entry in the library is written."""

from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from clinic.reencoding import reencoded, unreadable


class PictureField(WagtailImageField):
    """Refuses in words what Wagtail's field fails over: a torn or a gigantic file."""

    def to_python(self, data):
        try:
            return super().to_python(data)
        except (OSError, SyntaxError, Image.DecompressionBombError) as error:
            raise unreadable() from error


class PictureForm(BaseImageForm):
    """Says of each field who reads it: most of them readers never see."""

    class Meta(BaseImageForm.Meta):
        help_texts = {
            "title": _(
                "What colleagues look for in the library, like “Waiting room, "
                "morning”. Readers do not see it."
            ),
            "description": _(
                "What it shows, in one sentence, like “Two armchairs at a window”. "
                "Read to people who cannot see it where a link to a page is shared."
            ),
            "tags": _(
                "Words to find it by in the library, like “rooms, team”, each "
                "closed with a comma."
            ),
            "collection": _("The part of the library it is kept in."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The form for the words of many pictures has no field for a file.
        if plain := self.fields.get("file"):
            self.fields["file"] = PictureField(
                label=plain.label,
                required=plain.required,
                max_length=plain.max_length,
                widget=plain.widget,
            )

    def clean_file(self):
        """Take a picture that can be drawn to its last row, without its metadata."""
        file = self.cleaned_data["file"]
        return reencoded(file) if "file" in self.changed_data else file
