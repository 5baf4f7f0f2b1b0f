"""Owns joins with a table: of a stream's rows, of two tables by their keys, and by a foreign key; knows no windows."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol

from ksqltui.sandbox.operators.events import Event, Forward, Row


@dataclass(frozen=True, slots=True)
class JoinShape:
    """How rows of both sides become one. `keeps_left`: a left row without partner is a row; `keeps_right` likewise.

    `left_key_index` is the key's column in the left row: it holds the key where the left side is missing too.
    `adds_key` puts the key at the end of the row.
    """

    keeps_left: bool
    keeps_right: bool
    left_width: int
    right_width: int
    left_key_index: int | None
    adds_key: bool

    def joined(self, key: Row, left: Row | None, right: Row | None) -> Row | None:
        """The joined row, None where the type of join asks for the side that is missing."""
        if (left is None and not self.keeps_right) or (right is None and not self.keeps_left):
            return None
        if left is None and right is None:
            return None
        if left is None:
            empty: list[object] = [None] * self.left_width
            if self.left_key_index is not None:
                empty[self.left_key_index] = key[0]
            left = empty
        if right is None:
            right = [None] * self.right_width
        return (*left, *right, key[0]) if self.adds_key else (*left, *right)


class JoinNode(Protocol):
    """A join in one task; its events carry the join key as `key_id`."""

    def left(self, event: Event) -> None: ...

    def right(self, event: Event) -> None: ...


class StreamTableJoin:
    """Each row of the stream meets the row that the table has at that moment."""

    def __init__(self, shape: JoinShape, forward: Forward) -> None:
        self._shape = shape
        self._forward = forward
        self._table: dict[Hashable, Row] = {}

    def left(self, event: Event) -> None:
        if event.row is None:
            return
        row = self._shape.joined(event.key, event.row, self._table.get(event.key_id))
        if row is not None:
            self._forward(Event(event.key, row, event.timestamp, event.key_id))

    def right(self, event: Event) -> None:
        if event.row is None:
            self._table.pop(event.key_id, None)
        else:
            self._table[event.key_id] = event.row


class TableTableJoin:
    """Two tables with the same key: a change on either side is a change of the joined row."""

    def __init__(self, shape: JoinShape, forward: Forward) -> None:
        self._shape = shape
        self._forward = forward
        self._lefts: dict[Hashable, Event] = {}
        self._rights: dict[Hashable, Event] = {}

    def left(self, event: Event) -> None:
        before, other = _replaced(self._lefts, event), self._rights.get(event.key_id)
        right = other.row if other is not None else None
        self._change(event, other, (before, right), (event.row, right))

    def right(self, event: Event) -> None:
        before, other = _replaced(self._rights, event), self._lefts.get(event.key_id)
        left = other.row if other is not None else None
        self._change(event, other, (left, before), (left, event.row))

    def _change(
        self, event: Event, other: Event | None, old: tuple[Row | None, Row | None], new: tuple[Row | None, Row | None]
    ) -> None:
        old_row = self._shape.joined(event.key, *old)
        new_row = self._shape.joined(event.key, *new)
        if old_row is None and new_row is None:
            return
        timestamp = event.timestamp if other is None else max(event.timestamp, other.timestamp)
        self._forward(Event(event.key, new_row, timestamp, event.key_id, old_row))


class ForeignKeyJoin:
    """Rows of the left table meet the right table's row that they name; the result has the left table's key."""

    def __init__(self, shape: JoinShape, foreign_key: Callable[[Row], Hashable], forward: Forward) -> None:
        self._shape = shape
        self._foreign_key = foreign_key
        self._forward = forward
        self._lefts: dict[Hashable, Event] = {}
        self._naming: dict[Hashable, dict[Hashable, None]] = {}
        self._rights: dict[Hashable, Event] = {}

    def left(self, event: Event) -> None:
        before = self._lefts.get(event.key_id)
        _replaced(self._lefts, event)
        old_named = None if before is None or before.row is None else self._foreign_key(before.row)
        named = None if event.row is None else self._foreign_key(event.row)
        if old_named is not None:
            self._naming[old_named].pop(event.key_id, None)
        if named is not None:
            self._naming.setdefault(named, {})[event.key_id] = None
        old = None if before is None else self._joined(event.key, before.row, self._right_of(old_named))
        new = self._joined(event.key, event.row, self._right_of(named))
        if old is None and new is None:
            return
        other = self._rights.get(named)
        timestamp = event.timestamp if other is None else max(event.timestamp, other.timestamp)
        self._forward(Event(event.key, new, timestamp, event.key_id, old))

    def right(self, event: Event) -> None:
        before = _replaced(self._rights, event)
        for key_id in list(self._naming.get(event.key_id, ())):
            left = self._lefts[key_id]
            old = self._joined(left.key, left.row, before)
            new = self._joined(left.key, left.row, event.row)
            if old is not None or new is not None:
                timestamp = max(event.timestamp, left.timestamp)
                self._forward(Event(left.key, new, timestamp, left.key_id, old))

    def _right_of(self, named: Hashable) -> Row | None:
        found = self._rights.get(named)
        return None if found is None else found.row

    def _joined(self, key: Row, left: Row | None, right: Row | None) -> Row | None:
        return None if left is None else self._shape.joined(key, left, right)


def _replaced(state: dict[Hashable, Event], event: Event) -> Row | None:
    """Put the event's row into the state; the row that was there."""
    before = state.pop(event.key_id, None)
    if event.row is not None:
        state[event.key_id] = event
    return None if before is None else before.row
