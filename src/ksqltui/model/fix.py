"""Owns what a quick fix is: a better statement, the lines that differ and why; knows no refusal."""

from __future__ import annotations

import difflib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fix:
    """A better statement: `removed` and `added` are the whole lines that differ, `why` is two or three sentences."""

    title: str
    statement: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    why: str


def made_fix(title: str, old: str, new: str | None, why: str) -> Fix | None:
    """The fix from `old` to `new`; None where nothing differs."""
    if new is None or new == old:
        return None
    lines = list(difflib.ndiff(old.splitlines(), new.splitlines()))
    removed = tuple(line[2:] for line in lines if line.startswith("- "))
    added = tuple(line[2:] for line in lines if line.startswith("+ "))
    return Fix(title, new, removed, added, why)
