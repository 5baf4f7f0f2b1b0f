"""Owns the quick fixes: from a refusal and its statement to a better statement and why; knows no server and no screen."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.model.errors import KsqlError


@dataclass(frozen=True, slots=True)
class Fix:
    """A better statement: `removed` and `added` are the whole lines that differ, `why` is two or three sentences."""

    title: str
    statement: str
    removed: tuple[str, ...]
    added: tuple[str, ...]
    why: str


def fix_for(error: KsqlError, statement: str) -> Fix | None:
    """The fix for a refused statement, or None where we know none that is surely better."""
    return None


def fix_for_hidden_window(statement: str) -> Fix | None:
    """The fix for a query whose rows have a window that its projection hides (QueryRun.hides_window)."""
    return None
