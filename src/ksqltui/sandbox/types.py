"""Owns the sandbox's SQL types and schemas and how Python holds their values; knows no expressions and no bytes.

Values: BOOLEAN bool, INTEGER and BIGINT int, DOUBLE float, DECIMAL Decimal at the type's scale, STRING str,
BYTES bytes, DATE int (days since the epoch), TIME int (ms of the day), TIMESTAMP int (ms since the epoch),
ARRAY list, MAP dict, STRUCT dict from field name to value with every field present, and None for null everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    BOOLEAN = "BOOLEAN"
    INTEGER = "INTEGER"
    BIGINT = "BIGINT"
    DOUBLE = "DOUBLE"
    DECIMAL = "DECIMAL"
    STRING = "STRING"
    BYTES = "BYTES"
    DATE = "DATE"
    TIME = "TIME"
    TIMESTAMP = "TIMESTAMP"
    ARRAY = "ARRAY"
    MAP = "MAP"
    STRUCT = "STRUCT"


@dataclass(frozen=True, slots=True)
class SqlType:
    """A type: `precision`, `scale` of DECIMAL, `key` of MAP, `element` of ARRAY and MAP, `fields` of STRUCT."""

    kind: Kind
    precision: int = 0
    scale: int = 0
    key: SqlType | None = None
    element: SqlType | None = None
    fields: tuple[tuple[str, SqlType], ...] = ()

    def __str__(self) -> str:
        """The text that ksqlDB prints in schemas: STRING, DECIMAL(4, 2), ARRAY<STRING>, STRUCT<`F` STRING>."""
        match self.kind:
            case Kind.DECIMAL:
                return f"DECIMAL({self.precision}, {self.scale})"
            case Kind.ARRAY:
                return f"ARRAY<{self.element}>"
            case Kind.MAP:
                return f"MAP<{self.key}, {self.element}>"
            case Kind.STRUCT:
                inner = ", ".join(f"`{name}` {field_type}" for name, field_type in self.fields)
                return f"STRUCT<{inner}>"
            case _:
                return str(self.kind.value)


BOOLEAN = SqlType(Kind.BOOLEAN)
INTEGER = SqlType(Kind.INTEGER)
BIGINT = SqlType(Kind.BIGINT)
DOUBLE = SqlType(Kind.DOUBLE)
STRING = SqlType(Kind.STRING)
BYTES = SqlType(Kind.BYTES)
DATE = SqlType(Kind.DATE)
TIME = SqlType(Kind.TIME)
TIMESTAMP = SqlType(Kind.TIMESTAMP)


def decimal(precision: int, scale: int) -> SqlType:
    return SqlType(Kind.DECIMAL, precision=precision, scale=scale)


def array(element: SqlType) -> SqlType:
    return SqlType(Kind.ARRAY, element=element)


def map_of(key: SqlType, value: SqlType) -> SqlType:
    return SqlType(Kind.MAP, key=key, element=value)


def struct(*fields: tuple[str, SqlType]) -> SqlType:
    return SqlType(Kind.STRUCT, fields=fields)


class Namespace(Enum):
    """Where a column lives in the record."""

    KEY = "KEY"
    VALUE = "VALUE"
    HEADERS = "HEADERS"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a source; `header_key` is set for HEADER('k') columns only."""

    name: str
    type: SqlType
    namespace: Namespace = Namespace.VALUE
    header_key: str | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """The columns of a source or of a query's result, in order."""

    columns: tuple[Column, ...]

    @property
    def key(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.namespace is Namespace.KEY)

    @property
    def value(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.namespace is Namespace.VALUE)

    def __str__(self) -> str:
        """ksqlDB's schema text: `ID` BIGINT KEY, `V` STRING."""
        return ", ".join(
            f"`{column.name}` {column.type}" + (" KEY" if column.namespace is Namespace.KEY else "")
            for column in self.columns
        )
