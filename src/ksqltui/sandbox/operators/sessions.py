"""Owns session windows: rows that are close together, merged when a row joins two of them; knows no cache."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from ksqltui.sandbox.operators.aggregate import Aggregates, Entry
from ksqltui.sandbox.operators.emission import EmitPace
from ksqltui.sandbox.operators.events import Bounds, Event, Forward
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.planning.windows import WindowSpec


class SessionAggregate:
    """GROUP BY in sessions. A session's end is the timestamp of its last row and belongs to it."""

    def __init__(self, spec: WindowSpec, aggregates: Aggregates, forward: Forward, *, final: EmitPace | None) -> None:
        self._spec = spec
        self._aggregates = aggregates
        self._forward = forward
        self._final = final
        self._stream_time = -1
        self._emitted_until = -1
        self._sessions: dict[Hashable, dict[Bounds, Entry]] = {}

    def process(self, event: Event) -> None:
        assert event.row is not None
        self._stream_time = max(self._stream_time, event.timestamp)
        close_time = self._stream_time - self._spec.grace - self._spec.size
        sessions = self._sessions.setdefault(event.key_id, {})
        earliest_end = max(event.timestamp - self._spec.size, self._stream_time - self._spec.retention)
        touched = sorted(
            bounds
            for bounds in sessions
            if bounds[1] >= earliest_end and bounds[0] <= event.timestamp + self._spec.size
        )
        start = min([event.timestamp, *[bounds[0] for bounds in touched]])
        end = max([event.timestamp, *[bounds[1] for bounds in touched]])
        if end >= close_time:
            self._merge(event, sessions, touched, (start, end))
        if self._final is not None and self._final.may_emit() and close_time > self._emitted_until:
            self._emit_final(close_time)

    def _merge(self, event: Event, sessions: dict[Bounds, Entry], touched: list[Bounds], window: Bounds) -> None:
        assert event.row is not None
        states, timestamp = self._aggregates.initial(), event.timestamp
        old = sessions[window].row if window in sessions else None
        for bounds in touched:
            entry = sessions.pop(bounds)
            states = self._aggregates.merge(states, entry.states)
            timestamp = max(timestamp, entry.timestamp)
            if bounds != window and self._final is None:
                self._forward(Event(event.key, None, entry.timestamp, event.key_id, entry.row, bounds))
        states = self._aggregates.add(states, event.row)
        row = self._aggregates.shown(event.key, states, window)
        sessions[window] = Entry(event.key, states, row, timestamp)
        if self._final is None:
            self._forward(Event(event.key, row, timestamp, event.key_id, old, window))

    def _emit_final(self, close_time: int) -> None:
        closed = [
            (bounds, key_id, entry)
            for key_id, sessions in self._sessions.items()
            for bounds, entry in sessions.items()
            if self._emitted_until <= bounds[1] < close_time
        ]
        for bounds, key_id, entry in sorted(closed, key=lambda found: (found[0][1], found[0][0], str(found[1]))):
            self._forward(Event(entry.key, entry.row, entry.timestamp, key_id, None, bounds))
        self._emitted_until = close_time

    def rows(self) -> Iterator[StoredRow]:
        lowest = self._stream_time - self._spec.retention
        for sessions in list(self._sessions.values()):
            for bounds, entry in sorted(sessions.items()):
                if bounds[1] >= lowest:
                    assert entry.row is not None
                    yield StoredRow(entry.key, entry.row, entry.timestamp, bounds)
