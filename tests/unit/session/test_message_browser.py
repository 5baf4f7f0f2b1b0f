"""A browser holds the newest that pass, within bounds, and says why it stopped."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ksqltui.model.messages import Message, MessageFilter, Reading
from ksqltui.session.message_browser import BYTES_KEPT, MessageBrowser


class Shelf:
    """Implements KafkaMessages: gives what it holds, in twos."""

    def __init__(self, *values: bytes) -> None:
        self.messages = [Message("t", 0, offset, None, None, value) for offset, value in enumerate(values)]
        self.is_open = False

    @asynccontextmanager
    async def read(self, wanted: Reading) -> AsyncIterator[AsyncIterator[tuple[Message, ...]]]:
        self.is_open = True
        yield self._batches()
        self.is_open = False

    async def _batches(self) -> AsyncIterator[tuple[Message, ...]]:
        for start in range(0, len(self.messages), 2):
            yield tuple(self.messages[start : start + 2])


async def test_the_newest_that_pass_are_kept() -> None:
    shelf = Shelf(*(b"a%d" % number if number % 2 else b"b" for number in range(10)))
    browser = MessageBrowser(shelf, Reading("t"), MessageFilter(value="a"), kept=3)
    await browser.run()
    assert [message.value for message in browser.messages] == [b"a5", b"a7", b"a9"]
    assert (browser.scanned, browser.passed, browser.dropped) == (10, 5, 2)
    assert browser.stopped_because == "end"
    assert not shelf.is_open


async def test_a_limit_ends_it() -> None:
    shelf = Shelf(*(b"x" for _ in range(10)))
    browser = MessageBrowser(shelf, Reading("t"), limit=3)
    await browser.run()
    assert (len(browser.messages), browser.stopped_because) == (3, "limit")
    assert not shelf.is_open


async def test_large_messages_are_bounded_by_their_bytes() -> None:
    browser = MessageBrowser(Shelf(*(bytes(4_000_000) for _ in range(10))), Reading("t"))
    await browser.run()
    assert sum(len(message.value or b"") for message in browser.messages) <= BYTES_KEPT
    assert browser.dropped == 10 - len(browser.messages) > 0
