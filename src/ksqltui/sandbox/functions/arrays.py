"""Owns the functions on arrays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.expressions.casts import cast_text
from ksqltui.sandbox.functions.signatures import Function, Overload, overload, scalar
from ksqltui.sandbox.types import SqlType

Items = list[Any]


def _array(name: str, description: str, *overloads: Overload) -> Function:
    return scalar(name, "ARRAY", description, *overloads)


def _distinct(items: Items) -> Items:
    try:
        return list(dict.fromkeys(items))
    except TypeError:
        unique: Items = []
        for item in items:
            if item not in unique:
                unique.append(item)
        return unique


def _contains(items: Items | None, value: object) -> bool:
    return items is not None and value in items


def _except(left: Items, right: Items) -> Items:
    return _distinct([item for item in left if item not in right])


def _intersect(left: Items, right: Items) -> Items:
    return _distinct([item for item in left if item in right])


def _union(left: Items, right: Items) -> Items:
    return _distinct(left + right)


def _concat(left: Items | None, right: Items | None) -> Items | None:
    return left if right is None else right if left is None else left + right


def _extreme(choose: Callable[[Items], Any]) -> Callable[[Items], Any]:
    def call(items: Items) -> Any:
        present = [item for item in items if item is not None]
        return choose(present) if present else None

    return call


def _remove(items: Items, value: object) -> Items:
    return [item for item in items if item != value]


def _remove_or_null(items: Items | None, value: object) -> Items | None:
    return None if items is None else _remove(items, value)


def _sort(items: Items, direction: str = "ASC") -> Items | None:
    """Sorted, nulls last in both directions; null for a direction that is neither ASC nor DESC."""
    word = direction.upper()
    if word not in ("ASC", "ASCENDING", "DESC", "DESCENDING"):
        return None
    present = sorted((item for item in items if item is not None), reverse=word.startswith("DESC"))
    return [*present, *[None] * (len(items) - len(present))]


def _joiner(types: Sequence[SqlType | None]) -> Callable[..., str | None]:
    element = types[0].element if types[0] else None

    def join(items: Items | None, delimiter: str | None = ",") -> str | None:
        if items is None or element is None:
            return None
        return (delimiter or "").join(cast_text(item, element) for item in items)

    return join


def _series(first: int, last: int, step: int | None = None) -> Items:
    """Raises EvaluationError for a step of zero or one that leads away from the end."""
    if step is None:
        step = 1 if first <= last else -1
    if step == 0:
        raise EvaluationError("GENERATE_SERIES step cannot be zero")
    if (last - first) * step < 0:
        raise EvaluationError(f"GENERATE_SERIES step has wrong sign: from {first} to {last} by {step}")
    return list(range(first, last + (1 if step > 0 else -1), step))


def _slice(items: Items | None, first: int | None, last: int | None) -> Items | None:
    """From one position to another, both included and counted from 1; a null bound is the array's own."""
    if items is None:
        return None
    start = max((1 if first is None else first) - 1, 0)
    return items[start : len(items) if last is None else max(last, 0)]


ARRAYS: tuple[Function, ...] = (
    _array("ARRAY_LENGTH", "The number of elements.", overload("ARRAY<T> array -> INT", len)),
    _array(
        "ARRAY_CONTAINS",
        "Whether an array holds a value.",
        overload("ARRAY<T> array, T val -> BOOLEAN", _contains, nulls=True),
    ),
    _array("ARRAY_DISTINCT", "The array without repetitions.", overload("ARRAY<T> input -> ARRAY<T>", _distinct)),
    _array(
        "ARRAY_EXCEPT",
        "The elements of the first array that are not in the second, without repetitions.",
        overload("ARRAY<T> array1, ARRAY<T> array2 -> ARRAY<T>", _except),
    ),
    _array(
        "ARRAY_INTERSECT",
        "The elements that both arrays hold, without repetitions.",
        overload("ARRAY<T> array1, ARRAY<T> array2 -> ARRAY<T>", _intersect),
    ),
    _array(
        "ARRAY_UNION",
        "The elements of both arrays, without repetitions.",
        overload("ARRAY<T> array1, ARRAY<T> array2 -> ARRAY<T>", _union),
    ),
    _array(
        "ARRAY_CONCAT",
        "Both arrays, one after the other.",
        overload("ARRAY<T> array1, ARRAY<T> array2 -> ARRAY<T>", _concat, nulls=True),
    ),
    _array(
        "ARRAY_JOIN",
        "The elements as one text, with a delimiter between them; a comma unless told otherwise.",
        overload("ARRAY<T> array -> STRING", typed=_joiner),
        overload("ARRAY<T> array, STRING delimiter -> STRING", typed=_joiner, nulls=True),
    ),
    _array("ARRAY_MAX", "The greatest element; nulls are left out.", overload("ARRAY<T> array -> T", _extreme(max))),
    _array("ARRAY_MIN", "The smallest element; nulls are left out.", overload("ARRAY<T> array -> T", _extreme(min))),
    _array(
        "ARRAY_REMOVE",
        "The array without the elements that equal a value.",
        overload("ARRAY<T> array, T victim -> ARRAY<T>", _remove_or_null, nulls=True),
    ),
    _array(
        "ARRAY_SORT",
        "The array sorted, ascending or with 'DESC' descending; nulls come last.",
        overload("ARRAY<T> array -> ARRAY<T>", _sort),
        overload("ARRAY<T> array, STRING direction -> ARRAY<T>", _sort),
    ),
    _array(
        "GENERATE_SERIES",
        "The whole numbers from one to another, by a step if given.",
        overload("INT start, INT end -> ARRAY<INT>", _series),
        overload("BIGINT start, BIGINT end -> ARRAY<BIGINT>", _series),
        overload("INT start, INT end, INT step -> ARRAY<INT>", _series),
        overload("BIGINT start, BIGINT end, INT step -> ARRAY<BIGINT>", _series),
    ),
    _array(
        "SLICE",
        "The elements from one position to another, both included; positions count from 1.",
        overload("ARRAY<T> in, INT from, INT to -> ARRAY<T>", _slice, nulls=True),
    ),
)
