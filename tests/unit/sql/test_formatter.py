"""Statements are spelled as a ksqlDB 7.6.1 server spelled them."""

from __future__ import annotations

import pytest

from ksqltui.sql.formatter import format_expression, format_identifier, format_statement, format_type
from ksqltui.sql.parser import parse_expression, parse_statement
from ksqltui.sql.syntax import CreateSource, Subscript, Unary


def test_every_recorded_rewritten_statement(recorded_texts: frozenset[str]) -> None:
    assert len(recorded_texts) > 8
    for text in recorded_texts:
        assert format_statement(parse_statement(text)) == text


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("a+b*2", "(A + (B * 2))"),
        ("a != 'it''s'", "(A <> 'it''s')"),
        ("a NOT IN (1,2)", "(NOT (A IN (1, 2)))"),
        ("not a is not null", "(NOT (A IS NOT NULL))"),
        ("CASE WHEN a THEN 1 ELSE null END", "(CASE WHEN A THEN 1 ELSE null END)"),
        ("cast(a as varchar)", "CAST(A AS STRING)"),
        ("- -5", "- -5"),
        ("1e3 + 15e-8 + 0e0", "((1E3 + 1.5E-7) + 0E0)"),
        ("map('a':=1)['a']", "MAP('a':=1)['a']"),
        ("struct(a:=`b c`)->a", "STRUCT(A:=`b c`)->A"),
        ("transform(l, x => x + 1)", "TRANSFORM(L, (X) => (X + 1))"),
        ("a LIKE '%b' ESCAPE '!'", "(A LIKE '%b' ESCAPE '!')"),
        ("p.`select`", "P.`select`"),
    ],
)
def test_expressions(text: str, spelled: str) -> None:
    node = parse_expression(text)
    assert format_expression(node) == spelled
    assert format_expression(parse_expression(spelled)) == spelled


def test_a_sign_does_not_take_the_subscript_of_its_expression() -> None:
    node = Subscript(Unary("-", parse_expression("a")), parse_expression("1"))
    assert parse_expression(format_expression(node)) == node


@pytest.mark.parametrize(
    ("name", "spelled"), [("A1", "A1"), ("a", "`a`"), ("SELECT", "`SELECT`"), ("KEY", "KEY"), ("a`b", "`a``b`")]
)
def test_identifiers_are_quoted_when_they_must_be(name: str, spelled: str) -> None:
    assert format_identifier(name) == spelled


def test_types() -> None:
    node = parse_statement("CREATE STREAM s (a STRUCT<x INT, y MAP<VARCHAR, DECIMAL(3,1)>> KEY, b my_type ARRAY);")
    assert isinstance(node, CreateSource)
    assert [format_type(column.type) for column in node.columns] == [
        "STRUCT<X INTEGER, Y MAP<STRING, DECIMAL(3, 1)>>",
        "ARRAY<MY_TYPE>",
    ]


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        (
            "select a from s left join t within 1 hour on s.a = t.a window hopping (size 2 days, advance by 1 day) "
            "where a > 1 group by a, b having a > 2 emit changes limit 3",
            "SELECT A\nFROM S S\nLEFT OUTER JOIN T T WITHIN 1 HOURS ON ((S.A = T.A))\n"
            "WINDOW HOPPING ( SIZE 2 DAYS , ADVANCE BY 1 DAYS ) \n"
            "WHERE (A > 1)\nGROUP BY A, B\nHAVING (A > 2)\nEMIT CHANGES\nLIMIT 3;",
        ),
        ("drop stream if exists s delete topic", "DROP STREAM IF EXISTS S DELETE TOPIC;"),
        ("insert into s (a) values (1, 'x')", "INSERT INTO S (A) VALUES (1, 'x');"),
        ("create type t as array<int>", "CREATE TYPE T AS ARRAY<INTEGER>;"),
        ("set 'a'='b'", "SET 'a'='b';"),
        ("terminate all", "TERMINATE ALL;"),
    ],
)
def test_statements(text: str, spelled: str) -> None:
    assert format_statement(parse_statement(text)) == spelled
    assert format_statement(parse_statement(spelled)) == spelled
