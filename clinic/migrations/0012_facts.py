import django.core.validators
import django.db.models.deletion
import wagtail.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from clinic.roles import EDITORS, MEDICAL_REVIEWERS, grant


def allow_facts(apps, schema_editor):
    """Editors and reviewers propose prices and decide on each other's changes."""
    grant(apps, EDITORS, "clinic.Price", ["view", "add", "change", "delete"])
    grant(apps, MEDICAL_REVIEWERS, "clinic.Price", ["view", "add", "change"])
    for role in (EDITORS, MEDICAL_REVIEWERS):
        grant(apps, role, "clinic.FactChange", ["view", "change"])


class Migration(migrations.Migration):

    dependencies = [
        ('clinic', '0011_taken_down'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As a patient would call it, like “Ketamine infusion”.', max_length=80, unique=True, verbose_name='what is paid for')),
                ('amount', models.DecimalField(decimal_places=2, help_text='In US dollars, everything included that one cannot leave out.', max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='amount')),
                ('unit', models.CharField(blank=True, help_text='Like “for each infusion” or “once”.', max_length=60, verbose_name='for what')),
                ('note', models.CharField(blank=True, help_text='What is included, what is not, and how it is paid.', max_length=250, verbose_name='what to know')),
                ('approved_at', models.DateTimeField(editable=False, null=True, verbose_name='approved at')),
            ],
            options={
                'verbose_name': 'price',
                'verbose_name_plural': 'prices',
                'ordering': ['name'],
            },
        ),
        migrations.AlterField(
            model_name='clinicsettings',
            name='disclaimer',
            field=models.TextField(default='This page informs and does not replace advice from a clinician who knows you.', help_text='Shown on every service and article, once two people agree.', verbose_name='disclaimer'),
        ),
        migrations.AlterField(
            model_name='clinicsettings',
            name='off_label_statement',
            field=models.TextField(default='Ketamine is approved by the FDA as an anesthetic. Its use for mental health conditions or pain is off-label: the FDA has not approved it for them.', help_text='Shown on every service and article, once two people agree.', verbose_name='off-label statement'),
        ),
        migrations.CreateModel(
            name='FactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('object_id', models.PositiveBigIntegerField()),
                ('fact_name', models.CharField(max_length=255, verbose_name='name at the time')),
                ('values', models.JSONField(verbose_name='new values')),
                ('changed_at', models.DateTimeField(verbose_name='changed at')),
                ('decision', models.CharField(blank=True, choices=[('approved', 'approved'), ('returned', 'returned')], max_length=10, verbose_name='decision')),
                ('decided_at', models.DateTimeField(null=True, verbose_name='decided at')),
                ('note', models.TextField(blank=True, max_length=400, verbose_name='note')),
                ('changed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='changed by')),
                ('content_type', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='contenttypes.contenttype')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
            ],
            options={
                'verbose_name': 'change of a fact',
                'verbose_name_plural': 'changes of facts',
                'ordering': ['-changed_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('content_type', 'object_id'), name='clinic_factchange_one_waits'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('decision', '')), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False), models.Q(('decision', ''), _negated=True)), _connector='OR'), name='clinic_factchange_decided_whole'), models.CheckConstraint(condition=models.Q(('changed_by', models.F('decided_by')), ('decision', 'approved'), _negated=True), name='clinic_factchange_two_people')],
            },
        ),
        migrations.RunPython(allow_facts, migrations.RunPython.noop),
    ]
