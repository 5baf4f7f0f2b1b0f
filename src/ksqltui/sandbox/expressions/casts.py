"""Owns CAST: which pairs of types it takes and how each value is converted; knows no expressions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions import temporal
from ksqltui.sandbox.expressions.coercion import parse_boolean
from ksqltui.sandbox.expressions.numbers import (
    BIGINT_MAX,
    BIGINT_MIN,
    INTEGER_MAX,
    INTEGER_MIN,
    decimal_text,
    double_text,
    double_to_whole,
    fit,
    wrap_bigint,
    wrap_integer,
)
from ksqltui.sandbox.expressions.wording import CodegenError
from ksqltui.sandbox.types import Kind, SqlType

Cast = Callable[[Any], Any]


def cast(source: SqlType | None, target: SqlType) -> Cast | None:
    """How a value that is not null is converted; None where it stays as it is.

    The converter raises EvaluationError for a value that does not fit. Raises CodegenError with ksqlDB's text for a
    pair that CAST does not take.
    """
    if source is None or source == target:
        return None
    if source.kind in _NESTED and source.kind is target.kind:
        return _NESTED[source.kind](source, target)
    if target.kind is Kind.STRING and source.kind is not Kind.BYTES:
        return lambda value: cast_text(value, source)
    make = _CASTS.get((source.kind, target.kind))
    if make is None:
        raise CodegenError(f"Cast of {source} to {target} is not supported")
    return make(target)


def cast_text(value: Any, sql_type: SqlType) -> str:
    """A value as CAST(.. AS STRING) writes it; nested values as Java prints collections."""
    if value is None:
        return "null"
    match sql_type.kind:
        case Kind.BOOLEAN:
            return "true" if value else "false"
        case Kind.DOUBLE:
            return double_text(value)
        case Kind.DECIMAL:
            return decimal_text(value)
        case Kind.DATE:
            return temporal.date_text(value)
        case Kind.TIME:
            return temporal.time_text(value)
        case Kind.TIMESTAMP:
            return temporal.timestamp_text(value)
        case Kind.ARRAY:
            assert sql_type.element
            return "[" + ", ".join(cast_text(item, sql_type.element) for item in value) + "]"
        case Kind.MAP:
            assert sql_type.element
            assert sql_type.key
            pairs = (f"{cast_text(k, sql_type.key)}={cast_text(v, sql_type.element)}" for k, v in value.items())
            return "{" + ", ".join(pairs) + "}"
        case Kind.STRUCT:
            present = ((name, inner) for name, inner in sql_type.fields if value.get(name) is not None)
            return "Struct{" + ",".join(f"{name}={cast_text(value[name], inner)}" for name, inner in present) + "}"
        case _:
            return str(value)


def _whole_from_text(low: int, high: int, name: str) -> Cast:
    def convert(text: str) -> int:
        try:
            value = int(text.strip())
        except ValueError:
            raise EvaluationError(f"'{text}' is no {name}") from None
        if not low <= value <= high:
            raise EvaluationError(f"'{text}' is out of the range of {name}")
        return value

    return convert


def _double_from_text(text: str) -> float:
    try:
        return float(text.strip().rstrip("dDfF") or text)
    except ValueError:
        raise EvaluationError(f"'{text}' is no DOUBLE") from None


def _decimal_from_text(target: SqlType) -> Cast:
    def convert(text: str) -> Decimal:
        try:
            return fit(Decimal(text.strip()), target)
        except ArithmeticError:
            raise EvaluationError(f"'{text}' is no DECIMAL") from None

    return convert


def _boolean_from_text(text: str) -> bool:
    return parse_boolean(text) or False


def _temporal_from_text(target: SqlType) -> Cast:
    kind = target.kind
    return lambda text: temporal.parse_temporal(text.strip(), kind)


def _to_decimal(target: SqlType) -> Cast:
    return lambda value: fit(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), target)


_CASTS: dict[tuple[Kind, Kind], Callable[[SqlType], Cast | None]] = {
    (Kind.INTEGER, Kind.BIGINT): lambda target: None,
    (Kind.INTEGER, Kind.DOUBLE): lambda target: float,
    (Kind.INTEGER, Kind.DECIMAL): _to_decimal,
    (Kind.BIGINT, Kind.INTEGER): lambda target: wrap_integer,
    (Kind.BIGINT, Kind.DOUBLE): lambda target: float,
    (Kind.BIGINT, Kind.DECIMAL): _to_decimal,
    (Kind.DOUBLE, Kind.INTEGER): lambda target: lambda value: double_to_whole(value, INTEGER_MIN, INTEGER_MAX),
    (Kind.DOUBLE, Kind.BIGINT): lambda target: lambda value: double_to_whole(value, BIGINT_MIN, BIGINT_MAX),
    (Kind.DOUBLE, Kind.DECIMAL): _to_decimal,
    (Kind.DECIMAL, Kind.INTEGER): lambda target: lambda value: wrap_integer(int(value)),
    (Kind.DECIMAL, Kind.BIGINT): lambda target: lambda value: wrap_bigint(int(value)),
    (Kind.DECIMAL, Kind.DOUBLE): lambda target: float,
    (Kind.DECIMAL, Kind.DECIMAL): _to_decimal,
    (Kind.STRING, Kind.BOOLEAN): lambda target: _boolean_from_text,
    (Kind.STRING, Kind.INTEGER): lambda target: _whole_from_text(INTEGER_MIN, INTEGER_MAX, "INTEGER"),
    (Kind.STRING, Kind.BIGINT): lambda target: _whole_from_text(BIGINT_MIN, BIGINT_MAX, "BIGINT"),
    (Kind.STRING, Kind.DOUBLE): lambda target: _double_from_text,
    (Kind.STRING, Kind.DECIMAL): _decimal_from_text,
    (Kind.STRING, Kind.DATE): _temporal_from_text,
    (Kind.STRING, Kind.TIME): _temporal_from_text,
    (Kind.STRING, Kind.TIMESTAMP): _temporal_from_text,
    (Kind.TIMESTAMP, Kind.DATE): lambda target: lambda value: value // temporal.DAY_MS,
    (Kind.TIMESTAMP, Kind.TIME): lambda target: lambda value: value % temporal.DAY_MS,
    (Kind.DATE, Kind.TIMESTAMP): lambda target: lambda value: value * temporal.DAY_MS,
}


def _array_cast(source: SqlType, target: SqlType) -> Cast | None:
    assert source.element
    assert target.element
    inner = cast(source.element, target.element)
    return None if inner is None else lambda value: [None if item is None else inner(item) for item in value]


def _map_cast(source: SqlType, target: SqlType) -> Cast:
    assert source.key
    assert target.key
    assert source.element
    assert target.element
    keys, values = cast(source.key, target.key), cast(source.element, target.element)

    def convert(value: dict[object, object]) -> dict[object, object]:
        return {
            (key if keys is None or key is None else keys(key)): (
                item if values is None or item is None else values(item)
            )
            for key, item in value.items()
        }

    return convert


def _struct_cast(source: SqlType, target: SqlType) -> Cast:
    own = dict(source.fields)
    parts = [(name, cast(own.get(name), wanted)) for name, wanted in target.fields]

    def convert(value: dict[str, object]) -> dict[str, object]:
        return {
            name: part(item) if part is not None and (item := value.get(name)) is not None else value.get(name)
            for name, part in parts
        }

    return convert


_NESTED: dict[Kind, Callable[[SqlType, SqlType], Cast | None]] = {
    Kind.ARRAY: _array_cast,
    Kind.MAP: _map_cast,
    Kind.STRUCT: _struct_cast,
}
