from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """A member of staff; patients never sign in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    is_demo = models.BooleanField(
        _("demo account"),
        default=False,
        help_text=_("Made by the demo content; refused outside a demo site."),
    )
    devices_known_since = models.DateTimeField(
        _("computers known since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Computers that took a second step before this are asked again."),
    )

    def __str__(self):
        return self.get_full_name() or self.username

    def has_role(self, *roles: str) -> bool:
        """Say whether the person holds one of these roles, or is a superuser."""
        return self.is_superuser or self.groups.filter(name__in=roles).exists()

    def forget_devices(self) -> None:
        """Ask for the second step again everywhere, as after a stolen computer."""
        self.devices_known_since = timezone.now()
        self.save(update_fields=["devices_known_since"])
