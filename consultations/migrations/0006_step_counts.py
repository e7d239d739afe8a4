from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant


def give_permissions(apps, schema_editor):
    """Managers read the figures; nobody changes them."""
    grant(apps, CLINIC_MANAGERS, "consultations.StepCount", ["view"])


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0005_wordings'),
    ]

    operations = [
        migrations.CreateModel(
            name='StepCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('step', models.CharField(choices=[('shown', 'Form shown'), ('errors', 'Sent with errors'), ('received', 'Received'), ('details_shown', 'Second page shown'), ('details_sent', 'Second page sent')], max_length=14, verbose_name='step')),
                ('field', models.CharField(blank=True, default='', max_length=60, verbose_name='field')),
                ('source_page_id', models.PositiveBigIntegerField(default=0, verbose_name='source page')),
                ('source_page_title', models.CharField(blank=True, max_length=255, verbose_name='source page')),
                ('count', models.PositiveIntegerField(default=0, verbose_name='count')),
            ],
            options={
                'verbose_name': 'step of the form',
                'verbose_name_plural': 'steps of the form',
                'default_permissions': ['view'],
                'constraints': [models.UniqueConstraint(fields=('day', 'step', 'field', 'source_page_id'), name='one_count_per_day_step_and_page')],
            },
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
