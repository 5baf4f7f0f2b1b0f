"""Owns the materialised state of a table that is read from a topic; knows no aggregates."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

from ksqltui.sandbox.operators.events import Bounds, Event, Forward, Row


@dataclass(frozen=True, slots=True)
class StoredRow:
    """One row of a table's state."""

    key: Row
    row: Row
    timestamp: int
    window: Bounds | None


class TableState:
    """The newest row of each key of one partition; turns records into changes."""

    def __init__(self, forward: Forward) -> None:
        self._forward = forward
        self._rows: dict[tuple[Hashable, Bounds | None], Event] = {}

    def process(self, event: Event) -> None:
        place = (event.key_id, event.window)
        before = self._rows.get(place)
        if event.row is None:
            self._rows.pop(place, None)
        else:
            self._rows[place] = event
        old = before.row if before is not None else None
        self._forward(Event(event.key, event.row, event.timestamp, event.key_id, old, event.window))

    def rows(self) -> Iterator[StoredRow]:
        for event in list(self._rows.values()):
            assert event.row is not None
            yield StoredRow(event.key, event.row, event.timestamp, event.window)

    def get(self, key_id: Hashable) -> Event | None:
        """The row of a key of a table without windows."""
        return self._rows.get((key_id, None))
