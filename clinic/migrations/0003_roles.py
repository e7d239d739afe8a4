from django.db import migrations

from clinic.roles import CLINIC_MANAGERS, EDITORS, MEDICAL_REVIEWERS, ROLES, grant

PAGE_ACTIONS = {
    EDITORS: ["add_page", "change_page", "publish_page", "lock_page", "unlock_page"],
    MEDICAL_REVIEWERS: ["change_page", "publish_page", "lock_page", "unlock_page"],
}
EVERY = ["view", "add", "change", "delete"]


def make_roles(apps, schema_editor):
    """Make the five roles; Wagtail's own two give way to them."""
    Group = apps.get_model("auth", "Group")
    Group.objects.filter(name="Moderators").delete()
    for name in ROLES:
        Group.objects.get_or_create(name=name)

    for role in (EDITORS, MEDICAL_REVIEWERS, CLINIC_MANAGERS):
        grant(apps, role, "wagtailadmin.Admin", ["access_admin"])
    for role in (EDITORS, CLINIC_MANAGERS):
        grant(apps, role, "clinic.ClinicSettings", ["change"])
    grant(apps, EDITORS, "clinic.Reference", EVERY)
    grant(apps, MEDICAL_REVIEWERS, "clinic.Reference", ["view", "add", "change"])
    grant(apps, EDITORS, "wagtailredirects.Redirect", EVERY)
    allow_pages(apps)
    allow_pictures(apps)


def allow_pages(apps):
    root = apps.get_model("wagtailcore", "Page").objects.get(depth=1)
    allowed = apps.get_model("wagtailcore", "GroupPagePermission").objects
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailcore", model="page"
    )
    permissions = apps.get_model("auth", "Permission").objects
    for role, codenames in PAGE_ACTIONS.items():
        group = apps.get_model("auth", "Group").objects.get(name=role)
        for codename in codenames:
            permission, _ = permissions.get_or_create(
                content_type=content_type,
                codename=codename,
                defaults={"name": codename.replace("_", " ").capitalize()},
            )
            allowed.get_or_create(group=group, page=root, permission=permission)


def allow_pictures(apps):
    """Reviewers choose and add pictures and documents as Wagtail's editors do."""
    allowed = apps.get_model("wagtailcore", "GroupCollectionPermission").objects
    reviewers = apps.get_model("auth", "Group").objects.get(name=MEDICAL_REVIEWERS)
    for row in allowed.filter(group__name=EDITORS):
        allowed.get_or_create(
            group=reviewers, collection=row.collection, permission=row.permission
        )


class Migration(migrations.Migration):
    dependencies = [
        ("clinic", "0002_practice"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
    ]

    operations = [migrations.RunPython(make_roles, migrations.RunPython.noop)]
