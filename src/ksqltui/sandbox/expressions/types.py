"""Owns the step from a type as written to a type of the engine; knows no values."""

from __future__ import annotations

from collections.abc import Mapping

from ksqltui.sandbox import types
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.types import SqlType
from ksqltui.sql.syntax import ArrayType, DecimalType, MapType, StructType, TypeName, TypeNode

_NAMED: Mapping[str, SqlType] = {
    "BOOLEAN": types.BOOLEAN,
    "INTEGER": types.INTEGER,
    "INT": types.INTEGER,
    "BIGINT": types.BIGINT,
    "DOUBLE": types.DOUBLE,
    "VARCHAR": types.STRING,
    "STRING": types.STRING,
    "BYTES": types.BYTES,
    "DATE": types.DATE,
    "TIME": types.TIME,
    "TIMESTAMP": types.TIMESTAMP,
}


def sql_type(node: TypeNode, custom: Mapping[str, SqlType]) -> SqlType:
    """The type that a type's text means; `custom` holds the types of CREATE TYPE by name.

    Raises StatementError with ksqlDB's text for an unknown name or an impossible DECIMAL.
    """
    match node:
        case TypeName(name=name):
            found = _NAMED.get(name.upper()) or custom.get(name)
            if found is None:
                raise StatementError(f"Cannot resolve unknown type: {name}")
            return found
        case DecimalType(precision=precision, scale=scale):
            return _decimal(precision, scale)
        case ArrayType(element=element):
            return types.array(sql_type(element, custom))
        case MapType(key=key, value=value):
            return types.map_of(sql_type(key, custom), sql_type(value, custom))
        case StructType(fields=fields):
            names = [field.name for field in fields]
            if len(set(names)) < len(names):
                raise StatementError("Duplicate field names found in STRUCT: " + ", ".join(_duplicates(names)))
            return types.struct(*((field.name, sql_type(field.type, custom)) for field in fields))


def _decimal(precision: int, scale: int) -> SqlType:
    if precision < 1:
        raise StatementError(f"DECIMAL precision must be >= 1: DECIMAL({precision},{scale})")
    if scale < 0:
        raise StatementError(f"DECIMAL scale must be >= 0: DECIMAL({precision},{scale})")
    if precision < scale:
        raise StatementError(f"DECIMAL precision must be >= scale: DECIMAL({precision},{scale})")
    return types.decimal(precision, scale)


def _duplicates(names: list[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})
