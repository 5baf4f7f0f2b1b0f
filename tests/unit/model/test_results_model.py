"""The results store against a plain list of rows, under any order of upserts, tombstones, bounds and identities."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from ksqltui.model.changes import DELETED, ResultLine, Values
from ksqltui.model.result_lines import Lines
from ksqltui.model.results import ResultsStore
from ksqltui.model.row_log import SEGMENT_BYTES
from ksqltui.model.stream import PlainRows, ResultColumn, Row, Segment

COLUMNS = (ResultColumn("K", "STRING"), ResultColumn("L", "ARRAY<INTEGER>"), ResultColumn("N", "INTEGER"))
IDENTITIES = st.sampled_from([(), (0,), (1,), (0, 1), (2,)])
KEYS, LISTS, NUMBERS = st.sampled_from("abcde"), st.sampled_from([[1], [1, 2], None]), st.integers(0, 4)
ROWS = st.builds(lambda k, others, n, gone: Row((k, others, n), gone), KEYS, LISTS, NUMBERS, st.booleans())
PLAIN_ROWS = st.builds(lambda k, others, n: Row((k, others, n)), KEYS, LISTS, NUMBERS)


def lines(view: Lines) -> list[ResultLine]:
    return [view.line(number) for number in range(view.first, view.end)]


@dataclass(frozen=True)
class Shown:
    """A line of the model's table; `changes` are the numbers of what it was made of since it was new here."""

    key: str
    values: Values
    version: int
    received: float
    changes: tuple[int, ...]


class Model:
    """What a table of these rows shows, in the order of first arrival."""

    def __init__(self, identity: tuple[int, ...], bound: int) -> None:
        self.identity, self.bound = identity, bound
        self.shown: list[Shown] = []

    def take(self, rows: Sequence[Row], first: int, times: Sequence[float]) -> None:
        for change, (row, received) in enumerate(zip(rows, times, strict=True), first):
            key = json.dumps([row.values[index] for index in self.identity])
            at = next((at for at, line in enumerate(self.shown) if line.key == key), None)
            if at is None:
                if not row.tombstone:
                    self.shown.append(Shown(key, row.values, 1, received, (change,)))
                continue
            line = self.shown[at]
            changes = (*line.changes, change)
            if not row.tombstone:
                version = 1 if line.version == DELETED else line.version + 1
                self.shown[at] = Shown(key, row.values, version, received, changes)
            elif line.version != DELETED:
                self.shown[at] = Shown(key, line.values, DELETED, received, changes)

    def shed(self) -> None:
        del self.shown[: max(0, len(self.shown) - self.bound)]


class StoreMachine(RuleBasedStateMachine):
    """Every step is done to the store and to the model; they never differ in what is seen."""

    @initialize(identity=IDENTITIES, max_rows=st.integers(1, 30))
    def begin(self, identity: tuple[int, ...], max_rows: int) -> None:
        self.max_rows = max_rows
        self.rows: list[Row] = []
        self.times: list[float] = []
        self.store = ResultsStore(COLUMNS, identity, max_rows=max_rows)
        self.model = Model(identity, max_rows)
        self.at = 0.0

    def _take(self, rows: Sequence[Row], size: int, segment: Segment | None) -> None:
        self.at += 1
        times = [self.at] * len(rows)
        self.store.apply(rows, self.at, size, segment)
        self.model.take(rows, len(self.rows), times)
        self.rows += rows
        self.times += times
        self.model.shed()

    @rule(rows=st.lists(ROWS, max_size=12), size=st.sampled_from([10, SEGMENT_BYTES]))
    def rows_come_decoded(self, rows: list[Row], size: int) -> None:
        """The larger size makes a block of its own of these rows, which is let go when all of them are dropped."""
        self._take(rows, size, None)

    @rule(rows=st.lists(PLAIN_ROWS, min_size=1, max_size=80))
    def rows_come_as_bytes(self, rows: list[Row]) -> None:
        data = ",\n".join(json.dumps(row.values) for row in rows).encode()
        segment = Segment(data, len(rows), lambda text: [tuple(each) for each in json.loads(text)])
        self._take(PlainRows([row.values for row in rows]), 10, segment)

    @rule(identity=IDENTITIES)
    def another_identity_is_chosen(self, identity: tuple[int, ...]) -> None:
        self.store = self.store.with_identity(identity)
        self.model = Model(identity, self.max_rows)
        first = max(0, len(self.rows) - self.max_rows)
        self.model.take(self.rows[first:], first, self.times[first:])
        self.model.shed()

    @invariant()
    def the_table_is_the_model(self) -> None:
        if self.model.identity:
            shown = [(line.values, line.version, line.received, line.change) for line in lines(self.store.table)]
            expected = [(line.values, line.version, line.received, line.changes[-1]) for line in self.model.shown]
            assert shown == expected
            assert self.store.deleted == sum(line.version == DELETED for line in self.model.shown)

    @invariant()
    def a_history_is_every_kept_change_of_its_row(self) -> None:
        if not self.model.identity:
            return
        for line, expected in zip(lines(self.store.table), self.model.shown, strict=True):
            kept = [change for change in expected.changes if change >= self.store.changelog.first]
            history = self.store.history(line.number)
            changes, is_whole = self.store.changes_of(line.number)
            assert list(changes) == kept
            assert [each.change for each in history][-len(kept) :] == kept or not kept
            assert not is_whole or kept == list(expected.changes)
            if len(kept) > 1 and line.version > 1:
                assert line.previous == self.rows[kept[-2]].values
                assert history[-1] == line._replace(number=line.change)

    @invariant()
    def the_changelog_is_the_newest_rows_and_counts_the_rest(self) -> None:
        log = lines(self.store.changelog)
        assert [(line.values, line.version == DELETED) for line in log] == [
            (row.values, row.tombstone) for row in self.rows[-self.max_rows :]
        ]
        assert self.store.changelog.dropped + len(log) == self.store.received == len(self.rows)

    @invariant()
    def every_line_knows_a_former_state_that_was_there(self) -> None:
        seen = {json.dumps(row.values) for row in self.rows}
        for line in (*lines(self.store.table), *lines(self.store.changelog)):
            assert line.previous is None or json.dumps(line.previous) in seen
            assert line.version != 1 or line.previous is None


class BytesMachine(RuleBasedStateMachine):
    """With a bound of bytes: what is kept is the newest, nothing leaves uncounted, no identity stands twice."""

    @initialize(identity=IDENTITIES, max_bytes=st.integers(1, 4_000))
    def begin(self, identity: tuple[int, ...], max_bytes: int) -> None:
        self.rows: list[Row] = []
        self.store = ResultsStore(COLUMNS, identity, max_bytes=max_bytes)

    @rule(rows=st.lists(ROWS, max_size=40), size=st.integers(0, 3_000))
    def rows_come(self, rows: list[Row], size: int) -> None:
        self.store.apply(rows, float(len(self.rows)), size)
        self.rows += rows

    @rule(identity=IDENTITIES)
    def another_identity_is_chosen(self, identity: tuple[int, ...]) -> None:
        self.store = self.store.with_identity(identity)

    @invariant()
    def the_newest_are_kept_and_the_rest_is_counted(self) -> None:
        log, identity = lines(self.store.changelog), self.store.identity
        kept = self.rows[len(self.rows) - len(log) :]
        assert [line.values for line in log] == [row.values for row in kept]
        assert self.store.changelog.dropped + len(log) == len(self.rows) == self.store.received
        assert not self.rows or log
        if identity:
            keys = [json.dumps([line.values[index] for index in identity]) for line in lines(self.store.table)]
            assert len(keys) == len(set(keys))


TestStore = StoreMachine.TestCase
TestBytes = BytesMachine.TestCase
TestStore.settings = TestBytes.settings = settings(max_examples=40, stateful_step_count=15)
