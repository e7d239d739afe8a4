import wagtail.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_tables_and_sources'),
    ]

    operations = [
        migrations.AlterField(
            model_name='articlepage',
            name='body',
            field=wagtail.fields.StreamField([('heading', 2), ('paragraph', 3), ('image', 9), ('table', 11), ('callout', 15), ('quote', 18), ('request_button', 20), ('prices', 24), ('fact', 26)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 160}), 1: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('h2', 'Section'), ('h3', 'Part of a section')], 'label': 'Level'}), 2: ('wagtail.blocks.StructBlock', [[('text', 0), ('level', 1)]], {}), 3: ('clinic.blocks.ParagraphBlock', (), {}), 4: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'Picture'}), 5: ('wagtail.blocks.CharBlock', (), {'label': 'Text for people who cannot see it', 'max_length': 250, 'required': False}), 6: ('wagtail.blocks.BooleanBlock', (), {'help_text': 'Tick only when the page loses nothing without the picture.', 'label': 'Decoration only', 'required': False}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'Caption', 'max_length': 250, 'required': False}), 8: ('wagtail.blocks.CharBlock', (), {'help_text': 'Who made it. Left empty, the credit in the library is shown.', 'label': 'Source', 'max_length': 250, 'required': False}), 9: ('wagtail.blocks.StructBlock', [[('image', 4), ('alt_text', 5), ('decorative', 6), ('caption', 7), ('source', 8)]], {}), 10: ('wagtail.blocks.CharBlock', (), {'label': 'Text', 'max_length': 300, 'required': False}), 11: ('wagtail.contrib.typed_table_block.blocks.TypedTableBlock', [[('text', 10)]], {}), 12: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('key', 'Key point'), ('safety', 'Safety'), ('help', 'When to get help')], 'label': 'Kind'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'Title', 'max_length': 120}), 14: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ul'], 'label': 'Text'}), 15: ('wagtail.blocks.StructBlock', [[('kind', 12), ('title', 13), ('text', 14)]], {}), 16: ('wagtail.blocks.TextBlock', (), {'label': 'Words'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'Who said it', 'max_length': 200}), 18: ('wagtail.blocks.StructBlock', [[('text', 16), ('source', 17)]], {}), 19: ('wagtail.blocks.CharBlock', (), {'default': 'Request A Consultation', 'label': 'Label', 'max_length': 60}), 20: ('wagtail.blocks.StructBlock', [[('label', 19)]], {}), 21: ('wagtail.blocks.CharBlock', (), {'default': 'What it costs', 'label': 'Title', 'max_length': 120}), 22: ('wagtail.snippets.blocks.SnippetChooserBlock', ('clinic.Price',), {}), 23: ('wagtail.blocks.ListBlock', (22,), {'label': 'Prices'}), 24: ('wagtail.blocks.StructBlock', [[('title', 21), ('prices', 23)]], {}), 25: ('wagtail.blocks.ChoiceBlock', [], {'choices': [('phone', 'Phone number'), ('off_label', 'Off-label statement'), ('disclaimer', 'Disclaimer')], 'label': 'What'}), 26: ('wagtail.blocks.StructBlock', [[('kind', 25)]], {})}, verbose_name='text'),
        ),
    ]
