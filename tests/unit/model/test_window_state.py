"""Whether a row's window is open: told by later rows, counted by the clock only while rows come in real time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.window_state import WindowShape, WindowState, WindowWatch, WindowWord

T0 = 1_795_392_000
"""A wall second that begins a window of ten seconds."""


def iso(second: float) -> str:
    return datetime.fromtimestamp(T0 + second, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23]


def row(second: float, received: float, *, version: int = 1) -> ResultLine:
    """A row of the window that starts at this second after T0, received at that one."""
    return ResultLine(0, 0, (iso(second), "Carol"), None, version, T0 + received)


def watch(*rows: ResultLine, shape: WindowShape | None = None) -> WindowWatch:
    made = WindowWatch(shape or WindowShape(start=0, end=None, size=10_000))
    for each in rows:
        made.note(each.values, each.received)
    return made


def test_an_open_window_counts_down_while_rows_come_in_real_time() -> None:
    line = row(0, 2)

    assert watch(line).state(line, T0 + 7) == WindowState(WindowWord.OPEN, 3, 0.7)


def test_the_clock_alone_closes_no_window() -> None:
    line = row(0, 2)

    assert watch(line).state(line, T0 + 600) == WindowState(WindowWord.OPEN, 0, 1.0)


def test_a_row_of_a_later_window_closes_the_former() -> None:
    line, later = row(0, 2), row(10, 12)

    assert watch(line, later).state(line, T0 + 12) == WindowState(WindowWord.CLOSED)


def test_rows_of_overlapping_windows_do_not_close_each_other() -> None:
    line, later = row(0, 6), row(5, 6)
    hopping = WindowShape(start=0, end=None, size=10_000)

    state = watch(line, later, shape=hopping).state(line, T0 + 6)

    assert state is not None
    assert state.word is WindowWord.OPEN


def test_old_records_tell_no_time_that_is_left() -> None:
    line = row(0, 86_400)

    assert watch(line).state(line, T0 + 86_401) == WindowState(WindowWord.OPEN)


def test_a_change_after_the_window_is_late_unless_it_came_with_the_commit_that_ended_it() -> None:
    watched = watch(row(0, 2), row(10, 12))

    assert watched.state(row(0, 12.4), T0 + 13) == WindowState(WindowWord.CLOSED)
    assert watched.state(row(0, 14), T0 + 14) == WindowState(WindowWord.LATE)


def test_old_records_are_never_called_late() -> None:
    watched = watch(row(0, 86_400), row(10, 86_400))

    assert watched.state(row(0, 86_460), T0 + 86_460) == WindowState(WindowWord.CLOSED)


def test_a_stated_grace_period_comes_before_the_end() -> None:
    shape = WindowShape(start=0, end=None, size=10_000, grace=5_000)
    line = row(0, 2)
    watched = watch(line, row(10, 12), shape=shape)

    assert watched.state(line, T0 + 12) == WindowState(WindowWord.GRACE, 3)

    watched.note((iso(20), "Bob"), T0 + 20)
    assert watched.state(line, T0 + 20) == WindowState(WindowWord.CLOSED)


def test_a_final_row_is_of_a_closed_window() -> None:
    shape = WindowShape(start=0, end=None, size=10_000, is_final=True)
    line = row(0, 12)

    assert watch(line, shape=shape).state(line, T0 + 12) == WindowState(WindowWord.CLOSED)


def test_a_session_stays_open_for_its_gap_after_its_last_record() -> None:
    shape = WindowShape(start=0, end=1, gap=5_000)

    def session(first: float, last: float, received: float) -> ResultLine:
        values: Values = (iso(first), iso(last))
        return ResultLine(0, 0, values, None, 1, T0 + received)

    line = session(0, 3, 4)
    watched = watch(line, shape=shape)
    state = watched.state(line, T0 + 4)
    assert state is not None
    assert (state.word, state.left) == (WindowWord.OPEN, 4)

    watched.note((iso(9), iso(9)), T0 + 9)
    assert watched.state(line, T0 + 9) == WindowState(WindowWord.CLOSED)


def test_bounds_as_numbers_tell_the_size_themselves() -> None:
    line = ResultLine(0, 0, (T0 * 1000, T0 * 1000 + 10_000), None, 1, T0 + 2.0)

    assert watch(line, shape=WindowShape(start=0, end=1)).state(line, T0 + 7) == WindowState(WindowWord.OPEN, 3, 0.7)


def test_no_time_passes_after_the_run_ended() -> None:
    line = row(0, 2)
    watched = watch(line)
    watched.until = T0 + 4

    assert watched.state(line, T0 + 9) == WindowState(WindowWord.OPEN, 6, 0.4)


@pytest.mark.parametrize("value", [None, "22 Nov, 21:16", True, 1.5])
def test_a_bound_that_cannot_be_read_says_nothing(value: object) -> None:
    line = ResultLine(0, 0, (value, "Carol"), None, 1, T0)

    assert watch(line).state(line, T0) is None


def test_a_deleted_row_says_so_itself() -> None:
    line = row(0, 2, version=DELETED)

    assert watch(row(0, 1)).state(line, T0 + 3) is None
