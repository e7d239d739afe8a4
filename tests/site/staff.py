"""One person for each role, and the sign-in form as a person sends it."""

from clinic.models import User
from clinic.roles import (
    CLINIC_MANAGERS,
    CLINICIANS,
    EDITORS,
    INTAKE_COORDINATORS,
    MEDICAL_REVIEWERS,
)
from tests.factories import PASSWORD, make_user

GROUPS = {
    "editor": [EDITORS],
    "reviewer": [MEDICAL_REVIEWERS],
    "coordinator": [INTAKE_COORDINATORS],
    "clinician": [CLINICIANS],
    "manager": [CLINIC_MANAGERS],
    "superuser": [],
    "nobody": [],
}


def make_person(name: str, **fields) -> User:
    """Make a member of staff with a role; `superuser` has all, `nobody` none."""
    return make_user(name, *GROUPS[name], is_superuser=(name == "superuser"), **fields)


def sign_in(client, person, password=PASSWORD, secure=False, **extra):
    """Send the sign-in form."""
    return client.post(
        "/accounts/login/",
        {"login": person.username, "password": password, **extra},
        secure=secure,
    )
