"""Owns the schema text of a result's header: its columns, and the Python type that keeps their values exact.

Knows nothing of rows on the wire.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from types import GenericAlias
from typing import Any, TypedDict

from ksqltui.model.stream import ResultColumn

_NAME = re.compile(r"\s*(?:`((?:[^`]|``)*)`|([^\s`]+))\s+")
_KIND = re.compile(r"\s+(KEY|HEADERS|HEADER\s*\('.*'\))$", re.IGNORECASE)
_TOKEN = re.compile(r"`(?:[^`]|``)*`|[<>(),]")


def parse_columns(schema: str) -> tuple[ResultColumn, ...]:
    """Reads "`NAME` STRING KEY, `ST` STRUCT<`X` INTEGER>". Raises ValueError where that is not what it is."""
    return tuple(
        ResultColumn(name, _KIND.sub("", kind), key=kind.upper().endswith(" KEY"))
        for name, kind in (_named(part) for part in _parts(schema))
    )


def exact_type(type_text: str) -> Any:
    """What a value of the SQL type must be decoded to, so that DECIMAL is exact however deep it is; else Any."""
    if "DECIMAL" not in type_text:
        return Any
    head, _, inner = type_text.partition("<")
    inner = inner.removesuffix(">")
    match head.strip():
        case "ARRAY":
            return GenericAlias(list, (exact_type(inner),)) | None
        case "MAP":
            _key, value = _parts(inner)
            return GenericAlias(dict, (str, exact_type(value))) | None
        case "STRUCT":
            fields = {name: exact_type(kind) for name, kind in (_named(part) for part in _parts(inner))}
            return TypedDict("Struct", fields, total=False) | None  # type: ignore[operator]
        case scalar if scalar.startswith("DECIMAL"):
            return Decimal | None
    return Any


def _named(part: str) -> tuple[str, str]:
    """A column's name and the rest of its text."""
    name = _NAME.match(part)
    if name is None:
        raise ValueError(f"no column name in {part!r}")
    quoted, bare = name.groups()
    return bare if quoted is None else quoted.replace("``", "`"), part[name.end() :].strip()


def _parts(text: str) -> Iterator[str]:
    """Cuts at the commas that stand outside of brackets and quotes."""
    depth = start = 0
    for token in _TOKEN.finditer(text):
        match token.group():
            case "<" | "(":
                depth += 1
            case ">" | ")":
                depth -= 1
            case "," if depth == 0:
                yield text[start : token.start()]
                start = token.end()
    if text[start:].strip():
        yield text[start:]
