"""Owns how an answer of SHOW, DESCRIBE and the like reads as tables; knows no screen and no output format."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.model.entities import Entity


@dataclass(frozen=True, slots=True)
class EntityTable:
    """One table of an answer: `columns` are our own lower-case heads, `rows` hold None, bool, int, float and str.

    `title` is empty where the answer is this table alone. A table of one row reads best vertically.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]


def entity_tables(entity: Entity) -> tuple[EntityTable, ...]:
    """The tables that say what the entity says; none for an answer without content."""
    raise NotImplementedError
