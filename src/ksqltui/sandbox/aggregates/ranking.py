"""Owns TOPK and TOPKDISTINCT: the greatest values of a group, and with TOPK other columns beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ksqltui.sandbox.aggregates.protocol import Aggregate, AggregateFunction, variant
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.types import SqlType, array, struct

Ranked = tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class TopK:
    """The k greatest values, each with the other arguments of its row; rows with a null value are left out."""

    k: int
    distinct: bool = False
    arity: int = 1
    can_undo: bool = False

    def initial(self) -> Ranked:
        return ()

    def add(self, state: Ranked, *arguments: Any) -> Ranked:
        value = arguments[0]
        if value is None or (self.distinct and any(value == known[0] for known in state)):
            return state
        at = next((index for index, known in enumerate(state) if known[0] < value), len(state))
        return (*state[:at], arguments, *state[at:])[: self.k]

    def undo(self, state: Ranked, *arguments: Any) -> Ranked:
        raise NotImplementedError("what was below the k greatest is not known any more")

    def merge(self, first: Ranked, second: Ranked) -> Ranked:
        for arguments in second:
            first = self.add(first, *arguments)
        return first

    def result(self, state: Ranked) -> list[Any]:
        if self.arity == 1:
            return [arguments[0] for arguments in state]
        names = ("sort_col", *(f"col{index}" for index in range(self.arity - 1)))
        return [dict(zip(names, arguments, strict=True)) for arguments in state]


def _k(literals: Sequence[object], name: str) -> int:
    k = literals[-1]
    if not isinstance(k, int) or k < 1:
        raise StatementError(f"{name}: the last argument must be a literal number of values, 1 or more")
    return k


def _top(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    k, columns = _k(literals, "TOPK"), types[:-1]
    if len(columns) == 1:
        return TopK(k), array(columns[0])
    fields = [("sort_col", columns[0]), *((f"col{index}", own) for index, own in enumerate(columns[1:]))]
    return TopK(k, arity=len(columns)), array(struct(*fields))


def _top_distinct(types: Sequence[SqlType], literals: Sequence[object]) -> tuple[Aggregate, SqlType]:
    return TopK(_k(literals, "TOPKDISTINCT"), distinct=True), array(types[0])


RANKING = (
    AggregateFunction(
        "TOPK",
        "The k greatest values of a column in a group, the greatest first; with other columns, the rows they stand in.",
        (
            variant("T sortColumn, INT k -> ARRAY<T>", _top),
            variant("T sortColumn, ANY... others, INT k -> ARRAY<STRUCT>", _top),
        ),
        nested_state=True,
    ),
    AggregateFunction(
        "TOPKDISTINCT",
        "The k greatest distinct values of a column in a group, the greatest first.",
        (variant("T val1, INT k -> ARRAY<T>", _top_distinct),),
    ),
)
