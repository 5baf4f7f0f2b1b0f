"""The cluster on the screens: the panel's sections, the lists and pages of the cluster view, well and not well."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest
from tests.tui.app.fake_kafka import GROUP, NOW, FakeCluster, topic
from tests.tui.app.waiting import still, until
from textual.pilot import Pilot

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.cluster import Trouble
from ksqltui.model.cluster_errors import BrokersNotReached
from ksqltui.session.cluster_watcher import ClusterWatcher
from ksqltui.session.kafka import Kafka
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.cluster_screen import ClusterScreen
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import ClusterTab, ListWish, listing
from ksqltui.tui.widgets.page_view import PageView
from ksqltui.tui.widgets.panel_line import PanelLine
from ksqltui.tui.widgets.pick_list import PickList
from ksqltui.tui.widgets.side_panel import SidePanel
from ksqltui.tui.widgets.side_panel_lines import PanelFacts, panel_lines
from ksqltui.tui.widgets.tab_row import TabRow

OpenApp = Callable[..., KsqltuiApp]
WIDE, NARROW = (120, 36), (80, 24)
TROUBLE = Trouble("lab:9092 answers, but its brokers advertise kafka1:19092.", "Start them with DOCKER_HOST_IP=lab.")


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ages and times are those of one moment, 38 s after the fake's looks, in one zone."""
    clock = SimpleNamespace(time=lambda: NOW + 38, monotonic=time.monotonic)
    monkeypatch.setattr("ksqltui.tui.screens.cluster_screen.time", clock)
    monkeypatch.setattr("ksqltui.tui.screens.main.time", clock)
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def kafka_of(cluster: FakeCluster) -> Kafka:
    return Kafka(cluster, cast(Any, None), cast(Any, None), cast(Any, None))


async def opened(pilot: Pilot[None], tab: str = "topics", key: str = "") -> ClusterScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    assert isinstance(pilot.app.screen, MainScreen)
    pilot.app.screen.action_cluster(tab, key)
    await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, ClusterScreen)
    return screen


def keys_of(screen: ClusterScreen) -> list[str]:
    return [row.key for row in screen.query_one(PickList).rows]


def page_of(screen: ClusterScreen) -> str:
    return screen.query_one(PageView).text


# The panel.


async def looked_at(cluster: FakeCluster, *later: Callable[[], None]) -> ClusterFacts:
    """What is known after a look, and after each change and another look two seconds later."""
    now = [NOW]
    watcher = ClusterWatcher(cluster, clock=lambda: now[0])
    await watcher.refresh()
    for change in later:
        change()
        now[0] += 2
        await watcher.refresh()
    rates = {each.name: watcher.rates(each.name) for each in watcher.picture.topics}
    return ClusterFacts(
        watcher.picture, NOW + 38, cluster.address, watcher.usage, rates=rates, gone_since=watcher.gone_since
    )


def panel(facts: ClusterFacts, *expanded: str) -> list[str]:
    lines = panel_lines(PanelFacts(ServerSnapshot(), "localhost:8088", NOW, {}, facts), expanded)
    return [words(line) for line in lines]


def words(line: PanelLine) -> str:
    left, right = ("".join(text for text, _ in part) for part in (line.left, line.right))
    return f"{left} | {right}" if right else left


async def test_brokers_that_are_well_share_a_line_and_a_topic_has_its_rate() -> None:
    cluster = FakeCluster()

    def written() -> None:
        cluster.topics = (topic("payments", 1606, 1590, 1620), *cluster.topics[1:])

    lines = panel(await looked_at(cluster, written), "topic payments")
    assert "Brokers | 3 up, all in sync" in lines
    assert "● 1–3 | controller 1" in lines
    assert "payments |        █  2.0" in lines
    assert "test | 0.0" in lines
    assert "1 internal" in lines
    at = lines.index("  records | 4\u00a0816")
    assert lines[at + 1] == "  partitions | 3 × 3"


async def test_the_lag_of_all_groups_stands_in_the_title_and_of_each_below() -> None:
    lines = panel(await looked_at(FakeCluster()))
    at = lines.index("Groups | lag 4")
    assert lines[at + 1 : at + 3] == ["◐ billing | 4", "● 1 without lag"]


async def test_a_broker_that_is_gone_comes_first_with_a_word_and_its_topics_too() -> None:
    cluster = FakeCluster(topics=(topic("a", 1), topic("payments", 5, 5, 5)))
    lines = panel(await looked_at(cluster, lambda: cluster.down.add(2)))
    at = lines.index("Brokers | 2 of 3 up")
    assert lines[at + 1] == "○ 2  127.0.0.1:9093 | gone for 36 s"
    assert lines[at + 2] == "● 1, 3 | controller 1"
    assert any(line.startswith("! payments") for line in lines)


async def test_a_cluster_that_is_away_says_why_and_how_old_the_picture_is() -> None:
    cluster = FakeCluster()

    def away() -> None:
        cluster.problem = BrokersNotReached(TROUBLE.message, advice=TROUBLE.advice)

    lines = panel(await looked_at(cluster, away))
    at = lines.index("Brokers | away")
    assert lines[at + 1] == "○ 127.0.0.1:9092"
    told = " ".join(lines[at + 2 : at + 8])
    assert TROUBLE.message in told
    assert TROUBLE.advice in told
    assert "shown as it was 38 s ago" in lines
    assert any(line.startswith("payments") for line in lines)


# Lists.


async def test_rows_keep_their_places_while_their_numbers_change() -> None:
    cluster = FakeCluster()
    facts = await looked_at(cluster)
    by_size = ListWish(column=3, descending=True)
    first = [row.key for row in listing(facts, ClusterTab.TOPICS, by_size).rows]
    assert first == ["payments", "__consumer_offsets", "test"]
    cluster.topics = (topic("new", 7), topic("test", 9_000_000), *cluster.topics[::2])
    grown = await looked_at(cluster)
    assert [row.key for row in listing(grown, ClusterTab.TOPICS, by_size, first).rows] == [*first, "new"]
    assert next(row.key for row in listing(grown, ClusterTab.TOPICS, by_size).rows) == "test"


async def test_unknown_values_are_last_whichever_way_the_list_is_sorted() -> None:
    unknown = replace(topic("unknown", 1), partitions=(replace(topic("", 1).partitions[0], latest=None),))
    facts = await looked_at(FakeCluster(topics=(unknown, topic("two", 2), topic("one", 1))))
    for descending, wanted in ((True, ["two", "one", "unknown"]), (False, ["one", "two", "unknown"])):
        found = listing(facts, ClusterTab.TOPICS, ListWish(column=3, descending=descending))
        assert [row.key for row in found.rows] == wanted


# The view.


async def test_f2_twice_opens_the_view_and_esc_goes_back(open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ksqltui.tui.screens.main.TWICE", 1e9)
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
        main = pilot.app.screen
        await pilot.press("f2", "f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is main)
        assert main.query_one(SidePanel).is_on_screen


async def test_a_topic_of_the_panel_opens_its_page(open_app: OpenApp) -> None:
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
        panel = pilot.app.screen.query_one(SidePanel)
        panel.focus()
        for _ in range(20):
            if panel.cursor_key == "topic test":
                break
            await pilot.press("down")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ClusterScreen))
        screen = cast(ClusterScreen, pilot.app.screen)
        await until(pilot, lambda: page_of(screen).lstrip().startswith("test"))


async def test_a_topics_page_tells_partitions_configs_and_readers(open_app: OpenApp) -> None:
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=WIDE) as pilot:
        screen = await opened(pilot, key="payments")
        await until(pilot, lambda: "min.insync.replicas" in page_of(screen))
        told = page_of(screen)
        assert "3 partitions, 3 replicas each" in told
        assert "PAYMENTS" in told
        assert "2: never committed" in told
        assert "7 d" in told
        assert "this topic" in told
        assert "kafka-topics --describe --topic payments --bootstrap-server" in told
        assert "segment.bytes" not in told
        await pilot.press("c")
        await until(pilot, lambda: "segment.bytes" in page_of(screen))


async def test_problems_only_and_the_filter_narrow_the_list(open_app: OpenApp) -> None:
    cluster = FakeCluster(topics=(topic("a", 1), topic("payments", 5, 5, 5)))
    async with open_app(kafka=kafka_of(cluster)).run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("!")
        assert keys_of(screen) == []
        watcher = screen._session.cluster
        assert watcher is not None
        cluster.down.add(2)
        await watcher.refresh()
        await until(pilot, lambda: keys_of(screen) == ["a", "payments"])
        assert "fewer replicas in sync" in page_of(screen)
        await pilot.press("!", "slash", *"pay", "enter")
        assert keys_of(screen) == ["payments"]
        await pilot.press("escape")
        assert keys_of(screen) == ["a", "payments"]


async def test_the_tabs_are_reached_by_key_and_mouse(open_app: OpenApp) -> None:
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("3")
        assert keys_of(screen) == [GROUP.id, "idle"]
        assert "billing-app" in page_of(screen)
        await pilot.press("right")
        assert keys_of(screen) == ["query CTAS_PAYMENTS_AGGR_3", "source PAYMENTS", "source PAYMENTS_AGGR"]
        await pilot.click("#cluster-tabs", offset=(4, 0))
        await until(pilot, lambda: keys_of(screen) == ["1", "2", "3"])
        await until(pilot, lambda: "log.retention.hours" in page_of(screen))


async def test_at_80_columns_list_and_page_stand_one_after_the_other(open_app: OpenApp) -> None:
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=NARROW) as pilot:
        screen = await opened(pilot)
        assert screen.query_one(PickList).is_on_screen
        assert not screen.query_one(PageView).is_on_screen
        await pilot.press("enter")
        await until(pilot, lambda: screen.query_one(PageView).has_focus)
        assert not screen.query_one(PickList).is_on_screen
        await pilot.press("escape")
        await until(pilot, lambda: screen.query_one(PickList).has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))


async def test_a_click_on_a_head_sorts_by_it(open_app: OpenApp) -> None:
    async with open_app(kafka=kafka_of(FakeCluster())).run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        assert keys_of(screen) == ["__consumer_offsets", "payments", "test"]
        rows = screen.query_one(PickList)
        await pilot.click("#cluster-list", offset=(rows.size.width - 14, 1))
        await until(pilot, lambda: keys_of(screen)[0] == "payments")


# Pictures.


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_topic(snap_compare: Any, open_app: OpenApp, size: tuple[int, int]) -> None:
    cluster = FakeCluster()

    async def shown(pilot: Pilot[None]) -> None:
        screen = await opened(pilot, key="payments")
        cluster.down.add(2)
        assert screen._session.cluster is not None
        await screen._session.cluster.refresh()
        await until(pilot, lambda: "min.insync" in page_of(screen) and "2 missing" in page_of(screen))
        await until(pilot, lambda: "2/3" in screen.query_one(TabRow).tabs[0].name)

    assert snap_compare(open_app(kafka=kafka_of(cluster)), terminal_size=size, run_before=shown)


def test_the_panel_of_a_cluster(snap_compare: Any, open_app: OpenApp) -> None:
    async def shown(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
        await still(pilot)

    assert snap_compare(open_app(kafka=kafka_of(FakeCluster())), terminal_size=WIDE, run_before=shown)


def test_groups_without_colour(snap_compare: Any, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")

    async def shown(pilot: Pilot[None]) -> None:
        screen = await opened(pilot, "groups", "billing")
        await until(pilot, lambda: "billing-app" in page_of(screen) and screen.query_one(PickList).has_focus)

    assert snap_compare(open_app(kafka=kafka_of(FakeCluster())), terminal_size=WIDE, run_before=shown)


def test_brokers_in_russian_while_they_are_away(snap_compare: Any, open_app: OpenApp) -> None:
    cluster = FakeCluster()

    async def shown(pilot: Pilot[None]) -> None:
        screen = await opened(pilot, "brokers")
        cluster.problem = BrokersNotReached(TROUBLE.message, advice=TROUBLE.advice)
        assert screen._session.cluster is not None
        await screen._session.cluster.refresh()
        await until(pilot, lambda: "lab:9092" in str(screen.query_one("#cluster-trouble").render()))

    app = open_app(kafka=kafka_of(cluster), language=Language.RUSSIAN)
    assert snap_compare(app, terminal_size=WIDE, run_before=shown)
