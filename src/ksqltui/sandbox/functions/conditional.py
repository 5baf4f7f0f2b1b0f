"""Owns the functions that choose among values, and AS_VALUE."""

from __future__ import annotations

from typing import Any

from ksqltui.sandbox.functions.signatures import Function, overload, scalar


def _coalesce(*values: Any) -> Any:
    return next((value for value in values if value is not None), None)


def _if_null(value: Any, alternative: Any) -> Any:
    return alternative if value is None else value


def _null_if(value: Any, other: Any) -> Any:
    return None if value == other else value


CONDITIONAL: tuple[Function, ...] = (
    scalar(
        "COALESCE",
        "CONDITIONAL",
        "The first of the values that is not null.",
        overload("T first, T... others -> T", _coalesce, nulls=True),
        spelled="COALESCE",
    ),
    scalar(
        "IFNULL",
        "CONDITIONAL",
        "The value, or the second one where it is null.",
        overload("T expression, T altValue -> T", _if_null, nulls=True),
        spelled="IFNULL",
    ),
    scalar(
        "NULLIF",
        "CONDITIONAL",
        "Null where both values are equal, else the first.",
        overload("T expression1, T expression2 -> T", _null_if, nulls=True),
        spelled="NULLIF",
    ),
    scalar(
        "AS_VALUE",
        "OTHER",
        "A copy of a key column that becomes part of the row's value.",
        overload("T keyColumn -> T", lambda value: value),
        spelled="AS_VALUE",
    ),
)
