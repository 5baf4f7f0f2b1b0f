"""Plots as text: what stands where, in which height."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.plot import BLOCKS, Scale, plotted, sampled, scale_of

POINTS = [(0.0, 1.0), (4.0, 3.0), (6.0, 2.0)]


def test_a_value_stands_until_the_next_one_comes() -> None:
    assert sampled(POINTS, 0, 10, 10, 5) == [1, 3, 2, 2, 2]


def test_there_is_nothing_before_the_first_value_and_after_now() -> None:
    assert sampled(POINTS, -4, 12, 7, 8) == [None, 1, 1, 3, 2, 2, None, None]


def test_a_plot_begins_at_zero_unless_that_would_hide_every_change() -> None:
    assert scale_of([1, 5]) == Scale(0, 5)
    assert scale_of([1000, 1004]) == Scale(999, 1004)
    assert scale_of([-4, 4]) == Scale(-6, 4)
    assert scale_of([7, 7]) == Scale(0, 7)
    assert scale_of([]) == Scale(0, 0)


def test_blocks_fill_from_below_and_the_least_still_shows() -> None:
    assert plotted([None, 0, 4, 8], Scale(0, 8), 2) == ["   █", " ▁██"]


numbers = st.floats(-1e12, 1e12)


@given(st.lists(st.one_of(st.none(), numbers), max_size=40), st.integers(1, 6))
def test_a_plot_is_as_wide_and_as_high_as_it_was_told(samples: list[float | None], height: int) -> None:
    lines = plotted(samples, scale_of([value for value in samples if value is not None]), height)

    assert len(lines) == height
    assert all(len(line) == len(samples) and set(line) <= set(BLOCKS) for line in lines)


@given(st.lists(numbers, min_size=2, max_size=40))
def test_a_greater_value_is_never_drawn_lower(values: list[float]) -> None:
    lines = plotted(values, scale_of(values), 3)
    heights = [sum(BLOCKS.index(line[at]) for line in lines) for at in range(len(values))]

    by_value = sorted(zip(values, heights, strict=True))
    assert [height for _, height in by_value] == sorted(heights)
