"""The tokens as the style sheet writes them, and what can be computed from them."""

import re
from functools import cache
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from clinic.illustrations import ILLUSTRATIONS
from clinic_site.styleguide.sample import CSS, TEMPLATES

TEXT, EDGE = 4.5, 3.0
WIDTHS = (360, 1440)
_COLOR = re.compile(r"--([\w-]+): light-dark\((.+?)\);")
_VALUE = re.compile(r"#[0-9a-f]{6}|rgb\([^)]*\)")
_CLAMP = re.compile(r"--([\w-]+): clamp\((.+?)rem, (.+?)rem \+ (.+?)vw, (.+?)rem\);")

# Every color by what it is for; a test names the one that is left out.
PALETTE = {
    _("Ground"): {
        "paper": _("The page"),
        "sand": _("Every second section"),
        "card": _("What lies on the page"),
        "sage": _("A quiet highlight, and what the pointer is over"),
        "amber": _("What asks for care"),
    },
    _("Words and lines"): {
        "ink": _("Text"),
        "quiet": _("What comes second"),
        "line": _("Between things; never the only sign"),
        "edge": _("Around what can be filled in"),
    },
    _("Pine, for structure"): {
        "pine": _("Links, solid buttons"),
        "pine-deep": _("Headings"),
        "on-pine": _("Words on pine"),
        "support": _("The support line"),
        "on-support": _("Words on the support line"),
    },
    _("Clay, for the request alone"): {
        "clay": _("The request, the ring of focus, an error"),
        "clay-deep": _("The same under the pointer"),
        "on-clay": _("Words on clay"),
    },
    _("Dawn, for drawings"): {
        "dawn-1": _("Sky at the top"),
        "dawn-2": _("Sky, warm"),
        "dawn-3": _("Sky, cool"),
        "dawn-4": _("Sky over the water"),
        "sun": _("Sun by day, moon by night"),
        "light": _("Light on things"),
        "glow": _("Light around things"),
        "far": _("What is far away"),
        "near": _("What is near"),
        "water": _("Water"),
        "deep": _("Deep water"),
        "stone": _("Stone"),
        "pale": _("Clouds and sails"),
    },
}

# What stands on what, and the contrast it needs.
PAIRS = [
    *(("ink", on, TEXT) for on in ("paper", "sand", "card", "sage", "amber")),
    *(("quiet", on, TEXT) for on in ("paper", "sand", "card", "sage")),
    *(("pine", on, TEXT) for on in ("paper", "sand", "card", "sage")),
    *(("pine-deep", on, TEXT) for on in ("paper", "sage", "amber", "dawn-2")),
    *(("clay", on, TEXT) for on in ("paper", "sand", "card")),
    ("on-pine", "pine", TEXT),
    ("on-pine", "pine-deep", TEXT),
    ("on-clay", "clay", TEXT),
    ("on-clay", "clay-deep", TEXT),
    ("on-support", "support", TEXT),
    *(("edge", on, EDGE) for on in ("paper", "card")),
    *(("clay", on, EDGE) for on in ("sage", "amber")),
]


class Color(NamedTuple):
    """One token by day and by night."""

    name: str
    light: str
    dark: str


class Step(NamedTuple):
    """A size that grows with the window, in pixels at the narrow and the wide end."""

    name: str
    narrow: float
    wide: float


class Contrast(NamedTuple):
    """What stands on what, the ratios by day and by night, and the one it needs."""

    text: str
    ground: str
    light: float
    dark: float
    needed: float

    @property
    def is_edge(self) -> bool:
        return self.needed == EDGE


@cache
def _source() -> str:
    """Return what the tokens say to everybody, without the part for more contrast."""
    return (CSS / "site" / "tokens.css").read_text("utf-8").partition("@media")[0]


@cache
def colors() -> dict[str, Color]:
    """Return every color of the design by its name."""
    found = {}
    for name, values in _COLOR.findall(_source()):
        light, dark = _VALUE.findall(values)
        found[name] = Color(name, light, dark)
    return found


@cache
def steps() -> list[Step]:
    """Return every size that grows with the window, in the order of the sheet."""
    found = []
    for name, *numbers in _CLAMP.findall(_source()):
        least, base, growth, most = map(float, numbers)
        narrow, wide = (
            round(min(max(least, base + growth * width / 1600), most) * 16, 1)
            for width in WIDTHS
        )
        found.append(Step(name, narrow, wide))
    return found


def ratio(one: str, other: str) -> float:
    """Return the contrast of two colors as WCAG 2 counts it."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrasts() -> list[Contrast]:
    """Return the contrast of everything that stands on something."""
    known = colors()
    return [
        Contrast(
            text,
            ground,
            ratio(known[text].light, known[ground].light),
            ratio(known[text].dark, known[ground].dark),
            needed,
        )
        for text, ground, needed in PAIRS
    ]


def overview() -> dict:
    """Return what the overview shows."""
    known = colors()
    sizes = steps()
    return {
        "palette": {
            group: [(known[name], use) for name, use in uses.items() if name in known]
            for group, uses in PALETTE.items()
        },
        "contrasts": contrasts(),
        "type": [step for step in reversed(sizes) if step.name.startswith("s")],
        "space": [step for step in sizes if not step.name.startswith("s")],
        "icons": [
            (f"components/icons/{path.name}", path.stem.replace("_", " "))
            for path in sorted((TEMPLATES / "components" / "icons").glob("*.html"))
        ],
        "illustrations": ILLUSTRATIONS,
    }
