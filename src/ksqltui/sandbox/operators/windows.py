"""Owns tumbling and hopping windows: which windows a row falls into, lateness, and EMIT FINAL; knows no cache."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ksqltui.sandbox.operators.aggregate import Aggregates, Entry
from ksqltui.sandbox.operators.emission import EmitPace
from ksqltui.sandbox.operators.events import Event, Forward
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.planning.windows import WindowSpec


class WindowAggregate:
    """GROUP BY in windows of one size. Stream time is this task's own: the newest timestamp it has seen."""

    def __init__(
        self,
        spec: WindowSpec,
        aggregates: Aggregates,
        forward: Forward,
        *,
        final: EmitPace | None,
    ) -> None:
        self._spec = spec
        self._aggregates = aggregates
        self._forward = forward
        self._final = final
        self._stream_time = -1
        self._newest_start = -1
        self._emitted_until = -1
        self._windows: dict[int, dict[Hashable, Entry]] = {}

    def process(self, event: Event) -> None:
        assert event.row is not None
        self._stream_time = max(self._stream_time, event.timestamp)
        close_time = self._stream_time - self._spec.grace
        for start in self._starts(event.timestamp):
            if start + self._spec.size > close_time:
                self._add(event, start)
        if self._final is not None and self._final.may_emit() and close_time > self._emitted_until:
            self._emit_final(close_time)

    def _starts(self, timestamp: int) -> range:
        size, advance = self._spec.size, self._spec.advance
        first = max(0, timestamp - size + advance) // advance * advance
        return range(first, timestamp + 1, advance)

    def _add(self, event: Event, start: int) -> None:
        assert event.row is not None
        if start > self._newest_start:
            self._newest_start = start
            self._forget_expired()
        entries = self._windows.setdefault(start, {})
        entry = entries.get(event.key_id)
        window = (start, start + self._spec.size)
        if entry is None:
            states, old, timestamp = self._aggregates.initial(), None, event.timestamp
        else:
            states, old, timestamp = entry.states, entry.row, max(entry.timestamp, event.timestamp)
        states = self._aggregates.add(states, event.row)
        row = self._aggregates.shown(event.key, states, window)
        entries[event.key_id] = Entry(event.key, states, row, timestamp)
        if self._final is None:
            self._forward(Event(event.key, row, timestamp, event.key_id, old, window))

    def _emit_final(self, close_time: int) -> None:
        lowest = self._newest_start - self._spec.retention if self._spec.loses_over_gaps else 0
        for start in sorted(self._windows):
            end = start + self._spec.size
            if start < lowest or end <= self._emitted_until or end > close_time:
                continue
            entries = self._windows[start]
            for key_id in sorted(entries, key=_as_bytes):
                entry = entries[key_id]
                self._forward(Event(entry.key, entry.row, entry.timestamp, key_id, None, (start, end)))
        self._emitted_until = close_time
        self._forget_expired()

    def _forget_expired(self) -> None:
        """Drop windows that nothing can read any more: beyond the retention and, for EMIT FINAL, printed."""
        lowest = self._newest_start - self._spec.retention
        for start in [start for start in self._windows if start < lowest]:
            if self._final is None or start + self._spec.size <= self._emitted_until:
                del self._windows[start]

    def rows(self) -> Iterator[StoredRow]:
        """What a pull query sees: the windows within the retention, closed or not."""
        lowest = self._newest_start - self._spec.retention
        for start in sorted(self._windows):
            if start >= lowest:
                for entry in list(self._windows[start].values()):
                    assert entry.row is not None
                    window = (start, start + self._spec.size)
                    yield StoredRow(entry.key, entry.row, entry.timestamp, window)


def _as_bytes(key_id: Hashable) -> bytes:
    assert isinstance(key_id, bytes)
    return key_id
