from django.db import migrations, models


class Migration(migrations.Migration):
    """Let lookups be read by digest, and runs of the queue without their requests."""

    dependencies = [("consultations", "0017_open_by_place")]

    operations = [
        migrations.RemoveIndex(
            model_name="requestlookup",
            name="lookup_kind_digest",
        ),
        migrations.AddIndex(
            model_name="requestlookup",
            index=models.Index(
                fields=["digest", "request"],
                name="lookup_digest",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            ),
        ),
        migrations.RemoveIndex(
            model_name="consultationrequest",
            name="request_open_lane",
        ),
        migrations.RemoveIndex(
            model_name="consultationrequest",
            name="request_open_with",
        ),
        migrations.RemoveIndex(
            model_name="consultationrequest",
            name="request_open_service",
        ),
        migrations.RemoveIndex(
            model_name="consultationrequest",
            name="request_open_location",
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                fields=[
                    "lane",
                    "due_at",
                    "id",
                    "snoozed_until",
                    "assigned_to",
                    "service",
                    "location",
                ],
                condition=models.Q(("closed_at__isnull", True)),
                name="request_open_lane",
            ),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                fields=[
                    "assigned_to",
                    "lane",
                    "due_at",
                    "id",
                    "snoozed_until",
                    "service",
                    "location",
                ],
                condition=models.Q(("closed_at__isnull", True)),
                name="request_open_with",
            ),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                fields=[
                    "service",
                    "lane",
                    "due_at",
                    "id",
                    "snoozed_until",
                    "assigned_to",
                    "location",
                ],
                condition=models.Q(("closed_at__isnull", True)),
                name="request_open_service",
            ),
        ),
        migrations.AddIndex(
            model_name="consultationrequest",
            index=models.Index(
                fields=[
                    "location",
                    "lane",
                    "due_at",
                    "id",
                    "snoozed_until",
                    "assigned_to",
                    "service",
                ],
                condition=models.Q(("closed_at__isnull", True)),
                name="request_open_location",
            ),
        ),
    ]
