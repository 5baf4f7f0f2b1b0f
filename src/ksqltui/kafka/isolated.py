"""Owns looking at a cluster from a process of its own, so that an abort of the client's library ends that one alone.

librdkafka stops its process by an assertion when a broker goes away at a bad moment and an answer comes after its
request was given up (confluentinc/librdkafka#4605, seen with 2.16.0 in the tests that kill a broker). A console that
watches for hours must survive that; a command that asks once need not.
"""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process, resource_tracker
from typing import TypeVar

from ksqltui.kafka.cluster import BrokerCluster
from ksqltui.kafka.connection import Connection
from ksqltui.model.cluster import Config, GroupsLook, PictureSource, Topic, TopicsLook
from ksqltui.model.cluster_errors import BrokersNotReached
from ksqltui.speech.speech import Told

_T = TypeVar("_T")


class IsolatedCluster:
    """Implements the session's KafkaCluster. The process starts with the first look, and anew after an abort."""

    source = PictureSource.BROKERS

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._pool: ProcessPoolExecutor | None = None

    @property
    def address(self) -> str:
        return self._connection.bootstrap

    async def look_at_topics(self) -> TopicsLook:
        return await self._asked(_look_at_topics)

    async def look_at_groups(self, topics: Sequence[Topic]) -> GroupsLook:
        return await self._asked(_look_at_groups, tuple(topics))

    async def topic_configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        return await self._asked(_topic_configs, tuple(topics))

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        return await self._asked(_broker_configs, broker)

    async def close(self) -> None:
        """Lets go of the process; it ends with the question that it is at."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    async def _asked(self, question: Callable[..., _T], *about: object) -> _T:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                1, get_context("spawn"), _begin, (self._connection.bootstrap, self._connection.properties)
            )
        try:
            return await asyncio.wrap_future(self._pool.submit(question, *about))
        except BrokenProcessPool:
            self._pool = None
            raise BrokersNotReached(
                Told("The Kafka client's library stopped while a broker went away."),
                advice=Told("It starts anew with the next look."),
            ) from None
        except (OSError, ValueError) as error:
            self._pool = None
            raise BrokersNotReached(
                Told("The process that looks at the brokers did not start: {error}.", error=error)
            ) from error


def prepare_processes() -> None:
    """Starts what starting processes needs, before a screen takes the terminal's streams away.

    Python's tracker of shared resources passes on the file number of stderr, and the screens' own stderr has none.
    """
    resource_tracker.ensure_running()


class _Asked:
    """The one cluster of the process."""

    cluster: BrokerCluster


def _begin(bootstrap: str, properties: Mapping[str, str]) -> None:
    # What the library says as it aborts must not be written over the screen.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    # ctrl+c in the terminal reaches both processes, and is the console's to answer.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="end with parent", daemon=True).start()
    _Asked.cluster = BrokerCluster(Connection(bootstrap, properties))


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _look_at_topics() -> TopicsLook:
    return asyncio.run(_Asked.cluster.look_at_topics())


def _look_at_groups(topics: Sequence[Topic]) -> GroupsLook:
    return asyncio.run(_Asked.cluster.look_at_groups(topics))


def _topic_configs(topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
    return asyncio.run(_Asked.cluster.topic_configs(topics))


def _broker_configs(broker: int) -> tuple[Config, ...]:
    return asyncio.run(_Asked.cluster.broker_configs(broker))
