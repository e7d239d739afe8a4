"""The picture that a shared link shows: dawn over water, with the page's title.

One composition; the drawing of the page or its topic sets the mood: sky, sun, hills or
sea. Equal words give equal pixels, so a digest of the words is the picture's name.
"""

import hashlib
import io
import json
from functools import lru_cache
from typing import NamedTuple

from django.contrib.staticfiles import finders
from PIL import Image, ImageDraw, ImageFont

from clinic.brushes import Canvas, oval, ridge

SIZE = WIDTH, HEIGHT = 1200, 630
# To be raised when the drawing changes: every picture gets a new address.
EDITION = 1

HEAVIEST = 150_000
MARGIN = 76
TEXT_WIDTH = 690
TEXT_TOP, TEXT_BOTTOM = 150, 420
LARGEST, SMALLEST = 76, 38
LINE = 1.14
INK, TOPIC, ON_SHORE = "#143a34", "#86341a", "#fbf8f3"
SUN, LIGHT = "#f6b48f", "#fff3df"
FAR, WATER, NEAR, DEEP = "#b9c3cc", "#a9c7c4", "#7fa19d", "#2f5f58"
PEACH, ROSE, LILAC, MIST = "#fde8d4", "#f6d5cb", "#dfd5ea", "#d3e4e2"

WARM = [[PEACH, PEACH], [PEACH, ROSE], [ROSE, LILAC], [LILAC, MIST]]
ROSY = [[PEACH, ROSE], [ROSE, LILAC], [ROSE, LILAC], [LILAC, LILAC]]
CLEAR = [[MIST, LILAC], [LILAC, PEACH], [PEACH, ROSE], [PEACH, PEACH]]


class Mood(NamedTuple):
    """How one drawing's morning differs from another's."""

    sky: list
    sun: tuple[float, float, float]  # x and y as shares, radius as one of the height
    hills: tuple  # of each ridge: base, waves and color
    clouds: bool = False


LOW = ((0.75, [(0.035, 0.9, 0.1), (0.012, 2.3, 0.4)], FAR),)
LAYERS = (
    (0.66, [(0.045, 1.1, 0.3), (0.015, 2.7, 0.1)], "#ccd0d8"),
    (0.72, [(0.04, 1.3, 0.65), (0.012, 3.1, 0.2)], FAR),
    (0.79, [(0.03, 1.2, 0.15)], NEAR),
)
VALLEY = (
    (0.69, [(0.05, 0.8, 0.05)], FAR),
    (0.76, [(0.05, 1.0, 0.3)], NEAR),
)
MOODS = {
    "horizon": Mood(WARM, (0.82, 0.66, 0.19), VALLEY),
    "hills": Mood(ROSY, (0.83, 0.5, 0.15), LAYERS),
    "leaf": Mood(CLEAR, (0.84, 0.44, 0.15), VALLEY),
    "scale": Mood(WARM, (0.84, 0.5, 0.15), LOW),
    "room": Mood(ROSY, (0.82, 0.6, 0.16), LOW),
    "stones": Mood(WARM, (0.85, 0.62, 0.14), LOW),
    "lighthouse": Mood(CLEAR, (0.8, 0.7, 0.15), LOW),
    "clouds": Mood(CLEAR, (0.82, 0.46, 0.15), LOW, clouds=True),
    "waves": Mood(ROSY, (0.84, 0.4, 0.12), LOW),
    "drop": Mood(ROSY, (0.82, 0.66, 0.17), LOW),
    "depths": Mood(CLEAR, (0.82, 0.6, 0.17), LOW),
}


class Words(NamedTuple):
    """Everything the picture shows."""

    title: str
    topic: str
    mood: str
    clinic: str

    @property
    def digest(self) -> str:
        """Return the picture's name; it changes with any word."""
        told = json.dumps([EDITION, *self])
        return hashlib.sha256(told.encode()).hexdigest()[:32]


def draw(words: Words) -> bytes:
    """Return the picture as a JPEG; the same words give the same bytes."""
    picture = _scene(MOODS.get(words.mood, MOODS["horizon"]))
    pen = ImageDraw.Draw(picture)
    _write_title(pen, words)
    if _can_write(words.clinic):
        _write_clinic(pen, words.clinic)
    return _packed(picture)


def _packed(picture: Image.Image) -> bytes:
    """Return the finest JPEG that the size allows; many letters weigh more."""
    for quality in (92, 87, 80):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=quality, subsampling=0, progressive=True)
        if out.tell() <= HEAVIEST:
            break
    return out.getvalue()


def _scene(mood: Mood) -> Image.Image:
    canvas = Canvas(SIZE, mood.sky, seed=7)
    x, y, radius = mood.sun
    for reach, strength in ((2.9, 0.25), (2.1, 0.4), (1.5, 0.45)):
        canvas.disc(x, y, radius * reach, LIGHT, strength)
    canvas.disc(x, y, radius, SUN)
    if mood.clouds:
        for left, top, wide in ((0.7, 0.53, 1.0), (0.88, 0.4, 0.6), (0.93, 0.6, 0.75)):
            _cloud(canvas, left, top, wide)
    for base, waves, color in mood.hills:
        canvas.shape(ridge(base, waves), color)
    canvas.shape([(-0.1, 0.8), (1.1, 0.8), (1.1, 1.1), (-0.1, 1.1)], [MIST, WATER])
    for row, (shift, reach) in enumerate(
        ((0, 0.075), (0.012, 0.05), (-0.01, 0.065), (0.015, 0.035))
    ):
        level = 0.822 + row * 0.026
        line = [(x + shift - reach, level), (x + shift + reach, level)]
        canvas.stroke(line, 0.009, SUN, 0.75)
    canvas.shape(ridge(0.91, [(0.022, 0.75, 0.08)]), DEEP)
    return canvas.grain(4)


def _cloud(canvas: Canvas, x: float, y: float, wide: float) -> None:
    for shift, lift, size in ((-0.05, 0.0, 0.035), (0, -0.02, 0.06), (0.055, 0, 0.04)):
        across = size * wide
        canvas.shape(
            [
                point
                for point in oval(x + shift * wide, y + lift, across, across * 1.5)
                if point[1] <= y + 0.004
            ],
            "#fff6e8",
        )
    flat = [(x - 0.09 * wide, y), (x + 0.1 * wide, y)]
    canvas.stroke(flat, 0.018 * wide, "#fff6e8")


def _write_title(pen: ImageDraw.ImageDraw, words: Words) -> None:
    if not _can_write(words.title):
        return
    font, lines = _fit(words.title)
    step = font.size * LINE
    top = TEXT_TOP + max((TEXT_BOTTOM - TEXT_TOP - step * len(lines)) / 2, 0)
    if words.topic and _can_write(words.topic):
        pen.text((MARGIN, top - 58), words.topic, TOPIC, _font(32, 560))
    for number, line in enumerate(lines):
        pen.text((MARGIN - 2, top + number * step), line, INK, font)


def _write_clinic(pen: ImageDraw.ImageDraw, clinic: str) -> None:
    font = _font(30, 540)
    while font.getlength(clinic) > WIDTH - 2 * MARGIN and font.size > 16:
        font = _font(int(font.size) - 2, 540)
    pen.text((MARGIN, 588), clinic, ON_SHORE, font, anchor="lm")


def _fit(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Return the largest letters in which the title fits, and its lines."""
    for size in range(LARGEST, SMALLEST - 1, -2):
        font = _font(size, 470)
        lines = _wrap(title, font)
        if len(lines) * size * LINE <= TEXT_BOTTOM - TEXT_TOP + size * 0.3:
            return font, _balance(title, font, lines)
    room = int((TEXT_BOTTOM - TEXT_TOP) / (SMALLEST * LINE))
    return font, [*lines[: room - 1], _cut(" ".join(lines[room - 1 :]), font)]


def _balance(title: str, font: ImageFont.FreeTypeFont, lines: list) -> list[str]:
    """Leave no word alone on the last line while the others are full."""
    for width in range(TEXT_WIDTH, TEXT_WIDTH // 3, -15):
        narrower = _wrap(title, font, width)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _wrap(
    title: str, font: ImageFont.FreeTypeFont, width: int = TEXT_WIDTH
) -> list[str]:
    lines = [""]
    for word in title.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= width:
            lines[-1] = longer
        elif lines[-1]:
            lines.append(word)
        else:
            lines[-1] = word
    return [_cut(line, font) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont) -> str:
    if font.getlength(line) <= TEXT_WIDTH:
        return line
    while line and font.getlength(f"{line}…") > TEXT_WIDTH:
        line = line[:-1].rstrip()
    return f"{line}…"


def _can_write(text: str) -> bool:
    """Return whether the face has every letter; a missing one leaves no ink."""
    font = _font(40, 480)
    return all(letter.isspace() or font.getmask(letter).size[1] for letter in set(text))


@lru_cache(maxsize=64)
def _font(size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(finders.find("fonts/fraunces.woff2"), size)
    font.set_variation_by_axes([weight])
    return font
