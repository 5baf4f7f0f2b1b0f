"""Owns how types and columns are written in ksqlDB's JSON; knows no rows."""

from __future__ import annotations

from ksqltui.sandbox.types import Column, Kind, Namespace, SqlType

Json = dict[str, object]


def schema_json(sql_type: SqlType) -> Json:
    """A type as ksqlDB describes it: the member schema of a MAP is that of its values."""
    schema: Json = {"type": sql_type.kind.value, "fields": None, "memberSchema": None}
    if sql_type.kind is Kind.STRUCT:
        schema["fields"] = [{"name": name, "schema": schema_json(inner)} for name, inner in sql_type.fields]
    if sql_type.element is not None:
        schema["memberSchema"] = schema_json(sql_type.element)
    if sql_type.kind is Kind.DECIMAL:
        schema["parameters"] = {"precision": sql_type.precision, "scale": sql_type.scale}
    return schema


def field_json(column: Column) -> Json:
    """A column with its kind where it is not a plain value column."""
    field: Json = {"name": column.name, "schema": schema_json(column.type)}
    match column.namespace:
        case Namespace.KEY:
            field["type"] = "KEY"
        case Namespace.HEADERS:
            field["type"] = "HEADER"
            if column.header_key is not None:
                field["headerKey"] = column.header_key
        case Namespace.VALUE:
            pass
    return field
