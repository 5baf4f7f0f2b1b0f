"""Owns putting a query's joins together: which partition a row goes to, and the join nodes in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from ksqltui.sandbox.clock import Clock
from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.expressions.compiled import Compiled
from ksqltui.sandbox.operators.emission import EmitPace
from ksqltui.sandbox.operators.events import Event, Forward, Row
from ksqltui.sandbox.operators.joins import ForeignKeyJoin, JoinNode, JoinShape, StreamTableJoin, TableTableJoin
from ksqltui.sandbox.operators.stream_joins import StreamStreamJoin
from ksqltui.sandbox.partitioner import partition_of
from ksqltui.sandbox.planning.joins import JoinKind, JoinPlan, JoinStep
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.queries.internal_keys import internal_key_serializer
from ksqltui.sql.syntax import JoinType

Entry = Callable[[int], Forward]


class Joins:
    """The joins of one query, first to last; `entries` give each input's way in, by the partition it is read from.

    `forward` gives what follows the last join in each of its `partitions`.
    """

    def __init__(
        self,
        plan: QueryPlan,
        join: JoinPlan,
        partition_counts: list[int],
        forward: Entry,
        *,
        clock: Clock,
        emit_interval_ms: int,
    ) -> None:
        self._plan = plan
        self._clock = clock
        self._emit_interval_ms = emit_interval_ms
        self.partitions = self._partition_count(join, partition_counts)
        self.entries: list[Entry] = []
        following = forward
        for position in range(len(join.steps), 0, -1):
            step = join.steps[position - 1]
            nodes = [
                self._node(step, following(index), adds_key=self._adds_key(join, position))
                for index in range(self.partitions)
            ]
            self.entries.insert(0, self._right_entry(step, nodes))
            following = self._left_entry(step, nodes)
        self.entries.insert(0, following)

    def _adds_key(self, join: JoinPlan, position: int) -> bool:
        return not join.key_columns and position == len(join.steps)

    def _partition_count(self, join: JoinPlan, counts: list[int]) -> int:
        """Sides that keep their partitions must have equally many. Raises StatementError with ksqlDB's text."""
        chosen, chosen_name = counts[0], self._plan.inputs.left.source.name
        is_fixed = join.steps[0].left_stays
        for step, item, count in zip(join.steps, self._plan.inputs.items[1:], counts[1:], strict=True):
            if step.kind is JoinKind.FOREIGN_KEY or not step.right_stays:
                continue
            if is_fixed and step.left_stays and count != chosen:
                raise StatementError(
                    f"Can't join `{chosen_name}` with `{item.source.name}` since the number of partitions don't "
                    f"match. `{chosen_name}` partitions = {chosen}; `{item.source.name}` partitions = {count}. Please "
                    "repartition either one so that the number of partitions match."
                )
            chosen, chosen_name, is_fixed = count, item.source.name, True
        return chosen

    def _node(self, step: JoinStep, forward: Forward, *, adds_key: bool) -> JoinNode:
        shape = JoinShape(
            keeps_left=step.type in (JoinType.LEFT, JoinType.FULL),
            keeps_right=step.type in (JoinType.RIGHT, JoinType.FULL),
            left_width=step.left_width,
            right_width=step.right_width,
            left_key_index=step.left_key_index if step.kind is not JoinKind.FOREIGN_KEY else None,
            adds_key=adds_key,
        )
        match step.kind:
            case JoinKind.STREAM_STREAM:
                assert step.within is not None
                pace = EmitPace(self._clock, self._emit_interval_ms)
                return StreamStreamJoin(shape, step.within, forward, pace)
            case JoinKind.STREAM_TABLE:
                return StreamTableJoin(shape, forward)
            case JoinKind.TABLE_TABLE:
                return TableTableJoin(shape, forward)
            case JoinKind.FOREIGN_KEY:
                return ForeignKeyJoin(shape, self._foreign_key(step), forward)

    def _foreign_key(self, step: JoinStep) -> Callable[[Row], Hashable]:
        serialize = internal_key_serializer([step.key_type])

        def named(row: Row) -> Hashable:
            value = _value(step.left_key, row)
            return None if value is None else serialize((value,))

        return named

    def _left_entry(self, step: JoinStep, nodes: list[JoinNode]) -> Entry:
        if step.kind is JoinKind.FOREIGN_KEY:
            # Any partition may name any key: the rows meet in one place.
            return lambda index: nodes[0].left
        from_key = step.kind is JoinKind.TABLE_TABLE
        return self._entry(step, step.left_key, from_key, step.left_stays, lambda index: nodes[index].left)

    def _right_entry(self, step: JoinStep, nodes: list[JoinNode]) -> Entry:
        if step.kind is JoinKind.FOREIGN_KEY:
            return self._entry(step, step.right_key, True, False, lambda index: nodes[0].right)
        from_key = step.kind is not JoinKind.STREAM_STREAM
        return self._entry(step, step.right_key, from_key, step.right_stays, lambda index: nodes[index].right)

    def _entry(self, step: JoinStep, key: Compiled, from_key: bool, stays: bool, target: Entry) -> Entry:
        """Gives each row its join key and sends it to that key's partition; `from_key` takes the row's own key."""
        serialize = internal_key_serializer([step.key_type])

        def entry(index: int) -> Forward:
            def process(event: Event) -> None:
                value = event.key[0] if from_key else None if event.row is None else _value(key, event.row)
                if value is None:
                    return
                key_id = serialize((value,))
                place = index if stays else partition_of(key_id, self.partitions)
                target(place)(Event((value,), event.row, event.timestamp, key_id, event.old))

            return process

        return entry


def _value(key: Compiled, row: Row) -> object:
    try:
        return key.evaluate(row)
    except Exception:
        return None
