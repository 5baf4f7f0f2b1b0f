"""Each refusal that has a sure way out offers it, as the server words the refusal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from ksqltui.model.errors import KsqlError
from ksqltui.model.fixes import Fix, fix_for, fix_for_hidden_window, fixes_for


def refusal(recordings: Mapping[str, Any], name: str) -> tuple[KsqlError, str]:
    recording = recordings[name]
    body = recording["request"]["body"]
    answer = json.loads("".join(chunk["text"] for chunk in recording["response"]["chunks"]))
    return KsqlError(answer["message"]), body.get("ksql") or body["sql"]


def fixed(recordings: Mapping[str, Any], name: str) -> Fix:
    fix = fix_for(*refusal(recordings, name))
    assert fix is not None
    return fix


def test_the_lessons_group_by(recordings: Mapping[str, Any]) -> None:
    fix = fixed(recordings, "lesson-05-pull-group-by")
    assert fix.title == "Add EMIT CHANGES"
    assert fix.statement == "SELECT name, SUM(amount) AS total FROM payments GROUP BY name EMIT CHANGES;"
    assert fix.removed == ("SELECT name, SUM(amount) AS total FROM payments GROUP BY name;",)
    assert fix.added == (fix.statement,)
    assert "push query" in fix.why


def test_only_the_lines_that_differ_are_shown() -> None:
    error = KsqlError("Pull queries don't support GROUP BY clauses.\nAdd EMIT CHANGES if you intended ..")
    fix = fix_for(error, "SELECT name, COUNT(*)\n  FROM payments\n  GROUP BY name;")
    assert fix is not None
    assert fix.removed == ("  GROUP BY name;",)
    assert fix.added == ("  GROUP BY name EMIT CHANGES;",)


@pytest.mark.parametrize(
    ("name", "statement"),
    [
        ("lesson-06-pull-with-pseudo-columns", "SELECT ROWPARTITION, ROWOFFSET, * FROM payments EMIT CHANGES;"),
        ("error-missing-semicolon", "SHOW STREAMS;"),
        ("error-syntax", "SELECT * FROM payments;"),
        (
            "error-missing-topic",
            "CREATE STREAM b (a INT) WITH (KAFKA_TOPIC='nothere', VALUE_FORMAT='json', PARTITIONS=3);",
        ),
        ("print-unknown-topic", "PRINT 'payments' LIMIT 1;"),
        ("error-qs-final-without-window", "SELECT name, COUNT(*) FROM payments GROUP BY name EMIT CHANGES;"),
    ],
)
def test_the_servers_own_refusals(recordings: Mapping[str, Any], name: str, statement: str) -> None:
    fix = fixed(recordings, name)
    assert fix.statement == statement
    assert fix.why
    assert "!" not in fix.why
    assert "please" not in fix.why.lower()


@pytest.mark.parametrize(
    "name",
    [
        "error-describe-unknown",
        "error-drop-used",
        "error-qs-syntax",
        "error-qs-unknown-column",
        "lesson-01-create-stream-again",
        "error-unterminated-string",
    ],
)
def test_no_fix_is_better_than_a_guess(recordings: Mapping[str, Any], name: str) -> None:
    assert fix_for(*refusal(recordings, name)) is None


def test_a_hidden_window_is_brought_into_the_result() -> None:
    fix = fix_for_hidden_window("SELECT name, cnt, sum FROM payments_aggr EMIT CHANGES;")
    assert fix is not None
    assert "WINDOWSTART" in fix.statement
    assert "WINDOWEND" in fix.statement
    assert fix_for_hidden_window(fix.statement) is None


def test_every_other_clause_has_its_own_reason() -> None:
    statement = "SELECT name, COUNT(*) FROM payments WINDOW TUMBLING (SIZE 1 HOUR) GROUP BY name HAVING COUNT(*) > 1;"
    reasons = set()
    for clause in ("GROUP BY", "HAVING", "WINDOW", "JOIN", "PARTITION BY"):
        error = KsqlError(f"Pull queries don't support {clause} clauses. See ..\nAdd EMIT CHANGES if you intended ..")
        fix = fix_for(error, statement)
        assert fix is not None
        reasons.add(fix.why)
    assert len(reasons) == 5


def test_a_pull_of_record_columns_may_also_go_without_them(recordings: Mapping[str, Any]) -> None:
    first, other = fixes_for(*refusal(recordings, "lesson-06-pull-with-pseudo-columns"))
    assert first.title == "Add EMIT CHANGES"
    assert other.statement == "SELECT * FROM payments;"


@pytest.mark.parametrize(
    "statement",
    ["SELECT ROWOFFSET FROM payments;", "SELECT name, ROWOFFSET FROM payments WHERE ROWOFFSET > 3;"],
)
def test_columns_are_not_dropped_where_nothing_or_no_pull_query_would_be_left(statement: str) -> None:
    error = KsqlError(
        "Pull queries don't support the following columns in SELECT clauses: `ROWOFFSET`\n"
        "Add EMIT CHANGES if you intended to issue a push query."
    )
    assert [fix.title for fix in fixes_for(error, statement)] == ["Add EMIT CHANGES"]
