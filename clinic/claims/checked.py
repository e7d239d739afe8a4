"""What is no page but stands on pages: the guard reads it when it is saved."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from clinic.claims.pages import open_findings, sentence_for
from clinic.claims.pieces import field_label


class ClaimsChecked(models.Model):
    """A snippet or setting whose words are public as soon as it is saved."""

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
            last = list(errors)[-1]
            errors[last].append(
                _("A medical reviewer can allow an exact wording with evidence.")
            )
            raise ValidationError(errors)
