"""Owns reading messages of a topic: one thread a reading, which alone touches its consumer; knows no filter."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import confluent_kafka
from confluent_kafka import Consumer, KafkaError, KafkaException
from confluent_kafka.admin import AdminClient

from ksqltui.kafka.answers import refusal
from ksqltui.kafka.asking import ask
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.offsets import offsets_at
from ksqltui.model.cluster import TopicPartition
from ksqltui.model.cluster_errors import ActionRefused, ClusterError
from ksqltui.model.messages import Message, Reading
from ksqltui.model.positions import EARLIEST, LATEST
from ksqltui.speech.speech import Told

BATCH = 500
WAIT_SECONDS = 0.2
"""How long a batch is waited for; an ended reading lets go of its thread as late as this."""
BATCHES_AHEAD = 4
_FATAL = ("TOPIC_AUTHORIZATION_FAILED", "UNKNOWN_TOPIC_OR_PART", "_AUTHENTICATION", "_FATAL")


class BrokerMessages:
    """Implements the session's KafkaMessages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @asynccontextmanager
    async def read(self, wanted: Reading) -> AsyncIterator[AsyncIterator[tuple[Message, ...]]]:
        start, end = await ask(self._connection, lambda admin: _bounds(admin, wanted))
        if wanted.partitions and (missing := set(wanted.partitions) - {place.partition for place in end}):
            raise ActionRefused(
                Told(
                    "Topic {topic} has no partition {partitions}.",
                    topic=wanted.topic,
                    partitions=", ".join(map(str, sorted(missing))),
                ),
                code="_UNKNOWN_PARTITION",
                advice=Told("It has partitions 0 to {last}.", last=len(end) - 1),
            )
        chosen = {
            place: at for place, at in start.items() if place.partition in (wanted.partitions or {place.partition})
        }
        thread = _ReadingThread(self._connection, wanted.topic, chosen, None if wanted.follow else end)
        try:
            yield thread.batches()
        finally:
            thread.stop()


def _bounds(admin: AdminClient, wanted: Reading) -> tuple[dict[TopicPartition, int], dict[TopicPartition, int]]:
    """Where reading starts in each partition, and where the partitions end now."""
    end = offsets_at(admin, [wanted.topic], LATEST)
    if wanted.newest is None:
        return offsets_at(admin, [wanted.topic], wanted.start), end
    first = offsets_at(admin, [wanted.topic], EARLIEST)
    return {place: max(first[place], at - wanted.newest) for place, at in end.items()}, end


class _ReadingThread:
    """Reads until it is stopped or, with an `end`, has come to it in every partition."""

    def __init__(
        self,
        connection: Connection,
        topic: str,
        start: dict[TopicPartition, int],
        end: dict[TopicPartition, int] | None,
    ) -> None:
        self._connection = connection
        self._topic = topic
        self._start = start
        self._end = end
        self._loop = asyncio.get_running_loop()
        self._ready: asyncio.Queue[tuple[Message, ...] | ClusterError | None] = asyncio.Queue()
        self._room = threading.Semaphore(BATCHES_AHEAD)
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name=f"reading {topic}", daemon=True).start()

    async def batches(self) -> AsyncIterator[tuple[Message, ...]]:
        while True:
            found = await self._ready.get()
            if found is None:
                return
            if isinstance(found, ClusterError):
                raise found
            self._room.release()
            yield found

    def stop(self) -> None:
        self._stopped.set()
        self._room.release()

    def _run(self) -> None:
        try:
            consumer = self._connection.consumer({"enable.partition.eof": True, "auto.offset.reset": "earliest"})
            try:
                self._read(consumer)
            finally:
                consumer.close()
        except ClusterError as error:
            self._tell(error)
        except KafkaException as error:
            self._tell(refusal(error.args[0]))
        self._tell(None)

    def _read(self, consumer: Consumer) -> None:
        left = {place: at for place, at in self._start.items() if self._end is None or at < self._end[place]}
        consumer.assign([confluent_kafka.TopicPartition(each.topic, each.partition, at) for each, at in left.items()])
        while left and not self._stopped.is_set():
            batch: list[Message] = []
            for found in consumer.consume(BATCH, WAIT_SECONDS):
                place = TopicPartition(self._topic, found.partition() or 0)
                error = found.error()
                if error is not None:
                    self._fault(error, place, left)
                    continue
                if self._end is not None and (found.offset() or 0) >= self._end[place] - 1:
                    left.pop(place, None)
                if self._end is None or (found.offset() or 0) < self._end[place]:
                    batch.append(_message(found))
            self._tell(tuple(batch))
            self._room.acquire()

    def _fault(self, error: KafkaError, place: TopicPartition, left: dict[TopicPartition, int]) -> None:
        if error.name() == "_PARTITION_EOF":
            if self._end is not None:
                # Marks of transactions and compaction can leave the last offset without a message.
                left.pop(place, None)
        elif error.name() in _FATAL or error.fatal():
            raise refusal(error, Told("Topic {topic} cannot be read", topic=self._topic))

    def _tell(self, news: tuple[Message, ...] | ClusterError | None) -> None:
        try:
            self._loop.call_soon_threadsafe(self._ready.put_nowait, news)
        except RuntimeError:
            # The loop has closed: nobody reads any more.
            self._stopped.set()


def _message(found: confluent_kafka.Message) -> Message:
    kind, timestamp = found.timestamp()
    told = found.headers() or []
    headers = [
        (name, value.encode() if isinstance(value, str) else value)
        for name, value in (told.items() if isinstance(told, dict) else told)
    ]
    return Message(
        found.topic() or "",
        found.partition() or 0,
        found.offset() or 0,
        timestamp if kind != confluent_kafka.TIMESTAMP_NOT_AVAILABLE else None,
        found.key(),
        found.value(),
        tuple(headers),
    )
