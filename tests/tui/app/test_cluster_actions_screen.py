"""What is done to a cluster from the screens: forms, Kafka's own line beside them, names typed, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import pytest
from tests.tui.app.fake_kafka import CONFIGS, FakeAdministration, FakeCluster, topic
from tests.tui.app.waiting import until
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ksqltui.model.cluster_actions import AlterConfigs, DeleteRecords
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.session.kafka import Kafka
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.action_dialog import ActionDialog
from ksqltui.tui.screens.action_forms import alter_configs, create_topic, delete_records
from ksqltui.tui.screens.cluster_screen import ClusterScreen
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.pick_list import PickList

OpenApp = Callable[..., KsqltuiApp]
WIDE = (120, 36)


def kafka_of(administration: FakeAdministration) -> Kafka:
    return Kafka(FakeCluster(), administration, cast(Any, None), cast(Any, None))


async def cluster_view(pilot: Pilot[None]) -> ClusterScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    cast(MainScreen, pilot.app.screen).action_cluster()
    await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen) and pilot.app.screen.focused is not None)
    return cast(ClusterScreen, pilot.app.screen)


async def form(pilot: Pilot[None], tab: str, key: str, press: str) -> ActionDialog:
    """The form of an action on one thing of the cluster view, which is what is shown."""
    view = cast(ClusterScreen, pilot.app.screen)
    view.action_tab(tab)
    view.query_one(PickList).go_to(key)
    await until(pilot, lambda: view.chosen == key)
    await pilot.press(press)
    await until(pilot, lambda: isinstance(pilot.app.screen, ActionDialog) and pilot.app.screen.is_mounted)
    await pilot.pause()
    return cast(ActionDialog, pilot.app.screen)


async def back_in_the_view(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen) and pilot.app.screen.focused is not None)


def text_of(dialog: ActionDialog, name: str) -> str:
    shown = dialog.query_one(f"#action-{name}", Static)
    return str(shown.render()) if shown.display else ""


async def test_topics_are_created_changed_and_deleted_from_forms(open_app: OpenApp) -> None:
    administration = FakeAdministration()
    async with open_app(kafka=kafka_of(administration)).run_test(size=WIDE) as pilot:
        await cluster_view(pilot)
        shown = await form(pilot, "topics", "payments", "n")
        await pilot.press(*"orders", "down", "down", "down", *"min.insync.replicas=2")
        assert text_of(shown, "line") == (
            "kafka-topics --bootstrap-server 127.0.0.1:9092 --create --topic orders --partitions 3 "
            "--replication-factor 3 --config min.insync.replicas=2"
        )
        words = "Replication factor: 4 larger than available brokers: 3."
        administration.problem = ActionRefused(words, advice="Take at most 3.")
        await pilot.press("enter")
        await until(pilot, lambda: words in text_of(shown, "trouble"))
        assert "Take at most 3." in text_of(shown, "trouble")
        assert shown.query_one("#action-0", Input).value == "orders", "what was refused stays to be mended"
        administration.problem = None
        await pilot.press("enter")
        await back_in_the_view(pilot)
        assert administration.done == [("create", "orders", 3, 3, {"min.insync.replicas": "2"})]

        shown = await form(pilot, "topics", "payments", "p")
        assert "kafka-topics" in text_of(shown, "line")
        assert "--alter --topic payments --partitions 4" in text_of(shown, "line")
        await pilot.press("enter")
        await back_in_the_view(pilot)
        assert administration.done[1:] == [("partitions", "payments", 4)]

        shown = await form(pilot, "topics", "payments", "d")
        assert "PAYMENTS" in str(shown.query_one(".dialog-text", Static).render())
        await pilot.press(*"paymants", "enter")
        assert "type payments" in text_of(shown, "trouble")
        assert len(administration.done) == 2, "a name typed wrong deletes nothing"
        shown.query_one("#typed-name", Input).value = "payments"
        await pilot.press("enter")
        await until(pilot, lambda: administration.done[2:] == [("delete", "payments")])


async def test_a_group_is_set_after_a_preview_and_not_while_it_is_active(open_app: OpenApp) -> None:
    administration = FakeAdministration()
    async with open_app(kafka=kafka_of(administration)).run_test(size=WIDE) as pilot:
        await cluster_view(pilot)
        shown = await form(pilot, "groups", "billing", "t")
        await until(pilot, lambda: "billing is active" in text_of(shown, "trouble"))
        assert "billing-app" in text_of(shown, "trouble")
        await pilot.press("escape")
        await back_in_the_view(pilot)
        shown = await form(pilot, "groups", "idle", "t")
        shown.query_one("#action-0", Input).value = "2"
        await until(pilot, lambda: "test-0   5 → 2" in text_of(shown, "preview"))
        assert "--group idle --all-topics --reset-offsets --to-offset 2 --execute" in text_of(shown, "line")
        shown.query_one("#typed-name", Input).value = "idle"
        await pilot.press("enter")
        await until(pilot, lambda: administration.done == [("offsets", "idle", {("test", 0): 2})])


async def test_read_only_shows_the_line_of_every_action_and_does_none(open_app: OpenApp) -> None:
    administration = FakeAdministration()
    forms = (
        ("topics", "payments", "n", ""),
        ("topics", "payments", "p", "kafka-topics"),
        ("topics", "payments", "a", ""),
        ("topics", "payments", "x", "kafka-delete-records"),
        ("topics", "payments", "d", "kafka-topics"),
        ("topics", "payments", "l", "kafka-leader-election"),
        ("groups", "idle", "t", "kafka-consumer-groups"),
        ("groups", "idle", "d", "kafka-consumer-groups"),
    )
    async with open_app(kafka=kafka_of(administration), read_only=True).run_test(size=WIDE) as pilot:
        await cluster_view(pilot)
        for tab, key, press, tool in forms:
            shown = await form(pilot, tab, key, press)
            assert "Read-only" in text_of(shown, "trouble")
            assert text_of(shown, "line").startswith(tool)
            await pilot.press("enter", "escape")
            await back_in_the_view(pilot)
    assert administration.done == []


def test_an_emptied_config_is_reset_and_a_new_one_set() -> None:
    shown = alter_configs("t", CONFIGS)
    texts = {field.name: field.value for field in shown.fields}
    assert texts["min.insync.replicas"] == "2"
    changed = {**texts, "min.insync.replicas": "", "retention.ms": "1000", "others": "a=b=c"}
    assert shown.build(changed) == AlterConfigs("t", {"retention.ms": "1000", "a": "b=c"}, ("min.insync.replicas",))
    with pytest.raises(ValueError, match="Nothing is changed"):
        shown.build(texts)


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"topic": " "}, "needs a name"),
        ({"partitions": "0"}, "whole number"),
        ({"replicas": "x"}, "whole number"),
        ({"configs": "min.insync.replicas"}, "write name=value"),
    ],
)
def test_a_wrong_field_is_told_in_words(texts: dict[str, str], words: str) -> None:
    good = {"topic": "t", "partitions": "1", "replicas": "1", "configs": ""}
    with pytest.raises(ValueError, match=words):
        create_topic(3).build({**good, **texts})


def test_messages_are_deleted_up_to_the_end_or_an_offset_of_some_partitions() -> None:
    shown = delete_records(topic("t", 5, 6, 7))
    assert shown.build({"before": "end", "partitions": ""}) == DeleteRecords("t", {0: -1, 1: -1, 2: -1})
    assert shown.build({"before": "4", "partitions": "0, 2"}) == DeleteRecords("t", {0: 4, 2: 4})


def test_a_form(snap_compare: Any, open_app: OpenApp) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        await cluster_view(pilot)
        opened = await form(pilot, "groups", "idle", "t")
        await until(pilot, lambda: "→" in text_of(opened, "preview"))

    assert snap_compare(open_app(kafka=kafka_of(FakeAdministration())), terminal_size=(80, 24), run_before=shown)
