import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from clinic.roles import EDITORS, MEDICAL_REVIEWERS, grant


def allow_records(apps, schema_editor):
    """Whoever may take a page down says what its address answers afterwards."""
    for role in (EDITORS, MEDICAL_REVIEWERS):
        grant(apps, role, "clinic.TakenDown", ["view", "change"])


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0010_blocks'),
        ('wagtailcore', '0097_baselogentry_uuid_action_timestamp_indexes'),
    ]

    operations = [
        migrations.CreateModel(
            name='TakenDown',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(editable=False, max_length=500, unique=True, verbose_name='address')),
                ('page_title', models.CharField(editable=False, max_length=255, verbose_name='title at the time')),
                ('taken_down_at', models.DateTimeField(editable=False, verbose_name='taken down at')),
                ('notice', models.TextField(blank=True, help_text='Shown at the old address instead of a target: what was wrong, and what holds now. Plain words, at most 600 characters.', max_length=600, verbose_name='correction notice')),
                ('page', models.ForeignKey(db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='wagtailcore.page', verbose_name='page')),
                ('taken_down_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='taken down by')),
                ('target', models.ForeignKey(blank=True, help_text='A page that answers the same question. Whoever follows an old link or bookmark lands there.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailcore.page', verbose_name='lead readers to')),
            ],
            options={
                'verbose_name': 'address of a page taken down',
                'verbose_name_plural': 'addresses of pages taken down',
                'ordering': ['-taken_down_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('target', None), ('notice', ''), _connector='OR'), name='clinic_takendown_target_or_notice')],
            },
        ),
        migrations.RunPython(allow_records, migrations.RunPython.noop),
    ]
