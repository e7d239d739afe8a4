from django.db import migrations

from clinic.roles import CLINIC_MANAGERS, CLINICIANS, EDITORS, MEDICAL_REVIEWERS, grant
from clinic.words import tokens

FIRST_WORDS = [
    "suicide",
    "suicidal",
    "suicidality",
    "kill myself",
    "killing myself",
    "end my life",
    "ending my life",
    "end it all",
    "ending it all",
    "take my life",
    "take my own life",
    "want to die",
    "wanna die",
    "wish I was dead",
    "wish I were dead",
    "rather be dead",
    "better off dead",
    "better off without me",
    "no reason to live",
    "nothing to live for",
    "not worth living",
    "don't want to live",
    "do not want to live",
    "don't want to be alive",
    "don't want to be here anymore",
    "don't want to wake up",
    "can't go on",
    "cannot go on",
    "can't do this anymore",
    "tired of living",
    "hurt myself",
    "hurting myself",
    "harm myself",
    "harming myself",
    "self harm",
    "self injury",
    "cut myself",
    "cutting myself",
    "hang myself",
    "shoot myself",
    "jump off a bridge",
    "overdose",
    "overdosed",
    "overdosing",
    "painless way to die",
    "how to die",
    "goodbye note",
    "hurt someone",
    "kill someone",
    "988",
]


def fill(apps, schema_editor):
    """Begin with a list; it belongs to clinicians and managers from here on."""
    phrases = apps.get_model("clinic", "CrisisPhrase").objects
    for phrase in FIRST_WORDS:
        key = "".join(tokens(phrase))
        phrases.get_or_create(key=key, defaults={"phrase": phrase})


def allow(apps, schema_editor):
    """Let clinicians and managers keep the crisis words, editors see what was missed."""
    for role in (CLINICIANS, CLINIC_MANAGERS):
        grant(apps, role, "clinic.CrisisPhrase", ["view", "add", "change", "delete"])
    for role in (EDITORS, MEDICAL_REVIEWERS):
        grant(apps, role, "clinic.UnansweredWord", ["view"])


class Migration(migrations.Migration):
    dependencies = [("clinic", "0015_search")]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(allow, migrations.RunPython.noop),
    ]
