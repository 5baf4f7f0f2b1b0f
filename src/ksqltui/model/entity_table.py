"""Owns the shape that every answer but rows is turned into: small tables of text and numbers; knows no answer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ksqltui.speech.speech import Told


@dataclass(frozen=True, slots=True)
class EntityTable:
    """One table of an answer: `columns` are our own lower-case heads, `rows` hold None, bool, int, float and str.

    What is ours among title and cells is `Told`, the heads are so all.

    `title` is empty where the answer is this table alone. A record is one row that reads best vertically, as
    name and value pairs; what is empty is not in it.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    is_record: bool = False


def heads(*names: str) -> tuple[str, ...]:
    """Names of columns, which are words of ours."""
    return tuple(map(Told, names))


def table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> EntityTable:
    """A table, of no rows too."""
    return EntityTable(title, heads(*columns), tuple(rows))


def record(title: str, **fields: object) -> EntityTable:
    """A record of the fields that are not empty; an underscore in a name stands for a space."""
    kept = {name.replace("_", " "): value for name, value in fields.items() if value not in ("", None)}
    return EntityTable(title, heads(*kept), (tuple(kept.values()),), is_record=True)
