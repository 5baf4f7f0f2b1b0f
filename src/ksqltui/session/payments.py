"""Owns the lesson's producer: payments of JSON at an interval, and what became of each; knows the sender as a port."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ksqltui.model.sending import Delivery, DeliverySummary, Outgoing, SendSettings
from ksqltui.session.ports import KafkaSender

TOPIC = "payments"
INTERVAL = 0.5
NAMES = ("Alice", "Bob", "Carol", "Chuck", "Mallory", "Peggy", "Trent", "Victor")
HIGHEST_AMOUNT = 1000
MOST_UNDER_WAY = 1000
"""Messages without a report yet; more than these wait, so that a cluster that is away fills no memory."""


@dataclass(frozen=True, slots=True)
class PaymentsPlan:
    """`limit` None sends until cancelled; `interval` is seconds between two payments; a seed makes them repeatable."""

    topic: str = TOPIC
    limit: int | None = None
    interval: float = INTERVAL
    seed: int | None = None
    how: SendSettings = field(default_factory=SendSettings)


Reported = Callable[[bytes, Delivery], None]


async def produce_payments(
    sender: KafkaSender, plan: PaymentsPlan, summary: DeliverySummary, reported: Reported
) -> None:
    """Sends payments and fills `summary`; `reported` is called with each payment and its report as it comes.

    Raises ClusterError where the brokers are not reached or refuse the settings. When cancelled it still waits for
    what is under way.
    """
    chance = random.Random(plan.seed)
    under_way: set[asyncio.Task[None]] = set()

    async def report(payment: bytes, sent: Awaitable[Delivery]) -> None:
        delivery = await sent
        summary.add(delivery)
        reported(payment, delivery)

    loop = asyncio.get_running_loop()
    try:
        async with sender.producing(plan.topic, plan.how) as producer:
            due = loop.time()
            count = 0
            while plan.limit is None or count < plan.limit:
                payment = _payment(chance)
                task = asyncio.create_task(report(payment, producer.send(Outgoing(plan.topic, payment))))
                under_way.add(task)
                task.add_done_callback(under_way.discard)
                count += 1
                due += plan.interval
                while len(under_way) >= MOST_UNDER_WAY:
                    await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                if plan.limit is None or count < plan.limit:
                    await asyncio.sleep(max(0.0, due - loop.time()))
    finally:
        if under_way:
            await asyncio.gather(*under_way)


def _payment(chance: random.Random) -> bytes:
    return json.dumps({"name": chance.choice(NAMES), "amount": chance.randint(1, HIGHEST_AMOUNT)}).encode()
