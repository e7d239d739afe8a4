import django.db.models.deletion
from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant

# The words that stood in the templates until now.
PRESENT = {
    "texts": (
        "You may send me text messages about this request. You can say stop at any "
        "time."
    ),
    "access": (
        "Stored encrypted. Only people arranging your consultation should open it; "
        "each opening at the desk is recorded. We never e-mail what you write here."
    ),
    "reading_shut": "Nobody reads requests until we open: {opening}.",
    "reading_open": "Requests are read in order, while we are open.",
    "emergency": "This is not watched live.",
}
# What whoever has sent a form has read; how it is read depended on the hour.
READ_BY_ALL = ("texts", "access")


def write_present_words(apps, schema_editor):
    """Keep the present words as first versions, and who has sent a form under them."""
    Wording = apps.get_model("consultations", "Wording")
    first = {
        kind: Wording.objects.create(kind=kind, language="en", version=1, text=text)
        for kind, text in PRESENT.items()
    }
    told = {f"{kind}_wording": first[kind] for kind in READ_BY_ALL}
    Request = apps.get_model("consultations", "ConsultationRequest")
    Request.objects.filter(channel="web").update(**told)


def give_permissions(apps, schema_editor):
    """Managers read wordings and add versions; nobody changes one."""
    old = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="consultations", codename__endswith="_consentwording"
    )
    old.delete()
    grant(apps, CLINIC_MANAGERS, "consultations.Wording", ["view", "add"])


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0004_own_link"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RemoveConstraint("consentwording", "one_wording_per_version"),
        migrations.RenameModel("ConsentWording", "Wording"),
        migrations.AlterModelOptions(
            name="wording",
            options={
                "ordering": ["kind", "language", "-version"],
                "verbose_name": "wording",
                "verbose_name_plural": "wordings",
            },
        ),
        migrations.AddField(
            model_name="wording",
            name="kind",
            field=models.CharField(
                choices=[
                    ("consent", "Agreement to be contacted"),
                    ("texts", "Permission to text"),
                    ("access", "Who may open a request"),
                    ("reading_shut", "When anyone reads, while we are closed"),
                    ("reading_open", "When anyone reads, while we are open"),
                    ("emergency", "Before the emergency numbers"),
                ],
                default="consent",
                help_text="What people tick, or what they are told. The newest version of a kind is shown from the moment it is saved.",
                max_length=12,
                verbose_name="what it is for",
            ),
        ),
        migrations.AlterField(
            model_name="wording",
            name="language",
            field=models.CharField(
                default="en",
                help_text="A code like en, es or es-mx. Without one of theirs, people see en.",
                max_length=12,
                verbose_name="language",
            ),
        ),
        migrations.AlterField(
            model_name="wording",
            name="text",
            field=models.TextField(
                help_text="A sentence or two, in plain words. It cannot be changed once saved; add another version instead. Write {opening} where the next opening goes; only the words for while we are closed have it.",
                verbose_name="wording",
            ),
        ),
        migrations.AddConstraint(
            model_name="wording",
            constraint=models.UniqueConstraint(
                fields=("kind", "language", "version"), name="one_wording_per_version"
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="told_attempt_by",
            field=models.DateTimeField(
                null=True, verbose_name="told: first attempt by"
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="told_reading_from",
            field=models.DateTimeField(null=True, verbose_name="told: read from"),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="texts_wording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.wording",
                verbose_name="told: permission to text",
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="access_wording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.wording",
                verbose_name="told: who may open it",
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="reading_wording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.wording",
                verbose_name="told: when anyone reads",
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="emergency_wording",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="consultations.wording",
                verbose_name="told: in an emergency",
            ),
        ),
        migrations.AddField(
            model_name="consultationrequest",
            name="told_sender",
            field=models.CharField(
                blank=True,
                default="",
                max_length=254,
                verbose_name="told: number or address",
            ),
            preserve_default=False,
        ),
        migrations.RunPython(write_present_words, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
