from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClinicConfig(AppConfig):
    """What the practice is: its pages, people, places, hours and stored keys."""

    name = "clinic"
    verbose_name = _("Clinic")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let those hear of what happens who act on it, now models exist."""
        import_module("clinic.register.watching")
        import_module("clinic.register.jobs")
        import_module("clinic.review.mail")
        import_module("clinic.review.signals")
        import_module("clinic.search_signals")
        import_module("clinic.staff_mail")
        import_module("clinic.profile_pictures")
        import_module("clinic.break_glass")
