import clinic.encryption
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0011_read_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='consultationrequest',
            name='suitable',
            field=models.BooleanField(default=False, verbose_name='found suitable'),
        ),
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('corrected', 'Corrected through the private link'), ('withdrawn', 'Withdrawn: do not contact'), ('link_voided', 'Private link made void'), ('read_first_done', 'Read first: what was done'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('snoozed', 'Snoozed'), ('scheduled', 'Consultation scheduled'), ('confirmed', 'Consultation confirmed'), ('missed', 'Did not come'), ('decided', 'Suitability decided'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_read_first', 'Read first, as its duplicate is'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note'), ('undone', 'Undone')], max_length=20, verbose_name='what'),
        ),
        migrations.CreateModel(
            name='SuitabilityReason',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', clinic.encryption.EncryptedTextField(verbose_name='reason')),
                ('event', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='suitability_reason', to='consultations.requestevent', verbose_name='decision')),
            ],
            options={
                'verbose_name': 'reason of a decision',
                'verbose_name_plural': 'reasons of decisions',
            },
        ),
    ]
