"""Owns the shapes in which a query's result is streamed and how a client's Accept header chooses one; knows no HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import msgspec

from ksqltui.sandbox.rest.row_values import RowEncoder
from ksqltui.sandbox.results import OutputRow
from ksqltui.sandbox.types import Column, Namespace

V1_JSON = "application/vnd.ksql.v1+json"
DELIMITED = "application/vnd.ksqlapi.delimited.v1"
JSON = "application/json"

_ENCODE = msgspec.json.Encoder().encode


class RowFormat(Protocol):
    """The pieces of one streamed answer, in order: header, rows again and again, then an end or an error."""

    content_type: str

    def header(self, query_id: str, *, with_keys: bool) -> bytes: ...

    def rows(self, batch: Sequence[OutputRow]) -> list[bytes]: ...

    def end(self, reason: str | None) -> list[bytes]: ...

    def error(self, body: dict[str, object]) -> list[bytes]: ...


class StreamedRows:
    """One JSON array over many lines, with tombstones and the reason of the end."""

    content_type = V1_JSON

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._encoder = RowEncoder(columns)

    def header(self, query_id: str, *, with_keys: bool) -> bytes:
        schema = ", ".join(
            f"`{column.name}` {column.type}" + (" KEY" if with_keys and column.namespace is Namespace.KEY else "")
            for column in self._columns
        )
        return b"[" + _ENCODE({"header": {"queryId": query_id, "schema": schema}}) + b",\n"

    def rows(self, batch: Sequence[OutputRow]) -> list[bytes]:
        lines = self._encoder.encode([row.values for row in batch])
        return [
            b'{"row":{"columns":%b,"tombstone":true}},\n' % line
            if row.tombstone
            else b'{"row":{"columns":%b}},\n' % line
            for row, line in zip(batch, lines, strict=True)
        ]

    def end(self, reason: str | None) -> list[bytes]:
        return [b"]"] if reason is None else [_ENCODE({"finalMessage": reason}), b"]"]

    def error(self, body: dict[str, object]) -> list[bytes]:
        return [_ENCODE({"errorMessage": body}), b"]"]


class Delimited:
    """A header object, then one JSON array a line; tombstones are left out and the end says nothing."""

    content_type = DELIMITED

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._encoder = RowEncoder(columns)

    def header(self, query_id: str, *, with_keys: bool) -> bytes:
        return _metadata(query_id, self._columns) + b"\n"

    def rows(self, batch: Sequence[OutputRow]) -> list[bytes]:
        return [line + b"\n" for line in self._encoder.encode([row.values for row in batch if not row.tombstone])]

    def end(self, reason: str | None) -> list[bytes]:
        return []

    def error(self, body: dict[str, object]) -> list[bytes]:
        return [_ENCODE(body) + b"\n"]


class PlainJson:
    """One JSON array without newlines: the header, then the rows; tombstones are left out."""

    content_type = JSON

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns = columns
        self._encoder = RowEncoder(columns)

    def header(self, query_id: str, *, with_keys: bool) -> bytes:
        return b"[" + _metadata(query_id, self._columns)

    def rows(self, batch: Sequence[OutputRow]) -> list[bytes]:
        return [b"," + line for line in self._encoder.encode([row.values for row in batch if not row.tombstone])]

    def end(self, reason: str | None) -> list[bytes]:
        return [b"]"]

    def error(self, body: dict[str, object]) -> list[bytes]:
        return [b"," + _ENCODE(body), b"]"]


def _metadata(query_id: str, columns: Sequence[Column]) -> bytes:
    names = [column.name for column in columns]
    return _ENCODE({"queryId": query_id, "columnNames": names, "columnTypes": [str(column.type) for column in columns]})


def accepted_type(accept: str | None) -> str | None:
    """The media type that an Accept header chooses, delimited for any; None where it names none that there is."""
    if accept is None or not accept.strip():
        return DELIMITED
    for part in accept.split(","):
        media_type = part.partition(";")[0].strip().lower()
        if media_type in ("*/*", "application/*"):
            return DELIMITED
        if media_type in (V1_JSON, DELIMITED, JSON):
            return media_type
    return None
