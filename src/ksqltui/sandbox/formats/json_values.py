"""Owns how each SQL type looks in a JSON topic: ms for TIMESTAMP, days for DATE, base64 for BYTES, exact numbers."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.numbers import decimal_text, double_text, fit_exactly, wrap_bigint, wrap_integer
from ksqltui.sandbox.formats.serde import FormatError
from ksqltui.sandbox.types import Kind, SqlType

Converter = Callable[[Any], Any]

PLAIN = frozenset({Kind.BOOLEAN, Kind.INTEGER, Kind.BIGINT, Kind.STRING, Kind.DATE, Kind.TIME, Kind.TIMESTAMP})


def json_writer(sql_type: SqlType) -> Converter | None:
    """How a value that is not null becomes one that msgspec writes as ksqlDB does; None where it is one already."""
    match sql_type.kind:
        case Kind.DOUBLE:
            return write_double
        case Kind.DECIMAL:
            return write_decimal
        case Kind.BYTES:
            return write_bytes
        case Kind.ARRAY:
            assert sql_type.element
            return _array_writer(json_writer(sql_type.element))
        case Kind.MAP:
            assert sql_type.key
            assert sql_type.element
            return _map_writer(json_writer(sql_type.element))
        case Kind.STRUCT:
            return _struct_writer([(name, json_writer(inner)) for name, inner in sql_type.fields])
        case _:
            return None


def write_double(value: float) -> float | msgspec.Raw | str:
    """A double as Jackson writes it: 1.0E10 beyond 1e7; NaN and the infinities as strings."""
    size = abs(value)
    if 1e-3 <= size < 1e7 or size == 0:
        return value
    text = double_text(value)
    return text if text[-1] in "Ny" else msgspec.Raw(text.encode())


def write_decimal(value: Decimal) -> msgspec.Raw:
    return msgspec.Raw(decimal_text(value).encode())


def write_bytes(value: bytes) -> str:
    return b64encode(value).decode()


def _array_writer(inner: Converter | None) -> Converter | None:
    if inner is None:
        return None
    return lambda values: [None if value is None else inner(value) for value in values]


def _map_writer(inner: Converter | None) -> Converter:
    def write(entries: dict[Any, Any]) -> dict[str, Any]:
        return {
            key if isinstance(key, str) else _key_text(key): value if value is None or inner is None else inner(value)
            for key, value in entries.items()
        }

    return write


def _key_text(key: object) -> str:
    if isinstance(key, bool):
        return "true" if key else "false"
    return "null" if key is None else double_text(key) if isinstance(key, float) else str(key)


def _struct_writer(fields: list[tuple[str, Converter | None]]) -> Converter:
    def write(value: dict[str, Any]) -> dict[str, Any]:
        written = {}
        for name, inner in fields:
            item = value.get(name)
            written[name] = item if item is None or inner is None else inner(item)
        return written

    return write


def json_reader(sql_type: SqlType) -> Converter:
    """How a JSON value that is not null becomes a value of the type. The converter raises FormatError."""
    match sql_type.kind:
        case Kind.ARRAY:
            assert sql_type.element
            return _array_reader(json_reader(sql_type.element), sql_type)
        case Kind.MAP:
            assert sql_type.element
            return _map_reader(json_reader(sql_type.element), sql_type)
        case Kind.STRUCT:
            return _struct_reader(sql_type)
        case Kind.DECIMAL:
            return lambda value: _read_decimal(value, sql_type)
        case kind:
            return _READERS[kind]


def _wrong(value: object, sql_type: SqlType | str) -> FormatError:
    return FormatError(f"Can't convert type. sourceType: {_node_name(value)}, requiredType: {sql_type}")


def _node_name(value: object) -> str:
    match value:
        case bool():
            return "BooleanNode"
        case int():
            return "IntNode" if -(2**31) <= value < 2**31 else "LongNode"
        case float() | Decimal():
            return "DoubleNode"
        case str():
            return "TextNode"
        case list():
            return "ArrayNode"
        case _:
            return "ObjectNode"


def _read_boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise _wrong(value, "BOOLEAN")


def _whole_reader(name: str, wrap: Callable[[int], int]) -> Converter:
    def read(value: object) -> int:
        if value is True or value is False:
            raise _wrong(value, name)
        try:
            if isinstance(value, int | float | Decimal):
                return wrap(int(value))
            if isinstance(value, str):
                return wrap(int(value))
        except (ValueError, OverflowError):
            raise FormatError(f"Can't convert {value!r} to {name}") from None
        raise _wrong(value, name)

    return read


def _read_double(value: object) -> float:
    if value is True or value is False:
        raise _wrong(value, "DOUBLE")
    if isinstance(value, int | float | Decimal | str):
        try:
            return float(value)
        except ValueError:
            raise FormatError(f"Can't convert {value!r} to DOUBLE") from None
    raise _wrong(value, "DOUBLE")


def _read_decimal(value: object, sql_type: SqlType) -> Decimal:
    if value is True or value is False:
        raise _wrong(value, sql_type)
    try:
        if isinstance(value, int | Decimal | str):
            return fit_exactly(Decimal(value), sql_type)
        if isinstance(value, float):
            return fit_exactly(Decimal(repr(value)), sql_type)
    except (InvalidOperation, EvaluationError) as error:
        raise FormatError(str(error) or f"Can't convert {value!r} to {sql_type}") from None
    raise _wrong(value, sql_type)


def _read_string(value: object) -> str:
    if isinstance(value, str):
        return value
    return node_text(value)


def node_text(value: object) -> str:
    """A JSON value that is no string, as text."""
    if isinstance(value, Decimal):
        return str(value)
    return msgspec.json.encode(value, enc_hook=_encode_decimal).decode()


def _encode_decimal(value: object) -> object:
    return msgspec.Raw(str(value).encode())


def _read_bytes(value: object) -> bytes:
    if isinstance(value, str):
        try:
            return b64decode(value, validate=True)
        except ValueError:
            raise FormatError("Value is not a valid Base64 encoded string") from None
    raise _wrong(value, "BYTES")


_READERS: dict[Kind, Converter] = {
    Kind.BOOLEAN: _read_boolean,
    Kind.INTEGER: _whole_reader("INTEGER", wrap_integer),
    Kind.BIGINT: _whole_reader("BIGINT", wrap_bigint),
    Kind.DOUBLE: _read_double,
    Kind.STRING: _read_string,
    Kind.BYTES: _read_bytes,
    Kind.DATE: _whole_reader("DATE", wrap_integer),
    Kind.TIME: _whole_reader("TIME", wrap_integer),
    Kind.TIMESTAMP: _whole_reader("TIMESTAMP", wrap_bigint),
}


def _array_reader(inner: Converter, sql_type: SqlType) -> Converter:
    def read(value: object) -> list[object]:
        if not isinstance(value, list):
            raise _wrong(value, sql_type)
        return [None if item is None else inner(item) for item in value]

    return read


def _map_reader(inner: Converter, sql_type: SqlType) -> Converter:
    keys = None if sql_type.key is None or sql_type.key.kind is Kind.STRING else json_reader(sql_type.key)

    def read(value: object) -> dict[object, object]:
        if not isinstance(value, dict):
            raise _wrong(value, sql_type)
        return {
            (key if keys is None else keys(key)): (None if item is None else inner(item)) for key, item in value.items()
        }

    return read


def _struct_reader(sql_type: SqlType) -> Converter:
    fields = [(name, name.upper(), json_reader(inner)) for name, inner in sql_type.fields]

    def read(value: object) -> dict[str, object]:
        if not isinstance(value, dict):
            raise _wrong(value, sql_type)
        folded = {key.upper(): item for key, item in value.items()}
        result = {}
        for name, upper, inner in fields:
            item = value[name] if name in value else folded.get(upper)
            result[name] = None if item is None else inner(item)
        return result

    return read


def needs_exact_numbers(sql_type: SqlType) -> bool:
    """Whether a value of the type may hold a number's text: DECIMAL and STRING must not pass through a double."""
    if sql_type.kind in (Kind.DECIMAL, Kind.STRING):
        return True
    inner = [part for part in (sql_type.element, *(field for _, field in sql_type.fields)) if part]
    return any(needs_exact_numbers(part) for part in inner)
