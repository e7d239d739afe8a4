from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant


def let_managers_see_alarms(apps, schema_editor):
    """Managers are told on top of the desk what is wrong with the site."""
    grant(apps, CLINIC_MANAGERS, "clinic.RaisedAlarm", ["view"])


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0026_backups"),
    ]

    operations = [
        migrations.CreateModel(
            name="JobRun",
            fields=[
                ("name", models.CharField(max_length=80, primary_key=True, serialize=False, verbose_name="job")),
                ("started_at", models.DateTimeField(verbose_name="started at")),
                ("seconds", models.FloatField(verbose_name="seconds")),
                ("error", models.CharField(blank=True, max_length=120, verbose_name="class of its error")),
                ("failing_since", models.DateTimeField(null=True, verbose_name="failing since")),
            ],
            options={
                "verbose_name": "run of a job",
                "verbose_name_plural": "runs of jobs",
            },
        ),
        migrations.CreateModel(
            name="RaisedAlarm",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name="what")),
                ("words", models.CharField(max_length=300, verbose_name="in words")),
                ("raised_at", models.DateTimeField(verbose_name="raised at")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="over since")),
            ],
            options={
                "verbose_name": "alarm",
                "verbose_name_plural": "alarms",
            },
        ),
        migrations.RunPython(let_managers_see_alarms, migrations.RunPython.noop),
    ]
