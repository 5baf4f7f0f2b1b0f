"""Owns that what is typed behind a key which moves the focus goes where the focus then is; knows no screen by name."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.message_pump import MessagePump
from textual.screen import ModalScreen
from textual.widgets import Input, TextArea

MOST_TURNS = 50
"""Turns that a dialog gets until it has its focus; then what was typed goes to it as it is."""
LONGEST_TURN = 2.0
"""Seconds that one widget may take to come to what was asked of it."""


class KeyOrder:
    """Textual gives a key to whatever has the focus when the key comes, though a key before it may be on its way still.

    Under load `^N` and the first words behind it come at once. So such words wait until `^N` has come to rest.
    """

    def __init__(self, app: App[None], give: Callable[[events.Event], Awaitable[None]]) -> None:
        """`give` hands an event to whatever has the focus."""
        self._app = app
        self._give = give
        self._waiting: deque[events.Event] = deque()
        self._resting: asyncio.Task[None] | None = None

    async def take(self, event: events.Event) -> None:
        """Gives a key or a paste now, or once those before it have done what they do."""
        if self._resting is not None:
            self._waiting.append(event)
            return
        passed_by = self._passed_by(event)
        await self._give(event)
        if passed_by:
            self._resting = asyncio.create_task(self._rest(passed_by))

    def stop(self) -> None:
        """What waits is dropped: the program ends."""
        if self._resting is not None:
            self._resting.cancel()
        self._waiting.clear()

    def _passed_by(self, event: events.Event) -> Sequence[MessagePump]:
        """Who the key passes on its way, where it can move the focus; nobody where it cannot."""
        if not isinstance(event, events.Key) or not self._app.screen_stack:
            return ()
        screen = self._app.screen
        focused = screen.focused
        if event.is_printable and isinstance(focused, Input | TextArea):
            return ()
        bound = screen.active_bindings.get(event.key)
        # The keys of an editor or a table that are its own move its cursor.
        if bound is None or (bound.node is focused and not event.is_printable):
            return ()
        here: DOMNode = focused or screen
        return tuple(node for node in here.ancestors_with_self)

    async def _rest(self, passed_by: Sequence[MessagePump]) -> None:
        # The key climbs to the app, which does what is bound to it; that may send a message on the same way.
        for node in (*passed_by, *passed_by):
            await _turn(node)
        for _ in range(MOST_TURNS):
            await asyncio.sleep(0)
            screen = self._app.screen
            await _turn(screen)
            await _turn(self._app)
            if not isinstance(screen, ModalScreen) or screen.focused is not None:
                break
        self._app.call_later(self._go_on)

    async def _go_on(self) -> None:
        self._resting = None
        while self._waiting and self._resting is None:
            await self.take(self._waiting.popleft())


async def _turn(node: MessagePump) -> None:
    """Waits until a node has read every message that it has now."""
    read = asyncio.Event()
    if node.is_running and node.call_later(read.set):
        try:
            async with asyncio.timeout(LONGEST_TURN):
                await read.wait()
        except TimeoutError:
            return
