"""A refusal says what ksqlDB 7.6 says, at the place where it says it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.parser import parse_expression, parse_script, parse_statement

MISSING_BRACKET = "Syntax error at or near \";\"\n'}', ']', or ')' is missing"


def refusal(text: str) -> KsqlSyntaxError:
    with pytest.raises(KsqlSyntaxError) as refused:
        parse_script(text)
    return refused.value


@pytest.mark.parametrize(
    "name", ["error-syntax", "error-missing-semicolon", "error-unterminated-string", "error-qs-syntax"]
)
def test_message_is_the_recorded_one(recordings: Mapping[str, Any], name: str) -> None:
    exchange = recordings[name]
    body = exchange["request"]["body"]
    answer = json.loads("".join(chunk["text"] for chunk in exchange["response"]["chunks"]))
    refused = refusal(body.get("ksql") or body["sql"])
    assert refused.message == answer["message"].split("\nStatement:")[0]
    assert refused.failed_line == answer["statementText"]


@pytest.mark.parametrize(
    ("text", "line", "column", "detail"),
    [
        ("SELECT * FORM payments;", 1, 10, "Expecting {',', 'FROM'}"),
        (
            "SELECT FROM payments;",
            1,
            8,
            '"FROM" is a reserved keyword and it can\'t be used as an identifier.'
            " You can use it as an identifier by escaping it as 'FROM' ",
        ),
        ("SELECT * FROM payments", 1, 23, "missing ';' at '<EOF>'"),
        ("SELECT * FROM payments ORDER BY name;", 1, 30, ""),
        ("SELECT A B C FROM address;", 1, 12, "Expecting {',', 'FROM'}"),
        ("SHOW STREAMS foo;", 1, 14, "Expecting ';'"),
        ("SELECT COUNT(* FROM payments;", 1, 16, "Syntax error at or near 'FROM' at line 1:16"),
        ("SHOW PAYMENTS;", 1, 6, "Syntax error at or near 'PAYMENTS' at line 1:6"),
        ("ASSERT VALUES x;", 1, 8, "Syntax error at or near 'VALUES' at line 1:8"),
        ("SELECT CAST(x AS NULL) FROM s;", 1, 18, "Syntax error at or near 'NULL' at line 1:18"),
        ("SELECT * FROM s WHERE (a = 1", 1, 29, MISSING_BRACKET),
        ("SELECT * FROM s EMIT CHANGES LIMIT;", 1, 35, ""),
        ("SELECT * FROM s;\n  SELCT 1;", 2, 3, "Unknown statement 'SELCT'\nDid you mean 'SELECT'?"),
        ("RUN SCRIPT 'x';", 1, 1, "Unknown statement 'RUN'\nDid you mean 'PRINT'?"),
        ("создай поток;", 1, 1, "Unknown statement 'с'\nDid you mean 'SET'?"),
        ("SELECT * FROM a SELECT * FROM b;", 1, 17, "missing ';' at 'SELECT'"),
        (
            "CREATE STREAM ORDERS (c1 VARCHAR, size INTEGER) WITH (kafka_topic='o');",
            1,
            35,
            '"size" is a reserved keyword and it can\'t be used as an identifier.'
            " You can use it as an identifier by escaping it as 'size' ",
        ),
    ],
)
def test_place_and_detail(text: str, line: int, column: int, detail: str) -> None:
    refused = refusal(text)
    assert (refused.line, refused.column, refused.detail) == (line, column, detail)
    assert refused.message == f"line {line}:{column}: Syntax Error\n{detail}"
    lines = text.split("\n")
    assert refused.offset == sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    assert refused.failed_line == lines[line - 1]


def test_too_large_a_number_is_refused_as_ksqldb_does_after_parsing() -> None:
    assert refusal("SELECT 9223372036854775808 FROM s;").message == (
        "Failed to prepare statement: line 1:9: Invalid numeric literal: 9223372036854775808"
    )
    parse_statement("SELECT -9223372036854775808 FROM s")


@pytest.mark.parametrize("text", ["a = b = c", "a AND", "f(", "1 2", "x => 1", ""])
def test_no_expression(text: str) -> None:
    with pytest.raises(KsqlSyntaxError):
        parse_expression(text)


@pytest.mark.parametrize("text", ["", "-- nothing", "SHOW TABLES; SHOW STREAMS;"])
def test_one_statement_is_asked_for(text: str) -> None:
    with pytest.raises(KsqlSyntaxError):
        parse_statement(text)


@given(st.text(alphabet=st.sampled_from(list("SELECT FROM()[],.;'\"`*-/>=<1aя\n ${}|")), max_size=60))
def test_a_refusal_of_any_text_names_a_place_in_it(text: str) -> None:
    refused = None
    try:
        parse_script(text)
    except KsqlSyntaxError as error:
        refused = error
    assume(refused is not None)
    assert refused is not None
    before = text[: refused.offset]
    assert refused.line == before.count("\n") + 1
    assert refused.column == len(before) - (before.rfind("\n") + 1) + 1
    assert refused.failed_line == text.split("\n")[refused.line - 1]


@pytest.mark.parametrize("text", ["SELECT " + "(" * 20_000, "SELECT " + "- " * 20_000, "EXPLAIN " * 20_000])
def test_too_deep_a_nesting_is_refused_and_not_a_crash(text: str) -> None:
    with pytest.raises(KsqlSyntaxError, match="nested too deeply"):
        parse_script(text)
