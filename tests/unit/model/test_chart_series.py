"""The series of a chart: one for each key, on from window to window, made of what can be drawn."""

from __future__ import annotations

from ksqltui.model.chart_series import MAX_KEYS, ChartSeries
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row

COLUMNS = (ResultColumn("WS", "TIMESTAMP"), ResultColumn("NAME", "STRING"), ResultColumn("SUM", "BIGINT"))


def test_a_key_goes_on_from_window_to_window() -> None:
    store = ResultsStore(COLUMNS, (0, 1))
    series = ChartSeries(store, (1,), 2)
    store.apply([Row(("w1", "Bob", 5)), Row(("w1", "Eve", 1))], 10.0)
    series.look()
    store.apply([Row(("w2", "Bob", 2))], 20.0)
    series.look()

    assert series.keys == [("Bob",), ("Eve",)]
    assert list(series.points(0)) == [(10.0, 5.0), (20.0, 2.0)]


def test_rows_without_identity_are_one_series() -> None:
    store = ResultsStore(COLUMNS)
    store.apply([Row(("w1", "Bob", 5)), Row(("w1", "Eve", 1))], 10.0)
    series = ChartSeries(store, (), 2)
    series.look()

    assert list(series.points(0)) == [(10.0, 5.0), (10.0, 1.0)]


def test_what_is_no_number_and_deletions_are_no_points() -> None:
    store = ResultsStore(COLUMNS, (0, 1))
    store.apply([Row(("w", "Bob", None)), Row(("w", "Eve", float("nan"))), Row(("w", "Bob", None), True)], 10.0)
    series = ChartSeries(store, (1,), 2)
    series.look()

    assert series.keys == []


def test_keys_beyond_the_bound_are_counted() -> None:
    store = ResultsStore(COLUMNS, (0, 1))
    store.apply([Row(("w", f"n{at}", at)) for at in range(MAX_KEYS + 7)], 10.0)
    series = ChartSeries(store, (1,), 2)
    series.look()

    assert (len(series.keys), series.left_out) == (MAX_KEYS, 7)
