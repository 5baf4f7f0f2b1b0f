"""Owns the aggregates that gather values: COLLECT_LIST, COLLECT_SET, COUNT_DISTINCT, HISTOGRAM, ATTR, SUM_LIST."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ksqltui.sandbox.aggregates.numeric import Sum, summation
from ksqltui.sandbox.aggregates.protocol import Aggregate, AggregateFunction, variant
from ksqltui.sandbox.types import BIGINT, STRING, SqlType, array, map_of

Items = list[Any]


@dataclass(frozen=True, slots=True)
class CollectList:
    """All values in their order, nulls too. Undo takes back the last equal one."""

    arity: int = 1
    can_undo: bool = True

    def initial(self) -> Items:
        return []

    def add(self, state: Items, value: Any) -> Items:
        return [*state, value]

    def undo(self, state: Items, value: Any) -> Items:
        if value not in state:
            return state
        last = len(state) - 1 - state[::-1].index(value)
        return state[:last] + state[last + 1 :]

    def merge(self, first: Items, second: Items) -> Items:
        return first + second

    def result(self, state: Items) -> Items:
        return state


@dataclass(frozen=True, slots=True)
class CollectSet:
    """The distinct values in the order of their first coming, null among them."""

    arity: int = 1
    can_undo: bool = False

    def initial(self) -> Items:
        return []

    def add(self, state: Items, value: Any) -> Items:
        return state if value in state else [*state, value]

    def undo(self, state: Items, value: Any) -> Items:
        raise NotImplementedError("a set cannot tell how often a value came")

    def merge(self, first: Items, second: Items) -> Items:
        return first + [value for value in second if value not in first]

    def result(self, state: Items) -> Items:
        return state


@dataclass(frozen=True, slots=True)
class CountDistinct:
    """The number of distinct values that are not null; exact, where ksqlDB estimates."""

    arity: int = 1
    can_undo: bool = False

    def initial(self) -> frozenset[str]:
        return frozenset()

    def add(self, state: frozenset[str], value: Any) -> frozenset[str]:
        return state if value is None else state | {repr(value)}

    def undo(self, state: frozenset[str], value: Any) -> frozenset[str]:
        raise NotImplementedError("a set cannot tell how often a value came")

    def merge(self, first: frozenset[str], second: frozenset[str]) -> frozenset[str]:
        return first | second

    def result(self, state: frozenset[str]) -> int:
        return len(state)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How often each text came; nulls are left out."""

    arity: int = 1
    can_undo: bool = True

    def initial(self) -> dict[str, int]:
        return {}

    def add(self, state: dict[str, int], value: str | None) -> dict[str, int]:
        return state if value is None else {**state, value: state.get(value, 0) + 1}

    def undo(self, state: dict[str, int], value: str | None) -> dict[str, int]:
        if value is None or value not in state:
            return state
        left = {**state, value: state[value] - 1}
        return {key: count for key, count in left.items() if count > 0}

    def merge(self, first: dict[str, int], second: dict[str, int]) -> dict[str, int]:
        return {key: first.get(key, 0) + second.get(key, 0) for key in {**first, **second}}

    def result(self, state: dict[str, int]) -> dict[str, int]:
        return state


@dataclass(frozen=True, slots=True)
class Attribute:
    """The value that all rows agree on, null where they do not."""

    arity: int = 1
    can_undo: bool = True

    def initial(self) -> tuple[tuple[Any, int], ...]:
        return ()

    def add(self, state: tuple[tuple[Any, int], ...], value: Any) -> tuple[tuple[Any, int], ...]:
        if any(known == value for known, _ in state):
            return tuple((known, count + (known == value)) for known, count in state)
        return (*state, (value, 1))

    def undo(self, state: tuple[tuple[Any, int], ...], value: Any) -> tuple[tuple[Any, int], ...]:
        left = ((known, count - (known == value)) for known, count in state)
        return tuple((known, count) for known, count in left if count > 0)

    def merge(self, first: tuple[tuple[Any, int], ...], second: tuple[tuple[Any, int], ...]) -> Any:
        for value, count in second:
            for _ in range(count):
                first = self.add(first, value)
        return first

    def result(self, state: tuple[tuple[Any, int], ...]) -> Any:
        return state[0][0] if len(state) == 1 else None


@dataclass(frozen=True, slots=True)
class SumList:
    """The total of all elements of all arrays; nulls are left out."""

    inner: Sum
    arity: int = 1
    can_undo: bool = True

    def initial(self) -> Any:
        return self.inner.initial()

    def add(self, state: Any, values: Items | None) -> Any:
        for value in values or ():
            state = self.inner.add(state, value)
        return state

    def undo(self, state: Any, values: Items | None) -> Any:
        for value in values or ():
            state = self.inner.undo(state, value)
        return state

    def merge(self, first: Any, second: Any) -> Any:
        return self.inner.merge(first, second)

    def result(self, state: Any) -> Any:
        return state


def _sum_list(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    element = types[0].element
    assert element
    return SumList(summation(element)), element


COLLECTIONS = (
    AggregateFunction(
        "COLLECT_LIST",
        "All the values of a column in a group, as an array.",
        (variant("T val1 -> ARRAY<T>", lambda types, literals: (CollectList(), array(types[0]))),),
    ),
    AggregateFunction(
        "COLLECT_SET",
        "The distinct values of a column in a group, as an array.",
        (variant("T val1 -> ARRAY<T>", lambda types, literals: (CollectSet(), array(types[0]))),),
    ),
    AggregateFunction(
        "COUNT_DISTINCT",
        "The number of distinct values of a column in a group.",
        (variant("T val1 -> BIGINT", lambda types, literals: (CountDistinct(), BIGINT)),),
    ),
    AggregateFunction(
        "HISTOGRAM",
        "How often each text of a column came in a group, as a map.",
        (variant("STRING val -> MAP<STRING, BIGINT>", lambda types, literals: (Histogram(), map_of(STRING, BIGINT))),),
    ),
    AggregateFunction(
        "ATTR",
        "The value of a column where all rows of a group agree on it, null where they do not.",
        (variant("T val1 -> T", lambda types, literals: (Attribute(), types[0])),),
    ),
    AggregateFunction(
        "SUM_LIST",
        "The total of all elements of a column of arrays in a group.",
        tuple(
            variant(f"ARRAY<{name}> val -> {name}", _sum_list) for name in ("INTEGER", "BIGINT", "DOUBLE", "DECIMAL")
        ),
    ),
)
