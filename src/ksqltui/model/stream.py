"""Owns the events of one streamed answer, in the order in which they come; knows neither sockets nor screens.

An answer is one Header, then Rows (or Lines for PRINT), then one Ended. A failure is raised as a KsqlError.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import repeat
from typing import NamedTuple, overload

from ksqltui.model.changes import Values

_NUMBERS = frozenset({"INTEGER", "BIGINT", "DOUBLE", "DECIMAL", "INT"})


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of a result: `type` is the server's own text (`BIGINT`, "STRUCT<`A` INTEGER>").

    `key` is marked only where the header says KEY, which a table's pull query does.
    """

    name: str
    type: str
    key: bool = False

    @property
    def is_number(self) -> bool:
        """Whether the server's type text names a number."""
        return self.type.partition("(")[0].strip().upper() in _NUMBERS


@dataclass(frozen=True, slots=True)
class Header:
    """The first event: `query_id` may be empty on old servers."""

    query_id: str
    columns: tuple[ResultColumn, ...]


class Row(NamedTuple):
    """One row; a tombstone keeps its key columns, the others are None.

    Values are None, bool, int, float, Decimal, str, list and dict, as JSON gave them (numbers with a point of a
    DECIMAL column are Decimal, of a DOUBLE column float).
    """

    values: Values
    tombstone: bool = False


class PlainRows(Sequence[Row]):
    """Rows without a tombstone among them, held as their values: a Row is made only of what is asked for."""

    __slots__ = ("values",)

    def __init__(self, values: Sequence[Values]) -> None:
        self.values = values

    def __len__(self) -> int:
        return len(self.values)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> PlainRows: ...
    def __getitem__(self, at: int | slice) -> Row | PlainRows:
        return PlainRows(self.values[at]) if isinstance(at, slice) else Row(self.values[at])

    def __iter__(self) -> Iterator[Row]:
        # A NamedTuple's own constructor takes thrice as long.
        return map(tuple.__new__, repeat(Row), zip(self.values, repeat(False)))


LINE_SEAM = b",\n"
"""What stands between the rows of a segment and nowhere else in it: JSON text has no raw line end."""


@dataclass(frozen=True, slots=True)
class Segment:
    """`count` rows as the server wrote them: one JSON array of values a line, with a comma between lines.

    There are no tombstones among them. `decode` reads a JSON array of such lines; it has read these before.
    """

    data: bytes
    count: int
    decode: Callable[[bytes], Sequence[Values]]

    def values(self, start: int = 0, stop: int | None = None) -> Sequence[Values]:
        """The values of the rows from `start` up to `stop`, to the end without it; only these are decoded."""
        data = self.data
        if stop is not None and stop < self.count:
            data = data.rsplit(LINE_SEAM, self.count - stop)[0]
        if start:
            data = LINE_SEAM.join(data.rsplit(LINE_SEAM, min(stop or self.count, self.count) - start)[1:])
        return self.decode(b"[%b]" % data)


@dataclass(frozen=True, slots=True)
class Rows:
    """A block of rows that came together; `size` counts the bytes that they took on the wire.

    `segment` is the same rows in the form to keep many of; None where they have no such form.
    """

    rows: Sequence[Row]
    size: int
    segment: Segment | None = None


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of PRINT, as the server wrote them, without their line ends."""

    lines: tuple[str, ...]
    size: int


class EndReason(Enum):
    """Why the server ended a stream."""

    QUERY_COMPLETED = "Query Completed"
    LIMIT_REACHED = "Limit Reached"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Ended:
    """The last event; `message` is the server's own final message, empty where it sent none."""

    reason: EndReason
    message: str = ""


StreamEvent = Header | Rows | Lines | Ended
