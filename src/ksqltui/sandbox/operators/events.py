"""Owns what flows between operators: one row of a stream, or one change of a table; knows no operator."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any

Row = Sequence[Any]
Bounds = tuple[int, int]


@dataclass(slots=True)
class Event:
    """One row on its way through a task. Not frozen because tasks make them by the hundred thousand.

    `key` holds the values of the key columns, `key_id` the same as bytes where the event belongs to a table or a
    group. `row` None is a row without a value: for a table the key is deleted. `old` is what a table had before.
    `window` is (start, end) where the key is windowed.
    """

    key: Row
    row: Row | None
    timestamp: int
    key_id: Hashable = None
    old: Row | None = None
    window: Bounds | None = None


@dataclass(slots=True)
class RecordContext:
    """The headers of the record that is being processed; what is written meanwhile carries them on."""

    headers: tuple[tuple[str, bytes | None], ...] = ()


Forward = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """Tells the processing log what failed; `step` is the operator's name in ksqlDB's loggers."""

    write: Callable[[str, str, Exception, Row | None], None]

    def record(self, step: str, message: str, error: Exception, row: Row | None) -> None:
        self.write(step, message, error, row)
