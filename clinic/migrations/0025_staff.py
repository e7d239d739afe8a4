import clinic.models.one_time_link
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from clinic.roles import CLINIC_MANAGERS, grant


def let_managers_manage_staff(apps, schema_editor):
    """Managers invite, give roles and end access."""
    grant(apps, CLINIC_MANAGERS, "clinic.User", ["manage_staff"])


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("clinic", "0024_held_posts_and_known_devices"),
    ]

    operations = [
        migrations.CreateModel(
            name="OneTimeLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "selector",
                    models.CharField(
                        default=clinic.models.one_time_link.fresh_selector,
                        max_length=16,
                        unique=True,
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="made at"
                    ),
                ),
                ("expires_at", models.DateTimeField(verbose_name="good until")),
                ("used_at", models.DateTimeField(null=True, verbose_name="used at")),
                (
                    "withdrawn_at",
                    models.DateTimeField(null=True, verbose_name="withdrawn at"),
                ),
            ],
            options={
                "verbose_name": "one-time link",
                "verbose_name_plural": "one-time links",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StaffEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, verbose_name="when"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("invited_again", "Invited again; the link before is void"),
                            ("withdrawn", "Invitation withdrawn"),
                            ("joined", "Set a password and joined"),
                            ("roles", "Roles changed"),
                            ("password_link", "Sent a link for a new password"),
                            ("password_set", "Set a new password by the link"),
                            ("second_step", "Second step reset, all sessions ended"),
                            ("ended", "Access ended, all sessions ended"),
                            ("let_back", "Let back in"),
                            ("glass_made", "Emergency account made"),
                            ("glass_used", "Emergency account used to sign in"),
                            (
                                "glass_seen",
                                "Use of the emergency account taken note of",
                            ),
                        ],
                        max_length=20,
                        verbose_name="what",
                    ),
                ),
                (
                    "details",
                    models.JSONField(
                        default=dict,
                        help_text="Names of roles and counts.",
                        verbose_name="details",
                    ),
                ),
            ],
            options={
                "verbose_name": "staff event",
                "verbose_name_plural": "staff events",
                "ordering": ["pk"],
            },
        ),
        migrations.AlterModelOptions(
            name="user",
            options={
                "permissions": [
                    ("manage_staff", "Can invite staff, give roles and end access")
                ],
                "verbose_name": "member of staff",
                "verbose_name_plural": "staff",
            },
        ),
        migrations.AddField(
            model_name="user",
            name="is_break_glass",
            field=models.BooleanField(default=False, verbose_name="emergency account"),
        ),
        migrations.AddField(
            model_name="user",
            name="sign_in_epoch",
            field=models.PositiveIntegerField(
                default=0, verbose_name="how often all sessions were ended"
            ),
        ),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_break_glass", False), ("is_superuser", True), _connector="OR"
                ),
                name="user_break_glass_is_superuser",
            ),
        ),
        migrations.AddField(
            model_name="onetimelink",
            name="made_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="made by",
            ),
        ),
        migrations.AddField(
            model_name="onetimelink",
            name="user",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="one_time_links",
                to=settings.AUTH_USER_MODEL,
                verbose_name="for whom",
            ),
        ),
        migrations.AddField(
            model_name="staffevent",
            name="actor",
            field=models.ForeignKey(
                help_text="Nobody: a command on the server.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="who",
            ),
        ),
        migrations.AddField(
            model_name="staffevent",
            name="subject",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="staff_events",
                to=settings.AUTH_USER_MODEL,
                verbose_name="to whom",
            ),
        ),
        migrations.AddIndex(
            model_name="staffevent",
            index=models.Index(
                fields=["kind", "subject"], name="staff_event_kind_subject"
            ),
        ),
        migrations.RunPython(let_managers_manage_staff, migrations.RunPython.noop),
    ]
