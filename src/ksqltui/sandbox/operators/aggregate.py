"""Owns aggregates over a group without a window, and the row that an aggregate's state shows; knows no cache."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ksqltui.sandbox.operators.events import Bounds, Event, Forward, Row
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.planning.aggregation import AggregateCall

States = tuple[Any, ...]


@dataclass(slots=True)
class Entry:
    """The state of one group (in one window): its aggregates, the row they show and the newest timestamp."""

    key: Row
    states: States
    row: Row | None
    timestamp: int


class Aggregates:
    """The aggregate calls of one query, on a source row."""

    def __init__(self, calls: Sequence[AggregateCall]) -> None:
        self._calls = [(call.aggregate, tuple(argument.evaluate for argument in call.arguments)) for call in calls]

    def initial(self) -> States:
        return tuple([aggregate.initial() for aggregate, _ in self._calls])

    def add(self, states: States, row: Row) -> States:
        return tuple(
            [
                aggregate.add(state, *[_argument(evaluate, row) for evaluate in arguments])
                for state, (aggregate, arguments) in zip(states, self._calls, strict=True)
            ]
        )

    def undo(self, states: States, row: Row) -> States:
        return tuple(
            [
                aggregate.undo(state, *[_argument(evaluate, row) for evaluate in arguments])
                for state, (aggregate, arguments) in zip(states, self._calls, strict=True)
            ]
        )

    def merge(self, first: States, second: States) -> States:
        return tuple(
            [aggregate.merge(one, other) for one, other, (aggregate, _) in zip(first, second, self._calls, strict=True)]
        )

    def shown(self, key: Row, states: States, window: Bounds | None) -> Row:
        """The aggregated row: keys, results, window bounds."""
        results = [aggregate.result(state) for state, (aggregate, _) in zip(states, self._calls, strict=True)]
        return (*key, *results, *(window or ()))


def _argument(evaluate: Any, row: Row) -> Any:
    try:
        return evaluate(row)
    except Exception:
        return None


class GroupAggregate:
    """GROUP BY without a window: a table of one row for each group."""

    def __init__(self, aggregates: Aggregates, forward: Forward) -> None:
        self._aggregates = aggregates
        self._forward = forward
        self._entries: dict[Hashable, Entry] = {}

    def process(self, event: Event) -> None:
        entry = self._entries.get(event.key_id)
        states = self._aggregates.initial() if entry is None else entry.states
        if event.old is not None:
            states = self._aggregates.undo(states, event.old)
        if event.row is not None:
            states = self._aggregates.add(states, event.row)
        row = self._aggregates.shown(event.key, states, None)
        old, timestamp = None, event.timestamp
        if entry is not None:
            old, timestamp = entry.row, max(entry.timestamp, timestamp)
        self._entries[event.key_id] = Entry(event.key, states, row, timestamp)
        self._forward(Event(event.key, row, timestamp, event.key_id, old))

    def rows(self) -> Iterator[StoredRow]:
        for entry in list(self._entries.values()):
            assert entry.row is not None
            yield StoredRow(entry.key, entry.row, entry.timestamp, None)
