"""Owns which functions there are, by name, for type checking and for SHOW and DESCRIBE FUNCTION."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from random import Random

from ksqltui.sandbox.aggregates.library import AGGREGATES
from ksqltui.sandbox.aggregates.protocol import AggregateFunction
from ksqltui.sandbox.functions.library import scalars
from ksqltui.sandbox.functions.signatures import Function, FunctionKind
from ksqltui.sandbox.functions.tables import TABLE_FUNCTIONS


@dataclass(frozen=True, slots=True)
class FunctionRegistry:
    """The functions of one engine; names are upper-case."""

    scalars: dict[str, Function] = field(default_factory=dict)
    aggregates: dict[str, AggregateFunction] = field(default_factory=dict)
    tables: dict[str, Function] = field(default_factory=dict)

    def scalar(self, name: str) -> Function | None:
        return self.scalars.get(name.upper())

    def aggregate(self, name: str) -> AggregateFunction | None:
        return self.aggregates.get(name.upper())

    def table(self, name: str) -> Function | None:
        return self.tables.get(name.upper())

    def names(self) -> tuple[Function, ...]:
        """Every function as SHOW FUNCTIONS lists it: scalars, table functions, aggregates, each by name."""
        groups: Iterable[Iterable[Function]] = (
            self.scalars.values(),
            self.tables.values(),
            (function.listing for function in self.aggregates.values()),
        )
        return tuple(function for group in groups for function in sorted(group, key=lambda each: each.name))

    def describe(self, name: str) -> Function | None:
        """What DESCRIBE FUNCTION tells: description and overloads; None for a name that ksqlDB does not know."""
        aggregate = self.aggregate(name)
        return aggregate.listing if aggregate else self.scalar(name) or self.table(name)


def _system_now_ms() -> int:
    return time.time_ns() // 1_000_000


def default_registry(*, now_ms: Callable[[], int] = _system_now_ms, random: Random | None = None) -> FunctionRegistry:
    """All the functions of ksqlDB 7.6; `now_ms` is the engine's clock, `random` its source of chance."""
    return FunctionRegistry(
        {function.name: function for function in scalars(now_ms, random or Random())},
        {function.name: function for function in AGGREGATES},
        {function.name: function for function in TABLE_FUNCTIONS},
    )


__all__ = ["Function", "FunctionKind", "FunctionRegistry", "default_registry"]
