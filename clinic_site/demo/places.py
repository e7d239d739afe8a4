"""The street map and the portrait stand-ins."""

import math

from PIL import Image, ImageDraw, ImageFont

from clinic.brushes import Canvas, blend, oval, ridge, smooth
from clinic_site.demo.landscapes import CLAY, DEEP, LILAC, MIST, PEACH, PINE, ROSE, leaf

# Along-street lines: name, start, end, width (all as shares).
STREETS = [
    ("Example Street", (-0.05, 0.455), (0.79, 0.5), 0.030),
    ("Harbor Street", (-0.05, 0.755), (0.79, 0.795), 0.030),
    ("Willow Street", (-0.05, 0.305), (0.79, 0.352), 0.017),
    ("Garden Street", (-0.05, 0.155), (0.80, 0.204), 0.017),
    ("Linden Street", (-0.05, 0.605), (0.79, 0.648), 0.017),
    ("Mill Street", (-0.05, 0.915), (0.80, 0.952), 0.017),
]
CROSSINGS = [
    ("Station Street", 0.10, 0.026),
    ("Maple Street", 0.215, 0.017),
    ("Alder Street", 0.325, 0.017),
    ("Poplar Street", 0.435, 0.017),
    ("Church Street", 0.55, 0.030),
    ("Market Street", 0.655, 0.017),
    ("Wharf Street", 0.755, 0.017),
]


def label(canvas, text, x, y, tall, color, angle=0.0, halo="#fbf8f3"):
    """Words on the picture, turned and ringed with a quiet halo."""
    font = ImageFont.load_default(round(tall * canvas.height * 2))
    left, top, right, low = font.getbbox(text)
    edge = round(tall * canvas.height * 0.5)
    size = (right - left + 2 * edge, low - top + 2 * edge)
    for stroke, tone, opacity in ((edge // 3, halo, 0.85), (0, color, 1.0)):
        mask = Image.new("L", size, 0)
        ImageDraw.Draw(mask).text(
            (edge - left, edge - top), text, fill=255, font=font, stroke_width=stroke
        )
        mask = mask.rotate(angle, Image.BICUBIC, expand=True).reduce(2)
        if opacity < 1:
            mask = mask.point(lambda value: round(value * 0.85))
        spot = (
            round(x * canvas.width - mask.width / 2),
            round(y * canvas.height - mask.height / 2),
        )
        canvas.image.paste(Image.new("RGB", mask.size, tone), spot, mask)


def street_map(size):
    """The streets around the clinic, the river and a pin."""
    canvas = Canvas(size, [["#f3ede3", "#f6f1e8"], ["#efe8dc", "#f3ede3"]], seed=31)
    lean = 0.016

    def crossing(x, share):
        return (x + lean - 2 * lean * share, -0.05 + 1.1 * share)

    rows = [("", (-0.05, 0.0), (0.8, 0.05), 0.01), *sorted(STREETS, key=lambda s: s[1])]
    for low, high in zip(rows, rows[1:], strict=False):
        for left, right in zip(CROSSINGS, CROSSINGS[1:], strict=False):
            gap = 0.011
            corners = []
            for x, row, down in (
                (left[1] + gap, low, 0.016),
                (right[1] - gap, low, 0.016),
                (right[1] - gap, high, -0.016),
                (left[1] + gap, high, -0.016),
            ):
                part = (x + 0.05) / 0.85
                y = row[1][1] + (row[2][1] - row[1][1]) * part + down
                corners.append((x + lean * (1 - 2 * y), y))
            tone = canvas.random.choice(["#e9e1d4", "#ece5d9", "#e6ddcf", "#e9e1d4"])
            canvas.shape(corners, tone)
    river = smooth(
        [
            (0.86, -0.1),
            (0.842, 0.1),
            (0.828, 0.26),
            (0.846, 0.4),
            (0.822, 0.54),
            (0.812, 0.7),
            (0.842, 0.86),
            (0.836, 1.1),
            (1.2, 1.1),
            (1.2, -0.1),
        ]
    )
    canvas.shape([(x - 0.016, y) for x, y in river], "#cfe0d0")
    canvas.shape(river, [["#c5dedd", "#b3d2d2"], ["#b7d5d3", "#a5c8c8"]])
    for i in range(24):
        x, y = 0.885 + 0.11 * canvas.random.random(), (i + 0.5) / 24
        canvas.shape(oval(x, y, 0.016, 0.0016, 24), "#e9f4f2", 0.6)
    for park in (
        [(0.448, 0.217), (0.538, 0.222), (0.535, 0.302), (0.446, 0.297)],
        [(0.222, 0.815), (0.315, 0.82), (0.312, 0.888), (0.22, 0.883)],
    ):
        canvas.shape(park, ["#cfe0d0", "#bcd3c0"])
        (left, top), (right, low) = park[0], park[2]
        for i in range(9):
            x = left + (right - left) * (0.12 + 0.095 * i)
            y = top + (low - top) * (0.3 + 0.42 * ((i * 7) % 5) / 5)
            canvas.disc(x, y, 0.0115, ["#9fc0a8", "#86ad92"])
    for tone, extra in (("#d8cdbc", 0.006), ("#fffdf9", 0)):
        for _, start, end, width in STREETS:
            canvas.stroke([start, end], width + extra, tone)
        for _, x, width in CROSSINGS:
            canvas.stroke([crossing(x, 0), crossing(x, 1)], width + extra, tone)
    rail = smooth(
        [(-0.05, 0.62), (0.02, 0.45), (0.045, 0.2), (0.06, -0.05)], closed=False
    )
    canvas.stroke(rail, 0.007, "#b3a793")
    for x, y in rail[::3]:
        canvas.stroke(
            [(x - 0.006, y - 0.004), (x + 0.006, y + 0.004)], 0.003, "#b3a793"
        )
    quiet = "#51605a"
    for name, start, end, width in STREETS:
        spot = 0.275 if width > 0.02 else 0.38
        x = start[0] + (end[0] - start[0]) * spot
        y = start[1] + (end[1] - start[1]) * spot
        turn = (end[1] - start[1]) * size[1] / ((end[0] - start[0]) * size[0])
        angle = -math.degrees(math.atan(turn))
        tall = 0.026 if width > 0.02 else 0.021
        label(canvas, name, x, y, tall, quiet, angle, "#fffdf9")
    for (name, x, width), share in zip(
        CROSSINGS, (0.545, 0.68, 0.136, 0.545, 0.68, 0.82, 0.68), strict=True
    ):
        cx, cy = crossing(x, share)
        tall = 0.024 if width > 0.02 else 0.02
        label(canvas, name, cx, cy, tall, quiet, 90 - 1.2, "#fffdf9")
    label(canvas, "Potomac River", 0.93, 0.47, 0.03, "#2c6a70", 84, "#b8d6d6")
    canvas.disc(rail[14][0], rail[14][1], 0.013, "#fffdf9")
    canvas.disc(rail[14][0], rail[14][1], 0.0085, quiet)
    label(canvas, "Station", rail[14][0] + 0.038, rail[14][1], 0.021, quiet, 0)
    pin(canvas, 0.604, 0.475)
    compass(canvas, 0.93, 0.1)
    return canvas.grain(3)


def pin(canvas, x, y):
    """A pin whose tip stands on the clinic, with its name."""
    canvas.shape(oval(x, y, 0.016, 0.008), DEEP, 0.35, blur=0.006)
    wide = 0.034 / canvas.aspect
    head = y - 0.085
    outline = [(x, y)]
    for i in range(41):
        turn = math.radians(150 + 240 * i / 40)
        outline.append((x + wide * math.cos(turn), head + 0.034 * math.sin(turn)))
    canvas.shape(outline, ["#c05a3a", CLAY])
    canvas.disc(x, head, 0.014, "#fffdf9")
    plate = [(x - 0.098, y - 0.152), (x + 0.098, y - 0.152)]
    canvas.stroke([(px, py + 0.006) for px, py in plate], 0.06, DEEP, 0.2, blur=0.008)
    canvas.stroke(plate, 0.06, "#fffdf9", 0.97)
    label(canvas, "Nova Health Recovery", x, y - 0.152, 0.031, DEEP, 0, "#fffdf9")


def compass(canvas, x, y):
    canvas.disc(x, y, 0.04, "#fffdf9", 0.85)
    half = 0.011 / canvas.aspect
    north = [(x - half, y + 0.004), (x, y - 0.028), (x + half, y + 0.004)]
    canvas.shape(north, CLAY)
    canvas.shape([(px, 2 * y + 0.008 - py) for px, py in north], "#b9ada0")
    label(canvas, "N", x, y - 0.055, 0.02, DEEP, 0, "#b8d6d6")


def portrait(size, seed, rows, sun_at, hills, sprig):
    """A stand-in for a photo: a small dawn of one's own, and a leaf."""
    canvas = Canvas(size, rows, seed=seed)
    x, y, radius = sun_at
    canvas.glow(x, y, 0.75, "#fff3de", 0.8)
    canvas.disc(x, y, radius, ["#ffe6c4", "#ffcf9f"], 0.95)
    for i, (base, tone) in enumerate(hills):
        waves = [(0.06, 0.7, 0.13 * seed + 0.37 * i), (0.014, 1.9, 0.21 * seed)]
        canvas.shape(ridge(base, waves), [tone, blend(tone, "#ffffff", 0.18)], 0.95)
    side, tones = sprig
    root, wide = (0.5 - 0.1 * side, 1.04), canvas.aspect
    stem = smooth(
        [root, (0.5 - 0.05 * side, 0.8), (0.5 + 0.03 * side, 0.55), (0.5, 0.34)],
        closed=False,
    )
    canvas.stroke(stem, 0.012, tones[0])
    for i in range(5):
        px, py = stem[8 + 8 * i]
        for turn in (-1, 1):
            angle = -math.pi / 2 + turn * (0.92 - 0.07 * i)
            long = 0.27 - 0.032 * i
            tip = (px * wide + long * math.cos(angle), py + long * math.sin(angle))
            tone = tones[(i + (turn > 0)) % len(tones)]
            fill = [[tone, blend(tone, "#f4e6c9", 0.22)]]
            leaf(canvas, (px * wide, py), tip, 0.21, fill)
    px, py = stem[-1]
    leaf(canvas, (px * wide, py + 0.02), (px * wide, py - 0.14), 0.21, tones[-1])
    return canvas.grain()


PARTS = ("seed", "rows", "sun_at", "hills", "sprig")
PORTRAITS = {
    "portrait-castellanos": (
        3,
        [[LILAC, ROSE], [ROSE, PEACH], [PEACH, "#ffe9c9"]],
        (0.64, 0.4, 0.19),
        [(0.72, "#b9c9c6"), (0.84, "#8fb0a9")],
        (1, [PINE, "#2c6358", "#3f7a6e", "#659a8b"]),
    ),
    "portrait-adeyemi-lund": (
        5,
        [["#b9c6dd", LILAC], [LILAC, "#f0d9d6"], [ROSE, PEACH]],
        (0.36, 0.36, 0.16),
        [(0.7, "#b3b4cc"), (0.83, "#8597ae")],
        (-1, ["#1f3f52", "#2f5a6b", "#467787", "#6f9aa3"]),
    ),
    "portrait-whitehorse": (
        8,
        [[MIST, "#eaf0e6"], ["#e6eddf", PEACH], [PEACH, "#ffe0bd"]],
        (0.6, 0.32, 0.17),
        [(0.74, "#c3d5bd"), (0.85, "#9dbb9a")],
        (1, ["#33593c", "#467049", "#5f8a5d", "#86a97f"]),
    ),
    "portrait-marlowe": (
        11,
        [["#fbe3d2", "#f6d2c4"], [ROSE, LILAC], [LILAC, MIST]],
        (0.38, 0.42, 0.18),
        [(0.73, "#d6b9bd"), (0.85, "#b58f93")],
        (-1, ["#7d3a26", "#98482f", "#b4654a", "#cf8f76"]),
    ),
}
