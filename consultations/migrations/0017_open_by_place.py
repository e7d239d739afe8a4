from django.db import migrations, models


class Migration(migrations.Migration):
    """Read a filtered queue as a range of an index, as the whole queue is."""

    dependencies = [("consultations", "0016_figures")]

    operations = [
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["service", "lane", "due_at"],
                name="request_open_service",
            ),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["location", "lane", "due_at"],
                name="request_open_location",
            ),
        ),
    ]
