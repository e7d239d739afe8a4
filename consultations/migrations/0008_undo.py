import clinic.encryption
import consultations.models.scripts
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0007_queue'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
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
        migrations.CreateModel(
            name='KeptPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=30, verbose_name='what was pressed')),
                ('page_digest', models.CharField(max_length=64, verbose_name="digest of the page's proof")),
                ('note', clinic.encryption.EncryptedTextField(verbose_name='note')),
                ('at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name='when')),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='kept_posts', to='consultations.consultationrequest', verbose_name='request')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who wrote it')),
            ],
            options={
                'verbose_name': 'kept note',
                'verbose_name_plural': 'kept notes',
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('page_digest', 'action'), name='kept_once_per_form')],
            },
        ),
    ]
