"""Owns how values look in the rows that the REST interface sends; topics have other forms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ksqltui.sandbox.expressions import temporal
from ksqltui.sandbox.formats.json_values import PLAIN, write_bytes, write_decimal, write_double
from ksqltui.sandbox.types import Kind, SqlType

Converter = Callable[[Any], Any]

_TEXTS: dict[Kind, Converter] = {
    Kind.DATE: temporal.date_text,
    Kind.TIME: temporal.time_text,
    Kind.TIMESTAMP: temporal.timestamp_text,
    Kind.BYTES: write_bytes,
    Kind.DECIMAL: write_decimal,
    Kind.DOUBLE: write_double,
}


def wire_value(value: object, sql_type: SqlType) -> object:
    """A value for a row: TIMESTAMP yyyy-MM-ddTHH:mm:ss.SSS, DECIMAL and DOUBLE as Java prints them, BYTES base64."""
    convert = _converter(sql_type)
    return value if value is None or convert is None else convert(value)


def wire_encoder(types: Sequence[SqlType]) -> Callable[[Sequence[object]], Sequence[object]]:
    """The same for whole rows; rows of simple types come back as they are."""
    converters = [(index, convert) for index, own in enumerate(types) if (convert := _converter(own))]
    if not converters:
        return lambda values: values

    def encode(values: Sequence[object]) -> Sequence[object]:
        row = list(values)
        for index, convert in converters:
            if row[index] is not None:
                row[index] = convert(row[index])
        return row

    return encode


def _converter(sql_type: SqlType) -> Converter | None:
    match sql_type.kind:
        case Kind.ARRAY:
            assert sql_type.element
            inner = _converter(sql_type.element)
            return None if inner is None else lambda items: [None if item is None else inner(item) for item in items]
        case Kind.MAP:
            assert sql_type.element
            return _map_converter(_converter(sql_type.element))
        case Kind.STRUCT:
            return _struct_converter([(name, _converter(inner)) for name, inner in sql_type.fields])
        case kind if kind in PLAIN - {Kind.DATE, Kind.TIME, Kind.TIMESTAMP}:
            return None
        case kind:
            return _TEXTS[kind]


def _map_converter(inner: Converter | None) -> Converter:
    return lambda entries: {
        str(key): (value if value is None or inner is None else inner(value)) for key, value in entries.items()
    }


def _struct_converter(fields: list[tuple[str, Converter | None]]) -> Converter:
    return lambda value: {
        name: (item if (item := value.get(name)) is None or inner is None else inner(item)) for name, inner in fields
    }
