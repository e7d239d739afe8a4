"""Pages that need no database: what the clinic is called, and its phone number.

Each time the clinic's record is read, its name and phone are kept in this process,
so that an error page still says whom to call while the database is away. Before the
first read, `CLINIC_PHONE` of the environment stands in.
"""

from django.conf import settings
from django.db.models.signals import post_init
from django.dispatch import receiver
from django.http import HttpResponse
from django.template.loader import render_to_string

from clinic.phone import display, href

RETRY_AFTER_SECONDS = 30

_last_known: dict[str, str] = {}


@receiver(post_init, sender="clinic.ClinicSettings")
def remember(instance, **kwargs) -> None:
    """Keep name and phone of a record that came from the database."""
    if instance.pk:
        stored = instance.__dict__
        _last_known.update(
            {
                field: stored[field]
                for field in ("clinic_name", "phone")
                if field in stored
            }
        )


def forget() -> None:
    """Go back to what the environment says, as in a process that just started."""
    _last_known.clear()


def whom_to_call() -> dict[str, str]:
    """Return the clinic's name and phone as last known, without asking the database."""
    phone = _last_known.get("phone") or settings.CLINIC_PHONE
    return {
        "clinic_name": _last_known.get("clinic_name") or settings.WAGTAIL_SITE_NAME,
        "phone": phone,
        "phone_display": display(phone) if phone else "",
        "phone_href": href(phone),
    }


def bare_page(request, template: str, status: int, **context) -> HttpResponse:
    """Render a page from its context alone: no database, no context processors."""
    page = render_to_string(template, {**whom_to_call(), **context})
    response = HttpResponse(page, status=status)
    response["Cache-Control"] = "no-store"
    if status == 503:
        response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response
