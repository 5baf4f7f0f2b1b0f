"""Owns browsing a topic's messages: what passes a filter, the newest so many of it; knows the reader as a port."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator

from ksqltui.model.messages import Message, MessageFilter, Reading
from ksqltui.session.ports import KafkaMessages

KEPT = 500
BYTES_KEPT = 16_000_000
"""No more of a topic is held than this, however large its messages are."""
MOST_SCANNED = 1_000_000


class MessageBrowser:
    """The messages of one reading. `messages` holds the newest that passed, the oldest first.

    `scanned` counts what was looked at and `dropped` what passed and had to make room. A reading that does not follow
    stops after `limit` messages that passed, or after a million scanned, and `stopped_because` says which.
    """

    def __init__(
        self,
        reader: KafkaMessages,
        wanted: Reading,
        passing: MessageFilter | None = None,
        *,
        limit: int | None = None,
        kept: int = KEPT,
    ) -> None:
        self.messages: deque[Message] = deque()
        self.version = 0
        self.scanned = 0
        self.passed = 0
        self.dropped = 0
        self.stopped_because = ""
        self._reader = reader
        self._wanted = wanted
        self._filter = passing or MessageFilter()
        self._limit = limit
        self._kept = kept
        self._bytes = 0

    async def run(self) -> None:
        """Reads until the end, the limit, or until cancelled. Raises ClusterError."""
        async for _ in self.batches():
            pass

    async def batches(self) -> AsyncIterator[tuple[Message, ...]]:
        """As `run`, and gives what passed of each batch. Raises ClusterError."""
        async with self._reader.read(self._wanted) as batches:
            async for batch in batches:
                passed = self._take(batch)
                if passed:
                    self.version += 1
                    yield passed
                if self.stopped_because:
                    return
        self.stopped_because = "end"

    def _take(self, batch: tuple[Message, ...]) -> tuple[Message, ...]:
        passed: list[Message] = []
        for message in batch:
            self.scanned += 1
            if self._filter.passes(message):
                passed.append(message)
                self.passed += 1
                self._keep(message)
                if self.passed == self._limit:
                    self.stopped_because = "limit"
                    break
            if self.scanned == MOST_SCANNED and not self._wanted.follow:
                self.stopped_because = f"{MOST_SCANNED} messages scanned"
                break
        return tuple(passed)

    def _keep(self, message: Message) -> None:
        self.messages.append(message)
        self._bytes += _size(message)
        while len(self.messages) > self._kept or (self._bytes > BYTES_KEPT and len(self.messages) > 1):
            self._bytes -= _size(self.messages.popleft())
            self.dropped += 1


def _size(message: Message) -> int:
    return len(message.key or b"") + len(message.value or b"") + 100
