"""What the console tells of a statement before any server sees it."""

from __future__ import annotations

import pytest

from ksqltui.sql.analysis import (
    ResultIdentity,
    StatementKind,
    add_emit_changes,
    add_window_bounds,
    is_destructive,
    is_writing,
    kind_of,
    result_identity,
)
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import Query

WINDOWED = (
    "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS we, name, COUNT(*) AS cnt FROM payments "
    "WINDOW TUMBLING(SIZE 10 SECONDS) GROUP BY name EMIT CHANGES;"
)


def identity(text: str, keys: str, columns: str, *, windowed: bool = False) -> ResultIdentity:
    query = parse_statement(text)
    assert isinstance(query, Query)
    return result_identity(query, keys.split(), columns.split(), windowed)


@pytest.mark.parametrize(
    ("text", "kind", "destructive", "writing"),
    [
        ("SELECT * FROM s", StatementKind.PULL_QUERY, False, False),
        ("SELECT * FROM s EMIT FINAL", StatementKind.PUSH_QUERY, False, False),
        ("PRINT p", StatementKind.PRINT, False, False),
        ("SET 'a'='b'", StatementKind.LOCAL, False, False),
        ("SHOW VARIABLES", StatementKind.LOCAL, False, False),
        ("SHOW TABLES", StatementKind.REQUEST, False, False),
        ("EXPLAIN SELECT * FROM s", StatementKind.REQUEST, False, False),
        ("DROP TABLE t", StatementKind.REQUEST, True, True),
        ("TERMINATE q", StatementKind.REQUEST, True, True),
        ("PAUSE q", StatementKind.REQUEST, False, True),
        ("CREATE TABLE t AS SELECT * FROM s", StatementKind.REQUEST, False, True),
        ("INSERT INTO s VALUES (1)", StatementKind.REQUEST, False, True),
        ("ALTER SYSTEM 'a'='b'", StatementKind.REQUEST, False, True),
    ],
)
def test_kinds(text: str, kind: StatementKind, destructive: bool, writing: bool) -> None:
    statement = parse_statement(text)
    assert (kind_of(statement), is_destructive(statement), is_writing(statement)) == (kind, destructive, writing)


def test_a_windows_bounds_are_part_of_a_rows_identity() -> None:
    assert identity(WINDOWED, "NAME", "WS WE NAME CNT") == ResultIdentity((0, 1, 2))


def test_a_hidden_window_is_told() -> None:
    found = identity("SELECT name, cnt FROM payments_aggr EMIT CHANGES", "NAME", "NAME CNT", windowed=True)
    assert found == ResultIdentity((0,), hides_window=True)


def test_all_columns_of_a_windowed_table_show_the_window() -> None:
    found = identity("SELECT * FROM t EMIT CHANGES", "NAME", "NAME WINDOWSTART WINDOWEND CNT", windowed=True)
    assert found == ResultIdentity((0, 1, 2))


def test_places_after_a_star_count_from_the_right() -> None:
    text = "SELECT *, FROM_UNIXTIME(WINDOWSTART) AS a FROM t EMIT CHANGES"
    assert identity(text, "NAME", "NAME CNT A", windowed=True) == ResultIdentity((0, 2))


@pytest.mark.parametrize(
    ("text", "keys", "columns", "expected"),
    [
        ("SELECT * FROM s EMIT CHANGES", "", "A B", ()),
        ("SELECT id, v FROM t EMIT CHANGES", "ID", "ID V", (0,)),
        ("SELECT v FROM t EMIT CHANGES", "ID", "V", ()),
        ("SELECT v, id AS x FROM t EMIT CHANGES", "ID", "V X", (1,)),
        ("SELECT `id`, id FROM t EMIT CHANGES", "ID", "id ID", (1,)),
        ("SELECT `id` FROM t EMIT CHANGES", "ID", "id", (0,)),
        ("SELECT COUNT(*) c, UCASE(n) u FROM t GROUP BY UCASE(n) EMIT CHANGES", "KSQL_COL_0", "C U", (1,)),
        ("SELECT a, b, COUNT(*) c FROM s GROUP BY a, b EMIT CHANGES", "A B", "A B C", (0, 1)),
        ("SELECT a, COUNT(*) c FROM s GROUP BY a, b EMIT CHANGES", "A B", "A C", ()),
    ],
)
def test_keys(text: str, keys: str, columns: str, expected: tuple[int, ...]) -> None:
    assert identity(text, keys, columns) == ResultIdentity(expected)


@pytest.mark.parametrize(
    ("text", "edited"),
    [
        ("SELECT a FROM s GROUP BY a;", "SELECT a FROM s GROUP BY a EMIT CHANGES;"),
        ("SELECT a FROM s -- all\n;", "SELECT a FROM s EMIT CHANGES -- all\n;"),
        ("SELECT a FROM s\nLIMIT 3", "SELECT a FROM s\nEMIT CHANGES LIMIT 3"),
        ("SELECT a FROM s EMIT CHANGES;", None),
        ("SHOW TABLES;", None),
        ("SELECT", None),
    ],
)
def test_adding_emit_changes(text: str, edited: str | None) -> None:
    assert add_emit_changes(text) == edited
    if edited is not None:
        assert kind_of(parse_statement(edited)) is StatementKind.PUSH_QUERY


def test_adding_window_bounds() -> None:
    edited = add_window_bounds("SELECT name, cnt AS we FROM t EMIT CHANGES;")
    assert edited == (
        "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, FROM_UNIXTIME(WINDOWEND) AS window_end, name, cnt AS we "
        "FROM t EMIT CHANGES;"
    )
    assert add_window_bounds(WINDOWED) is None
    assert add_window_bounds("SHOW TABLES;") is None
