"""Owns PRINT's lines: the guess of the formats and the text of a record; knows no HTTP."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import msgspec

from ksqltui.sandbox.results import PrintedRecord

NO_DATA = "¯\\_(ツ)_/¯ - no data processed"
_FAILED = "<Failed to deserialize>"

Reader = Callable[[bytes], str]
"""The text of a value in one format. Raises ValueError for bytes that are not of this format."""


def _json(data: bytes) -> str:
    try:
        msgspec.json.decode(data)
    except msgspec.DecodeError as error:
        raise ValueError("no JSON") from error
    return data.decode("utf-8")


def _number(layout: str) -> Reader:
    size = struct.calcsize(layout)

    def read(data: bytes) -> str:
        if len(data) != size:
            raise ValueError(f"not {size} bytes")
        return str(struct.unpack(layout, data)[0])

    return read


def _text(data: bytes) -> str:
    return data.decode("utf-8")


_READERS: dict[str, Reader] = {
    "JSON": _json,
    "KAFKA_INT": _number(">i"),
    "KAFKA_BIGINT": _number(">q"),
    "KAFKA_DOUBLE": _number(">d"),
    "KAFKA_STRING": _text,
}


class FormatGuess:
    """The formats that every value so far may be in; a null says nothing."""

    def __init__(self) -> None:
        self._candidates = tuple(_READERS)
        self._seen = False
        self._window_names: tuple[str, ...] = ()

    def learn(self, data: bytes | None, window: tuple[int, int | None] | None = None) -> None:
        if data is None:
            return
        self._seen = True
        if window is not None:
            self._window_names = ("HOPPING", "TUMBLING") if window[1] is None else ("SESSION",)
        self._candidates = tuple(name for name in self._candidates if _reads(name, data))

    def __str__(self) -> str:
        if not self._seen:
            return NO_DATA
        if not self._candidates:
            return "UNRECOGNIZED_BYTES"
        if not self._window_names:
            return " or ".join(self._candidates)
        return " or ".join(f"{window}({name})" for window in self._window_names for name in self._candidates)

    def text(self, data: bytes | None) -> str:
        if data is None:
            return "<null>"
        return _READERS[self._candidates[0]](data) if self._candidates else _FAILED


def _reads(name: str, data: bytes) -> bool:
    try:
        _READERS[name](data)
    except ValueError:
        return False
    return True


class RecordPrinter:
    """Lines for the records of one PRINT; with `formats` it also says what it takes keys and values for."""

    def __init__(self, *, formats: bool) -> None:
        self._formats = formats
        self._key, self._value = FormatGuess(), FormatGuess()
        self._said_key = self._said_value = ""

    def lines(self, records: Sequence[PrintedRecord]) -> list[bytes]:
        pieces: list[str] = []
        for record in records:
            self._key.learn(record.key, record.window)
            self._value.learn(record.value)
            pieces += self._format_pieces()
            pieces.append(self._record_line(record))
        return [piece.encode("utf-8") for piece in pieces]

    def _format_pieces(self) -> list[str]:
        pieces: list[str] = []
        if not self._formats:
            return pieces
        if (key := str(self._key)) != self._said_key:
            self._said_key = key
            pieces += ["Key format: ", f"{key}\n"]
        if (value := str(self._value)) != self._said_value:
            self._said_value = value
            pieces += ["Value format: ", f"{value}\n"]
        return pieces

    def _record_line(self, record: PrintedRecord) -> str:
        key = self._key.text(record.key)
        if record.window is not None:
            start, end = record.window
            key = f"[{key}@{start}/{'-' if end is None else end}]"
        return (
            f"rowtime: {_row_time(record.timestamp)}, key: {key}, value: {self._value.text(record.value)}, "
            f"partition: {record.partition}\n"
        )


def _row_time(millis: int) -> str:
    moment = datetime.fromtimestamp(millis // 1000, UTC)
    return f"{moment:%Y/%m/%d %H:%M:%S}.{millis % 1000:03d} Z"
