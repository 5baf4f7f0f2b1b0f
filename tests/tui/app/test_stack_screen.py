"""The stack on the screens: the panel's section, the services, their logs and the compose file; what changes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.tui.app.fake_kafka import FakeCluster
from tests.tui.app.fake_stack import FakeStack
from tests.tui.app.waiting import until, until_said, words
from textual.pilot import Pilot

from ksqltui.model.stack import Health, LogLine, PublishedPort, Service
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.session.kafka import Kafka
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.stack_down_dialog import StackDownDialog
from ksqltui.tui.screens.stack_screen import StackScreen
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.widgets.log_view import LogView
from ksqltui.tui.widgets.side_panel import SidePanel

OpenApp = Callable[..., KsqltuiApp]
WIDE, NARROW = (120, 36), (80, 24)
NOW = 4_000.0
AWAY = StackError(StackTrouble.ENGINE_STOPPED, "The Docker engine does not answer: it is stopped.", "Start it.")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages are those of one moment, and nothing is waited for that only spares work."""
    clock = SimpleNamespace(time=lambda: NOW, monotonic=time.monotonic)
    monkeypatch.setattr("ksqltui.tui.screens.stack_screen.time", clock)
    monkeypatch.setattr("ksqltui.tui.screens.stack_steering.time", clock)
    monkeypatch.setattr("ksqltui.tui.screens.main.time", clock)
    monkeypatch.setattr("ksqltui.tui.screens.main.TICK", 0.1)
    monkeypatch.setattr("ksqltui.tui.screens.stack_screen.TICK", 0.1)
    monkeypatch.setattr("ksqltui.tui.screens.stack_screen.REST", 0.01)
    monkeypatch.setattr("ksqltui.session.stack_watcher.AWAY_PERIOD", 0.02)
    monkeypatch.setattr("ksqltui.session.service_log.LOOK_EVERY", 0.01)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


@pytest.fixture
def stack() -> FakeStack:
    """The lesson's stack: all is well but one ZooKeeper, which Docker had to restart."""
    made = FakeStack()
    made.engine.found = (
        service("zoo1", ports=(2181,)),
        service("zoo2", ports=(2182,), restarts=2),
        service("kafka1", "kafka-broker1", ports=(9092,)),
        service("kafka2", "kafka-broker2", ports=(9093,)),
        service("kafka3", "kafka-broker3", ports=(9094,)),
        Service("kafka-ui", "my-kafka-ui", "ui:1", "running", Health.STARTING, started_at=NOW - 4),
        service("ksqldb-server", "ksqldb-server", ports=(8088,)),
    )
    made.tool.names = tuple(each.name for each in made.engine.found)
    made.engine.log = (
        LogLine("kafka2", "[2026-11-22 21:14:55,118] INFO Registered broker 2", None, "INFO"),
        LogLine("kafka2", "[2026-11-22 21:14:58,006] WARN Node 1 was slow \x1b[31m[bold]", None, "WARN"),
        LogLine("kafka2", "[2026-11-22 21:14:59,311] ERROR Node 3 is gone", None, "ERROR"),
    )
    return made


def service(name: str, container: str = "", *, ports: tuple[int, ...] = (), restarts: int = 0) -> Service:
    return Service(
        name,
        container or f"otus-{name}-1",
        f"{name}:1",
        "running",
        Health.HEALTHY,
        restarts=restarts,
        started_at=NOW - 72,
        ports=tuple(PublishedPort("127.0.0.1", port, port) for port in ports),
    )


def row(app: Any, name: str) -> str:
    """The line of the screen that names a service."""
    return next((line for line in words(app).split("\n") if name in line), "")


async def test_a_broker_is_stopped_where_its_service_stands_and_the_cluster_shows_it(
    open_app: OpenApp, stack: FakeStack
) -> None:
    cluster = FakeCluster()
    kafka = Kafka(cluster, cast(Any, None), cast(Any, None), cast(Any, None))
    stack.engine.on_stop = lambda container: cluster.down.add(int(container[-1]))
    app = open_app(stack=stack, kafka=kafka)
    async with app.run_test(size=WIDE) as pilot:
        await until_said(pilot, "6 of 7 healthy", "3 up, all in sync")
        await until(pilot, lambda: "36 % 1 GB" in row(app, "kafka-broker1"))
        assert app.session is not None
        assert app.session.cluster is not None
        app.session.cluster.start()

        panel = app.screen.query_one(SidePanel)
        panel.focus()
        panel._put_cursor("service kafka1")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await until_said(pilot, "Node 3 is gone", "following")
        assert "[31m" in words(app)
        assert "\x1b" not in words(app)

        await pilot.press("down", "s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert "Stop kafka-broker2?" in words(app)
        await pilot.press("enter")
        assert stack.engine.asked == []
        await pilot.press("s")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: "stopped" in row(app, "kafka-broker2"))
        assert stack.engine.asked == [("stop", "kafka-broker2")]

        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await until(pilot, lambda: "stopped" in row(app, "kafka-broker2"))
        await until_said(pilot, "2 of 3 up", "gone for")

        await pilot.press("f12")
        await until(pilot, lambda: isinstance(app.screen, StackScreen))
        await until(pilot, lambda: "kafka-broker2" in row(app, "stopped"))
        app.screen.query_one("#stack-list").focus()
        cast(Any, app.screen)._list.go_to("kafka2")
        await until_said(pilot, "S Start")
        await pilot.press("s")
        await until(pilot, lambda: "healthy" in row(app, "kafka-broker2"))
        assert stack.engine.asked[-1] == ("start", "kafka-broker2")


async def test_the_log_is_searched_and_held_and_the_compose_file_keeps_its_secrets(
    open_app: OpenApp, stack: FakeStack
) -> None:
    stack.engine.log = tuple(LogLine("zoo1", f"line {number}", None, "INFO") for number in range(300))
    app = open_app(stack=stack, read_only=True)
    async with app.run_test(size=NARROW) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await pilot.press("f12")
        await until_said(pilot, "line 299", "following")
        assert "Stop" not in words(app)
        await pilot.press("s", "r", "u", "d", "x")
        assert isinstance(app.screen, StackScreen)

        await pilot.press("slash", *"LINE 17")
        await until_said(pilot, "line 179", "found 11 of 11", "held, ")
        await pilot.press("enter", "N")
        await until_said(pilot, "found 10 of 11")
        await pilot.press("n", "n")
        await until_said(pilot, "found 1 of 11", "line 17 ")
        await pilot.press("escape", "f")
        await until_said(pilot, "line 299", "following")
        view = app.screen.query_one(LogView)
        assert view.text.count("\n") == 299

        await pilot.press("2")
        await until_said(pilot, "# the lesson", "DB_PASSWORD: ••••", "file compose/compose.yaml")
        await pilot.press("right_square_bracket")
        await until_said(pilot, "hostname: zoo1")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
    assert stack.engine.asked == []


async def test_the_stack_goes_down_by_its_name_only_and_comes_up_again(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(stack=stack)
    async with app.run_test(size=WIDE, notifications=True) as pilot:
        await until_said(pilot, "6 of 7 healthy")
        await pilot.press("f12")
        await until_said(pilot, "Compose 2.29.0")
        await pilot.press("d")
        await until(pilot, lambda: isinstance(app.screen, StackDownDialog))
        assert "7 containers are stopped and removed." in words(app)
        await pilot.press(*"otis", "enter")
        await until_said(pilot, "nothing was done")
        assert stack.tool.gone == []
        await pilot.press("alt+v", "backspace", "backspace", *"us", "enter")
        await until(pilot, lambda: stack.tool.gone == [True])
        stack.tool.tell("zoo1", "Stopping")
        await until_said(pilot, "Container otus-zoo1-1: Stopping")
        stack.engine.found = ()
        stack.tool.lines.put_nowait(None)
        await until_said(pilot, "The stack is not started")

        await pilot.press("u")
        await until(pilot, lambda: isinstance(app.screen, StackStartScreen))
        await until_said(pilot, "This screen closes by itself")
        stack.runs("zoo1", "kafka1", "ksqldb-server")
        stack.tool.lines.put_nowait(None)
        stack.answers.set()
        await until_said(pilot, "The stack is up; ksqlDB answers at", "Go to http://localhost:8188?")
        await pilot.press("y")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await until_said(pilot, "3 of 7 healthy")


async def test_an_engine_that_goes_away_is_told_and_harms_nothing(open_app: OpenApp, stack: FakeStack) -> None:
    app = open_app(stack=stack)
    async with app.run_test(size=WIDE) as pilot:
        await until_said(pilot, "6 of 7 healthy")
        stack.engine.error = AWAY
        stack.engine.changed.set()
        await until_said(pilot, "Docker is away", "The Docker engine does")
        await pilot.press("f12")
        await until_said(pilot, "Docker is away", AWAY.message, "Start it.", "What is shown is")
        assert "kafka-broker2" in words(app)
        stack.engine.error = None
        await until_said(pilot, "6 of 7 healthy")
        assert AWAY.message not in words(app)


async def test_without_docker_the_panel_says_so_in_a_line_and_the_sandbox_says_nothing(
    open_app: OpenApp, stack: FakeStack
) -> None:
    stack.engine.error = AWAY
    app = open_app(stack=stack)
    async with app.run_test(size=WIDE) as pilot:
        await until_said(pilot, "no Docker", "F12 says why")
        await pilot.click(SidePanel, offset=(4, row_of(app, "F12 says why")))
        await until_said(pilot, AWAY.message)
    sandbox = open_app(stack=stack, sandbox=True)
    async with sandbox.run_test(size=WIDE) as pilot:
        await until_said(pilot, "Streams and tables")
        assert "Docker" not in words(sandbox)
        await pilot.press("f12")
        await until_said(pilot, AWAY.message)


def row_of(app: Any, text: str) -> int:
    """Its row inside the panel, which begins under the header."""
    return next(at for at, line in enumerate(words(app).split("\n")) if text in line) - 1


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_stack_on_its_screen(snap_compare: Any, open_app: OpenApp, stack: FakeStack, size: tuple[int, int]) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await pilot.press("f12")
        await until_said(pilot, "Node 3 is gone", "12 %")
        await pilot.press("down", "down", "down")
        await until_said(pilot, "kafka-broker2  log", "Node 3 is gone")
        await until(pilot, lambda: words(pilot.app).count("12 %") == 7)

    assert snap_compare(open_app(stack=stack), terminal_size=size, run_before=shown)


def test_the_panel_of_a_stack_in_russian(snap_compare: Any, open_app: OpenApp, stack: FakeStack) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        await until_said(pilot, "здоровы 6 из 7", "36 % 1 ГБ")

    assert snap_compare(open_app(stack=stack, language=Language.RUSSIAN), terminal_size=WIDE, run_before=shown)
