"""What the versions of one row tell: the time axis that shows them best, their series, what was forgotten."""

from __future__ import annotations

from decimal import Decimal

import pytest

from ksqltui.model.changes import DELETED, ResultLine
from ksqltui.model.key_history import Axis, KeyHistory
from ksqltui.model.window_state import Window

WINDOW = Window(100_000, 110_000)


def history(*received: float, values: tuple[object, ...] = (), first: int = 1) -> KeyHistory:
    """Versions that came at these seconds, with these values in their second column."""
    lines = []
    for at, (time, value) in enumerate(zip(received, values or range(len(received)), strict=True)):
        lines.append(ResultLine(at, at, ("Carol", value), None, first + at, time))
    return KeyHistory(lines)


def test_an_open_window_is_shown_whole_with_the_time_to_come() -> None:
    assert history(101, 104).axis(106, WINDOW) == Axis(100, 110, 106)


def test_after_its_window_a_row_shows_the_window_and_the_commit_that_came_behind_it() -> None:
    assert history(101, 111.5).axis(300, WINDOW) == Axis(100, 111.5, 111.5)


def test_without_a_window_time_runs_from_the_first_version_to_now() -> None:
    assert history(101, 104).axis(160, None) == Axis(101, 160, 160)


def test_old_records_are_shown_by_when_they_came() -> None:
    assert history(5_000, 5_060).axis(5_070, WINDOW) == Axis(5_000, 5_070, 5_070)


def test_versions_that_came_at_once_are_shown_in_their_order() -> None:
    at_once = history(50, 50, 50.01)
    axis = at_once.axis(60, None)

    assert not axis.is_time
    assert at_once.series(1, axis) == [(0, 0), (1, 1), (2, 2)]


def test_only_finite_numbers_are_plotted() -> None:
    values = (1, None, Decimal("2.5"), float("nan"), "3", True)
    mixed = history(*range(6), values=values)

    assert mixed.series(1, mixed.axis(10, None)) == [(0, 1.0), (2, 2.5)]


def test_a_deletion_has_no_value() -> None:
    gone = KeyHistory(
        [ResultLine(0, 0, ("Carol", 7), None, 1, 1.0), ResultLine(0, 1, ("Carol", 7), None, DELETED, 2.0)]
    )

    assert gone.series(1, gone.axis(10, None)) == [(1.0, 7.0)]


def test_it_tells_what_is_no_longer_kept() -> None:
    assert history(1, 2).forgotten == 0
    assert history(1, 2, first=41).forgotten == 40


def test_times_between_versions() -> None:
    told = history(1, 2.5, 6)

    assert [told.after(at) for at in range(3)] == [None, 1.5, 3.5]
    assert told.lasted == pytest.approx(5)
