"""What the side panel is told of the server, while it is there and while it is away."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ksqltui.model.descriptions import Field, FieldSchema, RunningQuery, SourceDetails
from ksqltui.model.entities import KafkaTopics, Properties, Queries, SourceDescriptions, SourceList
from ksqltui.model.errors import NotReached, RequestRefused
from ksqltui.model.listings import KafkaTopic, Property, SourceInfo
from ksqltui.session.snapshot import COLUMNS, LISTS, PROPERTIES
from ksqltui.session.watcher import Watcher

PAYMENTS = SourceInfo("STREAM", "PAYMENTS", "payments", "KAFKA", "JSON", False)
AGGREGATED = SourceInfo("TABLE", "PAYMENTS_AGGR", "PAYMENTS_AGGR", "KAFKA", "JSON", True)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def fill(server: Any, *, tables: tuple[SourceInfo, ...] = (AGGREGATED,)) -> None:
    server.answers[LISTS] = (
        KafkaTopics(topics=(KafkaTopic("payments", (3, 3, 3)),)),
        SourceList(kind="STREAM", sources=(PAYMENTS,)),
        SourceList(kind="TABLE", sources=tables),
        Queries(queries=(RunningQuery(id="CTAS_PAYMENTS_AGGR_3", state="RUNNING"),)),
    )
    described = SourceDetails(name="PAYMENTS", fields=(Field("NAME", FieldSchema("STRING")),), type="STREAM")
    aggregated = SourceDetails(
        name="PAYMENTS_AGGR", window_type="TUMBLING", fields=(Field("NAME", FieldSchema("STRING"), "KEY"),)
    )
    server.answers[COLUMNS] = (SourceDescriptions(sources=(described,)), SourceDescriptions(sources=(aggregated,)))
    setting = Property("ksql.streams.bootstrap.servers", "KSQL", "PLAINTEXT://a:9092, b:9093")
    server.answers[PROPERTIES] = (Properties(properties=(setting,)),)


async def test_a_look_finds_all_that_there_is(server: Any) -> None:
    fill(server)
    snapshot = await Watcher(server, clock=Clock()).refresh()
    assert snapshot.is_reached
    assert snapshot.server is not None
    assert snapshot.server.version == "7.6.1"
    assert snapshot.brokers == ("a:9092", "b:9093")
    assert [topic.name for topic in snapshot.topics] == ["payments"]
    assert [source.name for source in snapshot.sources()] == ["PAYMENTS", "PAYMENTS_AGGR"]
    table = snapshot.source("PAYMENTS_AGGR")
    assert table is not None
    assert table.is_table
    assert table.is_windowed
    assert table.window_type == "TUMBLING"
    assert [(column.name, column.type, column.kind) for column in table.columns] == [("NAME", "STRING", "KEY")]
    assert [query.id for query in snapshot.queries] == ["CTAS_PAYMENTS_AGGR_3"]
    assert snapshot.taken_at == 1000.0


async def test_columns_are_asked_for_when_sources_change_and_properties_once(server: Any) -> None:
    fill(server, tables=())
    watcher = Watcher(server, clock=Clock())
    await watcher.refresh(with_columns=False)
    await watcher.refresh(with_columns=False)
    assert [sent.sql for sent in server.sent] == [LISTS, PROPERTIES, COLUMNS, LISTS]
    fill(server)
    await watcher.refresh(with_columns=False)
    assert [sent.sql for sent in server.sent][4:] == [LISTS, COLUMNS]


async def test_what_was_last_good_stays_with_its_age_while_the_server_is_away(server: Any) -> None:
    fill(server)
    clock = Clock()
    watcher = Watcher(server, clock=clock)
    good = await watcher.refresh()
    server.problem = NotReached("Nothing answers at fake:8088.")
    clock.now = 1038.0
    away = await watcher.refresh()
    assert away.problem == "Nothing answers at fake:8088."
    assert not away.is_reached
    assert away.streams == good.streams
    assert away.age(clock.now) == 38.0
    assert not away.is_starting
    server.problem = RequestRefused("KSQL is not yet ready", code=50302, status=503)
    assert (await watcher.refresh()).is_starting
    server.problem = None
    back = await watcher.refresh()
    assert (back.problem, back.is_starting) == (None, False)


async def test_it_looks_less_often_while_the_server_is_away(server: Any) -> None:
    watcher = Watcher(server, clock=Clock())
    pauses = [watcher.pause]
    server.problem = NotReached("away")
    for _ in range(6):
        await watcher.refresh()
        pauses.append(watcher.pause)
    assert pauses[0] == 2.0
    assert pauses == sorted(pauses)
    assert pauses[-1] == 10.0
    server.problem = None
    fill(server)
    await watcher.refresh()
    assert watcher.pause == 2.0


async def test_version_rises_only_when_something_is_different(server: Any) -> None:
    fill(server)
    clock = Clock()
    watcher = Watcher(server, clock=clock)
    await watcher.refresh()
    seen = watcher.version
    clock.now += 2
    await watcher.refresh()
    assert watcher.version == seen
    fill(server, tables=())
    await watcher.refresh()
    assert watcher.version == seen + 1


async def test_a_wish_for_a_look_is_granted_before_the_period_ends(server: Any) -> None:
    fill(server)
    watcher = Watcher(server, period=3600)
    watcher.start()
    await settled(watcher, 0)
    fill(server, tables=())
    watcher.refresh_soon()
    await settled(watcher, 1)
    assert watcher.snapshot.tables == ()
    await watcher.stop()


@pytest.mark.parametrize("answers", [(), (Queries(),)])
async def test_a_server_that_leaves_answers_out_is_no_problem(server: Any, answers: tuple[Any, ...]) -> None:
    server.answers[LISTS] = answers
    snapshot = await Watcher(server, clock=Clock()).refresh()
    assert snapshot.is_reached
    assert snapshot.topics == ()


async def settled(watcher: Watcher, seen: int) -> None:
    async with asyncio.timeout(5):
        while watcher.version <= seen:  # noqa: ASYNC110 - the watcher has no event of its own, screens poll it
            await asyncio.sleep(0)
