"""Small numbers are hidden, and none can be had by subtracting."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.figures.hiding import hidden_places

NUMBERS = st.one_of(st.integers(0, 8), st.integers(0, 300))
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(NUMBERS, min_size=width, max_size=width), min_size=1, max_size=8
    )
)


def column(*numbers) -> set[int]:
    hidden = hidden_places([[number] for number in numbers])
    return {numbers[row] for row, _column in hidden}


@pytest.mark.parametrize(
    ("numbers", "hidden"),
    [
        ((12, 30, 5), set()),
        ((0, 30, 5), set()),
        # One alone could be had from the sum: the next smallest goes along.
        ((3, 30, 7), {3, 7}),
        # Two ones tell of each other: they come to two.
        ((1, 1, 30, 9), {1, 9}),
        ((2, 3, 30, 9), {2, 3}),
        ((4, 30, 6, 8), {4, 6}),
        # Nothing is left to hide behind: all go.
        ((3, 0, 0), {3, 0}),
    ],
)
def test_what_is_hidden_in_a_column(numbers, hidden):
    assert column(*numbers) == hidden


def test_a_line_of_which_one_is_the_sum_is_looked_at_across_as_well():
    rows = [[23, 20, 3], [50, 10, 40], [52, 11, 41]]
    assert hidden_places(rows) == {(0, 2), (1, 2)}
    across = hidden_places(rows, sums=[[0, 1, 2]])
    assert {(0, 1), (0, 2)} <= across
    for line in range(3):
        assert sum(row == line for row, _column in across) != 1


@given(TABLES, st.booleans())
def test_no_line_lets_a_small_number_be_subtracted(rows, across):
    width = len(rows[0])
    sums = [range(width), range(width // 2)] if across else []
    hidden = hidden_places(rows, sums)
    for r, row in enumerate(rows):
        for c, number in enumerate(row):
            assert (r, c) in hidden or not 0 < number < 5
    lines = [[(r, c) for r in range(len(rows))] for c in range(width)]
    lines += [[(r, c) for c in columns] for columns in sums for r in range(len(rows))]
    for line in lines:
        gone = [place for place in line if place in hidden]
        if gone and len(gone) < len(line):
            assert len(gone) >= 2
            assert sum(rows[r][c] for r, c in gone) >= 5


def test_an_empty_table_hides_nothing():
    assert hidden_places([]) == set()
