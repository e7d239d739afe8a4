"""What the page editor shows of a text that is being written: how hard it reads."""

from django.http import Http404
from django.template.response import TemplateResponse
from wagtail.admin.views.pages.preview import PreviewOnCreate, PreviewOnEdit

from clinic.models import BasePage
from clinic.readability import measure_page


class _ReadabilityHint:
    """Measures what the editor's preview shows, typed but not saved yet.

    Who may not see the preview may not see this; nothing is stored.
    """

    http_method_names = ("get",)

    def get(self, request, *args, **kwargs):
        if not isinstance(self.object, BasePage):
            raise Http404
        typed = self._get_form_state()
        if typed:
            form = self.get_form(self._get_form_data(typed))
            if self.validate_form(form):
                form.save(commit=False)
        return TemplateResponse(
            request,
            "clinic/readability_hint.html",
            {"found": measure_page(self.object)},
        )


class ReadabilityOnEdit(_ReadabilityHint, PreviewOnEdit):
    """The hint for a page that exists."""


class ReadabilityOnCreate(_ReadabilityHint, PreviewOnCreate):
    """The hint for a page that is written for the first time."""
