"""A service's log across the lives of its container, and what may be done to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import Any, cast

import pytest
from tests.tui.app.fake_stack import FakeEngine, FakeTool

from ksqltui.model.stack import Health, LogLine, Service
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.session import service_log
from ksqltui.session.service_log import ServiceLog
from ksqltui.session.stack_actions import StackActions

KAFKA = Service("kafka1", "kafka-broker1", "kafka:1", "running", Health.HEALTHY, started_at=10.0)


class EngineWithLives:
    """Every opening of the log gives all that was written so far and ends, as a container that dies does."""

    def __init__(self) -> None:
        self.written: list[LogLine] = []
        self.error: StackError | None = None
        self.opened = 0

    @asynccontextmanager
    async def logs(
        self, service: str, container: str, *, tail: int, follow: bool
    ) -> AsyncIterator[AsyncIterator[LogLine]]:
        self.opened += 1
        if self.error is not None:
            raise self.error

        async def lines() -> AsyncIterator[LogLine]:
            for line in self.written[-tail:]:
                yield line

        yield lines()

    def write(self, *texts: str) -> None:
        for text in texts:
            self.written.append(LogLine("kafka1", text, float(len(self.written))))


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_log, "LOOK_EVERY", 0)


async def followed(log: ServiceLog, *steps: Callable[[], bool]) -> None:
    """Follows the log until each step has come true, in their order."""
    running = asyncio.create_task(log.run())
    for step in steps:
        async with asyncio.timeout(5):
            while not step():  # noqa: ASYNC110 (a log tells nobody; it is looked at, as the screens do)
                await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


def texts(log: ServiceLog) -> list[str]:
    return [log.line(number).text for number in range(log.first, log.end)]


async def test_a_restarted_container_goes_on_in_the_same_log_and_no_line_comes_twice() -> None:
    engine = EngineWithLives()
    engine.write("one", "two")
    service = KAFKA
    log = ServiceLog(cast(Any, engine), lambda: service)

    def restarted() -> bool:
        nonlocal service
        service = replace(service, started_at=20.0)
        engine.write("three")
        return True

    await followed(log, lambda: log.end == 2, restarted, lambda: log.end == 3 and engine.opened > 3)
    assert texts(log) == ["one", "two", "three"]


async def test_a_container_that_has_ended_is_read_once_and_trouble_is_told_until_it_is_over() -> None:
    engine = EngineWithLives()
    engine.write("last words")
    service = replace(KAFKA, state="exited")
    log = ServiceLog(cast(Any, engine), lambda: service)
    await followed(log, lambda: log.end == 1, *[lambda: True] * 3)
    assert engine.opened == 1

    service = KAFKA
    engine.error = StackError(StackTrouble.ENGINE_STOPPED, "The engine was lost.")

    def mended() -> bool:
        engine.error = None
        engine.write("again")
        return True

    await followed(log, lambda: log.problem == "The engine was lost.", mended, lambda: log.end == 2)
    assert log.problem == ""


async def test_a_log_is_bounded_and_says_what_it_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service_log, "MOST_LINES", 5)
    monkeypatch.setattr(service_log, "LONGEST_LINE", 10)
    engine = EngineWithLives()
    engine.write(*map(str, range(11)), "x" * 50)
    log = ServiceLog(cast(Any, engine), lambda: KAFKA)
    await followed(log, lambda: log.end == 12)
    assert texts(log) == ["7", "8", "9", "10", f"{'x' * 10}…"]
    assert log.first == 7


async def test_what_may_not_be_done_is_refused_before_docker_is_asked() -> None:
    engine, tool, changed = FakeEngine(), FakeTool(), list[bool]()
    read_only = StackActions(engine, tool, read_only=True)
    for refused in (read_only.stop(KAFKA), read_only.start(KAFKA), read_only.shell(KAFKA)):
        with pytest.raises(StackError, match="Read-only"):
            await refused
    with pytest.raises(StackError, match="Read-only"):
        await read_only.down(volumes=True)
    assert (engine.asked, tool.gone) == ([], [])

    actions = StackActions(engine, tool, changed=lambda: changed.append(True))
    with pytest.raises(StackError, match="kafka9 has no container yet"):
        await actions.start(Service("kafka9"))
    with pytest.raises(StackError, match="does not run"):
        await actions.shell(replace(KAFKA, state="exited"))
    engine.on_stop = lambda container: changed.append("kafka1" in actions.doing)
    await actions.stop(KAFKA)
    assert changed == [True, True]
    assert not actions.doing
    assert (await actions.shell(KAFKA))[-5:-2] == ("exec", "kafka1", "sh")
