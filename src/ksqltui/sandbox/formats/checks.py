"""Owns which columns a format takes, with ksqlDB's refusals."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.sandbox.errors import NotInSandbox, StatementError
from ksqltui.sandbox.formats.kafka_format import KAFKA_KINDS
from ksqltui.sandbox.formats.serde import SerdeOptions
from ksqltui.sandbox.types import Column, Kind, Namespace, SqlType

FORMATS = ("JSON", "KAFKA", "DELIMITED", "NONE")
_REGISTRY_FORMATS = ("AVRO", "PROTOBUF", "PROTOBUF_NOSR", "JSON_SR")
_NESTED = frozenset({Kind.ARRAY, Kind.MAP, Kind.STRUCT})


def format_name(text: str) -> str:
    """The format's own name. Raises StatementError for an unknown one, NotInSandbox for those of a schema registry."""
    name = text.upper()
    if name in FORMATS:
        return name
    if name in _REGISTRY_FORMATS:
        raise NotInSandbox(f"the {name} format, which needs a schema registry")
    raise StatementError(f"Unknown format: {text}")


def check_format(name: str, columns: Sequence[Column], is_key: bool, options: SerdeOptions | None = None) -> None:
    """Refuses columns that a format cannot hold. Raises StatementError with ksqlDB's text."""
    name = format_name(name)
    if is_key:
        for column in columns:
            if _has_map(column.type):
                raise StatementError(_MAP_KEYS.format(column.name, column.type))
    if not columns:
        return
    reason = _reason(name, columns)
    if reason:
        shown = ", ".join(_column_text(column, is_key) for column in columns)
        raise StatementError(
            f"{'Key' if is_key else 'Value'} format does not support schema.\nformat: {name}\n"
            f"schema: Persistence{{columns=[{shown}], features=[]}}\nreason: {reason}"
        )
    if not is_key and options is not None and options.wrap_single_value is not None:
        _check_wrapping(name, columns, wrap=options.wrap_single_value)


_MAP_KEYS = (
    "Map keys, including types that contain maps, are not supported as they may lead to unexpected behavior due to "
    "inconsistent serialization. Key column name: `{}`. Column type: {}. "
    "See https://github.com/confluentinc/ksql/issues/6621 for more."
)


def _reason(name: str, columns: Sequence[Column]) -> str | None:
    shown = "[" + ", ".join(_column_text(column, column.namespace is Namespace.KEY) for column in columns) + "]"
    match name:
        case "NONE":
            return f"The 'NONE' format can only be used when no columns are defined. Got: {shown}"
        case "KAFKA":
            if len(columns) > 1:
                return f"The 'KAFKA' format only supports a single field. Got: {shown}"
            kind = columns[0].type.kind
            return None if kind in KAFKA_KINDS else f"The 'KAFKA' format does not support type '{kind.value}'"
        case "DELIMITED":
            for column in columns:
                if column.type.kind in _NESTED:
                    kind = column.type.kind
                    return f"The 'DELIMITED' format does not support type '{kind.value}', column: `{column.name}`"
        case "JSON":
            if any(_has_odd_map(column.type) for column in columns):
                return "JSON only supports MAP types with STRING keys"
    return None


def _column_text(column: Column, is_key: bool) -> str:
    return f"`{column.name}` {column.type}" + (" KEY" if is_key else "")


def _check_wrapping(name: str, columns: Sequence[Column], *, wrap: bool) -> None:
    if name in ("KAFKA", "DELIMITED") and wrap:
        raise StatementError(f"Format '{name}' does not support 'WRAP_SINGLE_VALUE' set to 'true'.")
    if len(columns) > 1:
        raise StatementError("'WRAP_SINGLE_VALUE' is only valid for single-field value schemas")


def _has_map(sql_type: SqlType) -> bool:
    return sql_type.kind is Kind.MAP or any(_has_map(part) for part in _parts(sql_type))


def _has_odd_map(sql_type: SqlType) -> bool:
    if sql_type.kind is Kind.MAP and sql_type.key is not None and sql_type.key.kind is not Kind.STRING:
        return True
    return any(_has_odd_map(part) for part in _parts(sql_type))


def _parts(sql_type: SqlType) -> list[SqlType]:
    return [part for part in (sql_type.key, sql_type.element, *(inner for _, inner in sql_type.fields)) if part]
