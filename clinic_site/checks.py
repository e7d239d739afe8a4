"""What `check --deploy` says of an installation that is not safe to open."""

from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError
from django.http.request import validate_host

from clinic import notices


@register(Tags.security, deploy=True)
def check_demo_accounts(app_configs, **kwargs):
    """Say so when accounts of the demo content stand in this database."""
    if settings.DEMO:
        return [
            Error(
                "DEMO is on: the demo accounts, whose passwords are printed, may "
                "sign in.",
                hint="Use clinic_site.settings.production.",
                id="clinic_site.E001",
            )
        ]
    try:
        found = get_user_model().objects.filter(is_demo=True, is_active=True).count()
    except DatabaseError:
        # Nothing migrated yet: nobody is in there.
        return []
    if not found:
        return []
    return [
        Warning(
            f"{found} demo accounts are in the database. They are refused at sign-in.",
            hint="Delete them, or start a clinic's own site with an empty database.",
            id="clinic_site.W001",
        )
    ]


@register(Tags.security, deploy=True)
def check_break_glass(app_configs, **kwargs):
    """Say so when an emergency account could be used without the owner's knowing."""
    glass = get_user_model().objects.filter(is_break_glass=True, is_active=True)
    try:
        if settings.OWNER_EMAIL or not glass.exists():
            return []
    except DatabaseError:
        # Nothing migrated yet: nobody is in there.
        return []
    return [
        Warning(
            "There is an emergency account and no owner who is told of its use.",
            hint="Set OWNER_EMAIL.",
            id="clinic_site.W010",
        )
    ]


@register(Tags.security, deploy=True)
def check_second_step(app_configs, **kwargs):
    """Refuse an installation where a password alone opens the desk."""
    if settings.SECOND_STEP_REQUIRED:
        return []
    return [
        Error(
            "SECOND_STEP_REQUIRED is off: a password alone opens both admins.",
            hint="Use clinic_site.settings.production.",
            id="clinic_site.E002",
        )
    ]


@register(Tags.security, deploy=True)
def check_site_url(app_configs, **kwargs):
    """Say so when links in mail would lead to a host that this site refuses."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    if host and validate_host(host, settings.ALLOWED_HOSTS):
        return []
    return [
        Error(
            f"The host of SITE_URL, {host or 'none'}, is not in ALLOWED_HOSTS.",
            hint="Links in mail would be answered with 400 Bad Request.",
            id="clinic_site.E003",
        )
    ]


@register(Tags.security, deploy=True)
def check_notices(app_configs, **kwargs):
    """Refuse a site without a notice that the clinic owes by its legal status.

    Before the first migration there is no record to read, and nothing is said.
    """
    try:
        record = apps.get_model("clinic", "ClinicSettings")
        pages = record.objects.select_related("privacy_page", "estimate_page")
        clinic = pages.first() or record()
    except DatabaseError:
        return []
    errors = [
        Error(
            f"The {notice.name} is missing, because {notice.why} ({notice.source}).",
            hint="Settings, Clinic, in the editors' admin: name a public page or text.",
            id="clinic_site.E004",
        )
        for notice in notices.missing(clinic)
    ]
    if not (left_open := notices.undeclared(clinic)):
        return errors
    return errors + [
        Warning(
            f"The clinic's legal status is not settled: {', '.join(left_open)}.",
            hint="Until it is, every notice that may be owed is asked for.",
            id="clinic_site.W002",
        )
    ]
