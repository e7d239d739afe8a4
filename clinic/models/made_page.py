"""Public pages as readers get them, made when they were published."""

import json
import zlib
from datetime import datetime
from typing import NamedTuple

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clinic.reads import Read


class Made(NamedTuple):
    """A page as it was made: what is sent, what it was made from, what it holds until.

    `small` is its HTML, compressed with zlib; `frame_origins` are the hosts whose
    frames it may show; `moments` are those at which it becomes another by itself.
    `sent` is the page as most browsers get it, in brotli made as small as it gets, with
    `words` put in for what goes by the clock on every page.
    """

    small: bytes
    frame_origins: tuple[str, ...]
    moments: tuple[datetime, ...]
    reads: tuple[Read, ...]
    words: str = ""
    sent: bytes = b""

    @property
    def html(self) -> bytes:
        """Return the page as it is sent."""
        return zlib.decompress(self.small)

    @property
    def has_run_out(self) -> bool:
        """Return whether one of its moments has come."""
        return bool(self.moments) and min(self.moments) <= timezone.now()


class MadePageQuerySet(models.QuerySet):
    def made(self, path: str, build: str) -> Made | None:
        """Return the page at an address, as this version of the site has made it."""
        found = self.filter(path=path, build=build).values_list(
            "html", "about", "words", "sent"
        )
        # One row at most: an order would be sorted out for nothing.
        row = next(iter(found), None)
        if row is None:
            return None
        html, about, words, sent = row
        told = json.loads(zlib.decompress(about))
        return Made(
            small=bytes(html),
            frame_origins=tuple(told["frame_origins"]),
            moments=tuple(map(datetime.fromisoformat, told["moments"])),
            # Most pages have the same statements.
            reads=tuple(map(Read.of, told["reads"])),
            words=words,
            sent=bytes(sent),
        )

    def keep(self, path: str, build: str, made: Made) -> None:
        """Keep a page in the place of the one that was made before."""
        told = {
            "frame_origins": made.frame_origins,
            "moments": [moment.isoformat() for moment in made.moments],
            "reads": [read.told() for read in made.reads],
        }
        values = {
            "build": build,
            "html": made.small,
            "words": made.words,
            "sent": made.sent,
            "about": zlib.compress(json.dumps(told).encode()),
            "made_at": timezone.now(),
        }
        self.update_or_create(path=path, defaults=values)


class MadePage(models.Model):
    """A public page as anybody gets it, so that nobody waits until it is rendered.

    Nothing is decided by it: before it is sent, all that it was made from is asked of
    the database once more, and what differs is rendered anew.
    """

    path = models.CharField(_("address"), max_length=500, unique=True)
    build = models.CharField(_("version of the site"), max_length=32)
    made_at = models.DateTimeField(_("made at"))
    html = models.BinaryField(_("page"))
    about = models.BinaryField(_("what it was made from"))
    words = models.TextField(_("words about the hour"), blank=True)
    sent = models.BinaryField(_("page as it is sent"), default=bytes)

    objects = MadePageQuerySet.as_manager()

    class Meta:
        verbose_name = _("page made ahead")
        verbose_name_plural = _("pages made ahead")

    def __str__(self):
        return self.path
