"""Percentiles by nearest rank, and no flattery by those who were never reached."""

import statistics
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultations.figures.percentile import Waits, nearest_rank

WAITS = st.lists(st.integers(0, 5000), min_size=1, max_size=60)


@given(WAITS)
def test_median_is_the_low_median_of_the_statistics_library(values):
    assert nearest_rank(Counter(values), 50) == statistics.median_low(values)


@given(WAITS, st.integers(1, 100))
def test_percentile_is_a_wait_with_enough_waits_up_to_it_and_no_shorter_one(
    values, percent
):
    found = nearest_rank(Counter(values), percent)
    assert found in values
    assert sum(v <= found for v in values) * 100 >= percent * len(values)
    assert sum(v < found for v in values) * 100 < percent * len(values)


@given(st.lists(st.integers(0, 5000), min_size=2, max_size=60))
def test_nine_of_ten_lies_beside_the_interpolated_one_of_the_library(values):
    ordered = sorted(values)
    between = statistics.quantiles(values, n=10, method="inclusive")[8]
    at = ordered.index(nearest_rank(Counter(values), 90))
    last = len(ordered) - 1 - ordered[::-1].index(ordered[at])
    assert ordered[max(at - 1, 0)] <= between <= ordered[min(last + 1, len(values) - 1)]


@given(WAITS, st.integers(0, 80))
def test_who_is_late_counts_as_waiting_longer_than_all(values, late):
    waits = Waits(Counter(values), late=late)
    endless = 10**9
    everyone = [*values, *[endless] * late]
    for said, percent in ((waits.median, 50), (waits.nine_of_ten, 90)):
        expected = nearest_rank(Counter(everyone), percent)
        assert said == (None if expected == endless else expected)


@pytest.mark.parametrize(
    ("values", "median", "nine_of_ten"),
    [
        ([7], 7, 7),
        ([1, 2], 1, 2),
        ([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 5, 9),
        ([15, 20, 35, 40, 50], 35, 50),
    ],
)
def test_ranks_counted_by_hand(values, median, nine_of_ten):
    waits = Waits(Counter(values))
    assert (waits.median, waits.nine_of_ten) == (median, nine_of_ten)


def test_nobody_has_no_percentile():
    assert Waits().median is None
    assert Waits(in_time=3).of == 0
