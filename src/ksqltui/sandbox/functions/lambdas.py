"""Owns the functions that take lambdas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ksqltui.sandbox.functions.signatures import Function, overload, scalar

Items = list[Any]
Entries = dict[Any, Any]


def _transform_map(entries: Entries, keys: Callable[..., Any], values: Callable[..., Any]) -> Entries:
    return {keys(key, value): values(key, value) for key, value in entries.items()}


def _reduce(items: Items | None, state: Any, step: Callable[..., Any]) -> Any:
    for item in items or ():
        state = step(state, item)
    return state


def _reduce_map(entries: Entries | None, state: Any, step: Callable[..., Any]) -> Any:
    for key, value in (entries or {}).items():
        state = step(state, key, value)
    return state


LAMBDAS: tuple[Function, ...] = (
    scalar(
        "TRANSFORM",
        "LAMBDA",
        "The collection with a lambda applied to each element; a map takes one for its keys and one for its values.",
        overload(
            "ARRAY<T> array, LAMBDA (T) => U lambda -> ARRAY<U>", lambda items, change: [change(item) for item in items]
        ),
        overload("MAP<K, V> map, LAMBDA (K, V) => R lambda1, LAMBDA (K, V) => U lambda2 -> MAP<R, U>", _transform_map),
    ),
    scalar(
        "FILTER",
        "LAMBDA",
        "The elements of a collection for which a lambda gives true.",
        overload(
            "ARRAY<T> array, LAMBDA (T) => BOOLEAN lambda -> ARRAY<T>",
            lambda items, keep: [item for item in items if keep(item)],
        ),
        overload(
            "MAP<K, V> map, LAMBDA (K, V) => BOOLEAN lambda -> MAP<K, V>",
            lambda entries, keep: {key: value for key, value in entries.items() if keep(key, value)},
        ),
    ),
    scalar(
        "REDUCE",
        "LAMBDA",
        "One value from a collection: a lambda combines the state with each element in turn.",
        overload("ARRAY<T> array, S state, LAMBDA (S, T) => S lambda -> S", _reduce, nulls=True),
        overload("MAP<K, V> map, S state, LAMBDA (S, K, V) => S lambda -> S", _reduce_map, nulls=True),
    ),
)
