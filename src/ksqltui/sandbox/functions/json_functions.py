"""Owns the functions on texts that hold JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import msgspec

from ksqltui.sandbox.formats.wire import wire_value
from ksqltui.sandbox.functions.signatures import Function, overload, scalar
from ksqltui.sandbox.types import SqlType

_DECODER = json.JSONDecoder(parse_float=Decimal)
_MISSING = object()
_STEP = re.compile(r"\.([^.\[\]]+)|\[(-?\d+)\]|\['([^']*)'\]")


def _parse(text: str) -> Any:
    """The JSON value at the start of a text; what follows it is ignored. `_MISSING` where there is none."""
    try:
        return _DECODER.raw_decode(text.lstrip())[0]
    except ValueError:
        return _MISSING


def _dump(value: object) -> str:
    return msgspec.json.encode(value, enc_hook=_plain_decimal).decode()


def _plain_decimal(value: object) -> object:
    return msgspec.Raw(str(value).encode())


def _exact(value: Any) -> Any:
    """The value with its decimals ready to be written as numbers."""
    if isinstance(value, Decimal):
        return msgspec.Raw(str(value).encode())
    if isinstance(value, list):
        return [_exact(item) for item in value]
    return {key: _exact(item) for key, item in value.items()} if isinstance(value, dict) else value


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return _dump(_exact(value))


def _extract(text: str, path: str) -> str | None:
    value = _parse(text)
    steps = list(_STEP.finditer(path))
    if not path.startswith("$") or sum(len(step[0]) for step in steps) != len(path) - 1:
        raise ValueError(f"Invalid JSON path: {path}")
    for step in steps:
        name, index = step[1] if step[1] is not None else step[3], step[2]
        if name is not None:
            value = value.get(name) if isinstance(value, dict) else None
        else:
            at = int(index)
            value = value[at] if isinstance(value, list) and 0 <= at < len(value) else None
    return None if value is _MISSING else _text(value)


def _is_json(text: str | None) -> bool:
    if text is None:
        return False
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _array_length(text: str) -> int | None:
    value = _parse(text)
    return len(value) if isinstance(value, list) else None


def _array_contains(text: str | None, wanted: object) -> bool:
    value = None if text is None else _parse(text)
    if not isinstance(value, list):
        return False
    return any(item == wanted and isinstance(item, bool) is isinstance(wanted, bool) for item in value)


def _concat(*texts: str) -> str | None:
    """Objects are merged and arrays joined; anything else becomes one element of an array."""
    values = [_parse(text) for text in texts]
    if not values or _MISSING in values:
        return None
    if all(isinstance(value, dict) for value in values):
        return _dump(_exact({key: item for value in values for key, item in value.items()}))
    if len(values) == 1:
        return _dump(_exact(values[0]))
    joined = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return _dump(_exact(joined))


def _items(text: str) -> list[str] | None:
    value = _parse(text)
    return [_dump(_exact(item)) for item in value] if isinstance(value, list) else None


def _keys(text: str) -> list[str] | None:
    value = _parse(text)
    return list(value) if isinstance(value, dict) else None


def _records(text: str) -> dict[str, str | None] | None:
    value = _parse(text)
    return {key: _text(item) for key, item in value.items()} if isinstance(value, dict) else None


def _writer(types: Sequence[SqlType | None]) -> Callable[[object], str]:
    own = types[0]
    return lambda value: "null" if value is None or own is None else _dump(wire_value(value, own))


JSON_FUNCTIONS: tuple[Function, ...] = (
    scalar(
        "EXTRACTJSONFIELD",
        "JSON",
        "The value at a path such as $.items[0].name in a JSON text, as text.",
        overload("STRING input, STRING path -> STRING", _extract),
    ),
    scalar(
        "IS_JSON_STRING",
        "JSON",
        "Whether a text is valid JSON.",
        overload("STRING input -> BOOLEAN", _is_json, nulls=True),
    ),
    scalar(
        "JSON_ARRAY_CONTAINS",
        "JSON",
        "Whether a JSON array holds a value.",
        overload("STRING jsonArray, T val -> BOOLEAN", _array_contains, nulls=True),
    ),
    scalar(
        "JSON_ARRAY_LENGTH",
        "JSON",
        "The number of elements of a JSON array, null for any other JSON.",
        overload("STRING jsonArray -> INT", _array_length),
    ),
    scalar(
        "JSON_CONCAT",
        "JSON",
        "One JSON value of several: objects merged, arrays joined.",
        overload("STRING... jsonStrings -> STRING", _concat),
    ),
    scalar(
        "JSON_ITEMS",
        "JSON",
        "The elements of a JSON array, each as JSON text.",
        overload("STRING jsonItems -> ARRAY<STRING>", _items),
    ),
    scalar(
        "JSON_KEYS",
        "JSON",
        "The names of the fields of a JSON object.",
        overload("STRING jsonObj -> ARRAY<STRING>", _keys),
    ),
    scalar(
        "JSON_RECORDS",
        "JSON",
        "The fields of a JSON object as a map of JSON texts.",
        overload("STRING jsonObj -> MAP<STRING, STRING>", _records),
    ),
    scalar(
        "TO_JSON_STRING",
        "JSON",
        "Any value as JSON text.",
        overload("T val -> STRING", typed=_writer, nulls=True),
    ),
)
