"""Pictures of the staff in the editors' admin: kept like every other picture."""

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from clinic.reencoding import reencoded


@receiver(pre_save, sender=UserProfile)
def draw_anew(sender, instance, **kwargs) -> None:
    """Keep a profile picture without its metadata; keep none that cannot be read."""
    if not instance.avatar or instance.avatar._committed:
        return
    try:
        instance.avatar = reencoded(instance.avatar.file)
    except ValidationError:
        instance.avatar = ""
