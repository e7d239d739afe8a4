"""Dawn, water and leaves: the drawn scenes outside."""

import math

from clinic.brushes import Canvas, blend, oval, ridge, smooth

PINE, DEEP, SAGE, CLAY = "#1d4f47", "#143a34", "#e3ece6", "#a9472a"
PAPER, SAND = "#fbf8f3", "#f3ede3"
PEACH, ROSE, LILAC, MIST = "#fde7d3", "#f3d3cf", "#dcd3ec", "#d4e6e3"
SUN = "#ffcf9f"

DAWN = [
    [blend(LILAC, "#b9bfe0", 0.5), blend(LILAC, MIST, 0.4), MIST],
    [LILAC, blend(LILAC, ROSE, 0.5), blend(LILAC, ROSE, 0.3)],
    [ROSE, blend(ROSE, PEACH, 0.6), ROSE],
    [PEACH, "#ffe9c9", PEACH],
]


def sun(canvas, x, y, radius):
    """A low sun: wide glow, warm disc, soft rim."""
    canvas.glow(x, y, radius * 7, "#fff0d6", 0.75)
    canvas.glow(x, y, radius * 3, "#ffdcae", 0.7)
    canvas.disc(x, y, radius, ["#ffd9a8", "#ffc490", "#ffb283"])
    canvas.disc(x, y, radius * 0.99, "#fff3df", 0.25, blur=radius * 0.3)


def water(canvas, horizon, rows):
    canvas.shape([(-0.1, horizon), (1.1, horizon), (1.1, 1.1), (-0.1, 1.1)], rows)


def shimmer(canvas, x, horizon, spread, count, color="#fff3df", depth=1.0):
    """Broken light on water under a sun at x."""
    for i in range(count):
        near = ((i + canvas.random.random()) / count) ** 1.35
        y = horizon + 0.006 + near * (depth - horizon)
        width = (0.01 + spread * near) * (0.3 + 0.7 * canvas.random.random())
        shift = spread * (0.15 + near) * canvas.random.uniform(-0.55, 0.55)
        height = 0.0012 + 0.0052 * near
        outline = oval(x + shift, y, width, height, 28)
        canvas.shape(outline, color, 0.75 - 0.5 * near)


def ripples(canvas, top, bottom, count, color, opacity=0.16):
    """Short quiet lines, larger toward the viewer."""
    for i in range(count):
        near = (i / count) ** 1.2
        y = top + near * (bottom - top)
        x = canvas.random.random()
        width = (0.02 + 0.12 * near) * canvas.random.uniform(0.5, 1.2)
        outline = oval(x, y, width, 0.001 + 0.0036 * near, 28)
        canvas.shape(outline, color, opacity)


def share(size):
    """Home: a wide dawn, hills on both sides, the sun half up."""
    canvas = Canvas(size, DAWN, seed=11)
    sun(canvas, 0.66, 0.53, 0.135)
    canvas.shape(
        ridge(0.6, [(0.045, 0.9, 0.1), (0.015, 2.3, 0.4)]), ["#c6c3d8", "#d9c9d2"]
    )
    canvas.shape(
        ridge(0.668, [(0.055, 0.62, 0.58), (0.01, 2.9, 0.1)]), ["#9fb3b6", "#bcc8c6"]
    )
    water(canvas, 0.68, ["#e9d6d0", "#c9d3d3", "#9dbcb8", "#6f9d96"])
    canvas.glow(0.66, 0.7, 0.5, "#ffe6c4", 0.7, squash=0.35)
    shimmer(canvas, 0.66, 0.68, 0.14, 70)
    ripples(canvas, 0.72, 0.99, 46, "#f8efe6")
    canvas.shape(
        ridge(0.9, [(0.07, 0.62, 0.04), (0.01, 2.1, 0.3)]),
        [["#3f7168", "#5f8f86"], [PINE, "#3f7168"]],
        0.92,
    )
    canvas.shape(
        ridge(0.965, [(0.05, 0.55, 0.4), (0.008, 1.9, 0.7)]),
        [["#1f5148", "#2c6358"], [DEEP, PINE]],
    )
    return canvas.grain()


def first_light(size):
    """Depression: the sun comes up behind low hills over calm water."""
    rows = [
        ["#a9b4d6", "#b9b9dc", "#b3c3d8"],
        [LILAC, "#e3cfe0", "#d9d0e6"],
        [ROSE, "#fbd9c4", ROSE],
        [PEACH, "#ffe2b8", PEACH],
    ]
    canvas = Canvas(size, rows, seed=12)
    sun(canvas, 0.5, 0.55, 0.11)
    for base, color, shift in (
        (0.555, "#c9b9cf", 0.15),
        (0.58, "#a9abc4", 0.5),
        (0.605, "#8296ab", 0.82),
    ):
        waves = [(0.03, 1.1, shift), (0.012, 2.7, shift * 2), (0.004, 7, shift)]
        canvas.shape(ridge(base, waves), [color, blend(color, PEACH, 0.35)])
    water(canvas, 0.62, ["#dcc3c6", "#b8b9cb", "#8fa6b8", "#5f8492"])
    canvas.glow(0.5, 0.635, 0.6, "#ffe0b4", 0.85, squash=0.3)
    shimmer(canvas, 0.5, 0.62, 0.12, 90)
    ripples(canvas, 0.66, 1, 54, "#f6e9e6")
    return canvas.grain()


def one_drop(size):
    """Infusion: a drop has touched still water, and rings move outward."""
    rows = [
        [PEACH, "#ffeedd", PEACH],
        [ROSE, "#f8ddd2", LILAC],
        [LILAC, "#d8dbe9", MIST],
        ["#b4d2cd", "#a5c8c2", "#93bbb4"],
        ["#6ea39a", "#5d968d", "#4f8a80"],
    ]
    canvas = Canvas(size, rows, seed=13)
    canvas.glow(0.5, 0.1, 0.9, "#fff6e8", 0.7)
    x, y = 0.5, 0.7
    for i in range(9, 0, -1):
        across = 0.028 + 0.0062 * i * i * 0.9
        down = across * 0.36 * canvas.aspect / 1.78
        thick = 0.06 + 0.004 * i
        inner = oval(x, y + 0.002, across * (1 - thick / 2), down * (1 - thick / 2))
        fade = 0.62 * (1 - i / 10.5)
        canvas.shape(oval(x, y, across, down), "#f7fbf6", fade, erase=[inner])
        shade = oval(x, y + down * 0.1, across * 1.02, down * 1.02)
        hole = oval(x, y + down * 0.04, across, down)
        canvas.shape(shade, DEEP, fade * 0.42, erase=[hole])
    canvas.glow(x, y, 0.24, "#fff4e2", 0.75, squash=0.36)
    canvas.disc(x, y + 0.012, 0.03, DEEP, 0.22, blur=0.008, squash=0.3)
    drop = smooth(
        [
            (x, 0.325),
            (x + 0.009, 0.4),
            (x + 0.0265, 0.468),
            (x + 0.0235, 0.523),
            (x, 0.545),
            (x - 0.0235, 0.523),
            (x - 0.0265, 0.468),
            (x - 0.009, 0.4),
        ]
    )
    canvas.shape(drop, DEEP, 0.14, blur=0.02)
    canvas.shape(drop, [["#e8f3ef", "#cfe3de"], ["#8fbcb3", "#5b968c"]])
    canvas.disc(x - 0.009, 0.485, 0.013, "#ffffff", 0.8, blur=0.004, squash=1.8)
    canvas.disc(x + 0.009, 0.515, 0.012, SUN, 0.55, blur=0.007)
    return canvas.grain()


def settling_waves(size):
    """Anxiety: waves that grow calm toward a pale shore."""
    rows = [[MIST, "#e4e3ef", PEACH], [LILAC, ROSE, "#ffe6cd"], [ROSE, PEACH, PEACH]]
    canvas = Canvas(size, rows, seed=14)
    sun(canvas, 0.76, 0.27, 0.075)
    colors = ["#b9d3d3", "#9cc3c0", "#7fb0aa", "#629b94", "#468378", "#2f6a60"]
    for i, color in enumerate(colors):
        height = 0.03 + 0.006 * i
        outline = [(-0.02, 1.02)]
        for step in range(221):
            x = -0.02 + 1.04 * step / 220
            calm = max(1 - x, 0) ** 1.3
            turn = math.tau * ((2.9 - 0.2 * i) * x + 0.16 * i + 0.1)
            crest = math.sin(turn) + 0.28 * math.sin(2 * turn + 0.6)
            y = 0.36 + 0.105 * i + 0.06 * x * (5 - i) / 5 - height * calm * crest
            outline.append((x, y))
        outline.append((1.02, 1.02))
        pale = blend(color, "#fff6ea", 0.5)
        canvas.shape([(x, y - 0.0045) for x, y in outline], "#fffaf2", 0.5)
        canvas.shape(outline, [[color, pale], [blend(color, PINE, 0.25), color]])
    shore = smooth(
        [(0.5, 1.1), (0.63, 0.965), (0.78, 0.89), (0.92, 0.86), (1.1, 0.84), (1.1, 1.1)]
    )
    canvas.shape([(x - 0.009, y - 0.014) for x, y in shore], "#f6fcfa", 0.8)
    canvas.shape(shore, [[SAND, "#f7e7d4"], ["#ecdcc6", "#e8d3ba"]])
    return canvas.grain()


def leaf(canvas, root, tip, width, fill, opacity=1.0):
    """One leaf with a vein, from root to tip (in heights, not widths)."""
    (ax, ay), (bx, by) = root, tip
    dx, dy = bx - ax, by - ay
    sides = [[], []]
    for i in range(29):
        t = i / 28
        bulge = width * math.sin(math.pi * t**0.8) * (1 - 0.25 * t)
        for side, sign in zip(sides, (1, -1), strict=True):
            bend = bulge * sign
            side.append(((ax + dx * t - dy * bend), ay + dy * t + dx * bend))

    def place(points):
        return [(px / canvas.aspect, py) for px, py in points]

    outline = place(sides[0] + sides[1][::-1])
    canvas.shape(outline, fill, opacity)
    half = place(sides[0] + [(bx, by), (ax, ay)])
    canvas.shape(half, "#fff8ec", 0.13 * opacity)
    vein = place([(ax + dx * t / 10, ay + dy * t / 10) for t in range(10)])
    canvas.stroke(vein, 0.003, "#fff8ec", 0.45 * opacity)


def leaf_and_light(size):
    """Pain: a sprig grows up into warm light."""
    rows = [
        [MIST, "#e9eee6", PEACH],
        [SAGE, "#f6efe3", "#ffe9cf"],
        ["#d9e6df", SAGE, ROSE],
    ]
    canvas = Canvas(size, rows, seed=15)
    wide = canvas.aspect
    canvas.glow(0.66, 0.36, 0.9, "#fff3de", 0.9)
    canvas.disc(0.66, 0.36, 0.2, ["#fff0d8", "#ffdcb4"], 0.85, blur=0.004)
    for i in range(7):
        side = 1 if i % 2 else -1
        root = (0.2 * wide + 0.05 * i, 0.98 - 0.13 * i)
        tip = (root[0] + side * 0.26 + 0.1, root[1] - 0.18)
        leaf(canvas, root, tip, 0.2, ["#bcd3c8", "#a9c6b9"], 0.35)
    stem = [(0.5, 1.05), (0.508, 0.82), (0.53, 0.58), (0.565, 0.36), (0.61, 0.2)]
    line = smooth(stem, closed=False)
    canvas.stroke(line, 0.011, PINE, 0.95)
    tones = ["#1f5148", "#2c6358", "#3a7468", "#4d8679", "#659a8b", "#80af9f"]
    for i, tone in enumerate(tones):
        x, y = line[min(int(6 + i * 8.6), len(line) - 1)]
        for side in (-1, 1):
            long = 0.33 - 0.034 * i
            angle = -math.pi / 2 + side * (0.98 - 0.06 * i) + 0.16
            root = (x * wide, y - (0.03 if side > 0 else 0))
            tip = (root[0] + long * math.cos(angle), root[1] + long * math.sin(angle))
            light = blend(tone, "#f4e6c9", 0.28 if side > 0 else 0.06)
            leaf(canvas, root, tip, 0.2, [[light, tone]])
    x, y = line[-1]
    leaf(canvas, (x * wide, y), (x * wide + 0.07, y - 0.14), 0.2, "#9cc3b2")
    return canvas.grain()
