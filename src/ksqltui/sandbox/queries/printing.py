"""Owns PRINT: the records of a topic as bytes, from now or from the beginning; formats nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from ksqltui.sandbox.catalog import Windowing
from ksqltui.sandbox.log import Log, Record
from ksqltui.sandbox.queries.persistent import BLOCK
from ksqltui.sandbox.queries.reader import split_windowed_key
from ksqltui.sandbox.results import PrintedRecord
from ksqltui.sql.syntax import PrintTopic

_SHORTEST_WINDOWED_KEY = 8


class TopicPrinter:
    """One PRINT. With INTERVAL n every n-th record is printed. `windowing` is that of the source over the topic."""

    def __init__(self, statement: PrintTopic, log: Log, windowing: Windowing | None) -> None:
        self._statement = statement
        self._log = log
        self._windowing = windowing
        self._wake = asyncio.Event()
        topic = log.topic(statement.topic)
        self._offsets = [place.start if statement.from_beginning else place.end for place in topic.partitions]

    def wake(self) -> None:
        self._wake.set()

    async def records(self) -> AsyncIterator[PrintedRecord]:
        printed = seen = 0
        interval = max(self._statement.interval or 1, 1)
        while self._log.has_topic(self._statement.topic):
            self._wake.clear()
            batch = self._next()
            for record in batch:
                seen += 1
                if (seen - 1) % interval:
                    continue
                yield self._printed(record)
                printed += 1
                if self._statement.limit is not None and printed >= self._statement.limit:
                    return
            if batch:
                await asyncio.sleep(0)
            else:
                await self._wake.wait()

    def _next(self) -> list[Record]:
        batch: list[Record] = []
        for place in self._log.topic(self._statement.topic).partitions:
            records = place.read(self._offsets[place.index], BLOCK)
            if records:
                self._offsets[place.index] = records[-1].offset + 1
                batch.extend(records)
        return batch

    def _printed(self, record: Record) -> PrintedRecord:
        key, window = record.key, None
        if self._windowing is not None and key is not None and len(key) >= _SHORTEST_WINDOWED_KEY:
            key, (start, end) = split_windowed_key(key, self._windowing.type, self._windowing.size_ms)
            window = (start, end if self._windowing.size_ms is None else None)
        return PrintedRecord(
            record.timestamp, record.partition, record.offset, key, record.value, record.headers, window
        )
