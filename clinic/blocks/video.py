"""A video that loads nothing from its host before somebody presses play."""

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from clinic.blocks.chosen import ChosenPicture
from clinic.blocks.pictures import LibraryPictureBlock
from clinic.blocks.text import INLINE


class Host(NamedTuple):
    """Where videos play: its name, its page and its frame for a video."""

    name: str
    page: str
    frame: str

    @property
    def origin(self) -> str:
        """Return the address that a policy must allow for the frame."""
        parts = urlsplit(self.frame)
        return f"{parts.scheme}://{parts.netloc}"


# Both frames are the hosts' quiet ones: no cookie before play, no tracking id.
YOUTUBE = Host(
    "YouTube",
    "https://www.youtube.com/watch?v={}",
    "https://www.youtube-nocookie.com/embed/{}?autoplay=1&rel=0",
)
VIMEO = Host(
    "Vimeo",
    "https://vimeo.com/{}",
    "https://player.vimeo.com/video/{}?autoplay=1&dnt=1",
)
_YOUTUBE_ID = re.compile(r"[\w-]{11}")
_VIMEO_ID = re.compile(r"\d{5,12}")


def find_host(url: str) -> tuple[Host, str] | None:
    """Return the host and the video's own id, None for any other address."""
    parts = urlsplit(url or "")
    site = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    steps = [step for step in parts.path.split("/") if step]
    if parts.scheme not in ("http", "https"):
        return None
    if site == "youtube.com" and steps == ["watch"]:
        found = parse_qs(parts.query).get("v", [""])[0]
        return (YOUTUBE, found) if _YOUTUBE_ID.fullmatch(found) else None
    is_tube = site in ("youtube.com", "youtube-nocookie.com") and len(steps) == 2
    if is_tube and steps[0] in ("embed", "shorts", "live"):
        return (YOUTUBE, steps[1]) if _YOUTUBE_ID.fullmatch(steps[1]) else None
    if site == "youtu.be" and len(steps) == 1:
        return (YOUTUBE, steps[0]) if _YOUTUBE_ID.fullmatch(steps[0]) else None
    own = site == "vimeo.com" and len(steps) == 1
    framed = site == "player.vimeo.com" and len(steps) == 2 and steps[0] == "video"
    if (own or framed) and _VIMEO_ID.fullmatch(steps[-1]):
        return VIMEO, steps[-1]
    return None


class VideoValue(blocks.StructValue):
    """A video's addresses, made from the one an editor gave."""

    @property
    def found(self) -> tuple[Host, str] | None:
        return find_host(self.get("url"))

    @property
    def host_name(self) -> str:
        return self.found[0].name if self.found else ""

    @property
    def page_url(self) -> str:
        """Return where the video plays on its host's own page."""
        return self.found[0].page.format(self.found[1]) if self.found else ""

    @property
    def frame_url(self) -> str:
        """Return what the frame shows once somebody pressed play."""
        return self.found[0].frame.format(self.found[1]) if self.found else ""

    @property
    def origin(self) -> str:
        return self.found[0].origin if self.found else ""


class VideoBlock(LibraryPictureBlock):
    """A still picture that leads to a video; the host learns of a reader who plays."""

    url = blocks.URLBlock(
        label=_("Address of the video"),
        help_text=_("A video on YouTube or Vimeo, as the browser shows its address."),
    )
    title = blocks.CharBlock(
        label=_("Title"),
        max_length=140,
        help_text=_("What the video shows; stands on the button and names the frame."),
    )
    image = ChosenPicture(
        label=_("Still picture"),
        help_text=_(
            "From our own library, shown until somebody presses play: nothing is "
            "loaded from the video's host before."
        ),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"),
        required=False,
        features=[*INLINE, "ul"],
        help_text=_("Every word that is said, and what can only be seen."),
    )
    no_transcript = blocks.CharBlock(
        label=_("Why there is no transcript"),
        required=False,
        max_length=200,
        help_text=_(
            "Only when there is none, like “The text above says all of it”. Readers "
            "see it."
        ),
    )

    def clean(self, value):
        """Ask for a host we know, and for a transcript or the reason for none."""
        cleaned = super().clean(value)
        errors = {}
        if cleaned["url"] and not find_host(cleaned["url"]):
            errors["url"] = ValidationError(
                _("Give the address of one video on YouTube or Vimeo.")
            )
        transcript = cleaned["transcript"]
        said = transcript.source.strip() if transcript else ""
        reason = (cleaned["no_transcript"] or "").strip()
        if not (said or reason or self.is_deferred_validation):
            errors["transcript"] = ValidationError(
                _("Give the transcript, or say below why there is none.")
            )
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "media"
        label = _("Video")
        template = "blocks/video.html"
        description = _("A video on YouTube or Vimeo, loaded only when it is played.")
        value_class = VideoValue
        preview_value = {
            "url": "https://vimeo.com/1084537",
            "title": "A walk through our rooms",
            "image": None,
            "transcript": "<p>This is the room where you wait.</p>",
            "no_transcript": "",
        }
