import consultations.models.scripts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0006_step_counts'),
    ]

    operations = [
        migrations.AddField(
            model_name='intakesettings',
            name='voicemail_nameless_script',
            field=models.TextField(default='Hello {name}, this is {caller}, calling back as you asked. You reach me at {phone}. I will try again. Goodbye.', help_text='Read aloud where it may not be said. Variables: {name}, {caller}, {phone}.', validators=[consultations.models.scripts.validate_nameless_script], verbose_name="voicemail script without the clinic's name"),
        ),
        migrations.AddField(
            model_name='intakesettings',
            name='voicemail_script',
            field=models.TextField(default='Hello {name}, this is {caller} from {clinic}, calling back as you asked. You reach us at {phone}. We will try again. Goodbye.', help_text="Read aloud where the clinic's name may be said. Variables: {name}, {caller}, {clinic}, {phone}. Leave treatments out of it.", validators=[consultations.models.scripts.validate_script], verbose_name='voicemail script'),
        ),
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('corrected', 'Corrected through the private link'), ('withdrawn', 'Withdrawn: do not contact'), ('link_voided', 'Private link made void'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('scheduled', 'Consultation scheduled'), ('missed', 'Did not come'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note'), ('undone', 'Undone')], max_length=20, verbose_name='what'),
        ),
    ]
