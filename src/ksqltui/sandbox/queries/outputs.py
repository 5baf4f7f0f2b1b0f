"""Owns where a query's rows end: a topic, or a client that reads them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ksqltui.sandbox.catalog import Source
from ksqltui.sandbox.formats import key_serde, value_serde
from ksqltui.sandbox.log import Log
from ksqltui.sandbox.operators.events import Event, RecordContext, Row
from ksqltui.sandbox.planning.plan import QueryPlan
from ksqltui.sandbox.queries.reader import join_windowed_key
from ksqltui.sandbox.results import OutputRow

ReportUnwritable = Callable[[str, Exception, Row | None], None]


class TopicOutput:
    """Writes rows to a source's topic in its formats."""

    def __init__(
        self,
        source: Source,
        log: Log,
        report: ReportUnwritable,
        timestamp_of: Callable[[Sequence[object]], int | None] | None,
        context: RecordContext,
    ) -> None:
        self._source = source
        self._log = log
        self._report = report
        self._timestamp_of = timestamp_of
        self._context = context
        self._key = key_serde(source.key_format, source.schema.key, source.serde_options).serialize
        self._value = value_serde(source.value_format, source.schema.value, source.serde_options).serialize

    def write(self, event: Event) -> None:
        try:
            key = self._key_bytes(event)
            value = None if event.row is None else self._value(event.row)
        except Exception as error:
            self._report(self._source.topic, error, event.row)
            return
        timestamp = event.timestamp
        if self._timestamp_of is not None and event.row is not None:
            found = self._timestamp_of((*event.key, *event.row))
            if found is None or found < 0:
                self._report(self._source.topic, ValueError(f"no timestamp in {found}"), event.row)
                return
            timestamp = found
        self._log.append(self._source.topic, key, value, timestamp, self._context.headers)

    def _key_bytes(self, event: Event) -> bytes | None:
        if not self._source.schema.key or (event.key_id is None and not any(part is not None for part in event.key)):
            return None
        if len(event.key) == 1 and event.key[0] is None:
            return None
        key = self._key(event.key)
        if key is not None and self._source.windowing is not None and event.window is not None:
            return join_windowed_key(key, self._source.windowing.type, event.window)
        return key


class ClientOutput:
    """Collects rows for a client up to a limit; deleted rows become tombstones that still name their key."""

    def __init__(self, plan: QueryPlan, limit: int | None) -> None:
        self._is_table = plan.result_is_table
        self._left = limit
        self._rows: list[OutputRow] = []
        self._tombstone = [_identity(item.key_index, item.window_bound) for item in plan.results]

    @property
    def is_full(self) -> bool:
        return self._left is not None and self._left <= 0

    def write(self, event: Event) -> None:
        if self.is_full:
            return
        if event.row is not None:
            self._rows.append(OutputRow(event.row))
        elif self._is_table:
            self._rows.append(OutputRow([find(event) for find in self._tombstone], tombstone=True))
        else:
            return
        if self._left is not None:
            self._left -= 1

    def take(self) -> list[OutputRow]:
        """The rows since the last call."""
        rows, self._rows = self._rows, []
        return rows


def _identity(key_index: int | None, window_bound: str | None) -> Callable[[Event], object]:
    if key_index is not None:
        return lambda event: event.key[key_index]
    if window_bound is not None:
        side = 0 if window_bound == "WINDOWSTART" else 1
        return lambda event: event.window[side] if event.window else None
    return lambda event: None
