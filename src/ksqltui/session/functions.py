"""Owns what a server tells of its functions, asked once each in the background; knows no editor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from ksqltui.model.entities import DescribeFunction, FunctionNames
from ksqltui.model.errors import KsqlError
from ksqltui.model.listings import FunctionName
from ksqltui.session.ports import KsqlServer
from ksqltui.sql.formatter import format_identifier

PAUSE_AFTER_FAILURE = 5.0


class FunctionBook:
    """The functions of one server. Nothing here waits: what is not known yet is asked for, and `on_news` is called."""

    def __init__(self, server: KsqlServer, on_news: Callable[[], None], clock: Callable[[], float]) -> None:
        self.names: dict[str, FunctionName] = {}
        self._described: dict[str, DescribeFunction] = {}
        self._server = server
        self._on_news = on_news
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._not_before: dict[str, float] = {}

    def want_names(self) -> None:
        """Asks for all names, once; after a failure again when they are wanted again."""
        if not self.names:
            self._ask("SHOW FUNCTIONS;")

    def description(self, name: str) -> DescribeFunction | None:
        """What DESCRIBE FUNCTION says of a function; None while that is not known or there is no such function."""
        known = self._described.get(name)
        if known is None and name in self.names:
            self._ask(f"DESCRIBE FUNCTION {format_identifier(name)};")
        return known

    async def close(self) -> None:
        """Ends what is being asked."""
        tasks = tuple(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ask(self, sql: str) -> None:
        if sql in self._tasks or self._clock() < self._not_before.get(sql, 0.0):
            return
        task = asyncio.create_task(self._learn(sql), name=sql)
        self._tasks[sql] = task
        task.add_done_callback(lambda _: self._tasks.pop(sql, None))

    async def _learn(self, sql: str) -> None:
        try:
            entities = await self._server.execute(sql, properties={}, variables={})
        except KsqlError:
            entities = ()
        for entity in entities:
            if isinstance(entity, FunctionNames):
                self.names = {function.name: function for function in entity.functions}
            elif isinstance(entity, DescribeFunction):
                self._described[entity.name] = entity
        if entities:
            self._on_news()
        else:
            self._not_before[sql] = self._clock() + PAUSE_AFTER_FAILURE
