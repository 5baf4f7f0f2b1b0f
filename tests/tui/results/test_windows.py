"""Which rows came late, whatever of them was looked at when."""

from __future__ import annotations

from datetime import UTC, datetime

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.window_state import WindowShape, WindowWatch
from ksqltui.tui.widgets.results_windows import RowWindows

T0 = 1_795_392_000
COLUMNS = (ResultColumn("WS", "STRING"), ResultColumn("NAME", "STRING"), ResultColumn("CNT", "BIGINT"))


def row(second: float, name: str, count: int) -> Row:
    return Row((datetime.fromtimestamp(T0 + second, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:23], name, count))


def test_a_row_is_late_though_the_window_that_ended_its_own_changed_before_anyone_looked() -> None:
    store = ResultsStore(COLUMNS, (0, 1))
    windows = RowWindows(store, WindowWatch(WindowShape(start=0, end=None, size=10_000)))
    store.apply([row(0, "Bob", 1)], T0 + 2.0)
    windows.note()

    store.apply([row(10, "Carol", 1)], T0 + 11.0)
    store.apply([row(0, "Bob", 2)], T0 + 12.5)
    store.apply([row(10, "Carol", 2)], T0 + 12.6)
    windows.note()

    mark = windows.mark(store.table.line(0), None, T0 + 13)
    assert mark is not None
    assert mark.text == "late"
