"""Owns the functions on maps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ksqltui.sandbox.functions.signatures import Function, Overload, overload, scalar
from ksqltui.sandbox.types import STRING, SqlType, array, struct

Entries = dict[Any, Any]


def _map(name: str, description: str, *overloads: Overload) -> Function:
    return scalar(name, "MAP", description, *overloads)


def _as_map(keys: list[Any], values: list[Any]) -> Entries:
    return dict(zip(keys, values, strict=False))


def _entries(entries: Entries, ordered: bool) -> list[dict[str, Any]]:
    keys = sorted(entries) if ordered else list(entries)
    return [{"K": key, "V": entries[key]} for key in keys]


def _entries_type(types: Sequence[SqlType | None]) -> SqlType | None:
    value = types[0].element if types[0] else None
    return None if value is None else array(struct(("K", STRING), ("V", value)))


def _union(left: Entries | None, right: Entries | None) -> Entries | None:
    if left is None or right is None:
        return right if left is None else left
    return {**left, **right}


MAPS: tuple[Function, ...] = (
    _map(
        "AS_MAP",
        "A map from an array of keys and an array of values.",
        overload("ARRAY<STRING> keys, ARRAY<T> values -> MAP<STRING, T>", _as_map),
    ),
    _map(
        "ENTRIES",
        "The entries of a map as an array of structs with the fields K and V; sorted by key if asked for.",
        overload("MAP<STRING, T> map, BOOLEAN sorted -> ARRAY<STRUCT>", _entries, result=_entries_type),
    ),
    _map("MAP_KEYS", "The keys of a map.", overload("MAP<STRING, T> input -> ARRAY<STRING>", list)),
    _map(
        "MAP_VALUES",
        "The values of a map.",
        overload("MAP<STRING, T> input -> ARRAY<T>", lambda entries: list(entries.values())),
    ),
    _map(
        "MAP_UNION",
        "The entries of both maps; for a key in both the second map's value.",
        overload("MAP<STRING, T> map1, MAP<STRING, T> map2 -> MAP<STRING, T>", _union, nulls=True),
    ),
)
