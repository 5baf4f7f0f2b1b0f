"""Owns STDDEV_SAMP, STDDEV_SAMPLE and CORRELATION."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ksqltui.sandbox.aggregates.protocol import Aggregate, AggregateFunction, variant
from ksqltui.sandbox.types import DOUBLE, SqlType


class Spread(NamedTuple):
    """Number of values, their sum, and the sum of their squared distances from their mean."""

    rows: int = 0
    total: float = 0
    squares: float = 0.0


@dataclass(frozen=True, slots=True)
class Deviation:
    """The sample variance or its root; of fewer than two values it is 0. Nulls are left out."""

    root: bool
    arity: int = 1
    can_undo: bool = True

    def initial(self) -> Spread:
        return Spread()

    def add(self, state: Spread, value: Any) -> Spread:
        if value is None:
            return state
        count, total = state.rows + 1, state.total + value
        if count == 1:
            return Spread(1, total, 0.0)
        distance = count * value - total
        return Spread(count, total, state.squares + distance * distance / (count * (count - 1)))

    def undo(self, state: Spread, value: Any) -> Spread:
        if value is None or state.rows <= 1:
            return state if value is None else Spread()
        distance = state.rows * value - state.total
        squares = state.squares - distance * distance / (state.rows * (state.rows - 1))
        return Spread(state.rows - 1, state.total - value, squares)

    def merge(self, first: Spread, second: Spread) -> Spread:
        if not first.rows or not second.rows:
            return first if first.rows else second
        count = first.rows + second.rows
        apart = second.total / second.rows - first.total / first.rows
        squares = first.squares + second.squares + apart * apart * first.rows * second.rows / count
        return Spread(count, first.total + second.total, squares)

    def result(self, state: Spread) -> float:
        variance = max(state.squares, 0.0) / (state.rows - 1) if state.rows > 1 else 0.0
        return math.sqrt(variance) if self.root else variance


class Sums(NamedTuple):
    """Number of pairs and the sums of x, y, x*x, y*y and x*y."""

    rows: int = 0
    x: float = 0
    y: float = 0
    xx: float = 0
    yy: float = 0
    xy: float = 0


@dataclass(frozen=True, slots=True)
class Correlation:
    """Pearson's coefficient of two columns; NaN where it is not defined. Pairs with a null are left out."""

    arity: int = 2
    can_undo: bool = True

    def initial(self) -> Sums:
        return Sums()

    def add(self, state: Sums, x: Any, y: Any) -> Sums:
        return self._moved(state, x, y, 1)

    def undo(self, state: Sums, x: Any, y: Any) -> Sums:
        return self._moved(state, x, y, -1)

    def _moved(self, state: Sums, x: Any, y: Any, sign: int) -> Sums:
        if x is None or y is None:
            return state
        n, *sums = state
        steps = (x, y, x * x, y * y, x * y)
        return Sums(n + sign, *(own + sign * step for own, step in zip(sums, steps, strict=True)))

    def merge(self, first: Sums, second: Sums) -> Sums:
        return Sums(first.rows + second.rows, *(a + b for a, b in zip(first[1:], second[1:], strict=True)))

    def result(self, state: Sums) -> float:
        n, x, y, xx, yy, xy = state
        spread = (n * xx - x * x) * (n * yy - y * y)
        return (n * xy - x * y) / math.sqrt(spread) if n and spread > 0 else math.nan


def _deviation(*, root: bool) -> Any:
    def make(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
        return Deviation(root), DOUBLE

    return make


def _correlation(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    return Correlation(), DOUBLE


_KINDS = ("INTEGER", "BIGINT", "DOUBLE")

STATISTICS = (
    AggregateFunction(
        "STDDEV_SAMP",
        "The sample variance of a column in a group, whatever its name says; STDDEV_SAMPLE gives the deviation.",
        tuple(variant(f"{kind} val -> DOUBLE", _deviation(root=False)) for kind in _KINDS),
        nested_state=True,
    ),
    AggregateFunction(
        "STDDEV_SAMPLE",
        "The sample standard deviation of a column in a group.",
        tuple(variant(f"{kind} val -> DOUBLE", _deviation(root=True)) for kind in _KINDS),
        nested_state=True,
    ),
    AggregateFunction(
        "CORRELATION",
        "Pearson's correlation of two columns in a group, from -1 to 1.",
        tuple(variant(f"{kind} x, {kind} y -> DOUBLE", _correlation) for kind in _KINDS),
        nested_state=True,
    ),
)
