from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from clinic.models.membership import Membership


class User(Membership, AbstractUser):
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
    is_break_glass = models.BooleanField(_("emergency account"), default=False)
    sign_in_epoch = models.PositiveIntegerField(
        _("how often all sessions were ended"), default=0
    )

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        permissions = [("manage_staff", "Can invite staff, give roles and end access")]
        constraints = [
            models.CheckConstraint(
                name="user_break_glass_is_superuser",
                condition=models.Q(is_break_glass=False) | models.Q(is_superuser=True),
            )
        ]

    def __str__(self):
        return self.get_full_name() or self.username

    def has_role(self, *roles: str) -> bool:
        """Say whether the person holds one of these roles, or is a superuser."""
        return self.is_superuser or self.groups.filter(name__in=roles).exists()

    def forget_devices(self) -> None:
        """Ask for the second step again everywhere, as after a stolen computer."""
        self.devices_known_since = timezone.now()
        self.save(update_fields=["devices_known_since"])

    def _get_session_auth_hash(self, secret=None):
        """Return what a session must match; each epoch ends those before it."""
        own = super()._get_session_auth_hash(secret=secret)
        if not self.sign_in_epoch:
            return own
        salt = "clinic.models.user.sign_in_epoch"
        told = f"{own}{self.sign_in_epoch}"
        return salted_hmac(salt, told, secret=secret, algorithm="sha256").hexdigest()
