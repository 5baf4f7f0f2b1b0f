"""Owns what a client asks in a request body: its JSON, checked; knows no engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import msgspec

from ksqltui.sandbox.errors import SandboxError
from ksqltui.sandbox.rest.properties import check_overrides


@dataclass(frozen=True, slots=True)
class StatementRequest:
    """Statements with the session that the client sends along with every request."""

    text: str
    properties: Mapping[str, object] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


def statement_request(data: bytes, *, text_field: str, properties_field: str) -> StatementRequest:
    """The request in a body. Raises SandboxError where it is no such request or sets what may not be set."""
    fields = json_object(data)
    text = fields.get(text_field)
    if not isinstance(text, str):
        raise SandboxError(f"Invalid JSON in request: the field '{text_field}' is missing or no string")
    properties = _object_field(fields, properties_field)
    check_overrides(properties)
    variables = {name: str(value) for name, value in _object_field(fields, "sessionVariables").items()}
    return StatementRequest(text, properties, variables)


def json_object(data: bytes) -> Mapping[str, object]:
    """A JSON object. Raises SandboxError for anything else."""
    try:
        fields = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SandboxError(f"Invalid JSON in request: {error}") from error
    if not isinstance(fields, dict):
        raise SandboxError(f"Invalid JSON in request: expected an object, found {_kind(fields)}")
    return fields


def _object_field(fields: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = fields.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SandboxError(f"Invalid JSON in request: the field '{name}' is no object")
    return value


def _kind(value: object) -> str:
    match value:
        case str():
            return f"the string '{value}'"
        case list():
            return "an array"
        case _:
            return "a single value"
