"""ksqlDB's own words for what it does not take."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.scope import Scope, ScopeColumn
from ksqltui.sandbox.types import INTEGER
from ksqltui.sql.parser import parse_expression
from ksqltui.sql.syntax import ColumnRef


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("NOPE", "Line: 1, Col: 1: SELECT column 'NOPE' cannot be resolved."),
        ("NOFN(NAME)", "Can't find any functions with the name 'NOFN'"),
        (
            "NAME + 1",
            "Error processing expression: (NAME + 1). "
            "Unsupported arithmetic types. STRING INTEGER\nStatement: (NAME + 1)",
        ),
        (
            "1 + null",
            "Error processing expression: (1 + null). Arithmetic on types INTEGER and null are not supported.",
        ),
        (
            "AMOUNT = null",
            "Comparison with NULL not supported: INTEGER = NULL\nUse 'IS NULL' or 'IS NOT NULL' instead.",
        ),
        ("CAST(NAME AS ARRAY<INT>)", "Invalid Select: Cast of STRING to ARRAY<INTEGER> is not supported"),
        ("LCASE(AMOUNT)", "Function 'lcase' does not accept parameters (INTEGER).\nValid alternatives are:\nlcase("),
        ("COALESCE()", "Function 'COALESCE' does not accept parameters ()."),
        ("CASE WHEN OPEN THEN null END", "Invalid Case expression. All case branches have NULL type"),
        ("ARRAY[null]", "Cannot construct an array with all NULL elements"),
    ],
)
def test_expression(evaluate: Callable[[str], Any], text: str, message: str) -> None:
    with pytest.raises(StatementError) as refused:
        evaluate(text)
    assert message in refused.value.message


def test_where_names_the_clause_and_the_expression(passes: Callable[[str], Any], recordings: Mapping[str, Any]) -> None:
    with pytest.raises(StatementError) as refused:
        passes("amount = 'x'")
    answer = "".join(chunk["text"] for chunk in recordings["error-qs-type-mismatch"]["response"]["chunks"])
    assert refused.value.statement == "(AMOUNT = 'x')"
    assert refused.value.message.replace("\n", "\\n") in answer


def test_where_needs_a_condition(passes: Callable[[str], Any]) -> None:
    with pytest.raises(StatementError) as refused:
        passes("AMOUNT")
    expected = "Type error in WHERE expression: Should evaluate to boolean but is AMOUNT (INTEGER) instead."
    assert refused.value.message.startswith(expected)


def test_a_column_of_two_sources_is_ambiguous() -> None:
    scope = Scope((ScopeColumn("ID", INTEGER, "L"), ScopeColumn("ID", INTEGER, "R")))
    reference = parse_expression("id")
    assert isinstance(reference, ColumnRef)
    with pytest.raises(StatementError) as refused:
        scope.resolve(reference)
    assert refused.value.message == "Line: 1, Col: 1: Column 'ID' is ambiguous. Could be L.ID or R.ID."
    assert scope.resolve(ColumnRef("ID", "R")) == (1, INTEGER)
