"""Owns the table functions: each gives a list, one row for each element."""

from __future__ import annotations

from itertools import product

from ksqltui.sandbox.functions.signatures import Function, FunctionKind, overload


def _cube(values: list[object]) -> list[list[object]]:
    """All the choices of keeping a value or leaving null in its place; a null gives no second choice."""
    choices = [(None,) if value is None else (None, value) for value in values]
    return [list(choice) for choice in product(*choices)]


TABLE_FUNCTIONS = (
    Function(
        "EXPLODE",
        FunctionKind.TABLE,
        "TABLE",
        "One row for each element of an array.",
        (
            overload(
                "ARRAY<DECIMAL> input -> DECIMAL", list, result=lambda types: types[0].element if types[0] else None
            ),
            overload("ARRAY<T> list -> T", list),
        ),
    ),
    Function(
        "CUBE_EXPLODE",
        FunctionKind.TABLE,
        "TABLE",
        "One row for each way of replacing some columns of an array by null, for subtotals over all of them.",
        (overload("ARRAY<T> columns -> ARRAY<T>", _cube),),
    ),
)
