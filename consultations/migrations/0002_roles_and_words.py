from django.db import migrations

from clinic.roles import CLINIC_MANAGERS, CLINICIANS, INTAKE_COORDINATORS, grant

FIRST_WORDING = (
    "The clinic may contact me about this request in the way I chose, and keep what "
    "I write here to prepare the consultation."
)


def give_permissions(apps, schema_editor):
    """Who works the desk, who decides suitability, who sets the words."""
    request = "consultations.ConsultationRequest"
    for role in (INTAKE_COORDINATORS, CLINIC_MANAGERS):
        grant(apps, role, request, ["view", "add", "change", "work_requests"])
    grant(apps, CLINICIANS, request, ["view", "change", "decide_suitability"])
    grant(apps, CLINIC_MANAGERS, "consultations.IntakeSettings", ["view", "change"])
    grant(
        apps,
        CLINIC_MANAGERS,
        "consultations.ConsentWording",
        ["view", "add", "change"],
    )


def write_first_words(apps, schema_editor):
    """A clinic can take requests in before anybody has opened the settings."""
    apps.get_model("consultations", "ConsentWording").objects.get_or_create(
        language="en", version=1, defaults={"text": FIRST_WORDING}
    )
    apps.get_model("consultations", "IntakeSettings").objects.get_or_create(pk=1)


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_initial"),
        ("clinic", "0003_roles"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
        migrations.RunPython(write_first_words, migrations.RunPython.noop),
    ]
