"""The form in which a picture's entry in the library is written."""

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


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
