from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant


def let_managers_send_again(apps, schema_editor):
    """Whoever may mend the mail may send again what failed."""
    grant(apps, CLINIC_MANAGERS, "clinic.OutboxMessage", ["change"])


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0021_legal_status"),
    ]

    operations = [
        migrations.AddField(
            model_name="outboxmessage",
            name="again_at",
            field=models.DateTimeField(null=True, verbose_name="tried again from"),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(sent_at=None, dropped_at=None),
                fields=["created_at"],
                name="clinic_outbox_unsent",
            ),
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(sent_at__isnull=False),
                fields=["sent_at"],
                name="clinic_outbox_sent",
            ),
        ),
        migrations.RunPython(let_managers_send_again, migrations.RunPython.noop),
    ]
