from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant


def give_permissions(apps, schema_editor):
    """Managers keep the templates; whoever works a request sends them."""
    grant(
        apps,
        CLINIC_MANAGERS,
        "consultations.ReplyTemplate",
        ["view", "add", "change"],
    )


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0012_suitability'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='ReplyTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='How the desk finds it. Nobody else sees it.', max_length=80, verbose_name='name')),
                ('channel', models.CharField(choices=[('mail', 'E-mail'), ('text', 'Text')], max_length=4, verbose_name='sent by')),
                ('language', models.CharField(default='en', help_text='A code like en, es or es-mx.', max_length=12, verbose_name='language')),
                ('subject', models.CharField(blank=True, help_text='For mail alone. Seen on a locked screen: leave treatments out of it. {reference} may stand in it.', max_length=120, verbose_name='subject')),
                ('body', models.TextField(help_text="What may be put in: {name_to_use}, {reference}, {clinic_phone}, {calling_number}, {office_hours}, {scheduled_for}, {own_link}. Nothing about health; leave the clinic's name out, many may not be told it.", max_length=4000, verbose_name='words')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='The lowest comes first.', verbose_name='order')),
                ('is_on', models.BooleanField(default=True, help_text='Switched off, it stays here and is offered nowhere.', verbose_name='in use')),
            ],
            options={
                'verbose_name': 'reply template',
                'verbose_name_plural': 'reply templates',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('corrected', 'Corrected through the private link'), ('withdrawn', 'Withdrawn: do not contact'), ('link_voided', 'Private link made void'), ('read_first_done', 'Read first: what was done'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('replied', 'Replied'), ('snoozed', 'Snoozed'), ('scheduled', 'Consultation scheduled'), ('confirmed', 'Consultation confirmed'), ('missed', 'Did not come'), ('decided', 'Suitability decided'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_read_first', 'Read first, as its duplicate is'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note'), ('undone', 'Undone')], max_length=20, verbose_name='what'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
