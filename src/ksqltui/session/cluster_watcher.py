"""Owns the regular look at a Kafka cluster and its newest picture; knows the cluster and ksqlDB as ports only."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.cluster import ClusterPicture, Config, PictureSource, TopicsLook, Trouble
from ksqltui.model.cluster_changes import with_groups, with_topics, without_answer
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.model.cluster_usage import Usage, usage
from ksqltui.model.descriptions import QueryDetails
from ksqltui.model.entities import QueryDescriptions
from ksqltui.model.errors import KsqlError
from ksqltui.session.back_off import pause_after
from ksqltui.session.ports import KafkaCluster, KsqlServer

PERIOD = 2.0
GROUPS_PERIOD = 5.0
LONGEST_PERIOD = 10.0
RATES_KEPT = 60
"""Rates of a topic that are kept for its sparkline: two minutes of looks."""
QUERIES = "SHOW QUERIES EXTENDED;"


class ClusterWatcher:
    """Looks at topics every 2 s and at groups every 5 s, less often (up to 10 s) while nobody answers.

    Looks never overlap. While the brokers cannot be reached `fallback` is asked in their place, and `brokers_problem`
    says why. `version` rises with every look that found something else. `server` and `snapshot` are ksqlDB's side,
    None where there is none to join.
    """

    def __init__(
        self,
        cluster: KafkaCluster,
        *,
        fallback: KafkaCluster | None = None,
        server: KsqlServer | None = None,
        snapshot: Callable[[], ServerSnapshot] = ServerSnapshot,
        period: float = PERIOD,
        groups_period: float = GROUPS_PERIOD,
        longest_period: float = LONGEST_PERIOD,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.picture = ClusterPicture()
        self.usage = Usage()
        self.version = 0
        self.brokers_problem: Trouble | None = None
        """Why the brokers themselves did not answer the newest look; None while they do."""
        self.next_look_at: float | None = None
        """Wall time of the next look; None while one is under way or the watcher stands still."""
        self.gone_since: dict[int, float] = {}
        """Wall time of the look that first missed a broker, of those that were up before and are down."""
        self.all_rates: Mapping[str, tuple[float, ...]] = {}
        """Messages a second of each topic in the last looks, the oldest first."""
        self._cluster = cluster
        self._fallback = fallback
        self._server = server
        self._snapshot = snapshot
        self._period = period
        self._groups_period = groups_period
        self._longest = longest_period
        self._clock = clock
        self._failures = 0
        self._queries: tuple[QueryDetails, ...] = ()
        self._rates: dict[str, deque[float]] = {}
        self._one_at_a_time = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._groups_wanted = True
        self._task: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        """Where the cluster is asked: its bootstrap servers."""
        return self._cluster.address

    @property
    def pause(self) -> float:
        """Seconds between this look and the next one."""
        return pause_after(self._failures, period=self._period, longest=self._longest)

    def rates(self, topic: str) -> tuple[float, ...]:
        """Messages a second of a topic in the last looks, the oldest first."""
        return self.all_rates.get(topic, ())

    def start(self) -> None:
        """Begins to look by itself; the first look is made at once."""
        if self._task is None:
            self._task = asyncio.create_task(self._watch(), name="cluster watcher")

    async def stop(self) -> None:
        """Ends the looking and lets go of the cluster."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None
        await self._cluster.close()

    def refresh_soon(self) -> None:
        """Lets a started watcher look at everything without waiting for its period: after an action."""
        self._groups_wanted = True
        self._wanted.set()

    async def refresh(self, *, with_groups: bool = True) -> ClusterPicture:
        """Looks now and gives the picture; a failure is in it as `problem`."""
        async with self._one_at_a_time:
            before = (self.picture, self.usage, self.brokers_problem)
            await self._look(with_groups=with_groups)
            self._note_gone(before[0])
            if self._differs(*before):
                self.version += 1
        return self.picture

    async def configs(self, topics: Sequence[str]) -> Mapping[str, tuple[Config, ...]]:
        """All configs of each topic, asked for now and kept in the picture. Raises ClusterError."""
        found = await self._telling.topic_configs(topics)
        self.picture = replace(self.picture, configs={**self.picture.configs, **found})
        self.version += 1
        return found

    async def broker_configs(self, broker: int) -> tuple[Config, ...]:
        """All configs of one broker, asked for now. Raises ClusterError."""
        return await self._telling.broker_configs(broker)

    @property
    def _telling(self) -> KafkaCluster:
        if self._fallback is not None and self.picture.source is PictureSource.KSQLDB:
            return self._fallback
        return self._cluster

    async def _look(self, *, with_groups: bool) -> None:
        try:
            source, look = await self._topics()
        except ClusterError as error:
            self.picture = without_answer(self.picture, error.trouble)
            return
        now = self._clock()
        is_other = source is not self.picture.source
        self.picture = with_topics(self.picture, look, now, source)
        self._note_rates()
        if with_groups or is_other:
            await self._look_at_groups()
        self.usage = usage(self._snapshot(), self._queries, self.picture)

    async def _topics(self) -> tuple[PictureSource, TopicsLook]:
        """What the brokers tell, or else what the fallback does. Raises ClusterError of the brokers if neither."""
        try:
            look = await self._cluster.look_at_topics()
        except ClusterError as error:
            self._failures += 1
            self.brokers_problem = error.trouble
            if self._fallback is None:
                raise
            try:
                return self._fallback.source, await self._fallback.look_at_topics()
            except ClusterError:
                raise error from None
        self._failures = 0
        self.brokers_problem = None
        return self._cluster.source, look

    async def _look_at_groups(self) -> None:
        self._groups_wanted = False
        if self._server is not None:
            try:
                answers = await self._server.execute(QUERIES, properties={}, variables={})
            except KsqlError:
                # ksqlDB's own watcher says that it is away; what it said last stays joined.
                answers = ()
            told = [answer.queries for answer in answers if isinstance(answer, QueryDescriptions)]
            self._queries = told[0] if told else self._queries
        try:
            look = await self._telling.look_at_groups(self.picture.topics)
        except ClusterError as error:
            self.picture = replace(self.picture, troubles=(*self.picture.troubles, error.trouble))
            return
        self.picture = with_groups(self.picture, look, self._clock())

    def _note_rates(self) -> None:
        for topic in self.picture.topics:
            if topic.rate is not None:
                self._rates.setdefault(topic.name, deque(maxlen=RATES_KEPT)).append(topic.rate)
        for gone in self._rates.keys() - {topic.name for topic in self.picture.topics}:
            del self._rates[gone]
        self.all_rates = {name: tuple(rates) for name, rates in self._rates.items()}

    def _note_gone(self, before: ClusterPicture) -> None:
        was_up = {broker.id for broker in before.brokers if broker.is_up}
        down = {broker.id for broker in self.picture.brokers if not broker.is_up}
        now = self._clock()
        self.gone_since = {id: self.gone_since.get(id, now) for id in down if id in self.gone_since or id in was_up}

    def _differs(self, picture: ClusterPicture, used: Usage, problem: Trouble | None) -> bool:
        now = replace(self.picture, taken_at=picture.taken_at, groups_taken_at=picture.groups_taken_at)
        return (now, self.usage, self.brokers_problem) != (picture, used, problem)

    async def _watch(self) -> None:
        groups_at = 0.0
        while True:
            self._wanted.clear()
            self.next_look_at = None
            now = self._clock()
            # The period less half a pause: every second or third look then, and never every fourth.
            due = self._groups_wanted or now - groups_at >= self._groups_period - self._period / 2
            groups_at = now if due else groups_at
            await self.refresh(with_groups=due)
            self.next_look_at = self._clock() + self.pause
            try:
                async with asyncio.timeout(self.pause):
                    await self._wanted.wait()
            except TimeoutError:
                continue
