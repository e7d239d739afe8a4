"""A forking path, the moon over a bay, three boats and low tide."""

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
    SAND,
    ripples,
    shimmer,
    sun,
    water,
)


def forking_path(size):
    """Is it right for me: one path becomes two, over low hills."""
    rows = [
        [MIST, "#dfe3ee", LILAC],
        ["#e6e6ee", "#f6dfd6", ROSE],
        [PEACH, "#ffe7c8", PEACH],
    ]
    canvas = Canvas(size, rows, seed=31)
    sun(canvas, 0.5, 0.33, 0.07)
    for base, color, shift in (
        (0.43, "#b7c3cb", 0.2),
        (0.49, "#9db8b3", 0.62),
        (0.55, "#84a89f", 0.05),
    ):
        waves = [(0.04, 0.8, shift), (0.012, 2.4, shift * 3)]
        canvas.shape(ridge(base, waves), [blend(color, PEACH, 0.35), color])
    meadow = ridge(0.62, [(0.03, 0.6, 0.02), (0.006, 2.2, 0.5)])
    canvas.shape(meadow, [["#8fb39f", "#a9c2a6", "#86ab98"], ["#2f6a5c", PINE, DEEP]])
    trunk = [(0.38, 1.06), (0.62, 1.06), (0.545, 0.87), (0.515, 0.79), (0.488, 0.87)]
    canvas.shape(trunk, [["#f9ecd8"], ["#e6cfae"]])
    left = [(0.488, 0.875), (0.515, 0.79), (0.45, 0.735), (0.33, 0.7), (0.23, 0.628)]
    left += [(0.222, 0.63), (0.3, 0.71), (0.41, 0.765), (0.468, 0.83)]
    right = [(0.545, 0.875), (0.515, 0.79), (0.575, 0.74), (0.69, 0.71), (0.8, 0.652)]
    right += [(0.808, 0.655), (0.72, 0.725), (0.61, 0.775), (0.562, 0.83)]
    for arm in (left, right):
        canvas.shape(smooth(arm), [["#fbf0de", "#f3e1c6"]])
    for x, y, tall in ((0.14, 0.66, 0.19), (0.9, 0.69, 0.24), (0.955, 0.72, 0.17)):
        tree(canvas, x, y, tall)
    post(canvas, 0.513, 0.735)
    return canvas.grain()


def tree(canvas, x, ground, tall):
    """A slim tree with one soft crown."""
    canvas.stroke([(x, ground), (x, ground - tall * 0.5)], 0.008, "#6d5a48")
    crown = oval(x, ground - tall * 0.68, tall * 0.2, tall * 0.42)
    canvas.shape(crown, [["#5f9384", "#3f7a6e"], [PINE, DEEP]])


def post(canvas, x, ground):
    """A signpost with two blank arms, one to each side."""
    canvas.stroke([(x, ground + 0.06), (x, ground - 0.2)], 0.011, "#7d5c41")
    for side, y in ((-1, ground - 0.18), (1, ground - 0.115)):
        arm = [(x - side * 0.012, y), (x + side * 0.075, y)]
        arm += [(x + side * 0.094, y + 0.023), (x + side * 0.075, y + 0.046)]
        arm.append((x - side * 0.012, y + 0.046))
        canvas.shape(arm, [[PAPER, "#ecdcc6"]])


def evening_moon(size):
    """After the infusion: a low moon over a bay, and one lit window."""
    rows = [
        ["#3c5a74", "#4a6784", "#54698a"],
        ["#6f83a4", "#8a93b6", "#9a97ba"],
        ["#b3a8c6", "#cdb4c6", "#d8bcc4"],
        ["#e6c5bd", "#f0d0bd", "#eccbbf"],
    ]
    canvas = Canvas(size, rows, seed=32)
    for _ in range(46):
        x, y = canvas.random.random(), 0.34 * canvas.random.random() ** 1.4
        canvas.disc(x, y, 0.0008 + 0.0014 * canvas.random.random(), "#fff7e2", 0.85)
    canvas.glow(0.34, 0.3, 0.6, "#fff3dc", 0.55)
    canvas.disc(0.34, 0.3, 0.075, ["#fffaf0", "#fdeed6"])
    canvas.disc(0.34, 0.3, 0.09, "#fff6e6", 0.3, blur=0.03)
    for base, color, shift in ((0.57, "#8b8fae", 0.2), (0.605, "#6c7f98", 0.66)):
        waves = [(0.035, 0.9, shift), (0.01, 2.8, shift)]
        canvas.shape(ridge(base, waves), [blend(color, ROSE, 0.35), color])
    water(canvas, 0.63, ["#c9b4bf", "#8f98b0", "#56788c", "#2d5668"])
    canvas.glow(0.34, 0.65, 0.4, "#fff0d8", 0.6, squash=0.3)
    shimmer(canvas, 0.34, 0.63, 0.06, 60, "#fff3dc")
    ripples(canvas, 0.67, 1, 50, "#e9e4ec", 0.16)
    head = [(0.5, 0.79), (0.58, 0.745), (0.66, 0.69), (0.74, 0.655), (0.83, 0.645)]
    head += [(0.93, 0.62), (1.06, 0.585), (1.1, 0.7), (1.08, 0.83), (0.9, 0.82)]
    head += [(0.74, 0.815), (0.6, 0.808)]
    canvas.shape(smooth(head), [["#4a7780", "#2d5a5c"], ["#1f4a4b", DEEP]])
    house(canvas, 0.8, 0.648)
    return canvas.grain()


def house(canvas, x, ground):
    """A small house whose window is the warmest thing in sight."""
    walls = [
        (x - 0.05, ground + 0.004),
        (x - 0.05, ground - 0.1),
        (x + 0.05, ground - 0.1),
    ]
    canvas.shape([*walls, (x + 0.05, ground + 0.004)], ["#e8dccf", "#bdb3b4"])
    roof = [
        (x - 0.062, ground - 0.095),
        (x, ground - 0.18),
        (x + 0.062, ground - 0.095),
    ]
    canvas.shape(roof, [CLAY, "#8a4a38"])
    canvas.glow(x, ground - 0.05, 0.16, "#ffdf9f", 0.65)
    pane = [(x - 0.017, ground - 0.075), (x + 0.017, ground - 0.075)]
    pane += [(x + 0.017, ground - 0.025), (x - 0.017, ground - 0.025)]
    canvas.shape(pane, ["#fff3c9", "#ffd98f"])


def three_boats(size):
    """Three treatments: three boats side by side on one quiet bay."""
    rows = [
        ["#cfe0e4", "#dde6ea", MIST],
        ["#e6e8ee", "#f3e4df", "#ecdfe6"],
        [PEACH, "#ffebd0", PEACH],
    ]
    canvas = Canvas(size, rows, seed=33)
    canvas.glow(0.5, 0.42, 0.8, "#fff4de", 0.8)
    for base, color, shift in ((0.5, "#bac8d2", 0.1), (0.545, "#98b4b8", 0.55)):
        waves = [(0.03, 1.0, shift), (0.009, 3.1, shift)]
        canvas.shape(ridge(base, waves), [blend(color, PEACH, 0.4), color])
    water(canvas, 0.56, ["#dfe3df", "#b3d0cc", "#7fb0a9", "#3f7f75"])
    ripples(canvas, 0.6, 1, 60, "#f8faf4", 0.22)
    boat(canvas, 0.24, 0.71, 0.9, ["#fffaf0", "#f0e0cb"])
    boat(canvas, 0.52, 0.77, 1.1, ["#f6cdb2", "#e0a685"])
    boat(canvas, 0.79, 0.7, 0.88, ["#d9e8dd", "#a5c8b8"])
    return canvas.grain()


def boat(canvas, x, ground, scale, sail):
    """One sailing boat with its light on the water."""
    for i in range(9):
        y = ground + (0.03 + 0.022 * i) * scale
        width = (0.05 - 0.004 * i) * scale
        shift = 0.006 * (-1 if i % 2 else 1) * scale
        canvas.shape(oval(x + shift, y, width, 0.0045), sail[0], 0.4 - 0.04 * i)
    mast = ground - 0.33 * scale
    canvas.stroke([(x, ground), (x, mast)], 0.007 * scale, "#7d5c41")
    main = [(x + 0.006, mast + 0.01), (x + 0.03, ground - 0.17 * scale)]
    main += [(x + 0.085 * scale, ground - 0.045), (x + 0.006, ground - 0.045)]
    canvas.shape(main, [sail])
    jib = [(x - 0.006, mast + 0.05 * scale), (x - 0.06 * scale, ground - 0.045)]
    canvas.shape([*jib, (x - 0.006, ground - 0.045)], [sail[::-1]], 0.9)
    hull = [(-0.095, -0.025), (0.1, -0.025), (0.068, 0.022), (-0.06, 0.022)]
    canvas.shape(
        [(x + px * scale, ground + py * scale) for px, py in hull],
        [["#2c6358", PINE], [DEEP, DEEP]],
    )


def low_tide(size):
    """Long-term risks: the water has drawn back and left its lines in the sand."""
    rows = [
        ["#b9c9d6", "#c6cfdc", "#cfcfe0"],
        [LILAC, "#e9d6de", ROSE],
        [PEACH, "#ffe6cd", PEACH],
    ]
    canvas = Canvas(size, rows, seed=34)
    sun(canvas, 0.22, 0.4, 0.06)
    canvas.shape(
        ridge(0.46, [(0.02, 0.9, 0.35), (0.006, 2.7, 0.1)]), ["#b7b5cb", "#c3b9c8"]
    )
    water(canvas, 0.47, ["#d8cbd0", "#b5c4cd", "#a5c3c4"])
    shimmer(canvas, 0.22, 0.47, 0.05, 26, depth=0.62)
    for i, tone in enumerate(["#e9dccb", "#e2d0b9", "#d9c3a8", "#cdb395", "#bfa282"]):
        base = 0.575 + 0.035 * i + 0.026 * i * i
        waves = [(0.022, 0.8, 0.14 * i + 0.3), (0.007, 2.3, 0.3 * i)]
        rim = ridge(base - 0.008, waves)
        canvas.shape(rim, "#f4fbf8", 0.6)
        canvas.shape(ridge(base, waves), [[tone, blend(tone, PEACH, 0.4)]])
        pool = oval(0.68 - 0.11 * i, base + 0.033, 0.075 + 0.018 * i, 0.008 + 0.003 * i)
        canvas.shape(pool, [["#cfe0e2", "#b4cdd0"], [LILAC, MIST]], 0.85)
    for x, y, across, down in (
        (0.8, 0.8, 0.06, 0.05),
        (0.87, 0.83, 0.042, 0.036),
        (0.745, 0.835, 0.03, 0.022),
    ):
        canvas.shape(
            oval(x, y + down * 0.8, across, down * 0.3), "#6d5a48", 0.3, blur=0.01
        )
        canvas.shape(
            oval(x, y, across, down), [["#8aa5a5", "#6c8d8c"], ["#3d6663", "#34595a"]]
        )
        canvas.shape(
            oval(x - across * 0.2, y - down * 0.35, across * 0.5, down * 0.3),
            SAND,
            0.25,
            blur=0.008,
        )
    return canvas.grain()
