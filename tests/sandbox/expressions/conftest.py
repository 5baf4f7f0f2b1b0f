"""What the tests of expressions share: a row, its scope, and one way to evaluate a text on it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from ksqltui.sandbox.expressions.compiler import compile_expression, compile_predicate
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.types import BIGINT, BOOLEAN, DOUBLE, INTEGER, STRING, TIMESTAMP, array, decimal, map_of, struct
from ksqltui.sql.parser import parse_expression

COLUMNS = {
    "NAME": (STRING, "Alice"),
    "AMOUNT": (INTEGER, 7),
    "BIG": (BIGINT, 2**40),
    "RATE": (DOUBLE, 2.5),
    "PRICE": (decimal(4, 2), Decimal("12.50")),
    "OPEN": (BOOLEAN, True),
    "NOTHING": (INTEGER, None),
    "ROWTIME": (BIGINT, 1526075913000),
    "PAID": (TIMESTAMP, 1526075913000),
    "TAGS": (array(STRING), ["a", "b", None]),
    "COUNTS": (map_of(STRING, INTEGER), {"x": 1}),
    "HOME": (struct(("CITY", STRING), ("ZIP", INTEGER)), {"CITY": "Rome", "ZIP": 1}),
}
ROW = tuple(value for _, value in COLUMNS.values())
SCOPE = Scope(tuple(ScopeColumn(name, own, "PAYMENTS") for name, (own, _) in COLUMNS.items()))

Evaluate = Callable[[str], tuple[str, Any]]


@pytest.fixture(scope="session")
def evaluate() -> Evaluate:
    """The type and the value of an expression on one payment; an error while it runs comes out as it is."""
    functions = default_registry(now_ms=lambda: 86_400_000)

    def run(text: str) -> tuple[str, Any]:
        compiled = compile_expression(parse_expression(text), SCOPE, functions)
        return str(compiled.type), compiled.evaluate(ROW)

    return run


@pytest.fixture(scope="session")
def passes() -> Callable[[str], Any]:
    """Whether the payment passes a WHERE."""
    functions = default_registry()
    return lambda text: compile_predicate(parse_expression(text), SCOPE, functions).evaluate(ROW)
