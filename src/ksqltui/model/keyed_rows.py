"""Owns what can be told of rows by their key as they pass: each one's change, or the newest of all; no history."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable, Sequence
from operator import itemgetter

from ksqltui.model.changes import Tag, Values
from ksqltui.model.stream import Row


class RowChanges:
    """Tags the rows of one result as they come; `identity` are the columns that make a row, none where all are new.

    It keeps one number for each key.
    """

    def __init__(self, identity: tuple[int, ...]) -> None:
        self._key = _key_of(identity) if identity else None
        self._counts: dict[Hashable, int] = {}

    def tag(self, row: Row) -> tuple[Tag, int]:
        """What the row does to its key, and which change of the key it is since it was new, from 1."""
        if self._key is None:
            return Tag.DELETED if row.tombstone else Tag.NEW, 1
        key = self._key(row.values)
        if row.tombstone:
            return Tag.DELETED, self._counts.pop(key, 0) + 1
        count = self._counts[key] = self._counts.get(key, 0) + 1
        return Tag.NEW if count == 1 else Tag.CHANGED, count


class NewestRows:
    """The newest row of every key, in the order in which the keys came; deleted ones are gone."""

    def __init__(self, identity: tuple[int, ...]) -> None:
        """Raises ValueError for no columns: rows without a key have no newest."""
        if not identity:
            raise ValueError("the newest row of each key needs a key")
        self._key = _key_of(identity)
        self._rows: dict[Hashable, Row] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def take(self, rows: Iterable[Row]) -> None:
        for row in rows:
            key = self._key(row.values)
            if row.tombstone:
                self._rows.pop(key, None)
            else:
                self._rows[key] = row

    def rows(self) -> Sequence[Row]:
        return tuple(self._rows.values())


def _key_of(identity: tuple[int, ...]) -> Callable[[Values], Hashable]:
    columns = itemgetter(*identity)

    def key(values: Values) -> Hashable:
        found: object = columns(values)
        try:
            hash(found)
        except TypeError:
            # An ARRAY, MAP or STRUCT; a tuple of one equals no plain key.
            return (json.dumps(found, default=str, sort_keys=True),)
        return found

    return key
