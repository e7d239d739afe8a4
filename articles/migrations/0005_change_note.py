from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0004_tables_and_sources"),
    ]

    operations = [
        migrations.AddField(
            model_name="articlepage",
            name="change_note",
            field=models.CharField(
                blank=True,
                help_text="What is different from the text that readers saw before, in one sentence for them. Empty it where nothing worth saying changed.",
                max_length=200,
                verbose_name="what changed",
            ),
        ),
    ]
