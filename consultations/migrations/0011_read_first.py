import clinic.models.settings
from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, CLINICIANS, grant


def pin_what_is_open(apps, schema_editor):
    """Nobody has been asked yet what was done about these."""
    requests = apps.get_model("consultations", "ConsultationRequest").objects
    requests.filter(read_first=True).exclude(status="closed").update(pinned=True)


def make_the_one_row(apps, schema_editor):
    """The procedure is empty until the clinic writes it."""
    procedure = apps.get_model("consultations", "ReadFirstProcedure")
    procedure.objects.get_or_create(pk=1)
    for role in (CLINIC_MANAGERS, CLINICIANS):
        grant(apps, role, "consultations.ReadFirstProcedure", ["view", "change"])


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0010_today_and_same_person'),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name='consultationrequest',
            name='pinned',
            field=models.BooleanField(default=False, verbose_name='on top until answered for'),
        ),
        migrations.RemoveIndex(
            model_name='consultationrequest',
            name='request_open_lane',
        ),
        migrations.RemoveIndex(
            model_name='consultationrequest',
            name='request_open',
        ),
        # What the database keeps by itself is not altered, only made anew.
        migrations.RemoveField(
            model_name='consultationrequest',
            name='lane',
        ),
        migrations.AddField(
            model_name='consultationrequest',
            name='lane',
            field=models.GeneratedField(db_persist=True, expression=models.Case(models.When(models.Q(('status__in', ('received', 'quarantined', 'in_contact', 'scheduled')), _negated=True), then=models.Value('closed')), models.When(pinned=True, then=models.Value('first')), models.When(status='quarantined', then=models.Value('odd')), models.When(called_back_at__isnull=False, then=models.Value('called')), models.When(status='scheduled', then=models.Value('scheduled')), models.When(snoozed_until__isnull=False, then=models.Value('snoozed')), models.When(status='received', then=models.Value('received')), default=models.Value('in_contact')), output_field=models.CharField(max_length=10), verbose_name='lane in the queue'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['lane', 'due_at', 'id'], name='request_open_lane'),
        ),
        migrations.AddIndex(
            model_name='consultationrequest',
            index=models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_at', 'id', 'lane'], name='request_open'),
        ),
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('corrected', 'Corrected through the private link'), ('withdrawn', 'Withdrawn: do not contact'), ('link_voided', 'Private link made void'), ('read_first_done', 'Read first: what was done'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('snoozed', 'Snoozed'), ('scheduled', 'Consultation scheduled'), ('confirmed', 'Consultation confirmed'), ('missed', 'Did not come'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_read_first', 'Read first, as its duplicate is'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note'), ('undone', 'Undone')], max_length=20, verbose_name='what'),
        ),
        migrations.CreateModel(
            name='ReadFirstProcedure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('steps', models.TextField(blank=True, help_text='One to a line, in the order in which they are done. Your clinicians write them; the site comes with none.', verbose_name='steps')),
                ('ring_name', models.CharField(blank=True, help_text='Who decides when the desk does not know what to do.', max_length=120, verbose_name='whom to ring')),
                ('ring_number', models.CharField(blank=True, help_text='With + and country code: +17035550170.', max_length=20, validators=[clinic.models.settings.validate_e164], verbose_name='their number')),
            ],
            options={
                'verbose_name': 'procedure for what is read first',
                'verbose_name_plural': 'procedure for what is read first',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_read_first_procedure')],
            },
        ),
        migrations.RunPython(pin_what_is_open, migrations.RunPython.noop),
        migrations.RunPython(make_the_one_row, migrations.RunPython.noop),
    ]
