"""Owns how a streamed SELECT is read: bytes in at any boundary, events out; does no IO.

The answer is one JSON array spread over lines, one StreamedRow a line. A JSON string has no raw line end in it, so
whole lines are decoded together, as one array, and what follows the last line end waits for the next bytes.
"""

from __future__ import annotations

from types import GenericAlias
from typing import Any, Generic, TypeVar

import msgspec

from ksqltui.ksqldb.refusals import refusal
from ksqltui.model.errors import ConnectionLost, KsqlError, MalformedResponse
from ksqltui.model.schema_text import exact_type, parse_columns
from ksqltui.model.stream import Ended, EndReason, Header, PlainRows, Row, Rows, Segment, StreamEvent
from ksqltui.speech.speech import Told

MAX_LINE = 1 << 26
"""Bytes that one row may take: what is longer is no row of Kafka's."""
BLOCK = 1 << 16
"""Bytes that are decoded at once: longer blocks cost more a row, and hold the loop longer."""
_EXCERPT = 200
_UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding raises for bytes that are no row; the last is for JSON nested without end."""
_BEFORE_VALUES, _BEHIND_VALUES = b'{"row":{"columns":', b"}}"
_BETWEEN_VALUES = _BEHIND_VALUES + b",\n" + _BEFORE_VALUES

_Values = TypeVar("_Values")


class _Header(msgspec.Struct):
    schema: str
    queryId: str | None = None


class _Row(msgspec.Struct, Generic[_Values], gc=False):
    columns: _Values
    tombstone: bool = False


class _Line(msgspec.Struct, Generic[_Values], gc=False):
    """A StreamedRow; tokens and whatever newer servers add are skipped. An old server's error stands bare."""

    row: _Row[_Values] | None = None
    header: _Header | None = None
    finalMessage: str | None = None
    errorMessage: dict[str, Any] | None = None
    error_code: int | None = None
    message: str | None = None


class StreamReader:
    """Reads one answer. After each call, `failure` is what went wrong behind the events that the call gave out."""

    def __init__(self) -> None:
        self.failure: KsqlError | None = None
        self._carry = bytearray()
        self._opened = False
        self._closed = False
        self._ended = False
        self._one = msgspec.json.Decoder(_Line[list[Any]])
        self._many: msgspec.json.Decoder[list[_Line[Any]]] | None = None
        self._values: msgspec.json.Decoder[list[tuple[Any, ...]]] | None = None

    @property
    def done(self) -> bool:
        """Whether the answer has said how it ended: nothing after it counts."""
        return self._ended or self.failure is not None

    def feed(self, data: bytes) -> list[StreamEvent]:
        """The events of all the lines that are whole by now."""
        if self.done:
            return []
        cut = data.rfind(b"\n") + 1
        if not cut:
            self._carry += data
            if len(self._carry) > MAX_LINE:
                self._malformed("a row of more than 64 MiB", bytes(self._carry[:_EXCERPT]))
            return []
        block = b"".join((self._carry, data[:cut]))
        self._carry = bytearray(data[cut:])
        return self._read(block)

    def finish(self) -> list[StreamEvent]:
        """The events of what is left, now that no more bytes will come."""
        events = [] if self.done else self._read(bytes(self._carry))
        self._carry.clear()
        if not self.done:
            if self._closed:
                self._ended = True
                events.append(Ended(EndReason.CLOSED))
            else:
                self.failure = ConnectionLost(
                    Told("The server's answer broke off before its end."), advice=Told("Run the statement again.")
                )
        return events

    def lost(self, loss: KsqlError) -> list[StreamEvent]:
        """What is whole of the rest, now that the connection broke; a good end that was said before it counts."""
        events = self.finish()
        if self.failure is not None:
            self.failure = loss
        return events

    def _read(self, block: bytes) -> list[StreamEvent]:
        text = block.strip()
        if not self._opened and text.startswith(b"["):
            self._opened = True
            text = text[1:]
        if text.endswith(b"]"):
            self._closed = True
            text = text[:-1].rstrip()
        if text.endswith(b","):
            text = text[:-1]
        events: list[StreamEvent] = []
        if text and self._many is None:
            line, _, text = text.partition(b"\n")
            self._read_line(line, events)
        at = 0
        while at < len(text) and not self.done:
            cut = text.rfind(b"\n", at, at + BLOCK) if len(text) - at > BLOCK else -1
            cut = len(text) if cut < 0 else cut
            self._read_lines(text[at:cut], events)
            at = cut + 1
        return events

    def _read_lines(self, text: bytes, events: list[StreamEvent]) -> None:
        text = text.removesuffix(b",")
        if not text.strip():
            return
        segment = self._segment(text)
        if segment is not None:
            events.append(Rows(segment[1], len(text), segment[0]))
            return
        try:
            lines = None if self._many is None else self._many.decode(b"[%b]" % text)
        except _UNREADABLE:
            lines = None
        if lines is None:
            self._read_one_by_one(text, events)
        else:
            self._take(lines, len(text), events)

    def _segment(self, text: bytes) -> tuple[Segment, PlainRows] | None:
        """The lines without their envelopes, where each is a row with nothing else in it; decoded to be sure of it."""
        if self._values is None or not (text.startswith(_BEFORE_VALUES) and text.endswith(_BEHIND_VALUES)):
            return None
        data = text[len(_BEFORE_VALUES) : -len(_BEHIND_VALUES)].replace(_BETWEEN_VALUES, b",\n")
        segment = Segment(data, text.count(b"\n") + 1, self._values.decode)
        try:
            values = segment.values()
        except _UNREADABLE:
            return None
        return (segment, PlainRows(values)) if len(values) == segment.count else None

    def _read_one_by_one(self, text: bytes, events: list[StreamEvent]) -> None:
        """The slow way, for a block with something wrong in it: keeps the rows before it and names the line."""
        for line in text.split(b"\n"):
            self._read_line(line, events)
            if self.done:
                return

    def _read_line(self, line: bytes, events: list[StreamEvent]) -> None:
        text = line.strip().removesuffix(b",")
        if not text:
            return
        try:
            lines = [self._one.decode(text)] if self._many is None else self._many.decode(b"[%b]" % text)
        except _UNREADABLE as error:
            self._malformed(str(error), line)
        else:
            if self._many is None and lines[0].row is not None:
                self._malformed("a row before the header", line)
            else:
                self._take(lines, len(line), events)

    def _take(self, lines: list[_Line[Any]], size: int, events: list[StreamEvent]) -> None:
        new = tuple.__new__  # a NamedTuple's own constructor takes twice as long
        rows = tuple([new(Row, (row.columns, row.tombstone)) for line in lines if (row := line.row) is not None])
        if rows:
            events.append(Rows(rows, size))
        if len(rows) == len(lines):
            return
        for line in lines:
            if line.header is not None:
                self._take_header(line.header, events)
            elif line.finalMessage is not None:
                self._ended = True
                events.append(Ended(_reason(line.finalMessage), line.finalMessage))
            elif line.errorMessage is not None:
                self.failure = refusal(line.errorMessage, status=200)
            elif line.error_code is not None:
                self.failure = refusal({"error_code": line.error_code, "message": line.message}, status=200)
            if self.done:
                return

    def _take_header(self, header: _Header, events: list[StreamEvent]) -> None:
        try:
            columns = parse_columns(header.schema)
            values = GenericAlias(tuple, tuple(exact_type(column.type) for column in columns))
            line: Any = _Line
            self._many = msgspec.json.Decoder(GenericAlias(list, (line[values],)))
            self._values = msgspec.json.Decoder(GenericAlias(list, (values,)))
        except (ValueError, TypeError) as error:
            self._malformed(f"a header whose schema cannot be read: {error}", header.schema.encode())
        else:
            events.append(Header(header.queryId or "", columns))

    def _malformed(self, problem: str, line: bytes) -> None:
        self.failure = MalformedResponse(
            Told("The server sent something that is no row: {problem}.", problem=problem),
            excerpt=line.strip()[:_EXCERPT].decode("utf-8", "replace"),
            advice=Told(
                "Run the statement again. If it stays so, look for a proxy that changes what passes through it."
            ),
        )


def _reason(message: str) -> EndReason:
    try:
        return EndReason(message)
    except ValueError:
        return EndReason.CLOSED
