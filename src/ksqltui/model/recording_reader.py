"""Owns the reading of a recording's text: bytes in, header and entries out; reads no files."""

from __future__ import annotations

from datetime import UTC, datetime
from math import isfinite
from types import GenericAlias
from typing import Any, Generic, TypeVar

import msgspec

from ksqltui.model.errors import ConnectionLost, KsqlError, Place, RequestRefused
from ksqltui.model.recording import (
    FORMAT,
    EndState,
    Entry,
    Missed,
    RecordedEnd,
    RecordedLines,
    RecordedRows,
    RecordingDamaged,
    RecordingHeader,
)
from ksqltui.model.schema_text import exact_type
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.window_state import WindowShape
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind

MAX_LINE = 1 << 28
"""Bytes that one line may take; more are no recording of ours."""

_STREAMED = (StatementKind.PUSH_QUERY, StatementKind.PULL_QUERY, StatementKind.PRINT)
_MARK = b'{"ksqltui_recording"'
_Values = TypeVar("_Values")


class _Column(msgspec.Struct):
    name: str
    type: str
    key: bool = False


class _Header(msgspec.Struct):
    ksqltui_recording: int
    statement: str
    started: str
    kind: str = StatementKind.PUSH_QUERY.value
    title: str = ""
    server: str = ""
    query_id: str = ""
    from_beginning: bool = False
    columns: tuple[_Column, ...] = ()
    identity: tuple[int, ...] = ()
    identity_note: str = ""
    hides_window: bool = False
    windows: WindowShape | None = None


class _Error(msgspec.Struct):
    message: str
    advice: str = ""
    code: int | None = None
    status: int = 0
    line: int | None = None
    column: int | None = None


class _Line(msgspec.Struct, Generic[_Values]):
    ms: float
    rows: list[_Values] | None = None
    tombstones: list[int] = []
    lines: tuple[str, ...] | None = None
    size: int = 0
    missed: int | None = None
    end: str | None = None
    note: str = ""
    error: _Error | None = None


class _EndLine(msgspec.Struct):
    ms: int
    end: str


class _Unreadable(Exception):
    """Why a line cannot be read, in words that follow "cannot be read:"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class RecordingReader:
    """Reads one recording. After each call, `failure` is what went wrong behind the entries that the call gave out.

    `header` is there once the first line has been read. Blank lines, a byte order mark and fields that this version
    does not know are passed over; times that run backwards are raised to the time before them.
    """

    def __init__(self) -> None:
        self.header: RecordingHeader | None = None
        self.failure: RecordingDamaged | None = None
        self.line = 0
        """How many lines have been read."""
        self._carry = bytearray()
        self._decoder: msgspec.json.Decoder[_Line[Any]] | None = None
        self._ms = 0
        self._ended = False

    def feed(self, data: bytes) -> list[Entry]:
        """Takes the next bytes and gives the entries that they complete."""
        entries: list[Entry] = []
        searched = len(self._carry)
        self._carry += data
        end = self._carry.rfind(b"\n", searched)
        if end >= 0:
            whole = bytes(self._carry[:end])
            del self._carry[: end + 1]
            for line in whole.split(b"\n"):
                self._take(line, entries)
        if len(self._carry) > MAX_LINE and self.failure is None:
            self._fail(Told("it is longer than any line of a recording"))
        return entries

    def finish(self) -> list[Entry]:
        """No more bytes will come. A recording without its end has a `failure` that says where it breaks off."""
        entries: list[Entry] = []
        rest, self._carry = bytes(self._carry), bytearray()
        if rest.strip():
            self._take(rest, entries, is_cut=True)
        if self.failure is None and self.header is None:
            self.failure = RecordingDamaged(
                Told("The recording is empty."), line=1, advice=Told("Record the query again.")
            )
        elif self.failure is None and not self._ended:
            self._break_off()
        return entries

    def _take(self, line: bytes, entries: list[Entry], *, is_cut: bool = False) -> None:
        if self.failure is not None:
            return
        self.line += 1
        if self.line == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            return
        try:
            if self.header is None:
                self._take_header(line)
            else:
                entries.append(self._entry(line))
        except _Unreadable as problem:
            if is_cut and (self.header is not None or _MARK.startswith(line[: len(_MARK)])):
                self._break_off()
            else:
                self._fail(problem.why)

    def _take_header(self, line: bytes) -> None:
        try:
            told = msgspec.json.decode(line, type=_Header)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
            if not line.lstrip().startswith(_MARK):
                raise _Unreadable(Told("it is not the first line of a recording of ksqltui")) from None
            raise _Unreadable(str(problem)) from None
        if told.ksqltui_recording != FORMAT:
            raise _Unreadable(
                Told(
                    "it is of format {found}, and this ksqltui reads format {known}",
                    found=told.ksqltui_recording,
                    known=FORMAT,
                )
            )
        header = _header(told)
        self._decoder = _decoder(header.columns)
        self.header = header

    def _entry(self, line: bytes) -> Entry:
        if self._ended:
            raise _Unreadable(Told("it stands behind the recording's end"))
        assert self._decoder is not None
        try:
            told = self._decoder.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as problem:
            raise _Unreadable(str(problem)) from None
        if not isfinite(told.ms):
            raise _Unreadable(Told("its `ms` is no time"))
        self._ms = max(self._ms, int(told.ms))
        entry = self._of(told)
        self._ended = isinstance(entry, RecordedEnd)
        return entry

    def _of(self, told: _Line[Any]) -> Entry:
        ms = self._ms
        if told.rows is not None:
            return RecordedRows(ms, _rows(told.rows, told.tombstones), told.size)
        if told.lines is not None:
            return RecordedLines(ms, told.lines, told.size)
        if told.missed is not None:
            return Missed(ms, told.missed)
        if told.end is None:
            raise _Unreadable(Told("it has none of `rows`, `lines`, `missed` and `end`"))
        try:
            state = EndState(told.end)
        except ValueError:
            known = ", ".join(each.value for each in EndState)
            raise _Unreadable(Told("its `end` is none of {known}", known=known)) from None
        return RecordedEnd(ms, state, told.note, _error(told.error, state))

    def _fail(self, why: str) -> None:
        line = max(1, self.line)
        if self.header is not None:
            message = Told(
                "Line {line} of the recording cannot be read: {why}. What comes before it is whole.", line=line, why=why
            )
            advice = Told("Mend or remove the line, or record the query again.")
        else:
            message = Told("Line {line} of the recording cannot be read: {why}.", line=line, why=why)
            advice = Told("Name a file that ksqltui recorded.")
        self.failure = RecordingDamaged(message, line=line, advice=advice)

    def _break_off(self) -> None:
        line = max(1, self.line)
        if self.header is not None:
            message = Told(
                "The recording breaks off at line {line}, {seconds} s in: it was cut, or ksqltui ended while it "
                "recorded. What comes before is whole.",
                line=line,
                seconds=f"{self._ms / 1000:.1f}",
            )
        else:
            message = Told(
                "The recording breaks off in its first line: it was cut, or ksqltui ended while it recorded."
            )
        self.failure = RecordingDamaged(message, line=line)


def end_time(line: bytes) -> int | None:
    """The `ms` of a recording's end line; None where the line is another."""
    try:
        told = msgspec.json.decode(line, type=_EndLine)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return max(0, told.ms)


def _header(told: _Header) -> RecordingHeader:
    try:
        kind = StatementKind(told.kind)
        time = datetime.fromisoformat(told.started)
        started = (time if time.tzinfo is not None else time.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError) as problem:
        raise _Unreadable(str(problem)) from None
    if kind not in _STREAMED:
        raise _Unreadable(Told("a {kind} statement has no rows to record", kind=kind.value))
    width = len(told.columns)
    if any(not 0 <= index < width for index in told.identity):
        raise _Unreadable(Told("its `identity` is outside the {width} columns", width=width))
    shape = told.windows
    if shape is not None and any(at is not None and not 0 <= at < width for at in (shape.start, shape.end)):
        raise _Unreadable(Told("its `windows` are outside the {width} columns", width=width))
    return RecordingHeader(
        told.statement,
        kind,
        told.server,
        started,
        title=told.title,
        query_id=told.query_id,
        from_beginning=told.from_beginning,
        columns=tuple(ResultColumn(column.name, column.type, column.key) for column in told.columns),
        identity=told.identity,
        identity_note=told.identity_note,
        hides_window=told.hides_window,
        windows=shape,
    )


def _decoder(columns: tuple[ResultColumn, ...]) -> msgspec.json.Decoder[_Line[Any]]:
    line: Any = _Line
    try:
        values = GenericAlias(tuple, tuple(exact_type(column.type) for column in columns))
        return msgspec.json.Decoder(line[values])
    except (ValueError, TypeError, RecursionError) as problem:
        raise _Unreadable(Told("a column's type cannot be read ({problem})", problem=problem)) from None


def _rows(values: list[Any], tombstones: list[int]) -> tuple[Row, ...]:
    marked = set(tombstones)
    if any(not 0 <= index < len(values) for index in marked):
        raise _Unreadable(Told("its `tombstones` are outside its {count} rows", count=len(values)))
    return tuple(Row(each, index in marked) for index, each in enumerate(values))


def _error(told: _Error | None, state: EndState) -> KsqlError | None:
    if told is None:
        return None
    if told.code is not None:
        place = Place(told.line, told.column) if told.line is not None and told.column is not None else None
        return RequestRefused(told.message, code=told.code, status=told.status, place=place, advice=told.advice)
    if state is EndState.LOST:
        return ConnectionLost(told.message, advice=told.advice)
    return KsqlError(told.message, advice=told.advice)
