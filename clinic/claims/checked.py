"""What is no page but stands on pages: the guard reads it when it is saved."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from clinic.claims.pages import open_findings
from clinic.claims.pieces import field_label
from clinic.claims.said import sentence_for


class ClaimsChecked(models.Model):
    """A snippet, setting or picture whose words are public once it is saved."""

    class Meta:
        abstract = True

    def clean(self):
        """Refuse what the guard finds, beside the field where it stands.

        Raises ValidationError with the words, why, and what to do.
        """
        super().clean()
        names = {field_label(f): f.name for f in self._meta.concrete_fields}
        errors: dict[str, list] = {}
        for found in open_findings(self):
            name = names.get(found.field, NON_FIELD_ERRORS)
            errors.setdefault(name, []).append(sentence_for(found))
        if errors:
            errors[list(errors)[-1]].append(self._way_out())
            raise ValidationError(errors)

    def _way_out(self) -> str:
        if self.pk is None:
            return gettext(
                "Save it with other words; then a medical reviewer can allow an exact "
                "wording with evidence."
            )
        meta = self._meta
        place = [meta.app_label, meta.model_name, self.pk]
        return format_html(
            '{} <a href="{}">{}</a>',
            gettext("A medical reviewer can allow an exact wording with evidence:"),
            reverse("claims_findings", args=place),
            gettext("check a wording"),
        )
