"""Owns what makes a row of a query: asked of the server with EXPLAIN, joined with what the text says of windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ksqltui.model.entities import QueryDescription, SourceList
from ksqltui.model.stream import ResultColumn
from ksqltui.session.local_statements import SessionValues
from ksqltui.session.ports import KsqlServer
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import result_identity
from ksqltui.sql.syntax import Query

if TYPE_CHECKING:
    from ksqltui.model.window_state import WindowShape


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """What the server says of a query: `key_names` are empty where its rows are events and not a table's changes."""

    key_names: tuple[str, ...] = ()
    source_is_windowed: bool = False


@dataclass(frozen=True, slots=True)
class RowIdentity:
    """Indexes of the columns that make a row (empty: every row is new), the same in words, and where its window is."""

    columns: tuple[int, ...] = ()
    hides_window: bool = False
    note: str = Told("every row is new")
    windows: WindowShape | None = None


async def ask_key_facts(query: Query, text: str, server: KsqlServer, values: SessionValues) -> KeyFacts:
    """Asks EXPLAIN for the key columns and SHOW TABLES for the kind of the sources, in one request.

    A push query's own header names no keys, and EXPLAIN does not tell a stream from a table. Raises KsqlError.
    """
    asked = f"EXPLAIN {text.rstrip().removesuffix(';')};\nSHOW TABLES;"
    entities = await server.execute(asked, properties=values.properties, variables=values.variables)
    keys: tuple[str, ...] = ()
    tables: dict[str, bool] = {}
    for entity in entities:
        match entity:
            case QueryDescription(query=described):
                keys = tuple(field.name for field in described.fields if field.kind == "KEY")
            case SourceList(kind="TABLE", sources=sources):
                tables = {source.name: source.is_windowed for source in sources}
    read = (query.source.name, *(join.right.name for join in query.joins))
    is_table = query.group_by is not None or all(name in tables for name in read)
    windowed = query.group_by is None and any(tables.get(name, False) for name in read)
    return KeyFacts(keys if is_table else (), windowed)


def header_key_facts(columns: Sequence[ResultColumn]) -> KeyFacts:
    """The key columns that a header marks: a table's pull query does so, window bounds included."""
    return KeyFacts(tuple(column.name for column in columns if column.key))


def row_identity(query: Query, facts: KeyFacts, columns: Sequence[ResultColumn]) -> RowIdentity:
    """Joins both. Rows with a hidden window are never joined by key: different windows would become one row."""
    names = [column.name for column in columns]
    if not facts.key_names:
        return RowIdentity()
    found = result_identity(query, facts.key_names, names, facts.source_is_windowed)
    if found.hides_window:
        return RowIdentity(hides_window=True, note=Told("every row is new: the window is not in the result"))
    if not found.columns:
        return RowIdentity(note=Told("every row is new: the key is not in the result"))
    from ksqltui.session.window_shape import window_shape

    return RowIdentity(
        found.columns,
        note=Told("one row per {columns}", columns=", ".join(names[index] for index in found.columns)),
        windows=window_shape(query, names, facts.source_is_windowed),
    )
