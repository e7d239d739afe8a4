from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0007_review"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="approval",
            options={
                "ordering": ["-approved_at", "-pk"],
                "verbose_name": "approval",
                "verbose_name_plural": "approvals",
            },
        ),
        migrations.AddField(
            model_name="approval",
            name="change_note",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="what changed, for readers"
            ),
        ),
    ]
