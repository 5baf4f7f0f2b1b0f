"""Owns pull queries on tables: one look at the materialised rows; follows nothing."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Sequence

from ksqltui.sandbox.operators.events import ErrorReport
from ksqltui.sandbox.operators.stateless import Predicate, RowMaker
from ksqltui.sandbox.operators.tables import StoredRow
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.results import OutputRow, QueryKind
from ksqltui.sandbox.types import Column, Namespace, Schema

_BLOCK = 1000


class TablePull:
    """The rows that stand in the table when `batches` is first asked."""

    kind = QueryKind.PULL
    is_pull_on_table = True
    consumer_group = ""

    def __init__(
        self,
        query_id: str,
        text: str,
        plan: QueryPlan,
        rows: Callable[[], Iterator[StoredRow]],
        errors: ErrorReport,
    ) -> None:
        self.id = query_id
        self.text = text
        self.schema = pull_schema(plan)
        self.sources = plan.source_names
        self.end_reason: str | None = None
        self._plan = plan
        self._rows = rows
        self._where = Predicate(plan.where, "WhereFilter", errors) if plan.where else None
        self._make = RowMaker([column.value for column in plan.results], "Project", errors).make
        self._closed = False

    def close(self) -> None:
        self._closed = True

    async def batches(self) -> AsyncIterator[Sequence[OutputRow]]:
        limit = self._plan.query.limit
        batch: list[OutputRow] = []
        left = limit
        for stored in self._rows():
            if self._closed or (left is not None and left <= 0):
                break
            row = self._projected(stored)
            if row is None:
                continue
            batch.append(row)
            if left is not None:
                left -= 1
            if len(batch) >= _BLOCK:
                yield batch
                batch = []
        if batch:
            yield batch

    def _projected(self, stored: StoredRow) -> OutputRow | None:
        source = self._plan.inputs.left.source
        row = (*stored.key, *stored.row, stored.timestamp, None, None)
        if source.windowing is not None:
            row = (*row, *(stored.window or (None, None)))
        if self._where is not None and not self._where.holds(row):
            return None
        return OutputRow(self._make(row))


def pull_schema(plan: QueryPlan) -> Schema:
    """Key columns and window bounds are marked as keys, as in the answer's header."""
    return Schema(
        tuple(
            Column(
                item.name,
                item.type,
                Namespace.KEY if item.key_index is not None or item.window_bound else Namespace.VALUE,
            )
            for item in plan.results
        )
    )
