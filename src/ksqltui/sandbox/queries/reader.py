"""Owns reading one partition as rows of a source: keys, windows, headers, timestamps, and what cannot be read."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from struct import Struct
from typing import Any

from ksqltui.sandbox.catalog import Source, WindowKind
from ksqltui.sandbox.formats import FormatError, key_serde, value_serde
from ksqltui.sandbox.log import Record
from ksqltui.sandbox.operators.events import Bounds, Event
from ksqltui.sandbox.types import Column, Namespace

ReportUnreadable = Callable[[str, Record, Exception], None]
ExtractTimestamp = Callable[[Sequence[Any]], int | None]
_LONG = Struct(">q")


class UnreadableTimestamp(Exception):
    """A record whose TIMESTAMP column holds nothing that is a time."""


class RowReader:
    """Turns records of one source into events; records that cannot be read are reported and left out."""

    def __init__(self, source: Source, report: ReportUnreadable, extract_timestamp: ExtractTimestamp | None) -> None:
        self._source = source
        self._report = report
        self._extract = extract_timestamp
        self._key_columns = len(source.schema.key)
        self._no_key = (None,) * self._key_columns
        self._read_key = key_serde(source.key_format, source.schema.key, source.serde_options).deserialize
        self._read_value = value_serde(source.value_format, source.schema.value, source.serde_options).deserialize
        self._headers = source.header_columns
        self._windowing = source.windowing

    def read(self, record: Record) -> Event | None:
        key_bytes = record.key
        window: Bounds | None = None
        if key_bytes is None:
            if self._source.is_table:
                return None
            key: Sequence[Any] = self._no_key
        else:
            if self._windowing is not None:
                key_bytes, window = split_windowed_key(key_bytes, self._windowing.type, self._windowing.size_ms)
            if self._key_columns:
                try:
                    key = self._read_key(key_bytes) or self._no_key
                except (FormatError, ValueError) as error:
                    self._report("key", record, error)
                    return None
            else:
                key = ()
        try:
            value = self._read_value(record.value)
        except FormatError as error:
            self._report("value", record, error)
            return None
        if value is None:
            return Event(key, None, record.timestamp, key_bytes, None, window)
        timestamp = record.timestamp
        if self._headers:
            value = (*value, *[_header_value(column, record) for column in self._headers])
        if self._extract is not None:
            extracted = self._extracted(record, (*key, *value))
            if extracted is None:
                return None
            timestamp = extracted
        row = (*key, *value, timestamp, record.partition, record.offset)
        if self._windowing is not None:
            row = (*row, *(window or (None, None)))
        return Event(key, row, timestamp, key_bytes, None, window)

    def _extracted(self, record: Record, row: Sequence[Any]) -> int | None:
        assert self._extract is not None
        try:
            timestamp = self._extract(row)
        except Exception as error:
            self._report("value", record, error)
            return None
        return None if timestamp is None or timestamp < 0 else timestamp


def split_windowed_key(data: bytes, kind: WindowKind, size_ms: int | None) -> tuple[bytes, Bounds]:
    """The key and its window: a session's key ends with end and start, the others' with the start."""
    if kind is WindowKind.SESSION:
        (end,), (start,) = _LONG.unpack(data[-16:-8]), _LONG.unpack(data[-8:])
        return data[:-16], (start, end)
    (start,) = _LONG.unpack(data[-8:])
    return data[:-8], (start, start + (size_ms or 0))


def join_windowed_key(data: bytes, kind: WindowKind, window: Bounds) -> bytes:
    """The inverse of split_windowed_key."""
    start, end = window
    if kind is WindowKind.SESSION:
        return data + _LONG.pack(end) + _LONG.pack(start)
    return data + _LONG.pack(start)


def _header_value(column: Column, record: Record) -> object:
    assert column.namespace is Namespace.HEADERS
    if column.header_key is None:
        return [{"KEY": name, "VALUE": value} for name, value in record.headers]
    found = [value for name, value in record.headers if name == column.header_key]
    return found[-1] if found else None


def base64_of(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode()
