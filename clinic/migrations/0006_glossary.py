import modelsearch.index
from django.db import migrations, models

from clinic.roles import EDITORS, MEDICAL_REVIEWERS, grant


def allow_glossary(apps, schema_editor):
    """Editors keep the glossary; reviewers add to it and mend it."""
    grant(apps, EDITORS, "clinic.GlossaryTerm", ["view", "add", "change", "delete"])
    grant(apps, MEDICAL_REVIEWERS, "clinic.GlossaryTerm", ["view", "add", "change"])


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0005_tables_and_sources"),
    ]

    operations = [
        migrations.CreateModel(
            name="GlossaryTerm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "term",
                    models.CharField(
                        help_text="As it stands in a text, like “dissociation”.",
                        max_length=80,
                        unique=True,
                        verbose_name="term",
                    ),
                ),
                (
                    "slug",
                    models.SlugField(
                        help_text="What a link to the term ends in, like “dissociation”.",
                        max_length=80,
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                (
                    "meaning",
                    models.TextField(
                        help_text="One or two plain sentences, understood without the article.",
                        max_length=400,
                        verbose_name="meaning",
                    ),
                ),
                (
                    "also_called",
                    models.TextField(
                        blank=True,
                        help_text="Other words and spellings that people search with, one a line, like “spaced out”.",
                        max_length=600,
                        verbose_name="also called",
                    ),
                ),
            ],
            options={
                "verbose_name": "glossary term",
                "verbose_name_plural": "glossary",
                "ordering": ["term"],
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.RunPython(allow_glossary, migrations.RunPython.noop),
    ]
