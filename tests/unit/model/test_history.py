"""What is remembered of a run can be found again, and no secret is in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.history import MASK, HistoryEntry, found, from_cli_history, from_line, to_line, without_secrets


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE SOURCE CONNECTOR c WITH ('connection.password'='hunter2', 'tasks.max'='1');",
        "CREATE SINK CONNECTOR c WITH (\"aws.secret.access.key\" = 'hunter2');",
        "CREATE SOURCE CONNECTOR c WITH ('connection.url'='jdbc:postgresql://me:hunter2@db:5432/x');",
        "CREATE SOURCE CONNECTOR c WITH ('connection.url'='jdbc:mysql://db/x?user=me&password=hunter2');",
        "SET 'ssl.keystore.password'='hunter2';",
        "SET 'ssl.key.password' = 'hunter2';",
        "SET 'basic.auth.user.info'='me:hunter2';",
        "SET 'sasl.jaas.config'='x username=\"me\" password=\"hunter2\";';",
        "DEFINE password = 'hunter2';",
        "ALTER SYSTEM 'api.key'='hunter2';",
        "SET 'a.token'='hunter2",
    ],
)
def test_secrets_are_masked_in_the_line_that_is_written(statement: str) -> None:
    line = to_line(HistoryEntry(statement, error=statement))
    assert "hunter2" not in line
    entry = from_line(line)
    assert entry is not None
    assert entry.is_masked


def test_what_is_no_secret_stays() -> None:
    for statement in (
        "CREATE STREAM s (k INT KEY) WITH (KAFKA_TOPIC='passwords', VALUE_FORMAT='json');",
        "SELECT * FROM s WHERE key = 'x' AND url = 'http://a/b';",
    ):
        assert without_secrets(statement) == statement


@given(st.text(max_size=60), st.text(max_size=10), st.floats(0, 1e10), st.integers(0, 10**9))
def test_an_entry_comes_back_as_it_was(statement: str, server: str, started: float, rows: int) -> None:
    entry = HistoryEntry(without_secrets(statement), server, started, 1.5, rows, "finished")
    line = to_line(entry)
    assert line.count("\n") == 1
    assert line.endswith("\n")
    again = from_line(line)
    assert again == entry


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", '{"statement": 1}', '{"imported": "x"}', "\0", '"' + "[" * 2000]
)
def test_a_line_of_another_kind_is_nothing(line: str) -> None:
    assert from_line(line) is None


def test_every_word_is_looked_for_and_the_newest_of_a_statement_is_shown() -> None:
    entries = [
        HistoryEntry("SELECT a FROM s;", "one", 1.0, outcome="failed"),
        HistoryEntry("SELECT a FROM s;", "one", 2.0, outcome="finished"),
        HistoryEntry("SHOW TOPICS;", "two", 3.0, outcome="finished"),
    ]
    assert [entry.started for entry in found(entries, "", 10)] == [3.0, 2.0]
    assert [entry.started for entry in found(entries, "from SELECT", 10)] == [2.0]
    assert [entry.started for entry in found(entries, "two", 10)] == [3.0]
    assert len(found(entries, "", 1)) == 1


def test_the_cli_history_is_read_as_statements_with_their_time() -> None:
    text = (
        "1700000000000:SHOW TOPICS;\n"
        "1700000001000:SELECT *\\nFROM s\\nEMIT CHANGES;\n"
        "1700000002000:CREATE STREAM s (\n1700000003000:  a INT);\n"
        "SET 'ssl.key.password'='hunter2';\n"
        "1700000009000:exit\n"
    )
    entries = from_cli_history(text)
    assert [(entry.statement, entry.started) for entry in entries] == [
        ("SHOW TOPICS;", 1700000000.0),
        ("SELECT *\nFROM s\nEMIT CHANGES;", 1700000001.0),
        ("CREATE STREAM s (\n  a INT);", 1700000002.0),
        (f"SET 'ssl.key.password'='{MASK}';", 1700000003.0),
    ]
