"""Owns the KAFKA format: one value in Kafka's own binary forms."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct
from typing import Any

from ksqltui.sandbox.formats.serde import FormatError
from ksqltui.sandbox.types import Column, Kind

KAFKA_KINDS = frozenset({Kind.INTEGER, Kind.BIGINT, Kind.DOUBLE, Kind.STRING, Kind.BYTES})
_BINARY = {Kind.INTEGER: Struct(">i"), Kind.BIGINT: Struct(">q"), Kind.DOUBLE: Struct(">d")}
_NAMES = {Kind.INTEGER: "IntegerDeserializer", Kind.BIGINT: "LongDeserializer", Kind.DOUBLE: "DoubleDeserializer"}


class KafkaSerde:
    """INTEGER 4 bytes, BIGINT and DOUBLE 8, big-endian; STRING as UTF-8; BYTES as they are. A null is no record."""

    def __init__(self, column: Column) -> None:
        self._kind = column.type.kind
        self._binary = _BINARY.get(self._kind)

    def serialize(self, values: Sequence[object]) -> bytes | None:
        value: Any = values[0]
        if value is None:
            return None
        if self._binary is not None:
            return self._binary.pack(value)
        return value.encode() if self._kind is Kind.STRING else bytes(value)

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        if data is None:
            return None
        if self._binary is not None:
            if len(data) != self._binary.size:
                raise FormatError(f"Size of data received by {_NAMES[self._kind]} is not {self._binary.size}")
            return self._binary.unpack(data)
        return (data.decode("utf-8", "replace") if self._kind is Kind.STRING else data,)


class NoneSerde:
    """The NONE format: nothing is written, whatever is there is ignored."""

    def serialize(self, values: Sequence[object]) -> bytes | None:
        return None

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        return ()


class EmptySerde:
    """A format without columns: a record's value is empty but there; a null record stays null."""

    def __init__(self, empty: bytes) -> None:
        self._empty = empty

    def serialize(self, values: Sequence[object]) -> bytes | None:
        return self._empty

    def deserialize(self, data: bytes | None) -> tuple[object, ...] | None:
        return None if data is None else ()
