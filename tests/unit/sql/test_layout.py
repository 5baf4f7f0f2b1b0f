"""Laying out moves spaces only: same nodes, every comment, a second time nothing; over the whole corpus too."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sql.layout import WIDTH, lay_out_script, lay_out_statement, upper_case_keywords
from ksqltui.sql.parser import parse_script, parse_statement
from ksqltui.sql.tokens import TokenKind, tokenize

GAPS = st.sampled_from([" ", "\n", "  \n\n ", " -- note\n", "\n-- own line\n", " /* in */ ", "\n/* own\n  line */\n"])
STATEMENTS = st.sampled_from(
    [
        "SELECT a, COUNT(*) AS n FROM s WINDOW TUMBLING (SIZE 10 SECONDS) WHERE a > -1 AND b = 'x' GROUP BY a ;",
        "CREATE STREAM s (id INT KEY, b ARRAY<STRUCT<x INT>>) WITH (KAFKA_TOPIC='t', PARTITIONS=1) ;",
        "CREATE TABLE t AS SELECT CASE WHEN a THEN 1 ELSE 2 END AS q FROM s LEFT JOIN u WITHIN 1 HOUR ON s.a = u.a ;",
        "INSERT INTO s (a, b) VALUES (1, 'it''s') ;",
        "SHOW TOPICS ;",
    ]
)


def words(text: str) -> list[str]:
    return [token.text.rstrip() for token in tokenize(text, trivia=True) if token.kind is not TokenKind.SPACE]


def test_the_corpus_keeps_its_meaning_and_is_laid_out_once_for_all(scripts: Sequence[Any]) -> None:
    changed = 0
    for script in scripts:
        laid = lay_out_script(script.text)
        assert words(laid) == words(script.text), script.case
        assert lay_out_script(laid) == laid, script.case
        changed += laid != script.text
        if script.expected_message is None:
            assert parse_script(laid) == parse_script(script.text), script.case
    assert changed > 1000


@given(STATEMENTS, st.data())
def test_spaces_and_comments_anywhere_change_no_word(statement: str, data: st.DataObject) -> None:
    tokens = [token.text for token in tokenize(statement)][:-1]
    text = "".join(token + data.draw(GAPS) for token in tokens)
    laid = lay_out_script(text)
    assert words(laid) == words(text)
    assert lay_out_script(laid) == laid
    assert parse_script(laid) == parse_script(text)


@given(st.text(alphabet=st.sampled_from(list("aя1;'\"`-/*\n $(.,")), max_size=80))
def test_any_text_keeps_its_words(text: str) -> None:
    laid = lay_out_script(text)
    assert words(laid) == words(text)
    assert lay_out_script(laid) == laid


@pytest.mark.parametrize(
    ("typed", "laid"),
    [
        ("select  *\nfrom payments where amount>900 ;", "select * from payments where amount > 900;"),
        (
            "select a,b from t where x=1 and y between 1 and -2 group by a emit changes;",
            "select a, b\n  from t\n  where x = 1 and y between 1 and -2\n  group by a emit changes;",
        ),
        (
            "create stream s(id bigint key, -- who\n v decimal(10,2))with(kafka_topic='x',partitions=3);",
            "create stream s (\n  id bigint key, -- who\n  v decimal(10, 2)\n) with (kafka_topic='x', partitions=3);",
        ),
        ("select - -5 from s;", "select - -5 from s;"),
        ("select ${a}${b} from s;", "select ${a}${b} from s;"),
    ],
)
def test_statements(typed: str, laid: str) -> None:
    assert lay_out_statement(typed) == laid


def test_what_cannot_be_read_stays_as_it_is() -> None:
    assert lay_out_script("selec  1;\nSELECT  a FROM s;") == "selec  1;\nSELECT a FROM s;"


def test_between_statements_one_empty_line_and_comments_where_they_were() -> None:
    typed = "-- head\n\n\n\nSHOW TOPICS; -- after\n\n\n-- before\nSHOW STREAMS;SHOW TABLES;\n-- end\n"
    assert lay_out_script(typed) == (
        "-- head\n\nSHOW TOPICS;  -- after\n\n-- before\nSHOW STREAMS;\nSHOW TABLES;\n-- end\n"
    )


def test_a_long_statement_is_broken_where_it_can_be() -> None:
    columns = ", ".join(f"a_long_column_name_{number}" for number in range(20))
    laid = lay_out_statement(f"SELECT {columns} FROM s;")
    assert max(map(len, laid.split("\n"))) <= WIDTH
    assert laid.split("\n")[1].startswith(" " * 7 + "a_long")


def test_keywords_in_capitals_leave_names_strings_and_comments(scripts: Sequence[Any]) -> None:
    typed = "select key, `from`, 'select' from s -- select\nwhere a is null;"
    assert upper_case_keywords(typed) == "SELECT key, `from`, 'select' FROM s -- select\nWHERE a IS NULL;"
    for script in scripts[:600]:
        raised = upper_case_keywords(script.text)
        assert len(raised) == len(script.text)
        if script.expected_message is None:
            assert parse_script(raised) == parse_script(script.text), script.case


def test_a_statement_without_its_end_is_laid_out_too() -> None:
    assert lay_out_statement("select  a from s") == "select a from s"
    assert parse_statement(lay_out_statement("select  a from s"))
