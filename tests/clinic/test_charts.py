"""Charts: round steps, everything inside the drawing, nothing divided by zero."""

import math
import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from clinic import charts
from clinic.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH

HUGE = 9_876_543_210_123
SIZES = [0, 1, 2, 14, 15, 52, 400]


@pytest.mark.parametrize(
    ("top", "expected"),
    [
        (0, [0, 1]),
        (-3, [0, 1]),
        (math.inf, [0, 1]),
        (math.nan, [0, 1]),
        (0.2, [0, 1]),
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (7, [0, 2, 4, 6, 8]),
        (26, [0, 10, 20, 30]),
        (100, [0, 50, 100]),
        (101, [0, 50, 100, 150]),
        (960, [0, 500, 1000]),
    ],
)
def test_ticks_are_round_and_reach_over_the_top(top, expected):
    assert charts.ticks(top) == expected


@pytest.mark.parametrize("top", [0.5, 1, 3, 9, 11, 99, 12345, 10**12, HUGE])
def test_ticks_are_few_even_and_high_enough(top):
    found = charts.ticks(top)
    assert 2 <= len(found) <= 6
    assert found[0] == 0
    assert found[-1] >= top
    assert len({b - a for a, b in zip(found, found[1:], strict=False)}) == 1


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (950, "950"),
        (12_000, "12,000"),
        (2.5, "2.5"),
        (1_000_000, "1 M"),
        (1_250_000, "1.2 M"),
        (3_000_000_000, "3 B"),
    ],
)
def test_number_is_written_as_it_fits(number, words):
    assert charts.short(number) == words


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", [0, 1, 0.3, HUGE])
def test_bars_stay_inside_and_stand_on_the_floor(size, figure):
    chart = charts.bars([(f"w{n}", figure) for n in range(size)], "Requests")
    assert len(chart.bars) == len(chart.table) == size
    for bar in chart.bars:
        x, y, wide, high = map(float, (bar.x, bar.y, bar.width, bar.height))
        assert x >= LEFT - 0.1 and x + wide <= WIDTH - RIGHT + 0.1
        assert y >= TOP - 0.1
        assert y + high == pytest.approx(HEIGHT - BOTTOM, abs=0.2)


def test_bars_are_as_high_as_their_figures():
    low, high = charts.bars([("a", 25), ("b", 50)], "n").bars
    assert float(high.height) == pytest.approx(2 * float(low.height), abs=0.2)
    assert [tick.label for tick in charts.bars([("a", 50)], "n").across][-1] == "60"


def test_few_bars_carry_their_values_and_of_many_the_tallest_does():
    few = charts.bars([(str(n), n) for n in range(14)], "n")
    many = charts.bars([(str(n), n) for n in range(52)], "n")
    nothing = charts.bars([(str(n), 0) for n in range(52)], "n")
    assert all(bar.value_y for bar in few.bars)
    assert [bar.value for bar in many.bars if bar.value_y] == ["51"]
    assert not any(bar.value_y for bar in nothing.bars)


@pytest.mark.parametrize("size", [1, 8, 52, 400])
@pytest.mark.parametrize("word", ["w", "Week of the ", "x" * 90])
def test_words_below_leave_one_another_room_and_end_with_the_last(size, word):
    labels = [f"{word}{n}" for n in range(size)]
    for chart in (
        charts.bars([(label, 1) for label in labels], "n"),
        charts.lines(labels, [("a", [1] * size)]),
    ):
        places = [float(word.at) for word in chart.along]
        apart = max(40, 7 * len(labels[0]))
        assert chart.along[-1].label == labels[-1]
        assert all(b - a >= apart for a, b in zip(places, places[1:], strict=False))


@pytest.mark.parametrize("size", SIZES)
def test_lines_stay_inside(size):
    labels = [f"w{n}" for n in range(size)]
    chart = charts.lines(labels, [("a", range(size)), ("b", [HUGE] * size)])
    for line in chart.lines:
        numbers = [float(n) for n in re.findall(r"[\d.]+", " ".join(line.paths))]
        assert all(LEFT <= x <= WIDTH - RIGHT for x in numbers[::2])
        assert all(TOP <= y <= HEIGHT - BOTTOM for y in numbers[1::2])
    assert chart.is_empty == (size == 0)


def test_missing_figure_is_a_gap_and_a_lone_one_a_dot():
    values = [1, 2, None, 3, None, 4, 5]
    (line,) = charts.lines("abcdefg", [("a", values)]).lines
    assert len(line.paths) == 2
    assert len(line.dots) == 5
    long = [*values, *[1] * 20]
    (line,) = charts.lines([str(n) for n in range(27)], [("a", long)]).lines
    assert len(line.dots) == 1


def test_line_without_a_figure_has_no_name_in_the_drawing():
    chart = charts.lines("ab", [("a", [None, None]), ("b", [1, math.nan])])
    first, second = chart.lines
    assert first.end is None and not first.paths
    assert second.end is not None
    assert chart.table[1] == ("b", ["–", "–"])


@pytest.mark.parametrize("values", [(5, 5), (0, 0), (100, 99), (0, 1000)])
def test_names_at_the_ends_do_not_lie_on_one_another(values):
    chart = charts.lines("ab", [(str(n), [v, v]) for n, v in enumerate(values)])
    ys = sorted(float(line.end.y) for line in chart.lines)
    assert ys[1] - ys[0] >= charts.NAME_HEIGHT - 0.2
    assert ys[1] <= HEIGHT - BOTTOM + 0.1


def test_series_of_another_length_is_refused():
    with pytest.raises(ValueError, match="one figure for each label"):
        charts.lines("abc", [("a", [1])])


def test_rows_are_shares_of_the_longest():
    found = charts.rows([("a", 40), ("b", 10), ("c", 0), ("d", None)])
    assert [row.share for row in found] == ["100", "25", "0", "0"]
    assert [row.share for row in charts.rows([("a", 0)])] == ["0"]
    assert charts.rows([]) == []


@pytest.mark.parametrize(
    "values", [[], [None], [3], [0, 0], [1, HUGE], [5, None, 2, math.inf]]
)
def test_spark_stays_inside(values):
    found = charts.spark(values)
    numbers = [float(n) for n in re.findall(r"[\d.]+", found["path"])]
    assert all(0 < x < 120 for x in numbers[::2])
    assert all(0 < y < 28 for y in numbers[1::2])


def test_negative_figure_is_drawn_as_none_at_all():
    (bar,) = charts.bars([("a", -5)], "n").bars
    assert bar.height == "0"


def test_label_is_escaped_wherever_it_is_written():
    nasty = '"><script>alert(1)</script>'
    context = {"title": nasty, "id": "x", "first": nasty}
    pages = [
        render_to_string(
            "components/chart_bars.html",
            context | {"chart": charts.bars([(nasty, 1)], nasty)},
        ),
        render_to_string(
            "components/chart_lines.html",
            context | {"chart": charts.lines([nasty], [(nasty, [1])])},
        ),
        render_to_string(
            "components/chart_rows.html",
            context | {"rows": charts.rows([(nasty, 1)]), "name": nasty},
        ),
    ]
    for page in pages:
        assert "&lt;script&gt;" in page
        assert "<script" not in page


def test_every_figure_stands_in_the_table_too():
    chart = charts.lines(["one", "two"], [("Median", [4, None]), ("Slow", [9, 12])])
    page = render_to_string(
        "components/chart_lines.html",
        {"chart": chart, "title": "Times", "id": "t", "first": "Week"},
    )
    cells = re.findall(r"<t[hd][^>]*>([^<]*)</t[hd]>", page)
    assert cells == ["Week", "Median", "Slow", "one", "4", "9", "two", "–", "12"]


def test_places_are_the_same_in_every_language():
    with translation.override("de"):
        chart = charts.bars([("a", 1.5), ("b", 3)], "n")
        page = render_to_string(
            "components/chart_bars.html",
            {"chart": chart, "title": "t", "id": "t", "first": "f"},
        )
    assert not re.search(r' (x|y|width|height|d)="[^"]*,', page)


def test_chart_of_nothing_says_so_in_words():
    page = render_to_string(
        "components/chart_bars.html",
        {"chart": charts.bars([], "n"), "title": "t", "id": "t", "first": "f"},
    )
    assert "Nothing to show" in page
    assert "<svg" not in page
