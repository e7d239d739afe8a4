import django.core.validators
import django.db.models.deletion
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from clinic.roles import EDITORS, MEDICAL_REVIEWERS, grant


def allow_facts(apps, schema_editor):
    """Editors and reviewers propose prices and decide on each other's changes."""
    grant(apps, EDITORS, "clinic.Price", ["view", "add", "change", "delete"])
    grant(apps, MEDICAL_REVIEWERS, "clinic.Price", ["view", "add", "change"])
    for role in (EDITORS, MEDICAL_REVIEWERS):
        grant(apps, role, "clinic.FactChange", ["view", "change"])


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0025_taken_down'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As a patient would call it, like “Ketamine infusion”.', max_length=80, unique=True, verbose_name='what is paid for')),
                ('amount', models.DecimalField(decimal_places=2, help_text='In US dollars, everything included that one cannot leave out.', max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='amount')),
                ('unit', models.CharField(blank=True, help_text='Like “for each infusion” or “once”.', max_length=60, verbose_name='for what')),
                ('note', models.CharField(blank=True, help_text='What is included, what is not, and how it is paid.', max_length=250, verbose_name='what to know')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved at')),
            ],
            options={
                'verbose_name': 'price',
                'verbose_name_plural': 'prices',
                'ordering': ['name'],
            },
        ),
        migrations.AlterField(
            model_name='clinicsettings',
            name='disclaimer',
            field=models.TextField(default='This page informs and does not replace advice from a clinician who knows you.', help_text='Shown on every service and article, once two people agree.', verbose_name='disclaimer'),
        ),
        migrations.AlterField(
            model_name='clinicsettings',
            name='off_label_statement',
            field=models.TextField(default='Ketamine is approved by the FDA as an anesthetic. Its use for mental health conditions or pain is off-label: the FDA has not approved it for them.', help_text='Shown on every service and article, once two people agree.', verbose_name='off-label statement'),
        ),
        migrations.AlterField(
            model_name='locationpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('image', 9), ('table', 11), ('callout', 15), ('quote', 18), ('request_button', 20), ('prices', 24), ('fact', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('clinic.blocks.ParagraphBlock', (), {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Text for people who cannot see it', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tick only when the page loses nothing without the picture.', 'label': 'Decoration only', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who made it. Left empty, the credit in the library is shown.', 'label': 'Source', 'max_length': 250, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('decorative', 6), ('caption', 7), ('source', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('key', 'Key point'), ('safety', 'Safety'), ('help', 'When to get help')], 'label': 'Kind'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul'], 'label': 'Text'}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('text', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': 'Request A Consultation', 'label': 'Label', 'max_length': 60}), 20: ('wagtail.blocks.StructBlock', [[('label', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'What it costs', 'label': 'Title', 'max_length': 120}), 22: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clinic.Price',), {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Prices'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('prices', 23)]], {}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('phone', 'Phone number'), ('off_label', 'Off-label statement'), ('disclaimer', 'Disclaimer')], 'label': 'What'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 25)]], {})}, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='personpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('image', 9), ('table', 11), ('callout', 15), ('quote', 18), ('request_button', 20), ('prices', 24), ('fact', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('clinic.blocks.ParagraphBlock', (), {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Text for people who cannot see it', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tick only when the page loses nothing without the picture.', 'label': 'Decoration only', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who made it. Left empty, the credit in the library is shown.', 'label': 'Source', 'max_length': 250, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('decorative', 6), ('caption', 7), ('source', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('key', 'Key point'), ('safety', 'Safety'), ('help', 'When to get help')], 'label': 'Kind'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul'], 'label': 'Text'}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('text', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': 'Request A Consultation', 'label': 'Label', 'max_length': 60}), 20: ('wagtail.blocks.StructBlock', [[('label', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'What it costs', 'label': 'Title', 'max_length': 120}), 22: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clinic.Price',), {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Prices'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('prices', 23)]], {}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('phone', 'Phone number'), ('off_label', 'Off-label statement'), ('disclaimer', 'Disclaimer')], 'label': 'What'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 25)]], {})}, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='servicepage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('image', 9), ('table', 11), ('callout', 15), ('quote', 18), ('request_button', 20), ('prices', 24), ('fact', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('clinic.blocks.ParagraphBlock', (), {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Text for people who cannot see it', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tick only when the page loses nothing without the picture.', 'label': 'Decoration only', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who made it. Left empty, the credit in the library is shown.', 'label': 'Source', 'max_length': 250, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('decorative', 6), ('caption', 7), ('source', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('key', 'Key point'), ('safety', 'Safety'), ('help', 'When to get help')], 'label': 'Kind'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul'], 'label': 'Text'}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('text', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': 'Request A Consultation', 'label': 'Label', 'max_length': 60}), 20: ('wagtail.blocks.StructBlock', [[('label', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'What it costs', 'label': 'Title', 'max_length': 120}), 22: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clinic.Price',), {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Prices'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('prices', 23)]], {}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('phone', 'Phone number'), ('off_label', 'Off-label statement'), ('disclaimer', 'Disclaimer')], 'label': 'What'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 25)]], {})}, verbose_name='text'),
        ),
        migrations.AlterField(
            model_name='standardpage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('image', 9), ('table', 11), ('callout', 15), ('quote', 18), ('request_button', 20), ('prices', 24), ('fact', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('clinic.blocks.ParagraphBlock', (), {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Text for people who cannot see it', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tick only when the page loses nothing without the picture.', 'label': 'Decoration only', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who made it. Left empty, the credit in the library is shown.', 'label': 'Source', 'max_length': 250, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('decorative', 6), ('caption', 7), ('source', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('key', 'Key point'), ('safety', 'Safety'), ('help', 'When to get help')], 'label': 'Kind'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul'], 'label': 'Text'}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('text', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': 'Request A Consultation', 'label': 'Label', 'max_length': 60}), 20: ('wagtail.blocks.StructBlock', [[('label', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'What it costs', 'label': 'Title', 'max_length': 120}), 22: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clinic.Price',), {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Prices'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('prices', 23)]], {}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('phone', 'Phone number'), ('off_label', 'Off-label statement'), ('disclaimer', 'Disclaimer')], 'label': 'What'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 25)]], {})}, verbose_name='text'),
        ),
        migrations.CreateModel(
            name='FactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('fact_name', models.CharField(max_length=255, verbose_name='name at the time')),
                ('values', models.JSONField(verbose_name='new values')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('decision', models.CharField(blank=True, choices=[('approved', 'approved'), ('returned', 'returned')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.TextField(blank=True, max_length=400, verbose_name='note')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'change of a fact',
                'verbose_name_plural': 'changes of facts',
                'ordering': ['-changed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('content_type', 'object_id'), name='clinic_factchange_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='clinic_factchange_decided_whole'), models.CheckConstraint(condition=models.Q(('changed_by', models.F('decided_by')), ('decision', 'approved'), _negated=True), name='clinic_factchange_two_people')],
            },
        ),
        migrations.RunPython(allow_facts, migrations.RunPython.noop),
    ]
