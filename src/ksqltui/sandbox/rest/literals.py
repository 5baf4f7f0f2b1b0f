"""Owns how a JSON value becomes the expression that INSERT VALUES takes; knows no source."""

from __future__ import annotations

from ksqltui.sandbox.errors import SandboxError
from ksqltui.sandbox.types import Kind, SqlType
from ksqltui.sql.syntax import (
    ArrayConstructor,
    BooleanLiteral,
    DecimalLiteral,
    DoubleLiteral,
    Expression,
    IntegerLiteral,
    MapConstructor,
    NullLiteral,
    StringLiteral,
    StructConstructor,
    Unary,
)


def literal(value: object, sql_type: SqlType | None) -> Expression:
    """`sql_type` is the column's, None where unknown. Raises SandboxError for an object that no STRUCT or MAP takes."""
    match value:
        case None:
            return NullLiteral()
        case bool():
            return BooleanLiteral(value)
        case int():
            return Unary("-", IntegerLiteral(-value)) if value < 0 else IntegerLiteral(value)
        case float():
            return _fraction(value, sql_type)
        case str():
            return StringLiteral(value)
        case list():
            element = sql_type.element if sql_type is not None else None
            return ArrayConstructor(tuple(literal(item, element) for item in value))
        case dict():
            return _object(value, sql_type)
        case _:
            raise SandboxError(f"Can't coerce a value of type {type(value).__name__}")


def _fraction(value: float, sql_type: SqlType | None) -> Expression:
    size = abs(value)
    is_decimal = sql_type is not None and sql_type.kind is Kind.DECIMAL
    number = DecimalLiteral(format(size, "f")) if is_decimal else DoubleLiteral(f"{size!r}")
    return Unary("-", number) if value < 0 else number


def _object(value: dict[str, object], sql_type: SqlType | None) -> Expression:
    if sql_type is None or sql_type.kind not in (Kind.MAP, Kind.STRUCT):
        raise SandboxError("Can't coerce a field of type JSON object: the column is no STRUCT and no MAP")
    if sql_type.kind is Kind.MAP:
        entries = ((StringLiteral(key), literal(item, sql_type.element)) for key, item in value.items())
        return MapConstructor(tuple(entries))
    types = {name.upper(): (name, inner) for name, inner in sql_type.fields}
    fields = []
    for key, item in value.items():
        if key.upper() not in types:
            raise SandboxError(f"Unknown field '{key}' of a STRUCT")
        name, inner = types[key.upper()]
        fields.append((name, literal(item, inner)))
    return StructConstructor(tuple(fields))
