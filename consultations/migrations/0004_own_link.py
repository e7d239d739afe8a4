from django.db import migrations, models

import consultations.models.own_link


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0003_details"),
    ]

    operations = [
        # Requests from before have no private link: no mail ever held one.
        migrations.AddField(
            model_name="consultationrequest",
            name="own_link",
            field=models.CharField(
                blank=True,
                max_length=16,
                null=True,
                unique=True,
                verbose_name="selector of the private link",
            ),
        ),
        migrations.AlterField(
            model_name="consultationrequest",
            name="own_link",
            field=models.CharField(
                blank=True,
                default=consultations.models.own_link.fresh_selector,
                max_length=16,
                null=True,
                unique=True,
                verbose_name="selector of the private link",
            ),
        ),
        migrations.AlterField(
            model_name="requestevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("received", "Request received"),
                    ("quarantined", "Received and set aside as possible spam"),
                    ("amended", "Sent again with changes"),
                    ("details_added", "Answered the optional questions"),
                    ("corrected", "Corrected through the private link"),
                    ("withdrawn", "Withdrawn: do not contact"),
                    ("link_voided", "Private link made void"),
                    ("taken", "Taken"),
                    ("handed_over", "Handed over"),
                    ("contact_started", "Contact started"),
                    ("attempted", "Tried to reach"),
                    ("scheduled", "Consultation scheduled"),
                    ("missed", "Did not come"),
                    ("closed", "Closed"),
                    ("reopened", "Reopened"),
                    ("marked_spam", "Marked as spam"),
                    ("marked_genuine", "Marked as genuine"),
                    ("noted", "Note"),
                ],
                max_length=20,
                verbose_name="what",
            ),
        ),
    ]
