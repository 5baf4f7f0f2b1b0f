"""Owns GROUP BY up to the aggregate: the group key of a row and the task that it belongs to; keeps no state."""

from __future__ import annotations

from collections.abc import Callable

from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.operators.events import ErrorReport, Event, Row

Shuffle = Callable[[bytes, Event], None]
SerializeKey = Callable[[Row], bytes]


class GroupKeys:
    """The group key of a row, None where an expression fails or is null: such rows are left out."""

    def __init__(self, expressions: tuple[Compiled, ...], errors: ErrorReport) -> None:
        self._evaluators = tuple(expression.evaluate for expression in expressions)
        self._errors = errors

    def of(self, row: Row) -> tuple[object, ...] | None:
        try:
            key = tuple([evaluate(row) for evaluate in self._evaluators])
        except Exception as error:
            self._errors.record("Aggregate.GroupBy", "Error calculating group-by column", error, row)
            return None
        return None if None in key else key


class StreamGrouping:
    """Sends each row to the task of its group."""

    def __init__(self, keys: GroupKeys, serialize: SerializeKey, shuffle: Shuffle) -> None:
        self._keys = keys
        self._serialize = serialize
        self._shuffle = shuffle

    def process(self, event: Event) -> None:
        if event.row is None:
            return
        key = self._keys.of(event.row)
        if key is not None:
            key_id = self._serialize(key)
            self._shuffle(key_id, Event(key, event.row, event.timestamp, key_id, None, event.window))


class TableGrouping:
    """Sends a change to the task of its group; a row that moves from one group to another leaves the first before."""

    def __init__(self, keys: GroupKeys, serialize: SerializeKey, shuffle: Shuffle) -> None:
        self._keys = keys
        self._serialize = serialize
        self._shuffle = shuffle

    def process(self, event: Event) -> None:
        old_key = self._keys.of(event.old) if event.old is not None else None
        new_key = self._keys.of(event.row) if event.row is not None else None
        if old_key is not None and old_key == new_key:
            self._send(old_key, event.row, event.old, event.timestamp)
            return
        if old_key is not None:
            self._send(old_key, None, event.old, event.timestamp)
        if new_key is not None:
            self._send(new_key, event.row, None, event.timestamp)

    def _send(self, key: Row, row: Row | None, old: Row | None, timestamp: int) -> None:
        key_id = self._serialize(key)
        self._shuffle(key_id, Event(key, row, timestamp, key_id, old))
