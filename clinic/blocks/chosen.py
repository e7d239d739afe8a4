"""Blocks that choose something which many pages show: each process keeps it in mind.

Wagtail asks for it once for each type of block and page. What is stored, and so every
migration, names Wagtail's own blocks.
"""

import copy

from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from clinic.memory import remembered_each


class Chosen:
    """A chooser that looks into the memory of the process first."""

    def bulk_to_python(self, values):
        """Return what was chosen, each a copy of its own, None for what is gone."""
        found = remembered_each(
            self.model_class._meta.label, values, self.model_class.objects.in_bulk
        )
        return [copy.copy(found.get(value)) for value in values]

    def deconstruct(self):
        _path, args, kwargs = super().deconstruct()
        kind = type(self).__mro__[2]
        return f"{kind.__module__}.{kind.__name__}", args, kwargs


class ChosenPicture(Chosen, ImageChooserBlock):
    """A picture of the library."""


class ChosenPage(Chosen, blocks.PageChooserBlock):
    """A page of one type."""


class ChosenSnippet(Chosen, SnippetChooserBlock):
    """An entry of a list, such as a price."""
