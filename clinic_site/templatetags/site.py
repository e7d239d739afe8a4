"""Tags that every page's frame needs."""

from django import template
from django.conf import settings
from django.utils.safestring import mark_safe

from clinic_site.stylesheet import bundle

register = template.Library()


@register.simple_tag
def inline_stylesheet(name: str) -> str:
    """A page's bundle in a style element, to the byte what its CSP hash says."""
    # Our own files, no visitor's text: nothing in here needs escaping.
    return mark_safe(f"<style>{bundle(name).text}</style>")  # noqa: S308


@register.simple_tag
def on_site(path: str) -> str:
    """The public address of a path, whatever host this request asked."""
    return f"{settings.SITE_URL}{path}"
