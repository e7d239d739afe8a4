from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConsultationsConfig(AppConfig):
    """What people send: consultation requests, and the desk that answers them."""

    name = "consultations"
    verbose_name = _("Consultations")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        """Tell the outbox who writes our mail, and keep the index of the trail."""
        import_module("consultations.emails")
        index = import_module("consultations.models.trail_index")
        post_migrate.connect(index.keep_after_migrating, sender=self)
