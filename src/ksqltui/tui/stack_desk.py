"""Owns the one stack that the screens share: made and watched from the first use on; draws and asks nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import urlsplit

from ksqltui.model.stack_trouble import StackError
from ksqltui.session.console import Console
from ksqltui.session.stack import Stack
from ksqltui.session.stack_actions import StackActions
from ksqltui.session.stack_start import StackStart
from ksqltui.session.stack_watcher import StackWatcher
from ksqltui.tui.widgets.stack_facts import StackFacts, stack_facts

HERE = ("localhost", "127.0.0.1", "::1")


class StackDesk:
    """`make` gives the parts, of which nothing is asked yet; it may block for a quarter of a second."""

    def __init__(self, make: Callable[[], Stack], *, read_only: bool = False) -> None:
        self.read_only = read_only
        self.start: StackStart | None = None
        """The last way up, under way or over."""
        self.beside = ""
        """The server of the console's session; "" before there is one."""
        self._make = make
        self._version_told = 0
        self._stack: Stack | None = None
        self._watcher: StackWatcher | None = None
        self._actions: StackActions | None = None

    @property
    def stack(self) -> Stack:
        if self._stack is None:
            self._stack = self._make()
        return self._stack

    @property
    def watcher(self) -> StackWatcher:
        if self._watcher is None:
            self._watcher = self.stack.watcher()
        return self._watcher

    @property
    def actions(self) -> StackActions:
        if self._actions is None:
            self._actions = self.stack.actions(read_only=self.read_only, changed=self.watcher.refresh_soon)
        return self._actions

    async def watch(self) -> None:
        """Begins to look at the stack; once is enough."""
        if self._watcher is not None:
            return
        if self._stack is None:
            made = await asyncio.to_thread(self._make)
            # Meanwhile another may have asked for it.
            self._stack = self._stack or made
        self.watcher.start()
        with contextlib.suppress(StackError):
            # Without compose only what has a container is known.
            self.watcher.expect((await self.stack.tool.file()).services)

    def way_up(self) -> tuple[StackStart, bool]:
        """The way up that is under way, or a new one, which the second value asks to run."""
        if self.start is not None and self.start.is_live:
            return self.start, False
        self.start = self.stack.starting()
        return self.start, True

    def facts(self, now: float) -> StackFacts | None:
        """What is known of the stack; None before it is watched."""
        if self._watcher is None:
            return None
        return stack_facts(self._watcher, self.actions.doing, now)

    def facts_beside(self, console: Console, now: float) -> StackFacts | None:
        """What concerns a session: a stack that is there, or that might be, as the session's server is here."""
        facts = self.facts(now)
        if facts is None or facts.picture.is_there:
            return facts
        is_near = urlsplit(console.server.url).hostname in HERE and not console.is_sandbox
        return facts if is_near else None

    def marks(self, now: float) -> object:
        """Something that is another once there is news to show: figures, which come all the time, once a second."""
        watcher = self._watcher
        if watcher is None:
            return None
        return watcher.version, watcher.picture.taken_at is None, tuple(self.actions.doing.items()), int(now)

    def has_changed(self) -> bool:
        """Whether a container is not as it was when this was asked before."""
        version = 0 if self._watcher is None else self._watcher.version
        before, self._version_told = self._version_told, version
        return version != before

    async def close(self) -> None:
        if self._watcher is not None:
            await self._watcher.stop()
        if self._stack is not None:
            await self._stack.engine.close()
