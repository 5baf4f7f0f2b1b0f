"""From the start screen to the connected console on a real engine, whose ksqlDB server is a stand-in that answers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.e2e.stack.engine_process import EngineProcess
from tests.e2e.stack.ksqldb_stub import import_ksqldb_stub
from tests.e2e.stack.stub_images import import_stub
from textual.pilot import Pilot

from ksqltui.bootstrap_stack import StackWish, build_stack
from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.model.errors import KsqlError
from ksqltui.session.console import Console
from ksqltui.session.opening import Buffer, Opening
from ksqltui.session.stack import Stack
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.stack_screen import StackScreen
from ksqltui.tui.screens.stack_start import StackStartScreen

QUERY = "SELECT name, amount FROM payments EMIT CHANGES;"
STREAM = "CREATE STREAM payments (name VARCHAR, amount INTEGER) WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json');"


@pytest.fixture
async def stack(engine: EngineProcess, surroundings: Mapping[str, str]) -> Any:
    """The minimal stack on ports of its own; its ksqlDB answers."""
    client = engine.client()
    await asyncio.to_thread(import_ksqldb_stub, client)
    made = build_stack(StackWish(minimal=True, project="way", port_offset=700), surroundings)
    yield made
    async with made.tool.down(volumes=True) as lines:
        async for _ in lines:
            pass
    await made.engine.close()
    await asyncio.to_thread(import_stub, client, "confluentinc/cp-ksqldb-server:7.6.1")
    client.close()


def console_app(stack: Stack) -> KsqltuiApp:
    async def connect(text: str) -> Console:
        console = Console(KsqldbClient(text))
        try:
            await console.connect()
        except KsqlError:
            await console.close()
            raise
        console.watcher.start()
        return console

    async def no_sandbox() -> Console:
        raise AssertionError("nobody asked for the sandbox")

    buffers = (Buffer("lesson.sql", f"{STREAM}\n{QUERY}\n"),)
    return KsqltuiApp(Opening(stack.server, connect, no_sandbox, buffers=buffers, stack=lambda: stack))


def words(app: Any) -> str:
    return "\n".join("".join(part.text for part in strip) for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], condition: Callable[[], object], seconds: float = 90) -> None:
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await pilot.pause(0.05)
    except TimeoutError:
        raise AssertionError("the condition did not come true:\n" + words(pilot.app)) from None


async def test_one_decision_leads_to_rows_and_a_killed_container_shows_and_harms_nothing(
    stack: Stack, monkeypatch: pytest.MonkeyPatch, engine: EngineProcess
) -> None:
    monkeypatch.setattr("ksqltui.tui.screens.start.WAITS", (600,))
    app = console_app(stack)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "Tried once" in words(app))
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, StackStartScreen) and "healthy" in words(app))
        await until(pilot, lambda: isinstance(app.screen, MainScreen) and "3 of 3 healthy" in words(app))

        await pilot.press("f5")
        await until(pilot, lambda: "PAYMENTS" in words(app))
        await pilot.press("down", "f5")
        await until(pilot, lambda: "streaming" in words(app) and " rows " in words(app))

        client = engine.client()
        client.containers.get("way-kafka-broker1").kill()
        await until(pilot, lambda: "way-kafka-broker1" in words(app) and "stopped" in words(app), seconds=2)
        client.close()
        assert "streaming" in words(app)

        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, StackScreen) and "Compose 5" in words(app))
        cursor: Any = app.screen
        cursor._list.go_to("kafka1")
        await until(pilot, lambda: "S Start" in words(app))
        await pilot.press("s")
        await until(pilot, lambda: "3 of 3 healthy" in words(app))
        await until(pilot, lambda: "the stub starts" in words(app))
