"""Owns what every output format does; knows none of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from ksqltui.model.stream import Row

TOMBSTONE = "<TOMBSTONE>"
"""What stands in the columns that a tombstone empties, but for json and jsonl; ksqlDB's own CLI writes it too."""

TOMBSTONE_FIELD = "@tombstone"
"""The field that marks a tombstone in json and jsonl; no unquoted column can have this name."""


class Format(Enum):
    TABLE = "table"
    VERTICAL = "vertical"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MARKDOWN = "markdown"

    @property
    def is_for_people(self) -> bool:
        return self in (Format.TABLE, Format.VERTICAL, Format.MARKDOWN)


OFFICIAL_NAMES = {"TABULAR": Format.TABLE, "JSON": Format.JSON}
"""What the official CLI calls its formats."""


def format_named(text: str) -> Format | None:
    """The format of that name, ours or the official CLI's, in any case; None where there is none."""
    official = OFFICIAL_NAMES.get(text.upper())
    return official or next((each for each in Format if each.value == text.lower()), None)


@dataclass(frozen=True, slots=True)
class Style:
    """How the text formats look; json and jsonl have no say in it.

    `heading` says whether the columns' names are written. `null` is what stands for null, the format's own where it
    is None. `column_width` gives every column of a table so many cells, 0 as many as its data need. What does not fit
    there goes on in further lines where `wraps`, and is cut elsewhere.
    """

    heading: bool = True
    null: str | None = None
    column_width: int = 0
    wraps: bool = True


PLAIN = Style()


@dataclass(frozen=True, slots=True)
class Head:
    """What a result is made of: its column names, which of them hold numbers, and a title where an answer has many."""

    columns: tuple[str, ...]
    numbers: tuple[bool, ...]
    title: str = ""


class Writer(Protocol):
    """Writes results one after the other. Each call leaves whole lines behind; the caller flushes."""

    def begin(self, head: Head) -> None: ...

    def rows(self, rows: Sequence[Row]) -> None:
        """Writes rows that came together; nothing of them is held back."""
        ...

    def end(self) -> None: ...


def emptied(texts: Sequence[str], values: Sequence[object]) -> list[str]:
    """A tombstone's cells: the mark stands where there is no value, or after the last one where all are keys."""
    marked = [TOMBSTONE if value is None else text for text, value in zip(texts, values, strict=True)]
    if marked and None not in values:
        marked[-1] += f" {TOMBSTONE}"
    return marked
