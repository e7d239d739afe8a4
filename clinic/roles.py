"""The roles of the house; a person may hold several, and they add up."""

EDITORS = "Editors"
MEDICAL_REVIEWERS = "Medical reviewers"
INTAKE_COORDINATORS = "Intake coordinators"
CLINICIANS = "Clinicians"
CLINIC_MANAGERS = "Clinic managers"

ROLES = (EDITORS, MEDICAL_REVIEWERS, INTAKE_COORDINATORS, CLINICIANS, CLINIC_MANAGERS)
# They work in Django's admin; the others do not enter it.
DESK_ROLES = (INTAKE_COORDINATORS, CLINICIANS, CLINIC_MANAGERS)


def grant(apps, role: str, model: str, actions: list[str]) -> None:
    """In a migration: give a role permissions on "app_label.model".

    Permissions are normally made after the last migration; here they are made at
    once, so that a role is complete the moment its migration has run.
    """
    app_label, model_name = model.lower().split(".")
    content_type, _ = apps.get_model(
        "contenttypes", "ContentType"
    ).objects.get_or_create(app_label=app_label, model=model_name)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    for action in actions:
        codename = f"{action}_{model_name}" if "_" not in action else action
        permission, _ = apps.get_model("auth", "Permission").objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": f"Can {action.replace('_', ' ')} {model_name}"},
        )
        group.permissions.add(permission)


def holds_role(person, role: str) -> bool:
    """Say whether a person has a role; a superuser has none that was not given."""
    return person.is_active and any(g.name == role for g in person.groups.all())
