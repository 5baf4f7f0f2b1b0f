"""Owns the entity of DESCRIBE FUNCTION; knows no calls."""

from __future__ import annotations

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.functions.registry import Function, FunctionRegistry
from ksqltui.sandbox.rest.schema_json import Json


def describe_function(functions: FunctionRegistry, name: str) -> Json:
    function = functions.describe(name)
    if function is None:
        raise StatementError(f"Can't find any functions with the name '{name}'")
    return {
        "@type": "describe_function",
        "name": function.name,
        "description": function.description,
        "author": "Confluent",
        "version": "",
        "path": "internal",
        "functions": _signatures(function),
        "type": function.kind.value,
    }


def _signatures(function: Function) -> list[Json]:
    return [
        {
            "arguments": [
                {
                    "name": parameter.name,
                    "type": str(parameter.type),
                    "description": "",
                    "isVariadic": parameter.variadic,
                }
                for parameter in overload.parameters
            ],
            "returnType": str(overload.returns),
            "description": function.description,
            "argumentTypes": [str(parameter.type) for parameter in overload.parameters],
        }
        for overload in function.overloads
    ]
