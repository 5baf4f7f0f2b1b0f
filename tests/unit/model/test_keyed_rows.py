"""A row's change and the newest row of each key, as a stream of updates passes."""

from __future__ import annotations

import pytest

from ksqltui.model.changes import Tag
from ksqltui.model.keyed_rows import NewestRows, RowChanges
from ksqltui.model.stream import Row

UPDATES = [
    Row(("Carol", 1)),
    Row(("Bob", 1)),
    Row(("Carol", 2)),
    Row(("Carol", None), tombstone=True),
    Row(("Carol", 7)),
    Row(("Eve", None), tombstone=True),
]


def test_each_row_says_what_it_does_to_its_key() -> None:
    changes = RowChanges((0,))
    assert [changes.tag(row) for row in UPDATES] == [
        (Tag.NEW, 1),
        (Tag.NEW, 1),
        (Tag.CHANGED, 2),
        (Tag.DELETED, 3),
        (Tag.NEW, 1),
        (Tag.DELETED, 1),
    ]


def test_without_a_key_every_row_is_new() -> None:
    changes = RowChanges(())
    assert {changes.tag(row) for row in UPDATES[:3]} == {(Tag.NEW, 1)}
    assert changes.tag(UPDATES[3]) == (Tag.DELETED, 1)


def test_the_newest_row_of_each_key_stays() -> None:
    newest = NewestRows((0,))
    newest.take(UPDATES)
    assert newest.rows() == (Row(("Bob", 1)), Row(("Carol", 7)))
    with pytest.raises(ValueError, match="needs a key"):
        NewestRows(())


def test_keys_of_several_columns_and_of_nested_values() -> None:
    newest = NewestRows((0, 1))
    newest.take([Row(({"A": [1]}, "x", 1)), Row(({"A": [1]}, "x", 2)), Row(({"A": [2]}, "x", 3))])
    assert [row.values[2] for row in newest.rows()] == [2, 3]
