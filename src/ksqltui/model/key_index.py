"""Owns which changes belong to which row of a table, and the table's lines; knows no bytes, no query and no screen.

Blocks of rows are noted without a step of Python for each row, unless a row of theirs begins anew: one that was
deleted, or that the table dropped.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import islice
from operator import itemgetter

from ksqltui.model.changes import Values
from ksqltui.model.key_changes import LEAST_GONE, NO_LINE, KeyChanges
from ksqltui.model.result_lines import TableLines
from ksqltui.model.row_log import RowLog

MOST_LOOKED_THROUGH = 8_192
"""Keys that are looked through at once, every so many changes: some milliseconds."""


class KeyIndex:
    """The rows of a table by the values of the columns `identity`, at least one; their values are in the log."""

    def __init__(self, identity: tuple[int, ...], log: RowLog) -> None:
        self.lines = TableLines(log)
        self.deleted = 0
        """Lines whose row is deleted now."""
        self._log = log
        self._identity = identity
        self._key: Callable[[Values], object] = itemgetter(*identity)
        self._has_stand_ins = False
        self._changes: defaultdict[object, KeyChanges] = defaultdict(partial(KeyChanges, "Q"))
        self._apart: dict[object, KeyChanges] = {}
        """Rows that begin anew if they come again."""
        self._returned: dict[int, int] = {}
        self._kept_until = log.first
        """Lines whose newest values are of changes before this one are kept."""

    # --- what came ------------------------------------------------------------------------------------------------

    def take(self, rows: Sequence[Values], first: int, tombstones: Iterable[int]) -> None:
        """Notes rows whose changes count from `first`; `tombstones` are the places among them of those that are one."""
        keys = self._keys(rows)
        known, gone = len(self._changes), frozenset(tombstones)
        try:
            if gone or (self._apart and not self._apart.keys().isdisjoint(keys)):
                self._take_each(keys, first, gone)
            else:
                found = list(map(self._changes.__getitem__, keys))
                self._begin(len(self._changes) - known)
                any(map(KeyChanges.append, found, range(first, first + len(found))))
        except TypeError:
            if self._has_stand_ins:
                raise
            # A key with an ARRAY, MAP or STRUCT in it: nothing is noted yet, but keys before it were entered.
            while len(self._changes) > known:
                self._changes.popitem()
            self._has_stand_ins = True
            self.take(rows, first, gone)

    def _keys(self, rows: Sequence[Values]) -> list[object]:
        keys = list(map(self._key, rows))
        return list(map(_hashable, keys)) if self._has_stand_ins else keys

    def _each_key(self, rows: Sequence[Values]) -> Iterable[object]:
        try:
            return dict.fromkeys(self._keys(rows))
        except TypeError:
            self._has_stand_ins = True
            return dict.fromkeys(self._keys(rows))

    def _begin(self, count: int) -> None:
        """Gives the newest `count` keys their lines."""
        for key in reversed(list(islice(reversed(self._changes), count))):
            changes = self._changes[key]
            changes.begin(NO_LINE)
            self.lines.add(key, changes)

    def _take_each(self, keys: Sequence[object], first: int, tombstones: frozenset[int]) -> None:
        dict.fromkeys(keys)  # where a key cannot be looked up, that is known before anything is noted
        for change, key in enumerate(keys, first):
            changes = self._changes.get(key)
            if change - first in tombstones:
                if changes is not None and not changes.is_deleted:
                    changes.append(change)
                    changes.is_deleted = True
                    self._apart[key] = changes
                    self.deleted += changes.line != NO_LINE
                continue
            if changes is None:
                changes = self._changes[key]
                self._begin(1)
            elif changes.is_deleted or changes.line == NO_LINE:
                self._come_back(key, changes, change)
            changes.append(change)

    def _come_back(self, key: object, changes: KeyChanges, change: int) -> None:
        """A row that was deleted is new again, and one that the table dropped is new on a new line."""
        if changes.line == NO_LINE:
            self.lines.add(key, changes)
            self._returned[changes.line] = change
        else:
            self.deleted -= 1
        changes.is_deleted = False
        changes.restarts = (*changes.restarts, change)
        del self._apart[key]

    # --- what leaves ----------------------------------------------------------------------------------------------

    def leave(self, start: int, stop: int) -> None:
        """The log is about to let go of the changes from `start` up to `stop`: lines that show them are kept.

        Few keys are looked through ahead of time, so that it costs next to nothing for each row; with many of them
        only those of these rows are looked up.
        """
        if stop <= self._kept_until:
            return
        if len(self._changes) <= MOST_LOOKED_THROUGH:
            horizon = min(stop + MOST_LOOKED_THROUGH, self._log.end)
            keys: Iterable[object] = list(self._changes)
        else:
            horizon, keys = stop, self._each_key(self._log.oldest_block())
        for key in keys:
            changes = self._changes.get(key)
            if changes is not None:
                self._leave(key, changes, stop, horizon)
        self._kept_until = horizon

    def _leave(self, key: object, changes: KeyChanges, stop: int, horizon: int) -> None:
        newest = changes[-1]
        alive = changes[-2] if changes.is_deleted and len(changes) > 1 else newest
        if changes.line == NO_LINE:
            if newest < stop:
                del self._changes[key], self._apart[key]
                return
        elif self._kept_until <= newest < horizon or self._kept_until <= alive < horizon:
            self.lines.keep(changes.line)
        # The last change stays, and the one whose values a deleted row shows: the line that is kept is known by it.
        gone = min(bisect_left(changes, stop), len(changes) - 1 - changes.is_deleted)
        if gone >= LEAST_GONE and gone * 2 >= len(changes):
            self._replace(key, changes, changes.without(gone))

    def _replace(self, key: object, former: KeyChanges, changes: KeyChanges) -> None:
        self._changes[key] = changes
        if key in self._apart:
            self._apart[key] = changes
        if former.line != NO_LINE:
            self.lines.put(former.line, changes)

    def shed(self, max_rows: int) -> None:
        """Drops the oldest lines of the table beyond the bound; the changelog's changes of their rows stay known."""
        first = self.lines.first
        for number, (key, changes) in enumerate(self.lines.shed(max_rows), first):
            self._returned.pop(number, None)
            self.deleted -= changes.is_deleted
            changes.line = NO_LINE
            if changes[-1] >= self._log.first:
                self._apart[key] = changes
            else:
                del self._changes[key]
                self._apart.pop(key, None)

    # --- what is asked --------------------------------------------------------------------------------------------

    def of(self, values: Values) -> KeyChanges | None:
        """The changes of the row with the identity of these values; None where it is not known."""
        key = self._key(values)
        try:
            return self._changes.get(key)
        except TypeError:
            return self._changes.get(_hashable(key))

    def number_of(self, values: Values) -> int | None:
        """The number of the table's line with the identity of these values; None where there is none."""
        changes = self.of(values)
        return None if changes is None or changes.line == NO_LINE else changes.line

    def came_back(self, number: int) -> int | None:
        """The change with which a row came to this line after the table had dropped it; None where it was new then."""
        return self._returned.get(number)

    def frozen(self, log: RowLog) -> KeyIndex:
        """The same rows, which change no more, over a copy of the log."""
        other = KeyIndex(self._identity, log)
        other.lines = self.lines.copy(log)
        other.deleted, other._has_stand_ins = self.deleted, self._has_stand_ins
        other._changes, other._returned = self._changes.copy(), self._returned.copy()
        return other


def _hashable(key: object) -> object:
    """The key, or a stand-in where an ARRAY, MAP or STRUCT is in it: a tuple of one, so that it equals no plain key."""
    try:
        hash(key)
    except TypeError:
        return (json.dumps(key, default=str, sort_keys=True),)
    return key
