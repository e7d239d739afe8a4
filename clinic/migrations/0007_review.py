import django.db.models.deletion
from django.db import migrations, models

NAME = "Medical review"


def review_every_page(apps, schema_editor):
    """Let every page wait for the pair; Wagtail's own workflow gives way to it."""
    tasks = apps.get_model("wagtailcore", "Task").objects
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="clinic", model="medicalreviewtask"
    )
    # Nobody is in the groups that Wagtail's workflow asks: this house has its own.
    Workflow.objects.filter(workflow_states=None, name="Moderators approval").delete()
    tasks.filter(workflow_tasks=None, task_states=None).delete()
    task = apps.get_model("clinic", "MedicalReviewTask").objects.create(
        name=NAME, content_type=content_type, active=True
    )
    workflow = Workflow.objects.create(name=NAME, active=True)
    apps.get_model("wagtailcore", "WorkflowTask").objects.create(
        workflow=workflow, task_id=task.pk, sort_order=0
    )
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    WorkflowPage.objects.update_or_create(page=root, defaults={"workflow": workflow})


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0006_glossary"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="MedicalReviewTask",
            fields=[
                (
                    "task_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "medical review",
                "verbose_name_plural": "medical reviews",
            },
            bases=("wagtailcore.task",),
        ),
        migrations.AddField(
            model_name="approval",
            name="voided_at",
            field=models.DateTimeField(
                help_text="When the text was replaced or taken down.",
                null=True,
                verbose_name="void since",
            ),
        ),
        migrations.RunPython(review_every_page, migrations.RunPython.noop),
    ]
