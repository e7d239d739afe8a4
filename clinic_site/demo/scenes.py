"""A room, a lighthouse, stones and light under water."""

import math

from clinic.brushes import Canvas, blend, oval, ridge, smooth
from clinic_site.demo.landscapes import (
    CLAY,
    DEEP,
    LILAC,
    MIST,
    PAPER,
    PEACH,
    PINE,
    ROSE,
    leaf,
    ripples,
    shimmer,
    sun,
    water,
)


def light_through_water(size):
    """The long article: shafts of light reach down into clear water."""
    rows = [
        ["#f4f3e4", "#fff6df", "#e3efe6"],
        ["#b9dbd3", "#d2e8dc", "#a9d0c9"],
        ["#7fb5ad", "#8fc2b8", "#6fa79f"],
        ["#3f7f75", "#4c8d83", "#38756c"],
        ["#1a473f", "#215449", "#17423b"],
    ]
    canvas = Canvas(size, rows, seed=21)
    canvas.glow(0.47, -0.05, 1.0, "#fff7e2", 0.95, squash=0.62)
    for start, end, near, far in (
        (0.2, -0.12, 0.03, 0.1),
        (0.31, 0.13, 0.022, 0.075),
        (0.4, 0.31, 0.04, 0.12),
        (0.5, 0.53, 0.018, 0.06),
        (0.57, 0.7, 0.034, 0.12),
        (0.68, 0.94, 0.024, 0.09),
        (0.79, 1.17, 0.03, 0.12),
    ):
        for share, opacity in ((1, 0.15), (0.5, 0.14)):
            reach = 1.05
            low = start + (end - start) * reach
            wide = far * share * reach
            beam = [
                (start - near * share, -0.05),
                (start + near * share, -0.05),
                (low + wide, reach),
                (low - wide, reach),
            ]
            canvas.shape(beam, ["#fffbe9", "#e9f4e4", "#5f9e92"], opacity, blur=0.02)
    for i in range(5):
        y = 0.028 + 0.034 * i
        line = []
        for step in range(121):
            x = -0.02 + 1.04 * step / 120
            swell = math.sin(math.tau * (2.1 * x + 0.31 * i))
            swell += 0.5 * math.sin(math.tau * (5.3 * x + 0.17 * i))
            line.append((x, y + 0.011 * swell))
        upper = [(x, v) for x, v in line]
        lower = [
            (x, v + 0.002 + 0.005 * (1 + math.sin(math.tau * 3.3 * x + i)))
            for x, v in line
        ]
        canvas.shape(upper + lower[::-1], "#ffffff", 0.5 - 0.07 * i)
    for _ in range(90):
        depth = canvas.random.random() ** 0.8
        x, y = canvas.random.random(), 0.16 + 0.8 * depth
        radius = 0.0013 + 0.0028 * canvas.random.random()
        canvas.disc(x, y, radius, "#fffbe9", 0.5 - 0.3 * depth)
    canvas.shape(
        ridge(0.93, [(0.03, 1.2, 0.1), (0.012, 3.1, 0.6)]), ["#173f38", "#0f2f2a"], 0.8
    )
    for x, tall, lean in (
        (0.07, 0.3, 0.02),
        (0.1, 0.22, -0.015),
        (0.13, 0.17, 0.02),
        (0.86, 0.2, -0.02),
        (0.89, 0.32, 0.018),
        (0.93, 0.24, -0.012),
    ):
        sides = [[], []]
        for i in range(25):
            t = i / 24
            sway = x + lean * math.sin(t * 4.2) + lean * t
            half = 0.007 * (1 - t) ** 0.7 * (0.7 + 0.3 * math.cos(6 * t))
            sides[0].append((sway - half, 0.98 - tall * t))
            sides[1].append((sway + half, 0.98 - tall * t))
        canvas.shape(sides[0] + sides[1][::-1], ["#2d6a5e", "#143a34"], 0.85)
    return canvas.grain()


def lighthouse(size):
    """Side effects: a small light keeps watch over calm water."""
    rows = [
        ["#8f9cc4", "#a8acd0", "#bcb4d8"],
        ["#b5b3d8", "#cdbfdf", LILAC],
        ["#e2c6d8", "#f2cfcf", ROSE],
        ["#f8d6c4", "#fde0c6", PEACH],
    ]
    canvas = Canvas(size, rows, seed=22)
    for x, y, radius in ((0.12, 0.1, 2), (0.3, 0.06, 1.5), (0.46, 0.15, 1.4)):
        canvas.disc(x, y, radius * 0.001, "#fffbe9", 0.9)
    canvas.disc(0.2, 0.2, 0.0016, "#fffbe9", 0.8)
    x, y = 0.728, 0.272
    for spread, opacity in ((0.105, 0.2), (0.05, 0.24)):
        beam = [(x, y), (-0.1, y - 0.06 - spread), (-0.1, y - 0.06 + spread)]
        canvas.shape(beam, [["#fff1cf", "#fff6df"]], opacity, blur=0.009)
    canvas.shape(
        ridge(0.6, [(0.028, 0.9, 0.2), (0.01, 2.6, 0.1)]), ["#a9a6c6", "#c7b6c9"]
    )
    water(canvas, 0.625, ["#e6c9cb", "#b9b4cd", "#8496b4", "#4c7285"])
    canvas.glow(0.3, 0.63, 0.6, "#ffe4c8", 0.5, squash=0.25)
    ripples(canvas, 0.65, 1, 70, "#fbeee9", 0.2)
    shimmer(canvas, 0.715, 0.66, 0.035, 34, "#fff0cd", depth=0.94)
    rock = smooth(
        [
            (0.545, 0.7),
            (0.61, 0.645),
            (0.655, 0.62),
            (0.7, 0.585),
            (0.76, 0.575),
            (0.83, 0.6),
            (0.92, 0.585),
            (1.04, 0.55),
            (1.1, 0.62),
            (1.04, 0.701),
            (0.92, 0.703),
            (0.8, 0.703),
            (0.66, 0.703),
        ]
    )
    canvas.shape(rock, [["#44707a", "#2d5a5c"], ["#24504f", DEEP]])
    tower = [(x - 0.0125, 0.315), (x + 0.0125, 0.315), (x + 0.021, 0.59)]
    tower.append((x - 0.021, 0.59))
    canvas.shape(tower, [["#fdf3e6", "#efdccb", "#c9b6b6"]])
    for top, low in ((0.375, 0.425), (0.49, 0.54)):
        left, right = (0.0125 + (v - 0.315) * 0.0309 for v in (top, low))
        band = [(x - left, top), (x + left, top), (x + right, low), (x - right, low)]
        canvas.shape(band, [["#c0694c", CLAY, "#8a3a24"]], 0.92)
    canvas.shape(oval(x, 0.316, 0.0175, 0.008), "#2c4d52")
    lamp = [(x - 0.0095, 0.24), (x + 0.0095, 0.24), (x + 0.0095, 0.312)]
    canvas.shape([*lamp, (x - 0.0095, 0.312)], "#fff3cf")
    canvas.glow(x, y, 0.3, "#fff0c2", 0.75)
    canvas.glow(x, y, 0.07, "#ffffff", 0.95)
    for shift in (-0.0095, 0, 0.0095):
        post = [(x + shift, 0.24), (x + shift, 0.312)]
        canvas.stroke(post, 0.0035, "#2c4d52")
    roof = smooth([(x - 0.0135, 0.243), (x, 0.2), (x + 0.0135, 0.243), (x, 0.247)])
    canvas.shape(roof, ["#3d6066", "#24454a"])
    house = [(0.765, 0.535), (0.82, 0.535), (0.82, 0.597), (0.765, 0.597)]
    canvas.shape(house, [["#f4e6da", "#d8c4c0"]])
    canvas.shape([(0.758, 0.538), (0.7925, 0.49), (0.827, 0.538)], "#3a5b62")
    pane = [(0.786, 0.555), (0.799, 0.555), (0.799, 0.58), (0.786, 0.58)]
    canvas.shape(pane, "#ffdf9c")
    canvas.glow(0.7925, 0.567, 0.05, "#ffe3a6", 0.6)
    return canvas.grain()


def stepping_stones(size):
    """Cost: six stones lead over calm water to the far shore."""
    rows = [
        [MIST, "#eef0ea", PEACH],
        ["#e9e6ea", "#fbeee0", "#ffe6cb"],
        [ROSE, "#ffe9d2", "#ffdfbd"],
    ]
    canvas = Canvas(size, rows, seed=23)
    sun(canvas, 0.69, 0.245, 0.07)
    canvas.shape(ridge(0.345, [(0.04, 0.8, 0.62)]), ["#c9d3d8", "#dcd9d8"])
    canvas.shape(
        ridge(0.385, [(0.03, 1.1, 0.1), (0.008, 3.1, 0.4)]), ["#93b3ad", "#b7cac2"]
    )
    water(canvas, 0.4, ["#efe0d3", "#d3dedb", "#a9c9c5", "#7fb0aa", "#5b978f"])
    canvas.glow(0.69, 0.42, 0.62, "#ffe9cb", 0.75, squash=0.4)
    shimmer(canvas, 0.69, 0.4, 0.06, 40, depth=0.8)
    ripples(canvas, 0.43, 1, 70, "#fbf6ee", 0.2)
    path = [
        (0.27, 0.905, 1.0),
        (0.41, 0.765, 0.74),
        (0.34, 0.652, 0.55),
        (0.435, 0.568, 0.41),
        (0.4, 0.503, 0.3),
        (0.452, 0.455, 0.215),
    ]
    for x, y, near in reversed(path):
        across, down = 0.088 * near, 0.05 * near
        canvas.shape(
            oval(x, y + down * 1.5, across * 1.04, down * 0.95),
            "#2f655d",
            0.34,
            blur=0.012 * near,
        )
        for k, fade in ((1.55, 0.3), (1.24, 0.42)):
            hole = oval(x, y + down * 0.75, across * k * 0.965, down * k * 0.93)
            canvas.shape(
                oval(x, y + down * 0.75, across * k, down * k),
                "#fdfaf3",
                fade,
                erase=[hole],
            )
        side = smooth(
            [
                (x - across, y),
                (x - across * 0.93, y + down * 0.85),
                (x - across * 0.4, y + down * 1.28),
                (x + across * 0.45, y + down * 1.24),
                (x + across * 0.95, y + down * 0.8),
                (x + across, y),
                (x, y - down * 0.6),
            ]
        )
        haze = 0.55 * (1 - near)
        dark = blend("#42635f", "#bccdc9", haze)
        canvas.shape(side, [[blend(dark, PINE, 0.35), dark]])
        top = smooth(
            [
                (x - across, y + down * 0.02),
                (x - across * 0.62, y - down * 0.72),
                (x + across * 0.1, y - down * 0.96),
                (x + across * 0.78, y - down * 0.62),
                (x + across, y + down * 0.06),
                (x + across * 0.5, y + down * 0.74),
                (x - across * 0.42, y + down * 0.8),
            ]
        )
        lit, dim = blend("#f3e7d8", "#f4efe8", haze), blend("#a9bbb4", "#d5deda", haze)
        canvas.shape(top, [[dim, lit], [blend(dim, dark, 0.25), dim]])
    return canvas.grain()


def quiet_room(size):
    """A visit: an armchair by a wide window over water."""
    rows = [
        ["#efe4d6", "#f6ede1", "#efe3d5"],
        ["#ecdfcf", "#f3e8da", "#eadccb"],
        ["#e3d4c2", "#ebdccb", "#e0d0bd"],
    ]
    canvas = Canvas(size, rows, seed=24)
    floor = [(-0.1, 0.8), (1.1, 0.8), (1.1, 1.1), (-0.1, 1.1)]
    canvas.shape(
        floor, [["#c9ae93", "#d9bfa3", "#c4a88c"], ["#b0937a", "#bd9f84", "#a98b70"]]
    )
    for i in range(4):
        y = 0.828 + 0.048 * i + 0.006 * i * i
        canvas.stroke([(-0.02, y), (1.02, y)], 0.0018, "#8f735c", 0.3)
    canvas.shape([(-0.1, 0.788), (1.1, 0.788), (1.1, 0.803), (-0.1, 0.803)], PAPER)
    left, right, top, low = 0.33, 0.75, 0.1, 0.64
    view = Canvas(
        (round((right - left) * size[0]), round((low - top) * size[1])),
        [[LILAC, "#d9dcec", MIST], [ROSE, "#f7d8cf", LILAC], [PEACH, "#ffe4c2", PEACH]],
        seed=25,
    )
    sun(view, 0.63, 0.52, 0.1)
    view.shape(ridge(0.56, [(0.05, 0.9, 0.1)]), ["#bdb6cd", "#d6c5cd"])
    view.shape(ridge(0.61, [(0.04, 1.1, 0.55), (0.01, 3, 0)]), ["#8fa9ad", "#b5c2c0"])
    water(view, 0.65, ["#e8d3cc", "#bccdce", "#86afab"])
    shimmer(view, 0.63, 0.65, 0.09, 34)
    ripples(view, 0.69, 1, 26, "#fbf3ea", 0.25)
    place = (round(left * size[0]), round(top * size[1]))
    frame = 0.014
    wide = frame / canvas.aspect
    outer = [
        (left - wide, top - frame),
        (right + wide, top - frame),
        (right + wide, low + frame),
        (left - wide, low + frame),
    ]
    canvas.shape([(x, y + 0.012) for x, y in outer], "#8f735c", 0.25, blur=0.012)
    canvas.shape(outer, ["#fffdf9", "#f5ece0"])
    canvas.image.paste(view.image, place)
    for x in (left + (right - left) / 3, left + (right - left) * 2 / 3):
        canvas.stroke([(x, top), (x, low)], 0.009, "#fbf5ec")
    sill = [(left - 0.025, low + 0.012), (right + 0.025, low + 0.012)]
    sill += [(right + 0.025, low + 0.036), (left - 0.025, low + 0.036)]
    canvas.shape(sill, ["#fffdf9", "#e6d6c4"])
    light = [(0.36, 0.82), (0.72, 0.82), (0.62, 0.985), (0.2, 0.985)]
    canvas.shape(light, ["#ffeccb", "#ffe3b8"], 0.5, blur=0.008)
    for edge, inner, shade in (
        (left - 0.02, left - 0.115, 1),
        (right + 0.02, right + 0.115, -1),
    ):
        folds = 6
        for i in range(folds):
            a = inner + (edge - inner) * i / folds
            b = inner + (edge - inner) * (i + 1) / folds
            drift = 0.012 * shade * (i - folds)
            cloth = [(a, 0.05), (b, 0.05), (b - drift * 0.2, 0.79)]
            cloth.append((a - drift * 0.2, 0.79))
            tone = ["#fbf4ea", "#ece0d2"] if i % 2 else ["#efe4d7", "#f8f0e5"]
            canvas.shape(cloth, [tone], 0.94)
    canvas.stroke([(0.18, 0.05), (0.9, 0.05)], 0.012, "#a98a6c")
    armchair(canvas, 0.47, 0.9)
    plant(canvas, 0.83, 0.9)
    lamp_and_table(canvas, 0.245, 0.9)
    return canvas.grain()


def armchair(canvas, x, ground):
    """A round, deep chair in pine with a clay cushion."""
    canvas.shape(oval(x, ground + 0.004, 0.15, 0.02), "#5f4937", 0.35, blur=0.012)
    for shift in (-0.095, 0.095):
        leg = [(x + shift, ground - 0.07), (x + shift * 1.12, ground)]
        canvas.stroke(leg, 0.012, "#7d5c41")

    def at(points):
        return smooth([(x + px, ground + py) for px, py in points])

    back = at(
        [
            (-0.098, -0.1),
            (-0.105, -0.3),
            (-0.085, -0.42),
            (0, -0.45),
            (0.085, -0.42),
            (0.105, -0.3),
            (0.098, -0.1),
        ]
    )
    canvas.shape(back, [["#2c6358", "#3d7a6d"], [PINE, "#2c6358"]])
    canvas.shape(
        at(
            [
                (-0.075, -0.17),
                (-0.072, -0.37),
                (0, -0.405),
                (0.072, -0.37),
                (0.07, -0.17),
            ]
        ),
        [["#3a7468", "#4b897b"], ["#2c6358", "#3a7468"]],
    )
    cushion = at(
        [(-0.038, -0.21), (-0.042, -0.3), (0, -0.318), (0.042, -0.3), (0.038, -0.21)]
    )
    seat = at(
        [
            (-0.1, -0.1),
            (-0.095, -0.185),
            (0, -0.2),
            (0.095, -0.185),
            (0.1, -0.1),
            (0, -0.06),
        ]
    )
    canvas.shape(seat, [["#4b897b", "#5a9788"], ["#2c6358", "#376f63"]])
    canvas.shape(cushion, [["#c9795b", "#d08a6b"], [CLAY, "#b9573a"]])
    for side in (-1, 1):
        arm = at(
            [
                (side * 0.088, -0.06),
                (side * 0.09, -0.2),
                (side * 0.105, -0.262),
                (side * 0.14, -0.25),
                (side * 0.147, -0.17),
                (side * 0.135, -0.06),
                (side * 0.11, -0.045),
            ]
        )
        tone = ["#33695e", PINE] if side < 0 else ["#3f7a6e", "#2a5f54"]
        canvas.shape(arm, [tone])


def plant(canvas, x, ground):
    """A tall plant in a pale pot."""
    canvas.shape(oval(x, ground + 0.002, 0.045, 0.012), "#5f4937", 0.35, blur=0.008)
    wide = canvas.aspect
    for i in range(11):
        angle = -math.pi / 2 + (i - 5) * 0.23
        long = 0.3 - 0.016 * abs(i - 5) + 0.02 * (i % 2)
        root = (x * wide, ground - 0.12)
        tip = (root[0] + long * math.cos(angle), root[1] + long * math.sin(angle))
        tone = ("#2c6358", "#3f7a6e", "#5a9788")[i % 3]
        leaf(canvas, root, tip, 0.13, [[tone, blend(tone, "#e9e2c4", 0.25)]])
    pot = [(x - 0.034, ground - 0.13), (x + 0.034, ground - 0.13)]
    pot += [(x + 0.026, ground), (x - 0.026, ground)]
    canvas.shape(pot, [["#fbf4ea", "#e2d2c0"]])
    canvas.shape(oval(x, ground - 0.13, 0.034, 0.009), "#d9c8b4")


def lamp_and_table(canvas, x, ground):
    """A small table with a lamp, a cup and its glow."""
    canvas.shape(oval(x, ground + 0.002, 0.05, 0.011), "#5f4937", 0.3, blur=0.008)
    for shift in (-0.03, 0.03):
        canvas.stroke([(x, ground - 0.15), (x + shift, ground)], 0.009, "#8a6a4e")
    canvas.shape(oval(x, ground - 0.155, 0.06, 0.014), ["#b08b69", "#94704f"])
    canvas.stroke(
        [(x - 0.012, ground - 0.165), (x - 0.012, ground - 0.27)], 0.007, PINE
    )
    shade = [(x - 0.034, ground - 0.385), (x + 0.01, ground - 0.385)]
    shade += [(x + 0.026, ground - 0.268), (x - 0.05, ground - 0.268)]
    canvas.glow(x - 0.012, ground - 0.3, 0.3, "#ffe9bf", 0.6)
    canvas.shape(shade, ["#fff4dc", "#ffe2b0"])
    cup = [(x + 0.022, ground - 0.197), (x + 0.042, ground - 0.197)]
    cup += [(x + 0.039, ground - 0.16), (x + 0.025, ground - 0.16)]
    canvas.shape(cup, [["#fdf8f0", "#e6dacb"]])
