"""Owns a task: the chain of operators of one partition, its caches and when they are committed."""

from __future__ import annotations

from dataclasses import dataclass, field

from ksqltui.sandbox.operators.aggregate import GroupAggregate
from ksqltui.sandbox.operators.cache import ChangeCache
from ksqltui.sandbox.operators.events import Forward
from ksqltui.sandbox.operators.sessions import SessionAggregate
from ksqltui.sandbox.operators.tables import TableState
from ksqltui.sandbox.operators.windows import WindowAggregate

Store = TableState | GroupAggregate | WindowAggregate | SessionAggregate


@dataclass(slots=True)
class Task:
    """`process` takes the task's events. Caches are in the order in which changes flow through them."""

    process: Forward
    next_commit_ms: int
    caches: list[ChangeCache] = field(default_factory=list)
    store: Store | None = None

    @property
    def is_dirty(self) -> bool:
        return any(cache.is_dirty for cache in self.caches)

    def commit(self, now_ms: int, interval_ms: int) -> None:
        """Forward what the caches hold where the commit is due."""
        if now_ms < self.next_commit_ms:
            return
        for cache in self.caches:
            cache.flush()
        if interval_ms > 0:
            self.next_commit_ms += ((now_ms - self.next_commit_ms) // interval_ms + 1) * interval_ms
