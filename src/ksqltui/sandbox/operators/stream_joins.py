"""Owns the join of two streams within a span of time, and when a row without a partner is shown."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Hashable
from dataclasses import dataclass, field

from ksqltui.sandbox.operators.emission import EmitPace
from ksqltui.sandbox.operators.events import Event, Forward, Row
from ksqltui.sandbox.operators.joins import JoinShape
from ksqltui.sandbox.planning.joins import JoinSpan

_DAY_MS = 86_400_000


@dataclass(slots=True)
class _Side:
    """The rows of one side by key in the order of time, and those that still wait for a partner."""

    rows: dict[Hashable, list[tuple[int, int, Event]]] = field(default_factory=dict)
    waiting: list[tuple[int, int, Event]] = field(default_factory=list)


class StreamStreamJoin:
    """Rows with the same key join where the right one is from `before` before to `after` after the left one.

    With a grace period an outer join shows a row without a partner when its span is over; without one at once, even
    if a partner comes later. Stream time is the newest timestamp of either side.
    """

    def __init__(self, shape: JoinShape, span: JoinSpan, forward: Forward, pace: EmitPace) -> None:
        self._shape = shape
        self._span = span
        self._forward = forward
        self._pace = pace
        self._left = _Side()
        self._right = _Side()
        self._stream_time = -1
        self._arrivals = 0
        width = span.before + span.after
        self._retention = width + (max(_DAY_MS - width, 0) if span.grace is None else span.grace)

    def left(self, event: Event) -> None:
        self._process(event, self._left, self._right, -self._span.before, self._span.after, is_left=True)

    def right(self, event: Event) -> None:
        self._process(event, self._right, self._left, -self._span.after, self._span.before, is_left=False)

    def _process(self, event: Event, own: _Side, other: _Side, low: int, high: int, *, is_left: bool) -> None:
        if event.row is None:
            return
        self._stream_time = max(self._stream_time, event.timestamp)
        oldest = self._stream_time - self._retention
        self._show_unpaired()
        self._arrivals += 1
        if event.timestamp >= oldest:
            self._keep(own, event, oldest)
        found = other.rows.get(event.key_id, [])
        start = bisect_left(found, (max(event.timestamp + low, oldest), 0))
        has_partner = False
        for timestamp, arrival, partner in found[start:]:
            if timestamp > event.timestamp + high:
                break
            has_partner = True
            _discard(other.waiting, (timestamp, arrival, partner))
            pair = (event.row, partner.row) if is_left else (partner.row, event.row)
            self._emit(event, pair, max(event.timestamp, timestamp))
        keeps = self._shape.keeps_left if is_left else self._shape.keeps_right
        if has_partner or not keeps:
            return
        if self._span.grace is None or event.timestamp + high < self._stream_time:
            self._emit_alone(event, is_left=is_left)
        else:
            insort(own.waiting, (event.timestamp, self._arrivals, event))

    def _keep(self, own: _Side, event: Event, oldest: int) -> None:
        kept = own.rows.setdefault(event.key_id, [])
        del kept[: bisect_left(kept, (oldest, 0))]
        insort(kept, (event.timestamp, self._arrivals, event))

    def _show_unpaired(self) -> None:
        """Rows whose span and grace are over; both sides in the order of time."""
        if self._span.grace is None or not (self._left.waiting or self._right.waiting):
            return
        widest = max(self._span.before, self._span.after)
        over = self._stream_time - widest - self._span.grace
        if min(side.waiting[0][0] for side in (self._left, self._right) if side.waiting) >= over:
            return
        if not self._pace.may_emit():
            return
        ready = [
            (entry, side is self._left)
            for side in (self._left, self._right)
            for entry in side.waiting
            if entry[0] < over
        ]
        for side in (self._left, self._right):
            side.waiting = [entry for entry in side.waiting if entry[0] >= over]
        for (_, _, event), is_left in sorted(ready, key=lambda found: (found[0][0], not found[1], found[0][1])):
            self._emit_alone(event, is_left=is_left)

    def _emit_alone(self, event: Event, *, is_left: bool) -> None:
        self._emit(event, (event.row, None) if is_left else (None, event.row), event.timestamp)

    def _emit(self, event: Event, pair: tuple[Row | None, Row | None], timestamp: int) -> None:
        row = self._shape.joined(event.key, *pair)
        if row is not None:
            self._forward(Event(event.key, row, timestamp, event.key_id))


def _discard(entries: list[tuple[int, int, Event]], entry: tuple[int, int, Event]) -> None:
    place = bisect_left(entries, entry[:2], key=lambda found: found[:2])
    if place < len(entries) and entries[place][:2] == entry[:2]:
        del entries[place]
