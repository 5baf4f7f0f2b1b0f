"""A topic's messages on the screen: browsed, filtered, followed, exported; one sent; a stream made of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from tests.tui.app.conftest import FakeServer
from tests.tui.app.fake_kafka import FakeAdministration, FakeCluster, FakeMessages, FakeSender
from tests.tui.app.waiting import until
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached
from ksqltui.model.messages import Message, Reading
from ksqltui.model.positions import LATEST
from ksqltui.model.sending import Acks, Delivery, Outgoing
from ksqltui.session.kafka import Kafka
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.cluster_errands import PrintOf
from ksqltui.tui.screens.cluster_screen import ClusterScreen
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.messages_screen import MessagesScreen
from ksqltui.tui.screens.produce_dialog import ProduceDialog
from ksqltui.tui.screens.results_dialogs import ExportDialog
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.page_view import PageView
from ksqltui.tui.widgets.pick_list import PickList
from ksqltui.tui.widgets.tab_row import TabRow

OpenApp = Callable[..., KsqltuiApp]
WIDE, NARROW = (120, 36), (80, 24)
MADE = 1_764_072_000_000
MESSAGES = (
    Message("payments", 0, 5, MADE, None, b'{"name": "Bob", "amount": 5}'),
    Message("payments", 0, 6, MADE + 20, b"\xff\x00", b"\x1b[2J\x1b[31mred"),
    Message("payments", 1, 9, MADE + 10, b"Carol", b'{"name": "Carol", "deep": {"list": [1, 2.50]}}'),
    Message("payments", 2, 3, MADE + 30, b"gone", None, (("trace", b"abc"),)),
    Message("payments", 2, 4, MADE + 40, b"big", b"x" * 1_000_000),
)


def kafka_of(messages: FakeMessages | None = None, sender: FakeSender | None = None) -> Kafka:
    return Kafka(FakeCluster(), FakeAdministration(), messages or FakeMessages(MESSAGES), sender or FakeSender())


async def on_payments(pilot: Pilot[None], press: str) -> None:
    """Presses a key on the topic payments of the cluster view."""
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    cast(MainScreen, pilot.app.screen).action_cluster("topics", "payments")
    await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen) and pilot.app.screen.focused is not None)
    await until(pilot, lambda: cast(ClusterScreen, pilot.app.screen).topic == "payments")
    await pilot.press(press)


async def messages(pilot: Pilot[None]) -> MessagesScreen:
    await on_payments(pilot, "m")
    await until(pilot, lambda: isinstance(pilot.app.screen, MessagesScreen) and pilot.app.screen.focused is not None)
    return cast(MessagesScreen, pilot.app.screen)


def offsets(screen: MessagesScreen) -> list[int]:
    return [message.offset for message in screen.shown]


def words(screen: Any, id: str) -> str:
    return str(screen.query_one(f"#{id}", Static).render())


def page(screen: MessagesScreen) -> str:
    return screen.query_one(PageView).text


async def test_messages_are_browsed_filtered_and_followed(open_app: OpenApp) -> None:
    reader = FakeMessages(MESSAGES)
    async with open_app(kafka=kafka_of(reader)).run_test(size=WIDE) as pilot:
        screen = await messages(pilot)
        await until(pilot, lambda: offsets(screen) == [5, 9, 6, 3, 4])
        assert reader.asked == [Reading("payments", newest=100)]
        listed = screen.query_one(PickList)
        assert listed.cursor_key == "2 4", "the newest is under the cursor"
        await until(pilot, lambda: "bytes more" in page(screen))
        await pilot.press("up")
        await until(pilot, lambda: "header trace" in page(screen) and "value   null" in page(screen))
        await pilot.press("up")
        await until(pilot, lambda: "\\x1b[2J\\x1b[31mred" in page(screen))
        assert "ff 00" in page(screen)
        await pilot.press("v", "v", "v")
        await until(pilot, lambda: "1b 5b 32 4a" in page(screen))
        await pilot.press("v", "up")
        await until(pilot, lambda: '"list": [' in page(screen) and "2.50" in page(screen))

        await pilot.press("slash", *"bo", "enter")
        await until(pilot, lambda: offsets(screen) == [5] and "1 shown of 5 read" in words(screen, "messages-state"))
        screen.query_one("#messages-fields", Input).value = "$..a=1"
        await pilot.press("r")
        await until(pilot, lambda: "is no JSON path" in words(screen, "messages-state"))
        screen.query_one("#messages-fields", Input).value = ""
        screen.query_one("#messages-value", Input).value = ""
        await pilot.press("f")
        await until(pilot, lambda: screen.is_following and len(screen.shown) == 5)
        assert reader.asked[-1] == Reading("payments", LATEST, follow=True)
        assert "following" in words(screen, "messages-state")
        await pilot.press("f")
        await until(pilot, lambda: not screen.is_following)
        reader.problem = ActionRefused("Broker: Topic authorization failed", advice="Ask for the right to read it.")
        await pilot.press("r")
        await until(pilot, lambda: "Ask for the right" in words(screen, "messages-state"))
        assert "Topic authorization failed" in words(screen, "messages-state")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen))


async def test_messages_are_exported_and_a_stream_made_of_them(open_app: OpenApp, tmp_path: Path) -> None:
    async with open_app(kafka=kafka_of()).run_test(size=NARROW) as pilot:
        screen = await messages(pilot)
        await until(pilot, lambda: len(screen.shown) == 5)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportDialog) and pilot.app.screen.is_mounted)
        pilot.app.screen.query_one("#export-path", Input).value = str(tmp_path / "m.csv")
        await pilot.press("enter")
        await until(pilot, lambda: "wrote 5 messages" in words(screen, "messages-state"))
        written = (tmp_path / "m.csv").read_text("utf-8")
        assert written.startswith("partition,offset,time,key,value,headers\n")
        assert "x" * 1_000_000 in written

        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        editors = pilot.app.screen.query_one(EditorPane)
        await until(pilot, lambda: "KAFKA_TOPIC = 'payments'" in editors.editor.script)
        assert len(editors.names) == 3, "a buffer of its own"


async def test_ksqldb_prints_what_the_brokers_do_not_tell(open_app: OpenApp, server: FakeServer) -> None:
    kafka = kafka_of()
    cast(FakeCluster, kafka.cluster).problem = BrokersNotReached("nobody is there")
    app = open_app(kafka=kafka)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
        screen = cast(MainScreen, pilot.app.screen)
        screen._do_for_topic(PrintOf("payments"))
        await until(pilot, lambda: "PRINT 'payments' FROM BEGINNING;" in server.sent)


async def test_a_message_is_sent_and_acks_of_all_and_no_are_told_apart(open_app: OpenApp) -> None:
    refusal = Delivery(
        "payments", seconds=1, error="NOT_ENOUGH_REPLICAS", problem="Broker: Not enough in-sync replicas"
    )
    sender = FakeSender({Acks.ALL: refusal})
    kafka = kafka_of(sender=sender)
    async with open_app(kafka=kafka).run_test(size=WIDE) as pilot:
        await on_payments(pilot, "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProduceDialog) and pilot.app.screen.is_mounted)
        dialog = cast(ProduceDialog, pilot.app.screen)
        await until(pilot, lambda: "Every partition has 2 in sync" in words(dialog, "produce-standing"))
        cluster = dialog._watcher
        cast(FakeCluster, kafka.cluster).down.update({2, 3})
        await cluster.refresh()
        await until(pilot, lambda: "acks all is refused in partition 0, 1, 2" in words(dialog, "produce-standing"))

        dialog.query_one("#produce-key", Input).value = "Bob"
        dialog.query_one("#produce-value", Input).value = "hello"
        await pilot.press("f5")
        await until(pilot, lambda: "nobody said that it arrived" in words(dialog, "produce-reports"))
        message = Outgoing("payments", b"hello", b"Bob")
        assert sender.sent == [(Acks.ALL, message), (Acks.NO, message)]
        assert "acks all   NOT_ENOUGH_REPLICAS" in words(dialog, "produce-reports")
        dialog.query_one("#produce-acks").focus()
        await pilot.press("right", "enter")
        await until(pilot, lambda: "offset 41" in words(dialog, "produce-reports"))
        assert sender.sent[-1] == (Acks.ONE, message)


async def test_read_only_sends_nothing(open_app: OpenApp) -> None:
    sender = FakeSender()
    async with open_app(kafka=kafka_of(sender=sender), read_only=True).run_test(size=WIDE) as pilot:
        await on_payments(pilot, "w")
        await until(pilot, lambda: isinstance(pilot.app.screen, ProduceDialog) and pilot.app.screen.is_mounted)
        await pilot.press("enter", "f5")
        assert "Read-only" in words(pilot.app.screen, "produce-reports")
        assert sender.sent == []


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_messages_of_a_topic(snap_compare: Any, open_app: OpenApp, size: tuple[int, int]) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        screen = await messages(pilot)
        await until(pilot, lambda: len(screen.shown) == 5)
        await pilot.press("up", "up", "up")
        await until(pilot, lambda: '"list": [' in page(screen) and screen.query_one(TabRow).tabs)

    assert snap_compare(open_app(kafka=kafka_of()), terminal_size=size, run_before=shown)
