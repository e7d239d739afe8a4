"""The hint on plain words in the page editor's Checks panel."""

from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from wagtail import hooks

from clinic.readability_views import ReadabilityOnCreate, ReadabilityOnEdit


@hooks.register("register_admin_urls")
def readability_urls() -> list:
    """Add the addresses that the hint is fetched from."""
    return [
        path(
            "pages/<int:page_id>/readability/",
            ReadabilityOnEdit.as_view(),
            name="readability_on_edit",
        ),
        path(
            "pages/add/<slug:content_type_app_name>/<slug:content_type_model_name>"
            "/<int:parent_page_id>/readability/",
            ReadabilityOnCreate.as_view(),
            name="readability_on_add",
        ),
    ]


@hooks.register("insert_editor_js")
def readability_script() -> str:
    """Fetch the hint anew whenever the preview has taken up what was typed."""
    return format_html('<script src="{}"></script>', static("js/readability.js"))
