"""Owns the MASK functions: letters and digits hidden behind fixed characters."""

from __future__ import annotations

from collections.abc import Callable

from ksqltui.sandbox.errors import EvaluationError
from ksqltui.sandbox.functions.signatures import Function, overload, scalar

_DEFAULTS = ("X", "x", "n", "-")


def _masked(text: str, marks: tuple[str | None, ...]) -> str:
    upper, lower, digit, other = (mark[:1] if mark else None for mark in (marks or _DEFAULTS))
    result = []
    for character in text:
        if character.isupper():
            mark = upper
        elif character.islower():
            mark = lower
        else:
            mark = digit if character.isdigit() else other
        result.append(character if mark is None else mark)
    return "".join(result)


def _mask(text: str | None, *marks: str | None) -> str | None:
    return None if text is None else _masked(text, marks)


def _part(choose: Callable[[str, int], tuple[str, str, str]]) -> Callable[..., str | None]:
    """`choose` splits a text at n characters into what stays before, what is masked and what stays after."""

    def mask(text: str | None, count: int | None, *marks: str | None) -> str | None:
        if text is None or count is None:
            return None
        if count < 0:
            raise EvaluationError(f"The number of characters to mask or to keep must be 0 or more: {count}")
        before, hidden, after = choose(text, count)
        return before + _masked(hidden, marks) + after

    return mask


def _from_end(text: str, count: int) -> int:
    return max(len(text) - count, 0)


_MARKS = "STRING upper, STRING lower, STRING digit, STRING other"


def _function(name: str, description: str, mask: Callable[..., str | None]) -> Function:
    first = "STRING input" if name == "MASK" else "STRING input, INT numChars"
    return scalar(
        name,
        "STRING",
        description
        + " Upper-case letters become X, lower-case ones x, digits n and the rest -, unless told otherwise.",
        overload(f"{first} -> STRING", mask, nulls=True),
        overload(f"{first}, {_MARKS} -> STRING", mask, nulls=True),
    )


MASKS: tuple[Function, ...] = (
    _function("MASK", "The text with all its characters hidden.", _mask),
    _function(
        "MASK_LEFT", "The text with its first n characters hidden.", _part(lambda text, n: ("", text[:n], text[n:]))
    ),
    _function(
        "MASK_RIGHT",
        "The text with its last n characters hidden.",
        _part(lambda text, n: (text[: _from_end(text, n)], text[_from_end(text, n) :], "")),
    ),
    _function(
        "MASK_KEEP_LEFT",
        "The text with all but its first n characters hidden.",
        _part(lambda text, n: (text[:n], text[n:], "")),
    ),
    _function(
        "MASK_KEEP_RIGHT",
        "The text with all but its last n characters hidden.",
        _part(lambda text, n: ("", text[: _from_end(text, n)], text[_from_end(text, n) :])),
    ),
)
