"""Which template draws what a page or topic chose."""

from django import template

from clinic import illustrations

register = template.Library()
register.filter("drawing", illustrations.template_of)
