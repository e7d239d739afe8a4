"""Charts as plain geometry: figures in, places to draw at out, no markup.

Everything is in the units of a drawing 640 wide; templates/components/chart_*.html
turn it into SVG. Places are strings, so that no locale puts a comma into them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from math import ceil, floor, isfinite, log10

from django.utils.formats import number_format
from django.utils.translation import gettext as _

WIDTH, HEIGHT = 640, 260
LEFT, RIGHT, TOP, BOTTOM = 52, 24, 28, 34
LABEL_WIDTH = 52
LETTER_WIDTH, BETWEEN = 7.5, 12
NAME_WIDTH = 104
NAME_HEIGHT = 18
VALUES_SHOWN = 14

Figure = int | float | None


def ticks(top: float, about: int = 4) -> list[int]:
    """Return round numbers from zero to `top` or just above, in even whole steps."""
    if not isfinite(top) or top <= 0:
        return [0, 1]
    rough = top / about
    power = 10.0 ** floor(log10(rough))
    step = max(1, int(next(n * power for n in (1, 2, 5, 10) if n * power >= rough)))
    return [step * number for number in range(ceil(top / step) + 1)]


def short(number: float) -> str:
    """Return a number as it fits on an axis: 950, 12,000, 1.2 M."""
    for size, letter in ((10**9, _("B")), (10**6, _("M"))):
        if abs(number) >= size:
            return f"{number_format(number / size, 1).removesuffix('.0')} {letter}"
    places = 0 if float(number).is_integer() else 1
    return number_format(number, places, force_grouping=True)


@dataclass(frozen=True)
class Tick:
    """A line across the drawing, or a word below it."""

    at: str
    label: str


@dataclass(frozen=True)
class Bar:
    """One bar, with its value above it where there is room."""

    x: str
    y: str
    width: str
    height: str
    middle: str
    label: str
    value: str
    value_y: str = ""


@dataclass(frozen=True)
class Dot:
    """One figure of a line."""

    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """One series: unbroken stretches of it, lone figures, and its name at the end."""

    name: str
    number: int
    paths: list[str]
    dots: list[Dot]
    end: Dot | None


@dataclass(frozen=True)
class Row:
    """One horizontal bar, `share` of a hundred long."""

    label: str
    value: str
    share: str


@dataclass
class Chart:
    """What every chart with two axes has."""

    across: list[Tick] = field(default_factory=list)
    along: list[Tick] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    table: list[tuple[str, list[str]]] = field(default_factory=list)

    width, height = str(WIDTH), str(HEIGHT)
    left, right = str(LEFT), str(WIDTH - RIGHT)
    floor = str(HEIGHT - BOTTOM)
    words_y = str(HEIGHT - BOTTOM + 22)
    tick_x = str(LEFT - 8)

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to draw."""
        return not self.table


def bars(points: Sequence[tuple[str, Figure]], name: str) -> Chart:
    """Return bars side by side, one a week or a month; `name` heads their column."""
    figures = [_clean(value) or 0 for _label, value in points]
    labels = [str(label) for label, _value in points]
    scale = _Scale(max(figures, default=0))
    chart = Chart(across=scale.ticks(), head=[name])
    if not points:
        return chart
    slot = (WIDTH - LEFT - RIGHT) / len(points)
    wide = min(slot * 0.68, 56)
    told = _told(figures)
    for number, (label, figure) in enumerate(zip(labels, figures, strict=True)):
        middle = LEFT + slot * (number + 0.5)
        y = scale.y(figure)
        bar = Bar(
            x=_n(middle - wide / 2),
            y=_n(y),
            width=_n(wide),
            height=_n(HEIGHT - BOTTOM - y),
            middle=_n(middle),
            label=label,
            value=short(figure),
            value_y=_n(y - 7) if number in told else "",
        )
        chart.bars.append(bar)
    chart.along = _words(labels, [LEFT + slot * (n + 0.5) for n in range(len(labels))])
    chart.table = [
        (label, [short(f)]) for label, f in zip(labels, figures, strict=True)
    ]
    return chart


def lines(
    labels: Sequence[str], series: Sequence[tuple[str, Sequence[Figure]]]
) -> Chart:
    """Return lines over the same weeks; a missing figure leaves a gap."""
    cleaned = [(name, [_clean(v) for v in values]) for name, values in series]
    for _name, values in cleaned:
        if len(values) != len(labels):
            raise ValueError("each series needs one figure for each label")
    known = [v for _name, values in cleaned for v in values if v is not None]
    scale = _Scale(max(known, default=0))
    chart = Chart(across=scale.ticks(), head=[name for name, _values in cleaned])
    if not labels:
        return chart
    room = WIDTH - LEFT - RIGHT - NAME_WIDTH
    step = room / (len(labels) - 1) if len(labels) > 1 else 0
    first = LEFT if step else LEFT + room / 2
    places = [first + step * number for number in range(len(labels))]
    ends = []
    for number, (name, values) in enumerate(cleaned, 1):
        found = [
            (x, scale.y(v)) if v is not None else None
            for x, v in zip(places, values, strict=True)
        ]
        stretches = [list(group) for there, group in groupby(found, key=bool) if there]
        paths = [
            "M" + " L".join(f"{_n(x)} {_n(y)}" for x, y in stretch)
            for stretch in stretches
            if len(stretch) > 1
        ]
        # On a long line a dot for each figure would be a row of beads.
        shown = [p for p in found if p] if len(labels) <= VALUES_SHOWN else []
        shown = shown or [s[0] for s in stretches if len(s) == 1]
        dots = [Dot(_n(x), _n(y)) for x, y in shown]
        # Beside the last place, so that no other line runs through the name.
        ends.append((places[-1], stretches[-1][-1][1]) if stretches else None)
        chart.lines.append(Line(str(name), number, paths, dots, None))
    chart.lines = [
        Line(line.name, line.number, line.paths, line.dots, end)
        for line, end in zip(chart.lines, _apart(ends), strict=True)
    ]
    chart.along = _words([str(label) for label in labels], places)
    chart.table = [
        (str(label), [_or_dash(values[at]) for _name, values in cleaned])
        for at, label in enumerate(labels)
    ]
    return chart


def rows(points: Sequence[tuple[str, Figure]]) -> list[Row]:
    """Return horizontal bars, the longest of them a hundred long."""
    figures = [(str(label), _clean(value) or 0) for label, value in points]
    most = max((figure for _label, figure in figures), default=0)
    return [
        Row(label, short(figure), _n(100 * figure / most if most else 0))
        for label, figure in figures
    ]


def spark(values: Sequence[Figure], width: int = 120, height: int = 28) -> dict:
    """Return a line without axes, for beside a number; its ends stay inside."""
    known = [value for value in map(_clean, values) if value is not None]
    most = max(known, default=0) or 1
    pad = 4
    step = (width - 2 * pad) / (len(known) - 1) if len(known) > 1 else 0
    places = [
        Dot(_n(pad + step * n), _n(height - pad - (height - 2 * pad) * v / most))
        for n, v in enumerate(known)
    ]
    return {
        "width": str(width),
        "height": str(height),
        "path": "M" + " L".join(f"{p.x} {p.y}" for p in places) if step else "",
        "end": places[-1] if places else None,
    }


class _Scale:
    """From a figure to a height in the drawing."""

    def __init__(self, top: float):
        self.values = ticks(top)
        self.top = self.values[-1]

    def y(self, value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / self.top

    def ticks(self) -> list[Tick]:
        return [Tick(_n(self.y(value)), short(value)) for value in self.values]


def _clean(value: Figure) -> Figure:
    """Return a figure that can be drawn: no less than zero, None where there is none.

    Durations and counts have no negative; one would come from a clock set back.
    """
    if value is None or not isfinite(value):
        return None
    return max(value, 0)


def _n(value: float) -> str:
    return f"{round(value, 1):g}"


def _or_dash(value: Figure) -> str:
    return "–" if value is None else short(value)


def _words(labels: list[str], places: list[float]) -> list[Tick]:
    """Return as many labels as fit side by side, the last one among them."""
    if not labels:
        return []
    longest = max(len(label) for label in labels)
    wide = max(LABEL_WIDTH, LETTER_WIDTH * longest + BETWEEN)
    every = ceil(len(labels) / max(1, (places[-1] - places[0]) // wide + 1))
    pairs = list(zip(labels, places, strict=True))[::-1][::every][::-1]
    return [Tick(_n(x), label) for label, x in pairs]


def _told(figures: list) -> set[int]:
    """Return which bars carry their value: all of few, the tallest of many."""
    if len(figures) <= VALUES_SHOWN:
        return set(range(len(figures)))
    most = max(figures)
    return {figures.index(most)} if most else set()


def _apart(ends: list[tuple[float, float] | None]) -> list[Dot | None]:
    """Return where the names of lines go: beside their ends, one clear of another."""
    order = sorted((i for i, end in enumerate(ends) if end), key=lambda i: ends[i][1])
    ys: dict[int, float] = {}
    lowest = TOP - NAME_HEIGHT
    for i in order:
        ys[i] = max(ends[i][1], lowest + NAME_HEIGHT)
        lowest = ys[i]
    over = lowest - (HEIGHT - BOTTOM)
    shift = max(over, 0) if order else 0
    return [
        Dot(_n(end[0] + 10), _n(ys[i] - shift)) if end else None
        for i, end in enumerate(ends)
    ]
