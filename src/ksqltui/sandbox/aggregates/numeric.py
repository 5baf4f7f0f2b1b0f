"""Owns COUNT, SUM, AVG, MIN and MAX."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ksqltui.sandbox.aggregates.protocol import Aggregate, AggregateFunction, variant
from ksqltui.sandbox.expressions.numbers import fit, wrap_bigint, wrap_integer
from ksqltui.sandbox.types import BIGINT, DOUBLE, Kind, SqlType


@dataclass(frozen=True, slots=True)
class Count:
    """Rows, or rows whose argument is not null."""

    arity: int
    can_undo: bool = True

    def initial(self) -> int:
        return 0

    def add(self, state: int, *arguments: Any) -> int:
        return state if None in arguments else state + 1

    def undo(self, state: int, *arguments: Any) -> int:
        return state if None in arguments else state - 1

    def merge(self, first: int, second: int) -> int:
        return first + second

    def result(self, state: int) -> int:
        return state


@dataclass(frozen=True, slots=True)
class Sum:
    """The total; nulls are left out. `settle` brings a total back into the result's type."""

    zero: Any
    settle: Callable[[Any], Any]
    arity: int = 1
    can_undo: bool = True

    def initial(self) -> Any:
        return self.zero

    def add(self, state: Any, value: Any) -> Any:
        return state if value is None else self.settle(state + value)

    def undo(self, state: Any, value: Any) -> Any:
        return state if value is None else self.settle(state - value)

    def merge(self, first: Any, second: Any) -> Any:
        return self.settle(first + second)

    def result(self, state: Any) -> Any:
        return state


@dataclass(frozen=True, slots=True)
class Average:
    """The mean as a double; nulls are left out, and of no values the mean is 0.0 as in ksqlDB."""

    arity: int = 1
    can_undo: bool = True

    def initial(self) -> tuple[Any, int]:
        return 0, 0

    def add(self, state: tuple[Any, int], value: Any) -> tuple[Any, int]:
        return state if value is None else (state[0] + value, state[1] + 1)

    def undo(self, state: tuple[Any, int], value: Any) -> tuple[Any, int]:
        return state if value is None else (state[0] - value, state[1] - 1)

    def merge(self, first: tuple[Any, int], second: tuple[Any, int]) -> tuple[Any, int]:
        return first[0] + second[0], first[1] + second[1]

    def result(self, state: tuple[Any, int]) -> float:
        total, count = state
        return float(total / count) if count else 0.0


@dataclass(frozen=True, slots=True)
class Extreme:
    """The smallest or the greatest value; nulls are left out."""

    choose: Callable[[Any, Any], Any]
    arity: int = 1
    can_undo: bool = False

    def initial(self) -> Any:
        return None

    def add(self, state: Any, value: Any) -> Any:
        if state is None or value is None:
            return value if state is None else state
        return self.choose(state, value)

    def undo(self, state: Any, value: Any) -> Any:
        raise NotImplementedError("an extreme value cannot be taken back")

    def merge(self, first: Any, second: Any) -> Any:
        return self.add(first, second)

    def result(self, state: Any) -> Any:
        return state


def _count(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    return Count(len(types)), BIGINT


def summation(own: SqlType) -> Sum:
    """The summing of a numeric type. DECIMAL totals raise EvaluationError when they outgrow the type."""
    match own.kind:
        case Kind.INTEGER:
            return Sum(0, wrap_integer)
        case Kind.BIGINT:
            return Sum(0, wrap_bigint)
        case Kind.DECIMAL:
            return Sum(Decimal(0).scaleb(-own.scale), lambda total: fit(total, own))
        case _:
            return Sum(0.0, float)


def _sum(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    return summation(types[0]), types[0]


def _average(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    return Average(), DOUBLE


def _extreme(choose: Callable[[Any, Any], Any]) -> Callable[..., tuple[Aggregate, SqlType]]:
    return lambda types, literals: (Extreme(choose), types[0])


_NUMBERS = ("INTEGER", "BIGINT", "DOUBLE", "DECIMAL")
_ORDERED = (*_NUMBERS, "DATE", "TIME", "TIMESTAMP", "STRING", "BYTES")

NUMERIC = (
    AggregateFunction(
        "COUNT",
        "The number of rows in a group; with an argument, of the rows where it is not null.",
        (variant("-> BIGINT", _count), variant("T val1 -> BIGINT", _count)),
    ),
    AggregateFunction(
        "SUM",
        "The total of a column in a group, in the column's own type.",
        tuple(variant(f"{name} val -> {name}", _sum) for name in _NUMBERS),
    ),
    AggregateFunction(
        "AVG",
        "The mean of a column in a group, as a DOUBLE.",
        tuple(variant(f"{name} value -> DOUBLE", _average) for name in ("INTEGER", "BIGINT", "DOUBLE")),
    ),
    AggregateFunction(
        "MIN",
        "The smallest value of a column in a group.",
        tuple(variant(f"{name} val -> {name}", _extreme(min)) for name in _ORDERED),
    ),
    AggregateFunction(
        "MAX",
        "The greatest value of a column in a group.",
        tuple(variant(f"{name} val -> {name}", _extreme(max)) for name in _ORDERED),
    ),
)
