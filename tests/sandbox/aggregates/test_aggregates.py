"""Aggregates against simple models: results, undo, and the merging of sessions."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sandbox.aggregates.protocol import Aggregate
from ksqltui.sandbox.errors import EvaluationError, StatementError
from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.types import BIGINT, BOOLEAN, DOUBLE, INTEGER, STRING, SqlType, array, decimal

FUNCTIONS = default_registry().aggregates


def bound(name: str, types: Sequence[SqlType | None], literals: Sequence[object] = ()) -> tuple[Aggregate, SqlType]:
    return FUNCTIONS[name].bind(types, literals)


def run(aggregate: Aggregate, values: Sequence[Any]) -> Any:
    state = aggregate.initial()
    for value in values:
        state = aggregate.add(state, value)
    return state


@pytest.mark.parametrize(
    ("name", "types", "literals", "values", "result_type", "result"),
    [
        ("COUNT", [STRING], (), ["a", None, "b"], "BIGINT", 2),
        ("SUM", [INTEGER], (), [1, None, 2], "INTEGER", 3),
        ("SUM", [INTEGER], (), [2147483647, 1], "INTEGER", -2147483648),
        ("SUM", [decimal(4, 1)], (), [Decimal("1.5"), Decimal("2.0")], "DECIMAL(4, 1)", Decimal("3.5")),
        ("AVG", [INTEGER], (), [1, 2, None], "DOUBLE", 1.5),
        ("AVG", [INTEGER], (), [None], "DOUBLE", 0.0),
        ("MIN", [STRING], (), ["b", None, "a"], "STRING", "a"),
        ("MAX", [BIGINT], (), [None], "BIGINT", None),
        ("COLLECT_LIST", [INTEGER], (), [1, None, 1], "ARRAY<INTEGER>", [1, None, 1]),
        ("COLLECT_SET", [INTEGER], (), [1, 2, 1], "ARRAY<INTEGER>", [1, 2]),
        ("COUNT_DISTINCT", [STRING], (), ["a", "a", None, "b"], "BIGINT", 2),
        ("HISTOGRAM", [STRING], (), ["a", "b", "a"], "MAP<STRING, BIGINT>", {"a": 2, "b": 1}),
        ("ATTR", [INTEGER], (), [4, 4], "INTEGER", 4),
        ("ATTR", [INTEGER], (), [4, 5], "INTEGER", None),
        ("TOPK", [INTEGER, INTEGER], (None, 2), [3, 9, None, 9, 5], "ARRAY<INTEGER>", [9, 9]),
        ("TOPKDISTINCT", [INTEGER, INTEGER], (None, 2), [3, 9, 9, 5], "ARRAY<INTEGER>", [9, 5]),
        ("LATEST_BY_OFFSET", [INTEGER], (), [1, 2, None], "INTEGER", 2),
        ("LATEST_BY_OFFSET", [INTEGER, BOOLEAN], (None, False), [1, None], "INTEGER", None),
        ("EARLIEST_BY_OFFSET", [INTEGER, INTEGER], (None, 2), [1, None, 2, 3], "ARRAY<INTEGER>", [1, 2]),
        ("SUM_LIST", [array(INTEGER)], (), [[1, None], None, [2, 3]], "INTEGER", 6),
        ("STDDEV_SAMPLE", [DOUBLE], (), [10.0, 12.0, 13.0], "DOUBLE", 1.5275252316519465),
        ("STDDEV_SAMP", [INTEGER], (), [0, 10], "DOUBLE", 50.0),
    ],
)
def test_result(
    name: str,
    types: list[SqlType | None],
    literals: Sequence[object],
    values: list[Any],
    result_type: str,
    result: object,
) -> None:
    aggregate, own_type = bound(name, types, literals)
    assert str(own_type) == result_type
    found = aggregate.result(run(aggregate, values))
    assert found == (pytest.approx(result) if isinstance(result, float) else result)


def test_count_star_counts_rows() -> None:
    aggregate, own_type = bound("COUNT", [])
    assert own_type == BIGINT
    assert aggregate.result(aggregate.add(aggregate.add(aggregate.initial()))) == 2


def test_topk_keeps_the_other_columns_of_its_rows() -> None:
    aggregate, own_type = bound("TOPK", [INTEGER, STRING, INTEGER], (None, None, 1))
    assert str(own_type) == "ARRAY<STRUCT<`sort_col` INTEGER, `col0` STRING>>"
    state = aggregate.add(aggregate.add(aggregate.initial(), 1, "a"), 2, "b")
    assert aggregate.result(state) == [{"sort_col": 2, "col0": "b"}]


def test_a_decimal_total_that_outgrows_its_type_fails() -> None:
    aggregate, _ = bound("SUM", [decimal(3, 1)])
    with pytest.raises(EvaluationError, match="Numeric field overflow"):
        run(aggregate, [Decimal("99.9"), Decimal("0.1")])


def test_types_that_do_not_fit_are_refused_in_ksqldbs_words() -> None:
    with pytest.raises(StatementError, match=r"Function 'AVG' does not accept parameters \(DECIMAL\(4, 2\)\)\."):
        bound("AVG", [decimal(4, 2)])


UNDOABLE = ["COUNT", "SUM", "AVG", "COLLECT_LIST", "ATTR", "STDDEV_SAMPLE"]
numbers = st.lists(st.none() | st.integers(-1000, 1000), max_size=8)


@pytest.mark.parametrize("name", UNDOABLE)
@given(kept=numbers, passing=numbers)
def test_undo_takes_back_what_was_added(name: str, kept: list[int | None], passing: list[int | None]) -> None:
    aggregate, _ = bound(name, [INTEGER])
    assert aggregate.can_undo
    state = run(aggregate, kept + passing)
    for value in reversed(passing):
        state = aggregate.undo(state, value)
    found, expected = aggregate.result(state), aggregate.result(run(aggregate, kept))
    assert found == (pytest.approx(expected, abs=1e-3) if isinstance(expected, float) else expected)


@pytest.mark.parametrize("name", [*UNDOABLE, "MIN", "MAX", "COLLECT_SET", "COUNT_DISTINCT"])
@given(first=numbers, second=numbers)
def test_merged_sessions_are_one_session(name: str, first: list[int | None], second: list[int | None]) -> None:
    aggregate, _ = bound(name, [INTEGER])
    merged = aggregate.result(aggregate.merge(run(aggregate, first), run(aggregate, second)))
    expected = aggregate.result(run(aggregate, first + second))
    assert merged == (pytest.approx(expected) if isinstance(expected, float) else expected)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=10))
def test_deviation_is_the_sample_deviation(values: list[float]) -> None:
    aggregate, _ = bound("STDDEV_SAMPLE", [DOUBLE])
    assert aggregate.result(run(aggregate, values)) == pytest.approx(statistics.stdev(values), abs=1e-6)


def test_latest_of_merged_sessions_is_the_one_that_came_last() -> None:
    aggregate, _ = bound("LATEST_BY_OFFSET", [INTEGER])
    later_window = aggregate.add(aggregate.initial(), 1)
    earlier_window = aggregate.add(aggregate.initial(), 2)
    assert aggregate.result(aggregate.merge(earlier_window, later_window)) == 2


def test_correlation() -> None:
    aggregate, _ = bound("CORRELATION", [DOUBLE, DOUBLE])
    state = aggregate.add(aggregate.initial(), 1.0, 2.0)
    assert math.isnan(aggregate.result(state))
    state = aggregate.add(aggregate.add(state, 2.0, 4.0), None, 1.0)
    assert aggregate.result(state) == pytest.approx(1.0)
    assert math.isnan(aggregate.result(aggregate.undo(state, 2.0, 4.0)))
