"""What expressions give: Java's numbers, exact decimals, ksqlDB's treatment of nulls."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.numbers import (
    double_text,
    truncating_division,
    truncating_remainder,
    wrap_bigint,
    wrap_integer,
)

Evaluate = Callable[[str], tuple[str, Any]]


@pytest.mark.parametrize(
    ("text", "sql_type", "value"),
    [
        ("AMOUNT / 2", "INTEGER", 3),
        ("-AMOUNT / 2", "INTEGER", -3),
        ("-AMOUNT % 4", "INTEGER", -3),
        ("2147483647 + 1", "INTEGER", -2147483648),
        ("-2147483648", "INTEGER", -2147483648),
        ("AMOUNT + BIG", "BIGINT", 2**40 + 7),
        ("9223372036854775807 + 1", "BIGINT", -(2**63)),
        ("RATE / 0", "DOUBLE", float("inf")),
        ("PRICE + 1.5", "DECIMAL(5, 2)", Decimal("14.00")),
        ("PRICE * 2", "DECIMAL(15, 2)", Decimal("25.00")),
        ("PRICE / 3", "DECIMAL(15, 13)", Decimal("4.1666666666667")),
        ("PRICE + RATE", "DOUBLE", 15.0),
        ("NOTHING + 1", "INTEGER", None),
        ("NAME + '!'", "STRING", "Alice!"),
        ("NAME || '-' || NAME", "STRING", "Alice-Alice"),
        ("CAST(2.5 AS INT)", "INTEGER", 2),
        ("CAST('12.345' AS DECIMAL(4, 2))", "DECIMAL(4, 2)", Decimal("12.35")),
        ("CAST(1e10 AS STRING)", "STRING", "1.0E10"),
        ("CAST(PAID AS STRING)", "STRING", "2018-05-11T21:58:33.000"),
        ("CAST('2018-05-11' AS TIMESTAMP)", "TIMESTAMP", 1525996800000),
        ("CAST('yes' AS BOOLEAN)", "BOOLEAN", True),
        ("CAST(HOME AS STRING)", "STRING", "Struct{CITY=Rome,ZIP=1}"),
        ("TAGS[1]", "STRING", "a"),
        ("TAGS[-2]", "STRING", "b"),
        ("TAGS[9]", "STRING", None),
        ("COUNTS['x']", "INTEGER", 1),
        ("HOME->CITY", "STRING", "Rome"),
        ("ARRAY[1, BIG]", "ARRAY<BIGINT>", [1, 2**40]),
        ("STRUCT(a := AMOUNT, b := NAME)", "STRUCT<`A` INTEGER, `B` STRING>", {"A": 7, "B": "Alice"}),
        ("CASE WHEN AMOUNT > 5 THEN 'many' ELSE 'few' END", "STRING", "many"),
        ("CASE NAME WHEN 'Bob' THEN 1 WHEN 'Alice' THEN 2 END", "INTEGER", 2),
        ("NOTHING IS DISTINCT FROM 7", "BOOLEAN", True),
        ("NOTHING = 7", "BOOLEAN", False),
        ("TRANSFORM(TAGS, t => UCASE(t))", "ARRAY<STRING>", ["A", "B", None]),
        ("REDUCE(ARRAY[1, 2, 3], 10, (s, x) => s + x * AMOUNT)", "INTEGER", 52),
        ("TRANSFORM(ARRAY[1, null], x => x + 1)", "ARRAY<INTEGER>", None),
        ("COALESCE(PARSE_DATE('x', 'yyyy'), DATE '1970-01-02')", "DATE", 1),
        ("DATEADD(DAYS, 3, DATE '1970-01-01')", "DATE", 3),
        ("UNIX_DATE()", "INTEGER", 1),
    ],
)
def test_value_and_type(evaluate: Evaluate, text: str, sql_type: str, value: object) -> None:
    try:
        found = evaluate(text)
    except EvaluationError:
        assert value is None
    else:
        assert found == (sql_type, value)


@pytest.mark.parametrize("text", ["AMOUNT / 0", "PRICE / 0", "CAST(NAME AS INT)"])
def test_a_failing_row_says_so(evaluate: Evaluate, text: str) -> None:
    with pytest.raises(EvaluationError):
        evaluate(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAME LIKE 'A%e'", True),
        ("NAME NOT LIKE '_lice'", False),
        ("NAME LIKE 'A!%' ESCAPE '!'", False),
        ("AMOUNT IN (1, '7')", True),
        ("AMOUNT NOT IN (1, 2)", True),
        ("AMOUNT BETWEEN 7 AND 8", True),
        ("NOTHING BETWEEN 7 AND 8", False),
        ("NOTHING > 1", False),
        ("NOTHING > 1 OR OPEN", True),
        ("ROWTIME > '2018-05-11T21:58'", True),
        ("ROWTIME = '2018-05-11T21:58:33Z'", True),
        ("PAID < '2018'", False),
        ("RATE = 2.5", True),
        ("TAGS = ARRAY['a', 'b', null]", True),
    ],
)
def test_where(passes: Callable[[str], Any], text: str, expected: bool) -> None:
    assert passes(text) is expected


@given(st.integers(), st.integers())
def test_whole_numbers_are_javas(left: int, right: int) -> None:
    assert (wrap_integer(left) - left) % 2**32 == 0
    assert -(2**63) <= wrap_bigint(left) < 2**63
    if right:
        assert truncating_division(left, right) * right + truncating_remainder(left, right) == left
        assert abs(truncating_remainder(left, right)) < abs(right)
        assert truncating_remainder(left, right) * left >= 0


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_double_text_reads_back(value: float) -> None:
    assert float(double_text(value)) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e7, "1.0E7"), (123456.5, "123456.5"), (0.001, "0.001"), (1.5e-5, "1.5E-5"), (5e-324, "4.9E-324")],
)
def test_double_text_is_javas(value: float, text: str) -> None:
    assert double_text(value) == text
