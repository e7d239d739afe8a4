"""A figure of the demo: how many of a hundred people, a dot for each."""

from clinic.brushes import Canvas
from clinic_site.demo.landscapes import DEEP, PAPER, PINE, SAND
from clinic_site.demo.places import label

ACROSS = 10
PALE = "#d8d0c2"


def one_day_later(size):
    """After the infusion: who responded one day after either drug, in a trial of 73."""
    canvas = Canvas(size, [[PAPER, PAPER], [SAND, PAPER]], seed=41)
    hundred(canvas, 0.27, 64, "Ketamine: 64 of 100")
    hundred(canvas, 0.73, 28, "Midazolam: 28 of 100")
    return canvas.grain(3)


def hundred(canvas, middle, filled, words):
    """Draw a hundred dots around `middle`, the first of them dark, and words."""
    step = 0.073
    for at in range(ACROSS * ACROSS):
        row, column = divmod(at, ACROSS)
        x = middle + (column - (ACROSS - 1) / 2) * step / canvas.aspect
        y = 0.11 + row * step
        canvas.disc(x, y, 0.028, [[PINE, DEEP]] if at < filled else PALE)
    label(canvas, words, middle, 0.905, 0.075, DEEP, 0, PAPER)
