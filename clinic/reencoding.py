"""A picture is drawn anew before it is kept: nothing but its pixels comes along.

What a camera writes beside them tells where and when it was taken, by whom and with
which device, and a file made to do harm hides in what no picture needs.
"""

from io import BytesIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, ImageSequence

# How each kind is written, by its name in Pillow; nothing else is taken.
WRITTEN_AS = {
    "JPEG": {"quality": 92, "optimize": True},
    "MPO": {"quality": 92, "optimize": True},
    "PNG": {},
    "GIF": {},
    "WEBP": {"quality": 92},
    "AVIF": {"quality": 85},
}
# Of what stands beside the pixels, what they are drawn by.
KEPT = ("icc_profile", "transparency", "background", "duration", "loop", "disposal")


class CleanPicture(SimpleUploadedFile):
    """A picture that was drawn anew already."""


def reencoded(file) -> CleanPicture:
    """Return the picture of a file, turned upright, under the same name.

    Raises ValidationError, in words, where there is no picture to be read or it has
    more pixels than `WAGTAILIMAGES_MAX_IMAGE_PIXELS`, those of all frames together.
    """
    if isinstance(file, CleanPicture):
        return file
    file.seek(0)
    try:
        with Image.open(BytesIO(file.read())) as picture:
            data = _drawn_anew(picture)
    except ValidationError:
        raise
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise unreadable() from error
    kind = Image.MIME.get(picture.format, "image/jpeg")
    return CleanPicture(file.name, data, content_type=kind)


def _drawn_anew(picture: Image.Image) -> bytes:
    # Asked before anything is unpacked: a small file may hold a gigantic picture.
    if picture.format not in WRITTEN_AS:
        raise unreadable()
    frames = getattr(picture, "n_frames", 1) if picture.format != "MPO" else 1
    pixels = picture.width * picture.height * frames
    if pixels > settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS:
        raise ValidationError(
            _("This picture has too many pixels: %(found)d million, at most %(most)d.")
            % {
                "found": pixels // 1_000_000,
                "most": settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 1_000_000,
            }
        )
    written_as = dict(WRITTEN_AS[picture.format])
    if frames > 1:
        first, *others = [_bare(one.copy()) for one in ImageSequence.Iterator(picture)]
        written_as |= {"save_all": True, "append_images": others}
        written_as["duration"] = [
            one.info.get("duration", 0) for one in (first, *others)
        ]
        written_as["loop"] = first.info.get("loop", 0)
    else:
        first = _bare(ImageOps.exif_transpose(picture))
    out = BytesIO()
    kind = "JPEG" if picture.format == "MPO" else picture.format
    first.save(out, format=kind, **written_as)
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    told = picture.info.items()
    picture.info = {name: value for name, value in told if name in KEPT}
    return picture


def unreadable() -> ValidationError:
    """Return what is said of a file that holds no picture."""
    return ValidationError(
        _("This picture cannot be read. Save it anew as JPEG or PNG and try again.")
    )
