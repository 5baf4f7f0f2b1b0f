"""Holds the start of the stack from the start screen to the main screen, and to words where it fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.tui.app.fake_stack import NAMES, FakeStack
from tests.tui.app.waiting import until, until_said, words
from textual.pilot import Pilot

from ksqltui.model.stack import Health
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.screens.start import StartScreen

OpenApp = Callable[..., KsqltuiApp]
SIZE = (120, 36)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No next try of the start screen comes by itself, and the stack is looked at without pauses."""
    monkeypatch.setattr("ksqltui.tui.screens.start.WAITS", (600,))
    monkeypatch.setattr("ksqltui.session.stack_start.LOOK_EVERY", 0.01)
    monkeypatch.setattr("ksqltui.tui.screens.stack_start.LOG_EVERY", 0.01)


@pytest.fixture
def stack() -> FakeStack:
    return FakeStack()


async def opened(pilot: Pilot[None]) -> None:
    await until_said(pilot, "Tried once")
    await pilot.press("d")
    await until(pilot, lambda: isinstance(pilot.app.screen, StackStartScreen))


async def test_the_stack_comes_up_and_the_console_connects(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await until_said(pilot, "0 of 3 healthy")
        stack.tool.tell("zoo1", "Creating", "Created", "Starting", "Started")
        stack.runs("zoo1", health=Health.STARTING)
        await until_said(pilot, "Node 2 was slow")
        assert "\x1b" not in words(app)
        assert "docker compose -f compose/compose.yaml -p otus up -d --wait" in words(app)

        stack.runs(*NAMES)
        stack.tool.lines.put_nowait(None)
        await until_said(pilot, "Waiting for ksqlDB")
        assert "3 of 3 healthy" in words(app)

        stack.answers.set()
        await until(pilot, lambda: isinstance(app.screen, MainScreen) and app.screen.query("SqlEditor"))


async def test_a_failure_names_the_service_its_words_and_what_to_try(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        stack.runs("kafka1", health=Health.UNHEALTHY)
        stack.tool.lines.put_nowait(
            StackError(StackTrouble.SERVICE_FAILED, "Compose failed: container kafka1 is unhealthy", "Look at its log.")
        )
        await until_said(pilot, "The stack did not start")
        await until_said(pilot, "Compose failed: container kafka1 is unhealthy")
        await until_said(pilot, "Look at its log.")
        await until_said(pilot, "Node 2 was slow")

        await pilot.press("r")
        await until_said(pilot, "0 of 3 healthy")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))


async def test_no_docker_is_told_with_a_way_on(open_app: OpenApp, stack: FakeStack) -> None:
    stack.engine.error = StackError(StackTrouble.NO_DOCKER, "No Docker engine was found.", "Install Docker.")
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await until_said(pilot, "No Docker engine was found.")
        assert "Install Docker." in words(app)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, MainScreen) and app.screen.query("SqlEditor"))


async def test_a_start_in_the_background_goes_on_and_is_found_again(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await until_said(pilot, "0 of 3 healthy")
        await pilot.press("b")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        stack.runs("zoo1")
        stack.tool.tell("zoo1", "Created", "Started")
        await until_said(pilot, "Tried 2 times")
        await pilot.press("d")
        await until_said(pilot, "1 of 3 healthy")


async def test_esc_in_the_middle_says_nothing_more_and_keeps_what_runs(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=SIZE) as pilot:
        await opened(pilot)
        await until_said(pilot, "0 of 3 healthy")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, StartScreen))
        assert stack.engine.asked == []


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
async def test_the_way_up_is_told_at_both_sizes(
    open_app: OpenApp, stack: FakeStack, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ksqltui.tui.screens.stack_start.time.time", lambda: 1_000.0)
    app = open_app(unreachable=True, stack=stack)
    async with app.run_test(size=size) as pilot:
        await opened(pilot)
        screen = app.screen
        assert isinstance(screen, StackStartScreen)
        screen.start._clock = lambda: 990.0
        screen.start.began = 928.0
        await until_said(pilot, "of 3 healthy")
        stack.tool.tell("zoo1", "Creating", "Created", "Starting", "Started", "Healthy")
        stack.tool.tell("kafka1", "Creating", "Created", "Starting", "Started")
        stack.runs("zoo1")
        for said in ("project otus", "1 of 3 healthy", "1 min 12 s so far", "healthy 0 ms", " 10 s", "docker compose"):
            await until_said(pilot, said)
        assert "Esc Stop here, keep what runs" in words(app)
