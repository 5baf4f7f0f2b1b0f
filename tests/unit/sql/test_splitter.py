"""Statements begin and end where the server would see them, in any text."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.sql.conftest import Script

from ksqltui.sql.splitter import split, statement_at

PIECES = st.sampled_from(
    [
        "SELECT",
        "a",
        "'b;c'",
        "'it''s;'",
        '"q;q"',
        "`w;w`",
        "/* ; ' */",
        "-- ; '\n",
        "привет",
        "\n",
        " ",
        ",",
        "12",
        "${v}",
    ]
)


@given(st.lists(st.lists(PIECES).map(" ".join), max_size=5))
def test_only_a_bare_semicolon_ends_a_statement(bodies: list[str]) -> None:
    texts = [f"x {body}\n;" for body in bodies]
    assert [statement.text for statement in split("\n".join(texts))] == texts


@given(st.text(alphabet=st.sampled_from(list("aя;'\"`-/*\n $")), max_size=80))
def test_any_text_splits_into_its_own_parts(text: str) -> None:
    end = 0
    for statement in split(text):
        assert statement.start >= end
        assert text[statement.start : statement.end] == statement.text
        assert not statement.terminated or statement.text.endswith(";")
        line_start = text.rfind("\n", 0, statement.start) + 1
        assert statement.line == text.count("\n", 0, statement.start) + 1
        assert statement.column == statement.start - line_start + 1
        end = statement.end


def test_comments_before_are_left_out_and_the_last_semicolon_may_be_missing() -> None:
    first, second = split("-- one; two\nSELECT 1; ;\n/* ; */ SHOW\n TABLES  -- end")
    assert (first.text, first.line, first.terminated) == ("SELECT 1;", 2, True)
    assert (second.text, second.line, second.column, second.terminated) == ("SHOW\n TABLES", 3, 9, False)


def test_an_open_string_takes_the_rest() -> None:
    assert [statement.text for statement in split("a; SELECT 'b; c")] == ["a;", "SELECT 'b; c"]


def test_statement_under_the_cursor() -> None:
    text = "SELECT 1;\n-- about the second\nSELECT 2;\n"
    first, second = statements = split(text)
    assert statement_at(statements, 0) is first
    assert statement_at(statements, text.index(";") + 1) is first
    assert statement_at(statements, text.index("about")) is second
    assert statement_at(statements, len(text)) is second
    assert statement_at((), 0) is None
    assert statement_at(split("a;b;"), 2) is not None
    assert statement_at(split("a;b;"), 2) == split("a;b;")[1]


def test_the_corpus_splits_into_whole_statements(scripts: Sequence[Script]) -> None:
    for script in scripts:
        statements = split(script.text)
        assert "".join(each.text for each in statements if each.terminated).count(";") >= len(statements) - 1, (
            script.case
        )
        for each in statements:
            (alone,) = split(each.text)
            assert alone.text == each.text, script.case
