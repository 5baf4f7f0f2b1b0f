"""Owns sending messages: one producer with a thread that listens for its reports; knows no payments."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from ksqltui.kafka.answers import refusal
from ksqltui.kafka.asking import ask
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.offsets import partitions_of
from ksqltui.kafka.threads import in_thread
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.model.sending import PROBLEMS, Acks, Delivery, Outgoing, SendSettings
from ksqltui.speech.speech import Told

MESSAGE_SECONDS = 30
POLL_SECONDS = 0.1
_ACKS = {Acks.NO: "0", Acks.ONE: "1", Acks.ALL: "all"}


class BrokerSender:
    """Implements the session's KafkaSender."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def producing(self, topic: str, how: SendSettings) -> AsyncIterator[_OpenProducer]:
        # What is away or not there is told at once, and not as a timeout of the first message.
        await ask(self._connection, lambda admin: partitions_of(admin, [topic]))
        client = self._connection.producer(
            {
                "acks": _ACKS[how.acks],
                "enable.idempotence": how.idempotence,
                "retries": how.retries,
                "message.timeout.ms": MESSAGE_SECONDS * 1000,
                # Java's hash, so that a key lies where ksqlDB and Java clients look for it.
                "partitioner": "murmur2_random",
                "linger.ms": 0,
            }
        )
        producer = _OpenProducer(client)
        try:
            yield producer
        finally:
            await in_thread(producer.close)


class _OpenProducer:
    def __init__(self, client: Producer) -> None:
        self._client = client
        self._loop = asyncio.get_running_loop()
        self._closed = threading.Event()
        threading.Thread(target=self._listen, name="delivery reports", daemon=True).start()

    def send(self, message: Outgoing) -> Awaitable[Delivery]:
        report: asyncio.Future[Delivery] = self._loop.create_future()
        began = time.monotonic()

        def told(error: KafkaError | None, sent: Message) -> None:
            self._settle(report, _delivery(error, sent, message, time.monotonic() - began))

        try:
            self._client.produce(
                message.topic,
                value=message.value,
                key=message.key,
                partition=-1 if message.partition is None else message.partition,
                headers=list(message.headers),
                on_delivery=told,
            )
        except BufferError:
            raise ActionRefused(
                Told("The producer's queue is full: messages wait for a broker."), code="_QUEUE_FULL"
            ) from None
        except KafkaException as error:
            raise refusal(error.args[0]) from None
        return report

    def close(self) -> None:
        """Waits for the reports of what is under way. Blocks."""
        self._client.flush(MESSAGE_SECONDS + 1)
        self._closed.set()

    def _listen(self) -> None:
        while not self._closed.is_set():
            self._client.poll(POLL_SECONDS)

    def _settle(self, report: asyncio.Future[Delivery], delivery: Delivery) -> None:
        def settle() -> None:
            if not report.done():
                report.set_result(delivery)

        try:
            self._loop.call_soon_threadsafe(settle)
        except RuntimeError:
            # The loop has closed: nobody waits for the report.
            return


def _delivery(error: KafkaError | None, sent: Message, message: Outgoing, seconds: float) -> Delivery:
    if error is not None:
        words = PROBLEMS.get(error.name())
        problem = Told("{error}: {why}", error=error.str(), why=words) if words else error.str()
        return Delivery(message.topic, seconds=seconds, error=error.name(), problem=problem)
    offset = sent.offset()
    known = offset if offset is not None and offset >= 0 else None
    return Delivery(message.topic, sent.partition(), known, seconds)
