"""Owns the operators that remember nothing: filters, projection, expansion; knows no stores and no clocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from operator import itemgetter
from typing import Any

from ksqltui.sandbox.expressions.compiled import Compiled, Evaluate
from ksqltui.sandbox.operators.events import ErrorReport, Event, Forward, Row


class Predicate:
    """A condition on a row; a row on which it fails does not pass, and the log says why."""

    def __init__(self, condition: Compiled, step: str, errors: ErrorReport) -> None:
        self._evaluate = condition.evaluate
        self._step = step
        self._errors = errors

    def holds(self, row: Row) -> bool:
        try:
            return self._evaluate(row) is True
        except Exception as error:
            self._errors.record(self._step, "Error evaluating predicate", error, row)
            return False


class StreamFilter:
    """Lets rows pass that the predicate holds for; rows without a value never pass."""

    def __init__(self, predicate: Predicate, forward: Forward) -> None:
        self._holds = predicate.holds
        self._forward = forward

    def process(self, event: Event) -> None:
        if event.row is not None and self._holds(event.row):
            self._forward(event)


class TableFilter:
    """A filter of changes: a row that stops matching is deleted, one that never matched is not mentioned."""

    def __init__(self, predicate: Predicate, forward: Forward) -> None:
        self._holds = predicate.holds
        self._forward = forward

    def process(self, event: Event) -> None:
        new = event.row if event.row is not None and self._holds(event.row) else None
        old = event.old if event.old is not None and self._holds(event.old) else None
        if new is not None or old is not None:
            self._forward(Event(event.key, new, event.timestamp, event.key_id, old, event.window))


class RowMaker:
    """Evaluates several expressions on a row; one that fails gives null, and the log says why."""

    def __init__(self, columns: Sequence[Compiled], step: str, errors: ErrorReport) -> None:
        self._evaluators: tuple[Evaluate, ...] = tuple(column.evaluate for column in columns)
        self._step = step
        self._errors = errors
        self.make: Callable[[Row], Row] = self._bare_columns() or self._make

    def _bare_columns(self) -> Callable[[Row], Row] | None:
        """A projection of nothing but columns is a single call."""
        if len(self._evaluators) > 1 and all(isinstance(evaluate, itemgetter) for evaluate in self._evaluators):
            indexes = [evaluate.__reduce__()[1][0] for evaluate in self._evaluators]
            return itemgetter(*indexes)
        return None

    def _make(self, row: Row) -> Row:
        try:
            return tuple([evaluate(row) for evaluate in self._evaluators])
        except Exception:
            return tuple([self._value(evaluate, row) for evaluate in self._evaluators])

    def _value(self, evaluate: Evaluate, row: Row) -> Any:
        try:
            return evaluate(row)
        except Exception as error:
            self._errors.record(self._step, "Error computing expression", error, row)
            return None


class Projection:
    """Turns source rows into result rows; the key stays as it is."""

    def __init__(self, results: RowMaker, forward: Forward) -> None:
        self._make = results.make
        self._forward = forward

    def process(self, event: Event) -> None:
        row = event.row
        if row is not None:
            event = Event(event.key, self._make(row), event.timestamp, event.key_id, event.old, event.window)
        self._forward(event)


class Rekeying:
    """PARTITION BY: rows get a new key made of the source row.

    A row without a value has but its old key: what the new one takes from elsewhere is null. `of_key` tells which
    expressions read nothing but key columns; `width` is the number of columns of a source row.
    """

    def __init__(self, keys: RowMaker, of_key: Sequence[bool], width: int, results: RowMaker, forward: Forward) -> None:
        self._key = keys.make
        self._of_key = tuple(of_key)
        self._width = width
        self._make = results.make
        self._forward = forward

    def process(self, event: Event) -> None:
        row = event.row
        if row is not None:
            key = self._key(row)
            self._forward(Event(key, self._make(row), event.timestamp, key, None, event.window))
            return
        padded = (*event.key, *[None] * (self._width - len(event.key)))
        key = tuple([part if known else None for part, known in zip(self._key(padded), self._of_key, strict=True)])
        self._forward(Event(key, None, event.timestamp, key, None, event.window))


class Expansion:
    """Table functions: one row for each element of the longest list, shorter lists filled with null."""

    def __init__(self, calls: Sequence[tuple[RowMaker, Callable[..., Sequence[object]]]], forward: Forward) -> None:
        self._calls = tuple(calls)
        self._forward = forward

    def process(self, event: Event) -> None:
        row = event.row
        if row is None:
            return
        lists = [self._expanded(arguments.make(row), expand) for arguments, expand in self._calls]
        for elements in zip_longest(*lists):
            self._forward(Event(event.key, (*row, *elements), event.timestamp, event.key_id, None, event.window))

    @staticmethod
    def _expanded(arguments: Row, expand: Callable[..., Sequence[object]]) -> Sequence[object]:
        return () if None in arguments else expand(*arguments)
