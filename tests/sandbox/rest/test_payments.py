"""The lesson's producer: repeatable, on time by the engine's clock, and harmless without its topic."""

from __future__ import annotations

import asyncio
import json

import pytest

from ksqltui.sandbox.clock import ManualClock
from ksqltui.sandbox.engine import Engine
from ksqltui.sandbox.functions.registry import default_registry
from ksqltui.sandbox.log import Record
from ksqltui.sandbox.payments import NAMES, PaymentsProducer

NOON = 1_795_392_000_000


def engine(seed: int | None = 13) -> Engine:
    return Engine(clock=ManualClock(NOON), functions=default_registry(), seed=seed)


def written(engine: Engine) -> list[Record]:
    records = [record for partition in engine.log.topic("payments").partitions for record in partition.records]
    return sorted(records, key=lambda record: record.timestamp)


async def run_for_a_while(producer: PaymentsProducer) -> None:
    task = asyncio.create_task(producer.run())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_first_look_finds_the_payments_of_the_last_ten_seconds() -> None:
    served = engine()
    PaymentsProducer(served, rate=2, seed=13).prepare()
    records = written(served)
    assert len(served.log.topic("payments").partitions) == 3
    assert [record.timestamp for record in records] == list(range(NOON - 10_000, NOON + 1, 500))
    for record in records:
        payment = json.loads(record.value or b"")
        assert payment["name"] in NAMES
        assert 1 <= payment["amount"] <= 1000
        assert record.key is None


def test_a_seed_repeats_payments_and_their_partitions() -> None:
    runs = []
    for _ in range(2):
        served = engine(seed=13)
        PaymentsProducer(served, rate=20, seed=13).prepare()
        runs.append([(record.partition, record.value) for record in written(served)])
    assert runs[0] == runs[1]


async def test_payments_come_at_their_time_and_what_was_late_is_made_up_for() -> None:
    served = engine()
    producer = PaymentsProducer(served, rate=2, seed=13)
    producer.prepare()
    before = len(written(served))
    await run_for_a_while(producer)
    assert len(written(served)) == before
    assert isinstance(served.clock, ManualClock)
    served.clock.advance(3000)
    await run_for_a_while(producer)
    assert [record.timestamp - NOON for record in written(served)[before:]] == [500, 1000, 1500, 2000, 2500, 3000]


async def test_without_its_topic_the_producer_waits() -> None:
    served = engine()
    producer = PaymentsProducer(served, rate=2, seed=13)
    producer.prepare()
    served.log.delete_topic("payments")
    assert isinstance(served.clock, ManualClock)
    served.clock.advance(1000)
    await run_for_a_while(producer)
    assert not served.log.has_topic("payments")
    served.log.create_topic("payments", 1, 1)
    served.clock.advance(500)
    await run_for_a_while(producer)
    assert len(written(served)) == 1


def test_no_rate_no_topic() -> None:
    served = engine()
    PaymentsProducer(served, rate=0).prepare()
    assert not served.log.has_topic("payments")
