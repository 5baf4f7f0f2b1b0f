"""The real compose file on a real engine, with stand-ins for the images: up, watched, stopped, read, down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest

from ksqltui.model.stack import ServiceMood
from ksqltui.model.stack_progress import Step, StepState
from ksqltui.session.stack import Stack
from ksqltui.session.stack_start import StartState
from ksqltui.session.stack_watcher import StackWatcher

LESSON = ["zoo1", "zoo2", "zoo3", "kafka-broker1", "kafka-broker2", "kafka-broker3"]
LESSON += ["my-kafka-ui", "ksqldb-server", "ksqldb-cli"]
WITHIN = 60


@pytest.fixture
async def lesson(make_stack: Callable[..., Stack]) -> Stack:
    return make_stack(project="otus")


@pytest.fixture
async def watcher(lesson: Stack) -> AsyncIterator[StackWatcher]:
    watcher = lesson.watcher()
    watcher.expect((await lesson.tool.file()).services)
    watcher.start()
    yield watcher
    await watcher.stop()


async def seen(watcher: StackWatcher, is_so: Callable[[], bool], within: float = WITHIN) -> None:
    """Returns when the watcher's picture or figures are so."""
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 (a watcher tells nobody; it is looked at, as the screens do)
            await asyncio.sleep(0.02)


async def test_the_lessons_stack_comes_up_and_goes_down(lesson: Stack, watcher: StackWatcher) -> None:
    start = lesson.starting(waits=False)
    await start.run()

    assert start.error is None
    assert start.state is StartState.READY
    assert start.progress is not None
    assert start.progress.up == 9
    zoo, cli = start.progress.services["zoo1"], start.progress.services["ksqldb-cli"]
    assert [step.state for step in zoo.steps] == [StepState.SKIPPED, StepState.DONE, StepState.DONE, StepState.DONE]
    began, healthy = cli.step(Step.START).began, start.progress.services["ksqldb-server"].step(Step.HEALTH).ended
    assert began is not None
    assert healthy is not None
    assert began >= healthy - 1.5, "the CLI waits for the server's health; health is looked at once a second"

    await seen(watcher, lambda: watcher.picture.well == 9)
    assert [service.label for service in watcher.picture.services] == LESSON
    await seen(watcher, lambda: all(watcher.figures(service.name) for service in watcher.picture.services))
    figures = watcher.figures("kafka1")
    assert figures is not None
    assert 0 < figures.memory < figures.memory_limit == 1 << 30

    await lesson.engine.stop("kafka-broker2")
    await seen(watcher, lambda: mood(watcher, "kafka2") is ServiceMood.STOPPED, within=3)
    assert watcher.picture.well == 8
    await lesson.engine.start("kafka-broker2")
    await seen(watcher, lambda: mood(watcher, "kafka2") is ServiceMood.HEALTHY)

    async with lesson.engine.logs("zoo1", "otus-zoo1-1", tail=10, follow=False) as lines:
        said = [line async for line in lines]
    assert [line.level for line in said] == ["INFO", "WARN"]
    assert said[0].time is not None

    again = lesson.starting(waits=False)
    await again.run()
    assert again.state is StartState.READY, "`up` on a running stack finds its own ports and names"

    async with lesson.tool.down(volumes=False) as lines:
        gone = [line async for line in lines if line.text == "Removed"]
    assert sum(line.id.startswith("Container") for line in gone) == 9
    assert not any(line.id.startswith("Volume") for line in gone), "topics survive"
    await seen(watcher, lambda: not watcher.picture.is_there)
    assert {service.mood for service in watcher.picture.services} == {ServiceMood.ABSENT}


def mood(watcher: StackWatcher, name: str) -> ServiceMood | None:
    service = watcher.picture.service(name)
    return None if service is None else service.mood


async def test_the_minimal_stack_comes_up(make_stack: Callable[..., Stack]) -> None:
    stack = make_stack(project="small", minimal=True, port_offset=300)
    start = stack.starting(waits=False)
    await start.run()

    assert start.error is None
    services = await stack.engine.services("small")
    assert {service.container for service in services} == {
        "small-kafka-broker1",
        "small-ksqldb-server",
        "small-ksqldb-cli",
    }
    assert {port.host for service in services for port in service.ports} == {9392, 8388}
