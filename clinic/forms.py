"""The form in which a page is written."""

from django.utils.functional import cached_property
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.blocks import StreamBlockValidationError

from clinic.citations import labelled_words, mistakes


class WrittenPageForm(WagtailAdminPageForm):
    """Checks the numbers in a text against the references; a draft may be anything."""

    def clean(self):
        """Refuse a text that points nowhere, or a reference nothing points to."""
        cleaned = super().clean()
        if self.is_deferred_validation or "body" in self.errors:
            return cleaned
        found = self.citation_mistakes
        if found:
            self.add_error("body", StreamBlockValidationError(non_block_errors=found))
        return cleaned

    @cached_property
    def citation_mistakes(self) -> list[str]:
        """Return where what was sent does not fit together, each as a sentence."""
        formset = self.formsets.get("sources")
        if formset is None or "body" not in self.cleaned_data:
            return []
        if not formset.is_valid():
            return []
        kept = (row for row in formset.forms if row not in formset.deleted_forms)
        count = sum(bool(row.cleaned_data.get("reference")) for row in kept)
        model = self._meta.model
        values = {
            name: self.cleaned_data[name]
            for name in model.reader_fields
            if name in self.cleaned_data
        }
        return mistakes(labelled_words(model, values), count)
