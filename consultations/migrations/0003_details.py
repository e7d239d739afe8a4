from django.db import migrations, models

import consultations.models.questions
from clinic.roles import CLINIC_MANAGERS, CLINICIANS, grant

FIRST_QUESTIONS = [
    (
        "cardiac",
        "Have you ever been told that you have a heart condition?",
        "Ketamine raises pulse and blood pressure for a while.",
    ),
    (
        "stroke",
        "Have you ever had a stroke or a mini-stroke (TIA)?",
        "A rise in blood pressure is watched more closely after one.",
    ),
    (
        "liver",
        "Do you have a liver condition?",
        "The liver breaks ketamine down.",
    ),
    (
        "kidney",
        "Do you have a kidney condition, or are you on dialysis?",
        "A visit is planned around it.",
    ),
    (
        "schizophrenia",
        "Have you ever been told that you have schizophrenia?",
        "Ketamine can change for a while how real things seem.",
    ),
    (
        "ketamine_allergy",
        "Have you ever had an allergic reaction to ketamine?",
        "It has to be known before any visit.",
    ),
    (
        "blood_pressure",
        "Is your blood pressure high and not under control?",
        "It rises further for a while after ketamine.",
    ),
]


def give_permissions(apps, schema_editor):
    """Managers ask what they like; health questions are the clinicians' as well."""
    grant(
        apps,
        CLINIC_MANAGERS,
        "consultations.OwnQuestion",
        ["view", "add", "change", "delete"],
    )
    for role in (CLINIC_MANAGERS, CLINICIANS):
        grant(
            apps,
            role,
            "consultations.ClearanceQuestion",
            ["view", "add", "change"],
        )


def write_first_questions(apps, schema_editor):
    """The health questions that every clinic of this kind begins with."""
    model = apps.get_model("consultations", "ClearanceQuestion")
    for position, (key, wording, why) in enumerate(FIRST_QUESTIONS, 1):
        model.objects.get_or_create(
            key=key,
            defaults={"wording": wording, "why": why, "position": position},
        )


class Migration(migrations.Migration):

    dependencies = [
        ('consultations', '0002_roles_and_words'),
    ]

    operations = [
        migrations.CreateModel(
            name='ClearanceQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wording', models.CharField(help_text='As people read it, in plain words.', max_length=200, verbose_name='question')),
                ('why', models.CharField(help_text='Shown below the question. Without a reason, do not ask.', max_length=250, verbose_name='why we ask')),
                ('is_on', models.BooleanField(default=True, help_text='Switched off, it stays here and is on no page.', verbose_name='asked')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('key', models.SlugField(blank=True, editable=False, max_length=40, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'health question',
                'verbose_name_plural': 'health questions',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OwnQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wording', models.CharField(help_text='As people read it, in plain words.', max_length=200, verbose_name='question')),
                ('why', models.CharField(help_text='Shown below the question. Without a reason, do not ask.', max_length=250, verbose_name='why we ask')),
                ('is_on', models.BooleanField(default=True, help_text='Switched off, it stays here and is on no page.', verbose_name='asked')),
                ('position', models.PositiveIntegerField(default=0, editable=False, verbose_name='position')),
                ('kind', models.CharField(choices=[('line', 'one line'), ('text', 'a longer text'), ('choice', 'one choice'), ('choices', 'several choices'), ('sureness', 'yes, no or not sure')], default='line', help_text='How people answer.', max_length=8, verbose_name='answered by')),
                ('choices', models.TextField(blank=True, help_text='One to a line, for “one choice” and “several choices” alone.', validators=[consultations.models.questions.validate_choices], verbose_name='choices')),
                ('hint', models.CharField(blank=True, help_text='How to answer, if the question does not say it.', max_length=200, verbose_name='help')),
                ('is_required', models.BooleanField(default=False, help_text='For whoever sends the second page. Nobody has to: the request stands without it.', verbose_name='needs an answer')),
            ],
            options={
                'verbose_name': 'question of our own',
                'verbose_name_plural': 'questions of our own',
                'ordering': ['position', 'pk'],
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='intakesettings',
            name='reasons',
            field=models.TextField(blank=True, default='Depression\nDepression after having a baby\nBipolar depression\nAnxiety\nPTSD\nOCD\nLasting pain\nCluster headache\nSomething else\nI am not sure', help_text='One to a line, on the optional second page. “I prefer not to say” is always added; with an empty list nobody is asked.', validators=[consultations.models.questions.validate_choices], verbose_name='reasons to choose from'),
        ),
        migrations.AddField(
            model_name='intakesettings',
            name='treatments',
            field=models.TextField(blank=True, default='Medicine for mood or anxiety\nTalking therapy\nMagnetic stimulation (TMS)\nElectroconvulsive therapy (ECT)\nKetamine or esketamine\nPain medicine\nA procedure against pain\nNothing yet', help_text='What people may have tried, one to a line, on the second page. “I prefer not to say” is always added; with an empty list nobody is asked.', validators=[consultations.models.questions.validate_choices], verbose_name='treatments to choose from'),
        ),
        migrations.AlterField(
            model_name='requestevent',
            name='kind',
            field=models.CharField(choices=[('received', 'Request received'), ('quarantined', 'Received and set aside as possible spam'), ('amended', 'Sent again with changes'), ('details_added', 'Answered the optional questions'), ('taken', 'Taken'), ('handed_over', 'Handed over'), ('contact_started', 'Contact started'), ('attempted', 'Tried to reach'), ('scheduled', 'Consultation scheduled'), ('missed', 'Did not come'), ('closed', 'Closed'), ('reopened', 'Reopened'), ('marked_spam', 'Marked as spam'), ('marked_genuine', 'Marked as genuine'), ('noted', 'Note')], max_length=20, verbose_name='what'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
        migrations.RunPython(write_first_questions, migrations.RunPython.noop),
    ]
