"""Owns the JSON format of topics: objects with case-insensitive columns, or a single bare value."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from ksqltui.sandbox.formats.json_values import json_reader, json_writer, needs_exact_numbers
from ksqltui.sandbox.formats.serde import FormatError
from ksqltui.sandbox.types import Column, Kind

_KNOWN_FIELDS_LIMIT = 1000
_NATIVE: dict[Kind, type] = {
    Kind.STRING: str,
    Kind.DOUBLE: float,
    Kind.BOOLEAN: bool,
}


class JsonObjectSerde:
    """Several columns, or one that is wrapped: a JSON object.

    A column takes the field of its own name, else one that differs in case only; unknown fields are ignored, missing
    ones are null.
    """

    def __init__(self, columns: Sequence[Column]) -> None:
        self._names = [column.name for column in columns]
        self._writers = [(i, writer) for i, column in enumerate(columns) if (writer := json_writer(column.type))]
        self._readers = [json_reader(column.type) for column in columns]
        self._native = [_NATIVE.get(column.type.kind) for column in columns]
        exact = any(needs_exact_numbers(column.type) for column in columns)
        self._decode = msgspec.json.Decoder(float_hook=Decimal if exact else None).decode
        self._encode = msgspec.json.Encoder().encode
        self._exact = {name: index for index, name in enumerate(self._names)}
        self._folded = {name.upper(): index for index, name in enumerate(self._names)}
        self._places: dict[str, int] = {}

    def serialize(self, values: Sequence[object]) -> bytes:
        if self._writers:
            written: list[Any] = list(values)
            for index, write in self._writers:
                if written[index] is not None:
                    written[index] = write(written[index])
            values = written
        return self._encode(dict(zip(self._names, values, strict=True)))

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        if data is None:
            return None
        try:
            fields = self._decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FormatError(f"invalid JSON: {error}") from None
        if fields is None:
            return None
        if type(fields) is not dict:
            raise FormatError("expected a JSON object")
        row: list[object] = [None] * len(self._names)
        places = self._places
        for name, value in fields.items():
            index = places.get(name)
            if index is None:
                index = self._place(name)
            if index < 0 or value is None:
                continue
            if name != self._names[index] and self._names[index] in fields:
                continue
            row[index] = value if type(value) is self._native[index] else self._read(index, value)
        return tuple(row)

    def _place(self, name: str) -> int:
        index = self._exact.get(name, self._folded.get(name.upper(), -1))
        if len(self._places) < _KNOWN_FIELDS_LIMIT:
            self._places[name] = index
        return index

    def _read(self, index: int, value: object) -> object:
        try:
            return self._readers[index](value)
        except FormatError as error:
            raise FormatError(f"{error}, path: $.{self._names[index]}") from None


class JsonValueSerde:
    """One column that stands alone: the bare JSON value; a null column is no record."""

    def __init__(self, column: Column) -> None:
        self._write = json_writer(column.type)
        self._read = json_reader(column.type)
        exact = needs_exact_numbers(column.type)
        self._decode = msgspec.json.Decoder(float_hook=Decimal if exact else None).decode
        self._encode = msgspec.json.Encoder().encode

    def serialize(self, values: Sequence[object]) -> bytes | None:
        (value,) = values
        if value is None:
            return None
        return self._encode(value if self._write is None else self._write(value))

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        if data is None:
            return None
        try:
            value = self._decode(data)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FormatError(f"invalid JSON: {error}") from None
        return (None,) if value is None else (self._read(value),)
