"""The results store against a plain dict, and what it must not lose, join or grow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ksqltui.model.changes import DELETED, ResultLine, Tag, tag_text
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_log import SEGMENT_BYTES
from ksqltui.model.stream import ResultColumn, Row, Segment

COLUMNS = (ResultColumn("K", "STRING"), ResultColumn("N", "INTEGER"))
KEYS = st.sampled_from("abcdefgh")
ROWS = st.builds(
    lambda key, number, gone: Row((key, None if gone else number), gone), KEYS, st.integers(0, 9), st.booleans()
)
BLOCKS = st.lists(st.lists(ROWS, max_size=6), max_size=30)


def lines(view: object) -> list[ResultLine]:
    return [view.line(number) for number in range(view.first, view.end)]  # type: ignore[attr-defined]


def filled(*blocks: Sequence[Row], identity: tuple[int, ...] = (0,), max_rows: int = 1000) -> ResultsStore:
    store = ResultsStore(COLUMNS, identity, max_rows=max_rows)
    for at, block in enumerate(blocks):
        store.apply(block, float(at), size=10)
    return store


@given(BLOCKS)
def test_the_table_is_what_a_dict_of_the_rows_would_be(blocks: list[list[Row]]) -> None:
    store = filled(*blocks)

    expected: dict[str, tuple[object, int]] = {}
    for row in (row for block in blocks for row in block):
        key, number = str(row.values[0]), row.values[1]
        value, version = expected.get(key, (None, -1))
        if not row.tombstone:
            expected[key] = (number, 1 if version in (-1, DELETED) else version + 1)
        elif key in expected:
            expected[key] = (value, DELETED)

    shown = {line.values[0]: (line.values[1], line.version) for line in lines(store.table)}
    assert shown == expected
    assert [line.values[0] for line in lines(store.table)] == list(expected)
    assert store.deleted == sum(version == DELETED for _, version in expected.values())


@given(BLOCKS, st.booleans())
def test_the_changelog_is_every_row_in_its_order(blocks: list[list[Row]], keyed: bool) -> None:
    store = filled(*blocks, identity=(0,) if keyed else ())
    rows = [row for block in blocks for row in block]

    log = lines(store.changelog)
    assert [line.values for line in log] == [row.values for row in rows]
    assert [line.tag is Tag.DELETED for line in log] == [row.tombstone for row in rows]
    assert store.received == len(rows)


@given(BLOCKS, st.integers(1, 5))
def test_a_bound_keeps_the_newest_and_counts_the_rest(blocks: list[list[Row]], bound: int) -> None:
    whole, bounded = filled(*blocks, identity=()), filled(*blocks, identity=(), max_rows=bound)

    assert lines(bounded.changelog) == lines(whole.changelog)[-bound:]
    assert bounded.changelog.dropped == max(0, whole.received - bound)


@given(BLOCKS, st.integers(1, 4))
def test_a_bounded_table_never_shows_one_identity_twice(blocks: list[list[Row]], bound: int) -> None:
    store = filled(*blocks, max_rows=bound)
    shown = [line.values[0] for line in lines(store.table)]

    assert len(shown) == len(set(shown)) <= bound
    assert store.deleted == sum(line.version == DELETED for line in lines(store.table))


@given(BLOCKS, st.integers(1, 20))
@example([[Row(("c", 0)), Row(("a", 0)), Row(("b", 0)), Row(("c", 0))], [Row(("c", 0))]], 2)
@example([[Row(("c", 0)), Row(("a", 0)), Row(("b", 0)), Row(("c", 0))], [Row(("c", 0), True)], [Row(("c", 0))]], 3)
def test_a_row_s_history_is_its_changes_that_are_still_kept(blocks: list[list[Row]], bound: int) -> None:
    store = filled(*blocks, max_rows=bound)

    for shown in lines(store.table):
        versions = store.history(shown.number)
        alive, expected = False, []
        for change, row in enumerate(row for block in blocks for row in block):
            if row.values[0] == shown.values[0] and (alive or not row.tombstone):
                alive = not row.tombstone
                expected.append((change, row.values))
        kept = [each for each in expected if each[0] >= store.changelog.first]
        assert [(line.change, line.values) for line in versions][-len(kept) :] == kept or not kept
        assert versions[-1].change == shown.change


def in_segments(blocks: list[list[Row]], identity: tuple[int, ...], **bounds: int) -> ResultsStore:
    """The same rows as `filled` takes them, as a server's bytes where no tombstone is among them."""
    store = ResultsStore(COLUMNS, identity, **bounds)
    for at, block in enumerate(blocks):
        data = ",\n".join(json.dumps(row.values) for row in block).encode()
        is_plain = not any(row.tombstone for row in block)
        segment = Segment(data, len(block), lambda text: [tuple(each) for each in json.loads(text)])
        store.apply(block, float(at), 10, segment if is_plain else None)
    return store


@given(BLOCKS, st.booleans(), st.integers(1, 20))
def test_rows_kept_as_bytes_are_seen_as_decoded_rows_would_be(blocks: list[list[Row]], keyed: bool, bound: int) -> None:
    identity = (0,) if keyed else ()
    raw, decoded = in_segments(blocks, identity, max_rows=bound), filled(*blocks, identity=identity, max_rows=bound)

    assert lines(raw.changelog) == lines(decoded.changelog)
    assert lines(raw.table) == lines(decoded.table)


@given(st.integers(1, 12), st.integers(200, 2_000), st.integers(50, 60_000))
def test_a_bound_of_bytes_drops_whole_segments_counts_them_and_keeps_the_newest(
    blocks: int, block_rows: int, max_bytes: int
) -> None:
    count, rows = 0, []
    store = ResultsStore(COLUMNS, (), max_bytes=max_bytes)
    for _ in range(blocks):
        rows = [Row(("k", number)) for number in range(count, count + block_rows)]
        data = ",\n".join(json.dumps(row.values) for row in rows).encode()
        store.apply(rows, 0.0, len(data), Segment(data, len(rows), json.loads))
        count += block_rows

    kept = len(store.changelog)
    assert store.changelog.end == store.received == count
    assert store.changelog.line(count - 1).values[1] == count - 1
    assert store.changelog.line(store.changelog.first).values[1] == count - kept
    assert kept * len(b'["k", 0],\n') <= max_bytes + 2 * SEGMENT_BYTES + len(data)
    if kept < count:
        assert store.bound_note(store.changelog) == f"showing the last {kept:,} of {count:,}"


@given(BLOCKS, st.sampled_from([(), (0,), (1,), (0, 1)]), st.sampled_from([(), (0,), (1,), (0, 1)]))
def test_another_identity_shows_what_it_would_have_shown_from_the_start(
    blocks: list[list[Row]], before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    middle = len(blocks) // 2
    store = in_segments(blocks[:middle], before, max_rows=1000).with_identity(after)
    for at, block in enumerate(blocks[middle:], middle):
        store.apply(block, float(at), 10)
    expected = filled(*blocks, identity=after)

    assert lines(store.table) == lines(expected.table)
    assert lines(store.changelog) == lines(expected.changelog)
    assert (store.received, store.deleted, store.bytes) == (expected.received, expected.deleted, expected.bytes)
    assert store.last_received == expected.last_received


def test_another_identity_counts_the_rows_that_were_dropped_before() -> None:
    store = filled(*([Row((f"k{n}", n))] for n in range(500)), identity=(), max_rows=100).with_identity((0,))

    assert [line.values[1] for line in lines(store.table)] == list(range(400, 500))
    assert store.bound_note(store.changelog) == "showing the last 100 of 500"
    store.apply([Row(("k499", 1000))], 500.0)
    assert store.table.line(store.table.end - 1).previous == ("k499", 499)


def test_a_key_that_was_dropped_comes_back_as_new() -> None:
    store = filled([Row(("a", 1))], [Row(("b", 1))], [Row(("a", 2))], max_rows=1)

    assert [(line.values, line.tag) for line in lines(store.table)] == [(("a", 2), Tag.NEW)]


def test_a_line_keeps_its_number_while_older_ones_leave() -> None:
    store = filled(*([Row((f"k{n}", n))] for n in range(500)), identity=(), max_rows=100)

    assert store.changelog.line(450).values == ("k450", 450)
    with pytest.raises(IndexError):
        store.changelog.line(399)


def test_a_row_that_changed_last_long_ago_stays_whole_and_counts_on() -> None:
    store = ResultsStore(COLUMNS, (0,), max_rows=600)
    store.apply([Row(("a", 1)), Row(("a", 2)), Row(("b", 5)), Row(("b", None), True)], 7.0)
    for at in range(2_000):
        store.apply([Row(("c", at))], 8.0 + at)
    still, gone, busy = lines(store.table)

    assert (still.values, still.version, still.received, still.delta(1)) == (("a", 2), 2, 7.0, 1)
    assert (gone.values, gone.tag) == (("b", 5), Tag.DELETED)
    assert store.history(0) == [still]
    assert [line.version for line in store.history(2)] == list(range(1_401, 2_001))
    store.apply([Row(("a", 9)), Row(("b", 1))], 9_000.0)
    still, gone, busy = lines(store.table)
    assert (still.version, still.delta(1), gone.tag) == (3, 7, Tag.NEW)
    assert store.changelog.line(still.change).previous is None
    assert (busy.version, store.changes_of(2)[1]) == (2_000, False)


def test_rows_with_a_list_in_their_key_may_come_after_plain_ones() -> None:
    store = filled([Row(("a", 1)), Row(("b", 1))], [Row(("a", 2)), Row(([1], 1)), Row(("c", 1))], [Row(([1], 2))])

    assert [(line.values, line.version) for line in lines(store.table)] == [
        (("a", 2), 2),
        (("b", 1), 1),
        (([1], 2), 2),
        (("c", 1), 1),
    ]


def test_a_change_knows_what_it_changed_and_by_how_much() -> None:
    store = filled([Row(("a", 1290))], [Row(("a", 1478))])
    line = store.table.line(0)

    assert (line.tag, line.version) == (Tag.CHANGED, 2)
    assert not line.is_changed(0)
    assert (line.is_changed(1), line.delta(1)) == (True, 188)


def test_a_deleted_row_keeps_its_last_values_and_a_second_tombstone_changes_nothing() -> None:
    store = filled([Row(("a", 7))], [Row(("a", None), True)], [Row(("a", None), True)])
    line = store.table.line(0)

    assert (line.values, line.tag, line.received) == (("a", 7), Tag.DELETED, 1.0)
    assert len(store.changelog) == 3


@pytest.mark.parametrize(
    ("old", "new", "delta"),
    [
        (0.1, 0.3, Decimal("0.2")),
        (Decimal("1.10"), Decimal("1.05"), Decimal("-0.05")),
        (1, Decimal("1.5"), Decimal("0.5")),
        (True, False, None),
        ("a", "b", None),
        (None, 3, None),
        (3, None, None),
        (5, 5, None),
        (float("inf"), 1.0, None),
    ],
)
def test_only_numbers_have_deltas_and_they_are_exact(old: object, new: object, delta: object) -> None:
    store = filled([Row(("a", old))], [Row(("a", new))])

    assert store.table.line(0).delta(1) == delta


def test_keys_with_arrays_and_structs_are_told_apart_by_what_is_in_them() -> None:
    store = filled([Row(([1, 2], 1)), Row(({"A": 1}, 2)), Row(([1, 2], 3)), Row(("[1, 2]", 4))])

    assert [line.values for line in lines(store.table)] == [([1, 2], 3), ({"A": 1}, 2), ("[1, 2]", 4)]


def test_an_identity_outside_the_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="identity"):
        ResultsStore(COLUMNS, (2,))


@pytest.mark.parametrize(
    ("version", "text"),
    [
        (DELETED, "-"),
        (1, "+"),
        (2, "~×2"),
        (99, "~×99"),
        (100, "~100"),
        (999, "~999"),
        (1_000, "~×1k"),
        (45_678, "~45k"),
    ],
)
def test_a_tag_says_how_many_versions_there_were(version: int, text: str) -> None:
    assert tag_text(ResultLine(0, 0, (), None, version, 0.0), counted=True) == text


@given(st.integers(1, 10**11))
def test_a_tag_never_outgrows_its_column(version: int) -> None:
    assert len(tag_text(ResultLine(0, 0, (), None, version, 0.0), counted=True)) <= 4


def test_the_rate_counts_whole_seconds_and_does_not_dilute_a_young_stream() -> None:
    store = ResultsStore(COLUMNS, ())
    for second in range(5):
        store.apply([Row(("a", 1)), Row(("b", 2))], 100.0 + second)

    assert store.arrivals.rate(105.0) == 2.0
    assert store.arrivals.per_second(105.0, 3) == (2, 2, 2)
    assert store.arrivals.rate(200.0) == 0.0
    assert store.last_received == 104.0
