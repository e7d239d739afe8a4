from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """What people send: consultation requests, and the desk that answers them."""

    name = "consultations"
    verbose_name = _("Consultations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Let `emails` tell the outbox who writes our mail, now that models exist."""
        import_module("consultations.emails")
