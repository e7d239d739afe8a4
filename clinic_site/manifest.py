"""What a phone shows that keeps the site among its apps: name, colors, icons."""

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from clinic.memory import remembered
from clinic.models import ClinicSettings
from clinic_site.stylesheet import color

# A maskable icon may be cut to any shape; its drawing keeps to the middle.
ICONS = [("icon-{}.png", "any"), ("icon-maskable-{}.png", "maskable")]
SIZES = (192, 512)


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """Describe the site as the record of the clinic and the design tokens have it."""
    clinic = remembered("clinic", ClinicSettings.with_notices)
    data = {
        "id": "/",
        "name": clinic.clinic_name,
        "short_name": clinic.clinic_name.split()[0],
        "description": clinic.description or clinic.tagline,
        "lang": "en-US",
        "start_url": "/",
        "scope": "/",
        # No service worker and nothing offline: a page in a browser, and it says so.
        "display": "browser",
        "theme_color": color("support").light,
        "background_color": color("paper").light,
        "icons": [
            {
                "src": static(f"images/{name.format(size)}"),
                "sizes": f"{size}x{size}",
                "type": "image/png",
                "purpose": purpose,
            }
            for name, purpose in ICONS
            for size in SIZES
        ],
    }
    return JsonResponse(data, content_type="application/manifest+json")
