"""Steps in order, and questions with their answers."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clinic.blocks.text import INLINE


class StepBlock(blocks.StructBlock):
    """One step of several."""

    title = blocks.CharBlock(
        label=_("Step"),
        max_length=120,
        help_text=_("What happens or what to do, in a few words."),
    )
    text = blocks.RichTextBlock(
        label=_("More about it"),
        required=False,
        features=[*INLINE, "ul"],
        help_text=_("Left empty, the step alone is shown. [1] points to a reference."),
    )

    class Meta:
        icon = "arrow-right"
        label = _("Step")


class StepsBlock(blocks.StructBlock):
    """How something goes, one step after the other."""

    steps = blocks.ListBlock(
        StepBlock(),
        label=_("Steps"),
        min_num=2,
        help_text=_("At least two, in the order in which they happen."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        template = "blocks/steps.html"
        description = _("How something goes, in order and with numbers.")
        preview_value = {
            "steps": [
                {
                    "title": "You arrive",
                    "text": "<p>A nurse measures your blood pressure.</p>",
                },
                {"title": "The infusion", "text": "<p>About 40 minutes.</p>"},
            ]
        }


class QuestionBlock(blocks.StructBlock):
    """One question and its answer."""

    question = blocks.CharBlock(
        label=_("Question"),
        max_length=200,
        help_text=_("As a patient would ask it."),
    )
    answer = blocks.RichTextBlock(
        label=_("Answer"),
        features=[*INLINE, "ul", "ol"],
        help_text=_("The answer first, then the reasons. [1] points to a reference."),
    )

    class Meta:
        icon = "help"
        label = _("Question")


class QuestionsBlock(blocks.StructBlock):
    """Questions people ask, each with its answer in full view."""

    questions = blocks.ListBlock(
        QuestionBlock(),
        label=_("Questions"),
        min_num=1,
        help_text=_("What is asked most comes first."),
    )

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "blocks/questions.html"
        description = _("What people ask, each question with its answer.")
        preview_value = {
            "questions": [
                {
                    "question": "May I drive home?",
                    "answer": "<p>No. An adult takes you home.</p>",
                }
            ]
        }
