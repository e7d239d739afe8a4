from django.db import migrations, models


class Migration(migrations.Migration):
    """Read the requests of a digest from the newest back; it stands for one kind."""

    dependencies = [("consultations", "0017_open_by_place")]

    operations = [
        migrations.RemoveIndex(
            model_name="requestlookup",
            name="lookup_kind_digest",
        ),
        migrations.AddIndex(
            model_name="requestlookup",
            index=models.Index(fields=["digest", "request"], name="lookup_digest"),
        ),
    ]
