from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

# Registers what check --deploy asks, what each connection is told first, and who looks
# on while it writes.
from clinic_site import checks, durability, large_blocks  # noqa: F401
from clinic_site.page_cache import watching  # noqa: F401


class ClinicSiteConfig(AppConfig):
    """How the site runs; it owns no model."""

    name = "clinic_site"
    verbose_name = _("Site")

    def ready(self):
        large_blocks.give_back()
        # Recurring work and alarms of every app register themselves, as its admin does.
        autodiscover_modules("jobs", "alarms")
