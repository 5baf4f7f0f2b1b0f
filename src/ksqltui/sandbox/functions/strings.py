"""Owns the functions on strings."""

from __future__ import annotations

from typing import Any

from ksqltui.sandbox.functions.signatures import Function, overload, scalar


def _concat(*parts: Any) -> Any:
    present = [part for part in parts if part is not None]
    return present[0][:0].join(present) if present else None


STRINGS: tuple[Function, ...] = (
    scalar(
        "LCASE", "STRING", "The text with all letters in lower case.", overload("STRING input -> STRING", str.lower)
    ),
    scalar(
        "UCASE", "STRING", "The text with all letters in upper case.", overload("STRING input -> STRING", str.upper)
    ),
    scalar(
        "CONCAT",
        "STRING",
        "All the texts, or byte strings, one after the other; nulls are left out.",
        overload("STRING... inputs -> STRING", _concat, nulls=True),
        overload("BYTES... inputs -> BYTES", _concat, nulls=True),
    ),
)
