from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from clinic.claims.checked import ClaimsChecked
from clinic.reencoding import CleanPicture, reencoded


class ClinicImage(ClaimsChecked, AbstractImage):
    """A picture in the library, with whom it is owed to."""

    credit = models.CharField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("Who made the picture and under which license, if not the clinic."),
    )

    # What colleagues find it by; pages name a picture in words of their own.
    never_shown = ("title",)

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    def save(self, *args, **kwargs):
        """Keep a new file drawn anew, without what its camera wrote into it.

        Raises ValidationError where the file is no picture that can be read.
        """
        is_new = bool(self.file) and not self.file._committed
        if is_new and not isinstance(self.file.file, CleanPicture):
            self.file = reencoded(self.file.file)
            self._set_image_file_metadata()
        super().save(*args, **kwargs)

    @property
    def default_alt_text(self) -> str:
        """Return what it shows: never the title, which nobody wrote for readers."""
        return self.description


class ClinicRendition(AbstractRendition):
    """One size and format of a picture, made when a page first needs it."""

    image = models.ForeignKey(
        ClinicImage, on_delete=models.CASCADE, related_name="renditions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"],
                name="clinic_rendition_once",
            )
        ]

    def __str__(self):
        return f"{self.image_id} {self.filter_spec}"
