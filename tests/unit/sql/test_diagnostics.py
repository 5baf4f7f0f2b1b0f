"""What is wrong with a statement is found at its place, and nothing where all is right or not known."""

from __future__ import annotations

import pytest

from ksqltui.sql.diagnostics import KnownNames, Severity, defined_source, diagnose

NAMES = KnownNames(
    {"PAYMENTS": frozenset({"NAME", "AMOUNT"}), "USERS": frozenset({"ID", "CITY"}), "LATER": frozenset()},
    frozenset({"COUNT", "SUM", "UCASE", "TRANSFORM", "FROM_UNIXTIME"}),
)


@pytest.mark.parametrize(
    ("text", "marked", "severity", "words"),
    [
        ("SELECT * FRM payments;", "FRM", Severity.ERROR, "Expecting {',', 'FROM'}"),
        ("SELEC * FROM payments;", "SELEC", Severity.ERROR, "Unknown statement 'SELEC' Did you mean 'SELECT'?"),
        ("SELECT * FROM paymants;", "paymants", Severity.WARNING, "table PAYMANTS: did you mean PAYMENTS?"),
        ("SELECT nam FROM payments;", "nam", Severity.WARNING, "No column NAM: did you mean NAME?"),
        ("SELECT CUONT(*) FROM payments;", "CUONT", Severity.WARNING, "No function CUONT: did you mean COUNT?"),
        ("DESCRIBE zzz;", "zzz", Severity.WARNING, "No stream or table ZZZ"),
        (
            "SELECT p.city FROM payments p JOIN users u ON p.name = u.id EMIT CHANGES;",
            "p.city",
            Severity.WARNING,
            "CITY",
        ),
    ],
)
def test_what_is_wrong_is_marked(text: str, marked: str, severity: Severity, words: str) -> None:
    (found,) = diagnose(text, NAMES)
    assert text[found.start : found.end] == marked
    assert found.severity is severity
    assert words in found.message


@pytest.mark.parametrize(
    "text",
    [
        "SELECT FROM_UNIXTIME(WINDOWSTART) AS ws, name, COUNT(*) AS cnt FROM payments "
        "WINDOW TUMBLING (SIZE 10 SECONDS) GROUP BY name HAVING COUNT(*) > 1 EMIT CHANGES;",
        "SELECT TRANSFORM(ARRAY[amount], x => x + 1) FROM payments;",
        "SELECT anything FROM later;",
        "SELECT anything FROM mine;",
        "DROP STREAM IF EXISTS zzz;",
        "CREATE STREAM new (a INT) WITH (KAFKA_TOPIC='a', VALUE_FORMAT='json');",
    ],
)
def test_what_is_right_or_not_known_is_left_alone(text: str) -> None:
    assert diagnose(text, NAMES, frozenset({"MINE"})) == ()


def test_without_a_catalog_only_the_grammar_speaks() -> None:
    assert diagnose("SELECT nope(a) FROM nowhere;") == ()


def test_the_source_that_a_statement_makes() -> None:
    assert defined_source("CREATE OR REPLACE STREAM mine (a INT);") == "MINE"
    assert defined_source('CREATE TABLE IF NOT EXISTS "mine" AS SELECT') == "mine"
    assert defined_source("SELECT 1") == ""


@pytest.mark.parametrize("text", ["SELECT", "'", "/*", ";", "SELECT (", "$", "SELECT 'a\nb"])
def test_any_text_gets_marks_within_it(text: str) -> None:
    for found in diagnose(text, NAMES):
        assert 0 <= found.start < found.end <= len(text)
