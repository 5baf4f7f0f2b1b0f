"""Owns the parts that deal with one compose stack, held together; starts nothing by itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ksqltui.session.stack_actions import StackActions
from ksqltui.session.stack_ports import Machine, StackEngine, StackTool
from ksqltui.session.stack_start import StackStart
from ksqltui.session.stack_watcher import StackWatcher


@dataclass(frozen=True, slots=True)
class Stack:
    """One stack: `server` is where its ksqlDB will answer, `answers` asks whether it does."""

    engine: StackEngine
    tool: StackTool
    machine: Machine
    server: str
    answers: Callable[[], Awaitable[bool]]

    def starting(self, *, waits: bool = True) -> StackStart:
        """The way up, not begun; without `waits` healthy containers are enough."""
        return StackStart(self.engine, self.tool, self.machine, self.answers if waits else _does)

    def watcher(self) -> StackWatcher:
        return StackWatcher(self.engine, self.tool.project)

    def actions(self, *, read_only: bool, changed: Callable[[], None]) -> StackActions:
        return StackActions(self.engine, self.tool, read_only=read_only, changed=changed)


async def _does() -> bool:
    return True
