"""Keeps redirects of an import true when what they lead to gets another address.

Those to a page follow it by themselves; a topic and a picture are no pages.
"""

from django.db.models.signals import post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect

from articles.models import ArticleIndexPage, ImportedItem, Topic
from clinic.models import ClinicImage


@receiver(pre_save, sender=Topic)
def follow_topic(sender, instance, raw=False, **kwargs) -> None:
    """Lead to where a topic's list will stand."""
    before = Topic.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if before and before != instance.slug and not raw:
        _to_topic(before).update(redirect_page_route_path=_route(instance.slug))


@receiver(pre_delete, sender=Topic)
def leave_topic(sender, instance, **kwargs) -> None:
    """Lead to the list of all articles once a topic is no more."""
    _to_topic(instance.slug).update(redirect_page_route_path="")


@receiver(post_save, sender=ClinicImage)
def follow_picture(sender, instance, created, raw=False, **kwargs) -> None:
    """Lead to the file that a picture has now."""
    if not created and not raw:
        link = instance.file.url
        _to_picture(instance).exclude(redirect_link=link).update(redirect_link=link)


@receiver(pre_delete, sender=ClinicImage)
def leave_picture(sender, instance, **kwargs) -> None:
    """Let nothing lead to a file that is no more."""
    _to_picture(instance).delete()


def _to_topic(slug: str):
    return Redirect.objects.filter(
        redirect_page__in=ArticleIndexPage.objects.values("pk"),
        redirect_page_route_path=_route(slug),
    )


def _route(slug: str) -> str:
    return f"/topics/{slug}/"


def _to_picture(image: ClinicImage):
    made = ImportedItem.objects.filter(picture=image).values_list(
        "redirects", flat=True
    )
    keys = [key for redirects in made for key in redirects]
    return Redirect.objects.filter(pk__in=keys, redirect_page=None)
