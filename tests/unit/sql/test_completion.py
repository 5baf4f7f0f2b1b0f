"""Holds completion to what the grammar allows at a cursor, in half-typed scripts too. `|` is the cursor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.sql.completion import Call, CompletionContext, ScopeSource, completion_context
from ksqltui.sql.insertion import inserted_text
from ksqltui.sql.matching import Candidate, CandidateKind, NameIndex, best_matches


def context_at(text: str) -> CompletionContext:
    return completion_context(text.replace("|", ""), text.index("|"))


def wants(text: str) -> set[str]:
    return {want.name for want in context_at(text).wants}


EXPRESSION = {"COLUMN", "FUNCTION"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT |", EXPRESSION),
        ("SELECT a, b FROM t WHERE |", EXPRESSION),
        ("SELECT a FROM t JOIN u ON |", EXPRESSION),
        ("SELECT a FROM t GROUP BY (a, |", EXPRESSION),
        ("SELECT CASE WHEN |", EXPRESSION),
        ("SELECT a + |", EXPRESSION),
        ("SELECT t.| FROM t", {"COLUMN"}),
        ("INSERT INTO t (|", {"COLUMN"}),
        ("SELECT a FROM |", {"SOURCE"}),
        ("SELECT a FROM t JOIN |", {"SOURCE"}),
        ("INSERT INTO |", {"SOURCE"}),
        ("DESCRIBE |", {"SOURCE"}),
        ("DROP STREAM |", {"STREAM"}),
        ("DROP TABLE IF EXISTS |", {"TABLE"}),
        ("TERMINATE |", {"QUERY"}),
        ("PAUSE |", {"QUERY"}),
        ("EXPLAIN |", {"QUERY"}),
        ("PRINT |", {"TOPIC"}),
        ("PRINT 'pa|", {"TOPIC"}),
        ("DESCRIBE FUNCTION |", {"FUNCTION"}),
        ("CREATE STREAM t (a |", {"TYPE"}),
        ("SELECT CAST(a AS |", {"TYPE"}),
        ("CREATE STREAM t (a INT) WITH (|", {"WITH_KEY"}),
        ("CREATE STREAM t (a INT) WITH (KAFKA_TOPIC='t', |", {"WITH_KEY"}),
        ("CREATE STREAM t (a INT) WITH (KAFKA_TOPIC='|', a=1);", {"WITH_VALUE"}),
        ("SET '|", {"PROPERTY"}),
        ("UNSET '|", {"PROPERTY"}),
        ("SET 'auto.offset.reset' = |", {"PROPERTY_VALUE"}),
    ],
)
def test_the_kind_of_name_that_fits(text: str, expected: set[str]) -> None:
    assert wants(text) == expected


@pytest.mark.parametrize(
    "text",
    ["SELECT a AS |", "SELECT 1|", "-- SELECT |", "/* SELECT | */", "SELECT 'x|'", 'SELECT "a|"', "CREATE STREAM |"],
)
def test_no_names_where_a_new_name_a_number_or_a_comment_is_written(text: str) -> None:
    assert wants(text) == set()


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("SEL|", ("SELECT",)),
        ("SELECT a fr|", ("FROM",)),
        ("SELECT a FROM t gr|", ("GROUP BY",)),
        ("SELECT a FROM t EMIT |", ("CHANGES", "FINAL")),
        ("SELECT a FROM t WINDOW TUMBLING (SIZE 10 sec|", ("MILLISECONDS", "SECONDS", "SECOND")),
        ("SELECT a FROM t tum|", ("WINDOW TUMBLING (SIZE",)),
        ("SELECT a FROM t WINDOW tum|", ("TUMBLING (SIZE",)),
        ("DROP str|", ("STREAM",)),
        ("SHOW que|", ("QUERIES",)),
        ("SELECT a FROM t WHERE gr|", ()),
        ("SELECT a FROM t LIMIT 1; SHOW top|", ("TOPICS", "ALL TOPICS")),
    ],
)
def test_the_keywords_that_the_grammar_allows(text: str, offered: tuple[str, ...]) -> None:
    assert context_at(text).keywords == offered


def test_sources_are_found_on_both_sides_of_the_cursor_with_their_aliases() -> None:
    context = context_at("SELECT |\n  FROM payments p JOIN `Users` AS u WITHIN 1 HOUR ON p.a = u.b EMIT CHANGES;")
    assert context.sources == (ScopeSource("PAYMENTS", "P"), ScopeSource("Users", "U"))
    assert context_at("SELECT u.| FROM t u").qualifier == "U"


def test_a_statement_without_its_end_does_not_read_the_next_one() -> None:
    context = context_at("SELECT |\n\nSELECT a FROM other;")
    assert context.sources == ()
    after = context_at("SELECT a FROM other\n\nDROP |")
    assert "STREAM" in after.keywords
    inside = context_at("CREATE TABLE x AS\nSELECT |\nFROM payments;")
    assert inside.sources == (ScopeSource("PAYMENTS", "PAYMENTS"),)


@pytest.mark.parametrize(
    ("text", "call"),
    [
        ("SELECT SUM(|", Call("SUM", 0, 7)),
        ("SELECT SUBSTRING(a, (1 + 2), |", Call("SUBSTRING", 2, 7)),
        ("SELECT SUM(LEN(a|) FROM t", Call("LEN", 0, 11)),
        ("SELECT SUM(LEN(a) + |", Call("SUM", 0, 7)),
        ("SELECT SUM(a) |", None),
        ("CREATE STREAM t (a|", None),
        ("CREATE STREAM t (a INT) WITH (|", None),
        ("SELECT a FROM t WHERE a IN (1, |", None),
    ],
)
def test_the_call_around_the_cursor(text: str, call: Call | None) -> None:
    assert context_at(text).call == call


def test_the_whole_word_is_replaced_and_the_typed_part_is_searched() -> None:
    context = context_at("SELECT am|xyz FROM t")
    assert (context.word, context.start, context.end) == ("am", 7, 12)
    quoted = context_at("SET 'auto|.x' = '1'")
    assert (quoted.word, quoted.start, quoted.end, quoted.in_string) == ("auto", 5, 11, True)


@given(st.text("aSELCTFROM .,;()'\"`\n-/*=1", max_size=60), st.integers(0, 60))
def test_any_text_is_answered_and_the_place_is_in_it(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    context = completion_context(text, offset)
    assert context.start <= offset <= context.end <= len(text)
    if context.word:
        assert text[context.start : offset] == context.word


def index(*names: str, kind: CandidateKind = CandidateKind.COLUMN) -> NameIndex:
    return NameIndex.of(kind, [Candidate(name, kind) for name in names])


def names(word: str, *candidates: str) -> list[str]:
    found = best_matches(word, [index(*candidates)], 10)
    return [match.candidate.name for match in found]


def test_matches_come_whole_name_beginning_word_inside_strewn() -> None:
    assert names("am", "NAME", "A_M", "MY_AMOUNT", "AMOUNT", "AM", "OTHER") == [
        "AM",
        "AMOUNT",
        "MY_AMOUNT",
        "NAME",
        "A_M",
    ]


def test_what_is_typed_is_marked_in_the_name() -> None:
    (match,) = best_matches("am", [index("SAMPLE_AMOUNT")], 1)
    assert match.positions == (7, 8)
    (match,) = best_matches("pag", [index("PAYMENTS_AGGR")], 1)
    assert "".join("PAYMENTS_AGGR"[at] for at in match.positions) == "PAG"


def how_well(word: str, name: str) -> int:
    """From 0, the name itself, to 4, letters strewn over it; 9 where it does not fit: said plainly, found slowly."""
    rest = iter(name)
    if not all(letter in rest for letter in word):
        return 9
    fits = (name == word, name.startswith(word), any(f"{each}{word}" in name for each in "_. -"), word in name)
    return fits.index(True) if True in fits else 4


LETTERS = st.text("AB_.\\]^\n", max_size=4)


@given(LETTERS, st.lists(st.lists(LETTERS, max_size=6), max_size=3), st.integers(1, 5))
def test_found_are_the_best_in_order_whatever_index_they_are_in(word: str, lists: list[list[str]], limit: int) -> None:
    found = best_matches(word, [index(*each) for each in lists], limit)
    every = [name for each in lists for name in each if how_well(word, name) < 9]
    if word:
        every.sort(key=lambda name: (how_well(word, name), len(name), name))
    else:
        every.sort()
    assert [match.candidate.name for match in found] == every[:limit]
    for match in found:
        assert "".join(match.candidate.name[at] for at in match.positions) == word


@pytest.mark.parametrize(
    ("text", "name", "kind", "written"),
    [
        ("sel|", "SELECT", CandidateKind.KEYWORD, "select"),
        ("SEL|", "SELECT", CandidateKind.KEYWORD, "SELECT"),
        ("select a |", "FROM", CandidateKind.KEYWORD, "from"),
        ("SELECT am| FROM t", "AMOUNT", CandidateKind.COLUMN, "amount"),
        ("SELECT AM| FROM t", "AMOUNT", CandidateKind.COLUMN, "AMOUNT"),
        ("SELECT am| FROM t", "Amount", CandidateKind.COLUMN, "`Amount`"),
        ("SELECT su| FROM t", "SUM", CandidateKind.FUNCTION, "sum("),
        ("DESCRIBE FUNCTION SU|", "SUM", CandidateKind.FUNCTION, "SUM"),
        ("PRINT |", "my-topic", CandidateKind.TOPIC, "'my-topic'"),
        ("PRINT 'my|", "my-topic", CandidateKind.TOPIC, "my-topic"),
        ("SET |", "auto.offset.reset", CandidateKind.PROPERTY, "'auto.offset.reset'"),
        ("CREATE STREAM s (a INT) WITH (KAFKA_TOPIC=|", "t", CandidateKind.TOPIC, "'t'"),
        ("CREATE STREAM s (a INT) WITH (PARTITIONS=|", "3", CandidateKind.VALUE, "3"),
        ("CREATE STREAM s (a INT) WITH (ka|", "KAFKA_TOPIC", CandidateKind.PROPERTY, "KAFKA_TOPIC"),
    ],
)
def test_a_name_is_written_as_the_place_needs_it(text: str, name: str, kind: CandidateKind, written: str) -> None:
    assert inserted_text(Candidate(name, kind), context_at(text)) == written


def test_a_parenthesis_that_is_there_is_not_doubled() -> None:
    assert inserted_text(Candidate("SUM", CandidateKind.FUNCTION), context_at("SELECT su|(a)"), "(a)") == "sum"
