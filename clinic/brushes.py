"""Brushes for drawn pictures: meshes of color, soft shapes, grain.

Places are given as fractions of the width and height, so that one drawing
fits any size. Edges are drawn three times as large and reduced.
"""

import math
import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

FINE = 3


def rgb(color):
    return tuple(int(color[i : i + 2], 16) for i in (1, 3, 5))


def blend(one, two, share):
    """The color that lies `share` of the way from one to two."""
    pairs = zip(rgb(one), rgb(two), strict=True)
    mixed = (round(a + (b - a) * share) for a, b in pairs)
    return "#{:02x}{:02x}{:02x}".format(*mixed)


def mesh(rows, size):
    """Colors on a grid, smoothly blended over the whole size."""
    rows = [[row] if isinstance(row, str) else row for row in rows]
    if len({len(row) for row in rows}) > 1:
        raise ValueError("Every row of a mesh needs as many colors.")
    small = Image.new("RGB", (len(rows[0]), len(rows)))
    small.putdata([rgb(color) for row in rows for color in row])
    if small.size == (1, 1):
        return Image.new("RGB", size, rgb(rows[0][0]))
    small = small.resize((max(small.width, 2), max(small.height, 2)), Image.NEAREST)
    inner = (0.5, 0.5, small.width - 0.5, small.height - 0.5)
    return small.resize(size, Image.BICUBIC, box=inner)


def smooth(points, closed=True, steps=14):
    """A flowing line through the points (Catmull-Rom)."""
    count = len(points)
    out = []
    for i in range(count if closed else count - 1):
        if closed:
            a, b, c, d = (points[(i + j) % count] for j in (-1, 0, 1, 2))
        else:
            a, b, c, d = (points[min(max(i + j, 0), count - 1)] for j in (-1, 0, 1, 2))
        for step in range(steps):
            t = step / steps
            out.append(
                tuple(
                    0.5
                    * (
                        2 * b[k]
                        + (c[k] - a[k]) * t
                        + (2 * a[k] - 5 * b[k] + 4 * c[k] - d[k]) * t * t
                        + (3 * b[k] - a[k] - 3 * c[k] + d[k]) * t**3
                    )
                    for k in (0, 1)
                )
            )
    if not closed:
        out.append(points[-1])
    return out


def ridge(base, waves, floor=1.02, steps=160):
    """Land under a line of summed waves: (height, how many, shift)."""
    line = []
    for i in range(steps + 1):
        x = -0.02 + 1.04 * i / steps
        y = base - sum(h * math.sin(math.tau * (n * x + s)) for h, n, s in waves)
        line.append((x, y))
    return [(-0.02, floor), *line, (1.02, floor)]


def oval(x, y, across, down, steps=72):
    return [
        (
            x + across * math.cos(math.tau * i / steps),
            y + down * math.sin(math.tau * i / steps),
        )
        for i in range(steps)
    ]


class Canvas:
    """One picture in the making."""

    def __init__(self, size, rows, seed=1):
        self.width, self.height = size
        self.image = mesh(rows, size)
        self.random = random.Random(seed)  # noqa: S311

    @property
    def aspect(self):
        return self.width / self.height

    def _paste(self, mask, box, rows, opacity):
        if opacity < 1:
            mask = mask.point(lambda value: round(value * opacity))
        size = (box[2] - box[0], box[3] - box[1])
        self.image.paste(mesh(rows, size), box[:2], mask)

    def _box(self, points, margin):
        xs = [x * self.width for x, _ in points]
        ys = [y * self.height for _, y in points]
        left = max(math.floor(min(xs) - margin), -margin)
        top = max(math.floor(min(ys) - margin), -margin)
        right = min(math.ceil(max(xs) + margin), self.width + margin)
        bottom = min(math.ceil(max(ys) + margin), self.height + margin)
        return left, top, max(right, left + 1), max(bottom, top + 1)

    def shape(self, points, fill, opacity=1.0, blur=0.0, erase=()):
        """Fill an outline; blur is a share of the height."""
        rows = [fill] if isinstance(fill, str) else fill
        soft = blur * self.height
        box = self._box(points, math.ceil(soft * 3) + 2)
        fine = 1 if soft > 4 else FINE
        size = ((box[2] - box[0]) * fine, (box[3] - box[1]) * fine)
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)

        def place(outline):
            return [
                ((x * self.width - box[0]) * fine, (y * self.height - box[1]) * fine)
                for x, y in outline
            ]

        draw.polygon(place(points), fill=255)
        for outline in erase:
            draw.polygon(place(outline), fill=0)
        if fine > 1:
            mask = mask.reduce(fine)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft))
        self._paste(mask, box, rows, opacity)

    def stroke(self, points, width, color, opacity=1.0, blur=0.0):
        """A round-ended line; width is a share of the height."""
        thick = width * self.height
        soft = blur * self.height
        box = self._box(points, math.ceil(thick + soft * 3) + 2)
        size = ((box[2] - box[0]) * FINE, (box[3] - box[1]) * FINE)
        mask = Image.new("L", size, 0)
        draw = ImageDraw.Draw(mask)
        spots = [
            ((x * self.width - box[0]) * FINE, (y * self.height - box[1]) * FINE)
            for x, y in points
        ]
        draw.line(spots, fill=255, width=max(round(thick * FINE), 1), joint="curve")
        half = thick * FINE / 2
        for x, y in (spots[0], spots[-1]):
            draw.ellipse((x - half, y - half, x + half, y + half), fill=255)
        mask = mask.reduce(FINE)
        if soft:
            mask = mask.filter(ImageFilter.GaussianBlur(soft))
        self._paste(mask, box, [color], opacity)

    def glow(self, x, y, reach, color, opacity=1.0, squash=1.0):
        """Light that fades outward; reach is a share of the height."""
        across = round(reach * self.height)
        down = max(round(reach * squash * self.height), 1)
        fade = []
        for distance in range(256):
            part = min(distance / 181, 1)  # Pillow reaches 255 in the corners.
            fade.append(round(255 * math.exp(-((part * 2) ** 2)) * (1 - part**4)))
        mask = Image.radial_gradient("L").point(fade)
        mask = mask.resize((across * 2, down * 2), Image.BICUBIC)
        left = round(x * self.width) - across
        top = round(y * self.height) - down
        box = (left, top, left + across * 2, top + down * 2)
        self._paste(mask, box, [color], opacity)

    def disc(self, x, y, radius, fill, opacity=1.0, blur=0.0, squash=1.0):
        """A round (or squashed) spot; radius is a share of the height."""
        outline = oval(x, y, radius / self.aspect, radius * squash)
        self.shape(outline, fill, opacity, blur)

    def grain(self, strength=5):
        """Fine noise against bands in the soft colors."""
        size = (self.width, self.height)
        area = self.width * self.height
        noise = Image.blend(
            Image.frombytes("L", size, self.random.randbytes(area)),
            Image.frombytes("L", size, self.random.randbytes(area)),
            0.5,
        ).point(lambda value: value * strength // 256)
        noise = Image.merge("RGB", (noise, noise, noise))
        return ImageChops.add(self.image, noise, 1, -(strength // 2))
