"""Hands out the share pictures: drawn at the first request, then kept as media."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.models import Page

from clinic.models import BasePage, ClinicSettings
from clinic.share_picture import Words, draw

FOLDER = "share"
# Where a JPEG ends: a file that another process is still writing has no such end.
END = b"\xff\xd9"
A_YEAR = 60 * 60 * 24 * 365


@require_safe
def share_picture(request: HttpRequest, page_id: int, digest: str) -> HttpResponse:
    """Return the picture of a live, public page whose words have this digest."""
    page = get_object_or_404(Page.objects.live().public(), pk=page_id).specific
    if not isinstance(page, BasePage):
        raise Http404
    told = page.shared_words(ClinicSettings.load().clinic_name)
    words = next((words for words in told if words.digest == digest), None)
    if words is None:
        raise Http404
    answer = HttpResponse(_kept(words), content_type="image/jpeg")
    answer["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return answer


def _kept(words: Words) -> bytes:
    name = f"{FOLDER}/{words.digest}.jpg"
    try:
        with default_storage.open(name) as file:
            kept = file.read()
    except FileNotFoundError:
        kept = b""
    if kept.endswith(END):
        return kept
    drawn = draw(words)
    if kept:
        default_storage.delete(name)
    stored = default_storage.save(name, ContentFile(drawn))
    if stored != name:
        # Another process was faster with the same picture; one is enough.
        default_storage.delete(stored)
    return drawn
