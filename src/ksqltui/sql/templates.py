"""Owns statements with blanks to fill in: those of the language and skeletons of a source; knows no server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ksqltui.sql.expression_formatter import format_identifier


@dataclass(frozen=True, slots=True)
class Blank:
    """A part of a template that is to be replaced by what is meant; `text` shows what belongs there.

    Blanks that are `named` alike mean the same thing and are filled in together; "" means something of its own.
    """

    text: str
    named: str = ""


@dataclass(frozen=True, slots=True)
class Template:
    """A statement of plain parts and blanks, in the order in which one reads it."""

    parts: tuple[str | Blank, ...]

    @property
    def text(self) -> str:
        """The statement with every blank as it is."""
        return "".join(part if isinstance(part, str) else part.text for part in self.parts)

    @property
    def blanks(self) -> tuple[tuple[int, int], ...]:
        """Where the blanks are in `text`, as offsets."""
        found, at = [], 0
        for part in self.parts:
            length = len(part if isinstance(part, str) else part.text)
            if isinstance(part, Blank):
                found.append((at, at + length))
            at += length
        return tuple(found)

    @property
    def names(self) -> tuple[str, ...]:
        """What the blanks are named, in their order."""
        return tuple(part.named for part in self.parts if isinstance(part, Blank))


def template(text: str) -> Template:
    """Reads a template of our own, in which blanks stand between `«` and `»`; small letters are a name."""
    parts = re.split("«(.*?)»", text)
    return Template(tuple(_blank(part) if at % 2 else part for at, part in enumerate(parts) if part))


def _blank(text: str) -> Blank:
    return Blank(text, text if re.fullmatch("[a-z_]+", text) else "")


@dataclass(frozen=True, slots=True)
class StatementTemplate:
    """A statement of the language and what it is called."""

    name: str
    template: Template


def _one(name: str, text: str) -> StatementTemplate:
    return StatementTemplate(name, template(text))


STATEMENTS: Final = (
    _one("Push query", "SELECT «*»\n  FROM «source»\n  EMIT CHANGES;"),
    _one(
        "Push query, filtered",
        "SELECT «*»\n  FROM «source»\n  WHERE «condition»\n  EMIT CHANGES;",
    ),
    _one("Pull query", "SELECT «*»\n  FROM «a_table»\n  WHERE «key» = «'value'»;"),
    _one(
        "Counts by key",
        "SELECT «key», COUNT(*) AS «n»\n  FROM «a_stream»\n  GROUP BY «key»\n  EMIT CHANGES;",
    ),
    _one(
        "Tumbling window",
        "SELECT «key», WINDOWSTART AS ws, WINDOWEND AS we, COUNT(*) AS «n»\n  FROM «a_stream»\n"
        "  WINDOW TUMBLING (SIZE «10 SECONDS»)\n  GROUP BY «key»\n  EMIT CHANGES;",
    ),
    _one(
        "Hopping window",
        "SELECT «key», WINDOWSTART AS ws, WINDOWEND AS we, COUNT(*) AS «n»\n  FROM «a_stream»\n"
        "  WINDOW HOPPING (SIZE «30 SECONDS», ADVANCE BY «10 SECONDS»)\n  GROUP BY «key»\n  EMIT CHANGES;",
    ),
    _one(
        "Session window",
        "SELECT «key», WINDOWSTART AS ws, WINDOWEND AS we, COUNT(*) AS «n»\n  FROM «a_stream»\n"
        "  WINDOW SESSION («60 SECONDS»)\n  GROUP BY «key»\n  EMIT CHANGES;",
    ),
    _one(
        "Final results of windows",
        "SELECT «key», WINDOWSTART AS ws, COUNT(*) AS «n»\n  FROM «a_stream»\n"
        "  WINDOW TUMBLING (SIZE «10 SECONDS», GRACE PERIOD «0 SECONDS»)\n  GROUP BY «key»\n  EMIT FINAL;",
    ),
    _one(
        "Join a stream with a table",
        "SELECT s.«column», t.«other_column»\n  FROM «a_stream» s\n  LEFT JOIN «a_table» t"
        " ON s.«joined_by» = t.«key»\n  EMIT CHANGES;",
    ),
    _one(
        "Join two streams",
        "SELECT a.«column», b.«other_column»\n  FROM «a_stream» a\n  JOIN «other_stream» b WITHIN «1 MINUTE»"
        " ON a.«joined_by» = b.«joined_by»\n  EMIT CHANGES;",
    ),
    _one(
        "CREATE STREAM",
        "CREATE STREAM «name» (\n  «key» «VARCHAR» KEY,\n  «column» «VARCHAR»\n) WITH (\n  KAFKA_TOPIC = '«topic»',\n"
        "  VALUE_FORMAT = '«JSON»',\n  PARTITIONS = «1»\n);",
    ),
    _one(
        "CREATE TABLE",
        "CREATE TABLE «name» (\n  «key» «VARCHAR» PRIMARY KEY,\n  «column» «VARCHAR»\n) WITH (\n"
        "  KAFKA_TOPIC = '«topic»',\n  VALUE_FORMAT = '«JSON»',\n  PARTITIONS = «1»\n);",
    ),
    _one(
        "CREATE STREAM AS SELECT",
        "CREATE STREAM «name» AS\n  SELECT «*»\n  FROM «a_stream»\n  WHERE «condition»\n  EMIT CHANGES;",
    ),
    _one(
        "CREATE TABLE AS SELECT",
        "CREATE TABLE «name» AS\n  SELECT «key», COUNT(*) AS «n»\n  FROM «a_stream»\n  GROUP BY «key»\n  EMIT CHANGES;",
    ),
    _one("INSERT INTO ... VALUES", "INSERT INTO «source» («column») VALUES («'value'»);"),
    _one(
        "INSERT INTO ... SELECT",
        "INSERT INTO «a_stream»\n  SELECT «*»\n  FROM «other_stream»;",
    ),
    _one("CREATE TYPE", "CREATE TYPE «name» AS STRUCT<«field» «VARCHAR»>;"),
    _one("DESCRIBE", "DESCRIBE «source» EXTENDED;"),
    _one("EXPLAIN", "EXPLAIN «query_id»;"),
    _one("PRINT", "PRINT '«topic»' FROM BEGINNING LIMIT «10»;"),
    _one("DROP STREAM", "DROP STREAM IF EXISTS «name» DELETE TOPIC;"),
    _one("DROP TABLE", "DROP TABLE IF EXISTS «name» DELETE TOPIC;"),
    _one("TERMINATE", "TERMINATE «query_id»;"),
    _one("SET", "SET '«auto.offset.reset»' = '«earliest»';"),
    _one("DEFINE", "DEFINE «name» = '«value»';"),
)
"""The statements that one writes by hand, the usual first."""

_SAMPLES: Final = {
    "VARCHAR": "'text'",
    "STRING": "'text'",
    "INTEGER": "0",
    "INT": "0",
    "BIGINT": "0",
    "DOUBLE": "0.0",
    "BOOLEAN": "true",
    "TIMESTAMP": "'2026-01-01T00:00:00'",
    "DATE": "'2026-01-01'",
    "TIME": "'12:00:00'",
}


def select_all(source: str, columns: Sequence[str], *, is_windowed: bool = False) -> Template:
    """A push query of every column of a source; `columns` and `source` are named as ksqlDB has them."""
    names = [*map(format_identifier, columns), *(("WINDOWSTART", "WINDOWEND") if is_windowed else ())]
    return Template(
        ("SELECT ", Blank(",\n  ".join(names) or "*"), f"\n  FROM {format_identifier(source)}\n  EMIT CHANGES;")
    )


def insert_row(source: str, columns: Sequence[tuple[str, str]]) -> Template:
    """One row for a source, with a blank for the value of each column, which comes with its type."""
    names = ", ".join(format_identifier(name) for name, _ in columns)
    parts: list[str | Blank] = [f"INSERT INTO {format_identifier(source)} ({names})\n  VALUES ("]
    for at, (_, type_name) in enumerate(columns):
        parts += [", "] if at else []
        plain = type_name.partition("(")[0].strip().upper()
        parts.append(Blank("0.0" if plain == "DECIMAL" else _SAMPLES.get(plain, "NULL")))
    return Template((*parts, ");"))
