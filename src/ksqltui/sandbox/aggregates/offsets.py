"""Owns EARLIEST_BY_OFFSET and LATEST_BY_OFFSET: the first or the last values of a group in the order they came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from ksqltui.sandbox.aggregates.protocol import Aggregate, AggregateFunction, AggregateOverload, Maker, variant
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.types import SqlType, array

Numbered = tuple[tuple[int, Any], ...]


@dataclass(frozen=True, slots=True)
class ByOffset:
    """The first or the last `keep` values, each with the number of its coming so that sessions merge in order."""

    latest: bool
    keep: int
    single: bool
    ignore_nulls: bool
    numbers: count[int] = field(default_factory=count, compare=False)
    arity: int = 1
    can_undo: bool = False

    def initial(self) -> Numbered:
        return ()

    def add(self, state: Numbered, value: Any) -> Numbered:
        if value is None and self.ignore_nulls:
            return state
        return self._kept((*state, (next(self.numbers), value)))

    def undo(self, state: Numbered, value: Any) -> Numbered:
        raise NotImplementedError("the values beyond those kept are not known any more")

    def merge(self, first: Numbered, second: Numbered) -> Numbered:
        return self._kept(tuple(sorted((*first, *second), key=lambda entry: entry[0])))

    def result(self, state: Numbered) -> Any:
        values = [value for _, value in state]
        if self.single:
            return values[0] if values else None
        return values

    def _kept(self, state: Numbered) -> Numbered:
        return state[-self.keep :] if self.latest else state[: self.keep]


def _one(latest: bool) -> Maker:
    def make(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
        ignore = literals[1] is not False if len(types) > 1 else True
        return ByOffset(latest, 1, single=True, ignore_nulls=ignore), types[0]

    return make


def _several(latest: bool) -> Maker:
    def make(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
        keep = literals[1]
        if not isinstance(keep, int) or keep < 1:
            name = "LATEST_BY_OFFSET" if latest else "EARLIEST_BY_OFFSET"
            raise StatementError(f"{name} requires a literal number of values, 1 or more, as its second argument")
        ignore = literals[2] is not False if len(types) > 2 else True
        return ByOffset(latest, keep, single=False, ignore_nulls=ignore), array(types[0])

    return make


def _overloads(latest: bool) -> tuple[AggregateOverload, ...]:
    return (
        variant("T val -> T", _one(latest)),
        variant("T val, BOOLEAN ignoreNulls -> T", _one(latest)),
        variant("T val, INT n -> ARRAY<T>", _several(latest)),
        variant("T val, INT n, BOOLEAN ignoreNulls -> ARRAY<T>", _several(latest)),
    )


OFFSETS = (
    AggregateFunction(
        "EARLIEST_BY_OFFSET",
        "The first value of a column in a group, or the first n; nulls are left out unless asked for.",
        _overloads(latest=False),
    ),
    AggregateFunction(
        "LATEST_BY_OFFSET",
        "The last value of a column in a group, or the last n; nulls are left out unless asked for.",
        _overloads(latest=True),
    ),
)
