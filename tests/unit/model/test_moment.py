"""A store as it was: held against stores that were never told what came later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.moment import Moment
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row

COLUMNS = (ResultColumn("NAME", "STRING"), ResultColumn("CNT", "BIGINT"))
changes = st.lists(st.tuples(st.sampled_from("abc"), st.one_of(st.none(), st.integers(0, 9))), min_size=1, max_size=30)


def store_of(told: list[tuple[str, int | None]], identity: tuple[int, ...] = (0,), **bounds: int) -> ResultsStore:
    store = ResultsStore(COLUMNS, identity, **bounds)
    for second, (name, count) in enumerate(told):
        store.apply([Row((name, count), count is None)], float(second))
    return store


def seen(lines: Lines) -> list[tuple[object, ...]]:
    return [
        (line.values, line.version, line.received, line.change)
        for line in (lines.line(number) for number in range(lines.first, lines.end))
    ]


@given(told=changes, data=st.data())
def test_table_and_changelog_are_those_of_then(told: list[tuple[str, int | None]], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(told)))
    moment = Moment(store_of(told))
    moment.go_to(at)
    then = store_of(told[:at])
    assert seen(moment.table) == seen(then.table)
    assert seen(moment.changelog) == seen(then.changelog)
    assert moment.waiting == len(told) - at


@given(told=changes, more=changes)
def test_what_comes_later_changes_nothing(told: list[tuple[str, int | None]], more: list[tuple[str, int]]) -> None:
    store = store_of(told)
    moment = Moment(store)
    before = seen(moment.table), seen(moment.changelog)
    for name, count in more:
        store.apply([Row((name, count), count is None)], 100.0)
    assert (seen(moment.table), seen(moment.changelog)) == before
    assert moment.waiting == len(more)


@given(told=changes, data=st.data())
def test_moments_may_be_visited_in_any_order(told: list[tuple[str, int | None]], data: st.DataObject) -> None:
    moment = Moment(store_of(told))
    for at in data.draw(st.lists(st.integers(1, len(told)), max_size=5)):
        moment.go_to(at)
        assert seen(moment.table) == seen(store_of(told[:at]).table)


def test_a_result_without_identity_has_the_lines_that_had_come() -> None:
    moment = Moment(store_of([("a", 1), ("a", 2), ("b", 3)], identity=()))
    moment.go_to(2)
    assert [values for values, *_ in seen(moment.table)] == [("a", 1), ("a", 2)]


def test_the_moment_stays_within_what_is_kept() -> None:
    moment = Moment(store_of([("a", count) for count in range(10)], max_rows=4))
    moment.go_to(0)
    assert moment.at == moment.first == 7
    assert moment.span == (6.0, 9.0)
    assert seen(moment.table) == [(("a", 6), 7, 6.0, 6)]
    moment.go_to(99)
    assert moment.is_newest


def test_a_row_whose_version_of_then_was_dropped_shows_the_oldest_left() -> None:
    moment = Moment(store_of([("a", 1), ("b", 1), ("b", 2), ("a", 2), ("b", 3)], max_rows=3))
    moment.go_to(0)
    assert [values for values, *_ in seen(moment.table)] == [("a", 2), ("b", 2)]


@pytest.mark.parametrize(("time", "at"), [(-5.0, 1), (0.0, 1), (1.7, 2), (2.0, 3), (99.0, 3)])
def test_a_time_gives_the_last_moment_before_it(time: float, at: int) -> None:
    moment = Moment(store_of([("a", 1), ("a", 2), ("b", 3)]))
    moment.go_to_time(time)
    assert moment.at == at


def test_a_store_without_rows_has_a_moment_too() -> None:
    moment = Moment(store_of([]))
    moment.go_to(3)
    assert (moment.at, moment.received, moment.span, seen(moment.table)) == (0, None, None, [])
