"""The rooms of the style guide, and what stands in each."""

from typing import NamedTuple

from clinic_site.styleguide.rooms import (
    asking,
    blocks,
    cards,
    desk,
    figures,
    frame,
    pieces,
    reading,
)
from clinic_site.styleguide.sample import Sample


class Room(NamedTuple):
    """Components that belong together."""

    slug: str
    title: str
    purpose: str
    samples: list[Sample]
    # The bundle its samples are drawn with.
    sheet: str = "site"

    def sample(self, name: str) -> Sample | None:
        """Return the sample of this name, None without one."""
        return next((s for s in self.samples if s.name == name), None)


ROOMS = {
    room.slug: room
    for room in (
        Room("pieces", "Pieces", pieces.PURPOSE, pieces.SAMPLES),
        Room("frame", "Frame", frame.PURPOSE, frame.SAMPLES),
        Room("cards", "Cards", cards.PURPOSE, cards.SAMPLES),
        Room("reading", "Reading", reading.PURPOSE, reading.SAMPLES),
        Room("blocks", "Blocks", blocks.PURPOSE, blocks.SAMPLES),
        Room("asking", "Asking", asking.PURPOSE, asking.SAMPLES),
        Room("desk", "Desk", desk.PURPOSE, desk.SAMPLES, "desk"),
        Room("figures", "Figures", figures.PURPOSE, figures.SAMPLES, "desk"),
    )
}
