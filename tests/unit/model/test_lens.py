"""Filter, marks and sort of a view against lists of all rows, whatever comes and in whatever pieces it is looked at."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.model.changes import ResultLine
from ksqltui.model.lens import Lens
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_filter import parse_filter
from ksqltui.model.sorted_lines import RUN, Sort
from ksqltui.model.stream import ResultColumn, Row

COLUMNS = (ResultColumn("K", "STRING"), ResultColumn("N", "INTEGER"))
ROWS = st.builds(
    lambda key, number, gone: Row((key, None if gone else number), gone),
    st.sampled_from("abcdefgh"),
    st.none() | st.integers(0, 9),
    st.booleans(),
)
BLOCKS = st.lists(st.tuples(st.lists(ROWS, max_size=6), st.integers(0, 4)), max_size=25)
"""Blocks of rows, and how many rows the lens looks at behind each."""
QUERIES = st.sampled_from(["N > 4", "N is null", "a", "K = b", "/[a-d]/"])


def whole(lines: Any) -> list[ResultLine]:
    return [lines.line(number) for number in range(lines.first, lines.end)]


def finish(lens: Lens) -> None:
    for _ in range(10_000):
        if not lens.is_working:
            return
        lens.advance(3)
    raise AssertionError("the work does not end")


def stripped(lines: list[ResultLine]) -> list[object]:
    return [line._replace(number=0) for line in lines]


@given(BLOCKS, QUERIES, st.booleans(), st.booleans(), st.sampled_from([3, 1000]))
def test_a_filter_leaves_what_a_scan_of_all_lines_would(
    blocks: list[tuple[list[Row], int]], text: str, is_table: bool, keyed: bool, bound: int
) -> None:
    store = ResultsStore(COLUMNS, (0,) if keyed else (), max_rows=bound)
    lens = Lens(store, is_table=is_table)
    query = parse_filter(text, COLUMNS)
    assert query is not None
    lens.look_for(query)
    for at, (rows, looks) in enumerate(blocks):
        store.apply(rows, float(at), 10)
        lens.advance(looks)
    finish(lens)
    lens.advance(0)

    lines = store.table if is_table else store.changelog
    expected = [line for line in whole(lines) if query.matches(line.values)]
    assert stripped(whole(lens.lines)) == stripped(expected)
    assert (lens.matching, lens.total) == (len(expected), len(lines))
    assert [lens.source(n) for n in range(lens.lines.first, lens.lines.end)] == [line.number for line in expected]


@given(BLOCKS, BLOCKS, QUERIES | st.none(), st.booleans())
def test_a_sort_orders_what_was_there_and_counts_what_waits(
    blocks: list[tuple[list[Row], int]], later: list[tuple[list[Row], int]], text: str | None, descending: bool
) -> None:
    store = ResultsStore(COLUMNS, (0,), max_rows=6)
    for at, (rows, _) in enumerate(blocks):
        store.apply(rows, float(at), 10)
    query = parse_filter(text or "", COLUMNS)
    there = [line for line in whole(store.table) if query is None or query.matches(line.values)]
    lens = Lens(store, is_table=True)
    lens.look_for(query)
    lens.order_by(Sort(1, descending))
    for rows, looks in later:
        store.apply(rows, 100.0, 10)
        lens.advance(looks)
    finish(lens)

    numbered = [line for line in there if line.values[1] is not None]
    numbered.sort(key=lambda line: line.values[1], reverse=descending)  # type: ignore[arg-type, return-value]
    assert stripped(whole(lens.lines)) == stripped(numbered + [line for line in there if line.values[1] is None])
    assert lens.waiting == sum(len(rows) for rows, _ in later)
    lens.order_by(None)
    finish(lens)
    if query is None:
        assert whole(lens.lines) == whole(store.table)


@pytest.mark.parametrize("descending", [False, True])
def test_more_rows_than_are_sorted_at_once_come_out_in_one_order(descending: bool) -> None:
    store = ResultsStore(COLUMNS)
    count = 2 * RUN + 7
    store.apply([Row(("k", (number * 7919) % 1000)) for number in range(count)], 0.0)
    lens = Lens(store, is_table=True)
    lens.order_by(Sort(1, descending))
    while lens.is_working:
        lens.advance(5_000)

    keys = [(line.values[1], lens.source(line.number)) for line in whole(lens.lines)]
    assert keys == sorted(keys, key=lambda key: (-key[0] if descending else key[0], key[1]))  # type: ignore[operator]


@given(st.lists(st.integers(0, 3), min_size=1, max_size=20), st.data())
def test_the_next_match_goes_round(numbers: list[int], data: st.DataObject) -> None:
    store = ResultsStore(COLUMNS)
    store.apply([Row(("k", number)) for number in numbers], 0.0)
    lens = Lens(store, is_table=True)
    lens.look_for(parse_filter("N = 2", COLUMNS), only=False)
    if data.draw(st.booleans()):
        lens.order_by(Sort(1))
    finish(lens)
    lens.advance(0)
    shown = [line.values[1] for line in whole(lens.lines)]
    at, step = data.draw(st.integers(0, len(shown) - 1)), data.draw(st.sampled_from([1, -1]))

    around = [(at + step * away) % len(shown) for away in range(1, len(shown) + 1)]
    assert lens.next_match(at, step) == next((place for place in around if shown[place] == 2), None)


@given(BLOCKS, st.sampled_from([(), (0,), (1,), (0, 1)]))
def test_another_identity_gives_what_it_would_have_been_from_the_start(
    blocks: list[tuple[list[Row], int]], identity: tuple[int, ...]
) -> None:
    """The rows that come while the table is made anew are taken in behind."""
    half = len(blocks) // 2
    store, expected = ResultsStore(COLUMNS, (0,)), ResultsStore(COLUMNS, identity)
    for at, (rows, _) in enumerate(blocks):
        expected.apply(rows, float(at), 10)
    for at, (rows, _) in enumerate(blocks[:half]):
        store.apply(rows, float(at), 10)
    other = store.twin(identity)
    for at, (rows, _) in enumerate(blocks[half:], half):
        store.apply(rows, float(at), 10)
    other.index_all()
    other.catch_up(store)

    assert whole(other.table) == whole(expected.table)
    assert whole(other.changelog) == whole(expected.changelog)
    assert (other.received, other.bytes, other.deleted) == (expected.received, expected.bytes, expected.deleted)
