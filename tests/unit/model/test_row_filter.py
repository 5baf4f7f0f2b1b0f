"""What readers write to pick rows: every form, and words where it cannot be read."""

from __future__ import annotations

import operator
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.row_filter import FilterError, parse_filter
from ksqltui.model.stream import ResultColumn

COLUMNS = (
    ResultColumn("NAME", "STRING"),
    ResultColumn("CNT", "BIGINT"),
    ResultColumn("PRICE", "DECIMAL(20, 2)"),
    ResultColumn("RATE", "DOUBLE"),
    ResultColumn("TAGS", "ARRAY<STRING>"),
)
CAROL = ("Carol", 9_007_199_254_740_993, Decimal("12.50"), 0.1, ["a b", "c"])
NOBODY = (None, None, None, None, None)


@pytest.mark.parametrize(
    "text",
    [
        "carol",
        "Carol",
        "aro",
        '"a b"',
        "12.5",
        "NAME = Carol",
        "name='Carol'",
        "`NAME` = Carol",
        "NAME ~ ^C.*l$",
        "NAME >= Bob",
        "CNT = 9007199254740993",
        "CNT > 9 007 199 254 740 992",
        "CNT < 1e16",
        "PRICE = 12.5",
        "PRICE <= 12.50",
        "RATE = 0.1",
        "NAME is not null",
        "/C.r/",
        "/CAROL/i",
        "",
    ],
)
def test_what_picks_carol_and_not_nulls(text: str) -> None:
    found = parse_filter(text, COLUMNS)
    assert found is None or (found.matches(CAROL) and not found.matches(NOBODY))


@pytest.mark.parametrize(
    "text", ["CAROL", "Dave", "NAME = carol", "NAME != Carol", "CNT = 9007199254740992", "NAME is null", "/CAROL/"]
)
def test_what_does_not_pick_carol(text: str) -> None:
    found = parse_filter(text, COLUMNS)
    assert found is not None
    assert not found.matches(CAROL)


def test_only_is_null_picks_nulls() -> None:
    for text in ("null", "NAME != Carol", "CNT < 5", "/.*/"):
        found = parse_filter(text, COLUMNS)
        assert found is not None
        assert not found.matches(NOBODY)
    found = parse_filter("cnt IS NULL", COLUMNS)
    assert found is not None
    assert found.matches(NOBODY)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("NMAE = Carol", "Did you mean NAME?"),
        ("colour = red", "in quotes"),
        ("CNT >", "A value is missing behind >"),
        ("CNT > many", "CNT holds numbers, and many is none"),
        ("NAME = null", "NAME is null"),
        ("NAME is", "NAME is null"),
        ("/C(/", "no regular expression"),
        ("/C", "ends with a slash"),
        ("NAME ~ [", "no regular expression"),
    ],
)
def test_what_cannot_be_read_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(FilterError, match=words.replace("?", r"\?")):
        parse_filter(text, COLUMNS)


def test_a_match_tells_its_cells_for_the_marks() -> None:
    found = parse_filter("c", COLUMNS)
    assert found is not None
    assert found.matched_cells(CAROL) == (0, 4)


def test_two_columns_of_one_name_are_both_looked_at() -> None:
    found = parse_filter("A = x", (ResultColumn("A", "STRING"), ResultColumn("A", "STRING")))
    assert found is not None
    assert found.matches(("y", "x"))


COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


@given(st.sampled_from(sorted(COMPARISONS)), st.integers(-(2**63), 2**63 - 1), st.integers(-(2**63), 2**63 - 1))
def test_whole_numbers_compare_as_python_compares_them(op: str, cell: int, literal: int) -> None:
    found = parse_filter(f"CNT {op} {literal}", COLUMNS)
    assert found is not None
    assert found.matches((None, cell, None, None, None)) == COMPARISONS[op](cell, literal)


@given(st.text(max_size=30))
def test_nothing_that_is_typed_raises_anything_else(text: str) -> None:
    try:
        found = parse_filter(text, COLUMNS)
    except FilterError:
        return
    if found is not None:
        found.matches(CAROL)
        found.matches(NOBODY)
