from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0006_step_counts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('corrected', 'Corrected through the private link'), ('withdrawn', 'Withdrawn: do not contact'), ('link_voided', 'Private link made void'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('scheduled', 'Consultation scheduled'), ('missed', 'Did not come'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note'), ('undone', 'Undone')], max_length=20, verbose_name='what'),
        ),
    ]
