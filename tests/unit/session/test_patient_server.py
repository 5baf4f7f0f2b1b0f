"""A server that is away: the next one is asked or it is waited for, in words, and nothing is ever done twice."""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest

from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.errors import KsqlError, NotReached, RequestRefused
from ksqltui.model.stream import Ended, EndReason, StreamEvent
from ksqltui.session.patient_server import Patience, PatientServer

REFUSED = NotReached("nothing listens.")
SILENT = NotReached("no answer.", was_sent=True)
UNTRUSTED = NotReached("not trusted.", may_pass=False)
STARTING = RequestRefused("KSQL is not yet ready to serve requests.", code=50302, status=503)
WRONG = RequestRefused("no such stream.", code=40001, status=400)


@dataclass(eq=False)
class MoodyServer:
    """Fails as told, then answers."""

    url: str
    moods: deque[KsqlError] = field(default_factory=deque)
    asked: int = 0
    pipelined: bool = False

    def _mood(self) -> None:
        self.asked += 1
        if self.moods:
            raise self.moods.popleft()

    async def info(self) -> ServerInfo:
        self._mood()
        return ServerInfo(version=self.url)

    async def is_healthy(self) -> bool:
        self._mood()
        return True

    async def is_valid_property(self, name: str) -> bool:
        self._mood()
        return True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        self._mood()
        return ()

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        self._mood()
        yield self._events()

    async def _events(self) -> AsyncIterator[StreamEvent]:
        yield Ended(EndReason.CLOSED)

    async def close(self) -> None:
        pass


@dataclass
class Scene:
    """The servers as one, with what was told and how long was slept."""

    servers: list[MoodyServer]
    patience: Patience = field(default_factory=Patience)
    moved: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    def together(self) -> PatientServer:
        async def sleep(seconds: float) -> None:
            self.slept.append(seconds)

        return PatientServer(
            self.servers, self.patience, moved=self.moved.append, waiting=self.waits.append, sleep=sleep
        )


async def change(server: PatientServer) -> None:
    await server.execute("CREATE;", properties={}, variables={})


async def read(server: PatientServer) -> list[StreamEvent]:
    async with server.stream("SELECT;", properties={}, variables={}) as events:
        return [event async for event in events]


async def test_the_next_server_is_asked_and_kept() -> None:
    scene = Scene([MoodyServer("http://a", deque([REFUSED])), MoodyServer("http://b")])
    server = scene.together()
    assert (await server.info()).version == "http://b"
    assert scene.moved == ["nothing listens. Going on with http://b."]
    assert server.url == "http://b"
    await change(server)
    assert await read(server)
    assert [each.asked for each in scene.servers] == [1, 3]
    assert scene.moved[1:] == []


async def test_where_none_is_there_the_first_ones_words_are_raised() -> None:
    scene = Scene([MoodyServer("http://a", deque([REFUSED])), MoodyServer("http://b", deque([UNTRUSTED]))])
    with pytest.raises(NotReached) as failed:
        await scene.together().info()
    assert failed.value is REFUSED
    assert scene.moved == []


async def test_what_may_have_been_done_is_not_done_again() -> None:
    scene = Scene([MoodyServer("http://a", deque([SILENT])), MoodyServer("http://b")], Patience(60, 60))
    with pytest.raises(NotReached):
        await change(scene.together())
    assert scene.servers[1].asked == 0
    scene.servers[0].moods.append(SILENT)
    assert await read(scene.together())
    assert scene.servers[1].asked == 1


async def test_a_starting_server_is_waited_for_longer_each_time() -> None:
    scene = Scene([MoodyServer("http://a", deque([STARTING] * 5))], Patience(starting=60))
    await change(scene.together())
    assert scene.slept == [0.5, 1, 2, 4, 5]
    assert "not yet ready" in scene.waits[0]
    assert "60 s" in scene.waits[0]
    assert scene.moved == []


async def test_waiting_has_an_end_and_its_last_pause_fits() -> None:
    scene = Scene([MoodyServer("http://a", deque([REFUSED] * 99))], Patience(starting=60, away=3))
    with pytest.raises(NotReached):
        await scene.together().info()
    assert sum(scene.slept) == 3


@pytest.mark.parametrize("mood", [UNTRUSTED, WRONG, REFUSED])
async def test_what_waiting_does_not_mend_is_told_at_once(mood: KsqlError) -> None:
    patience = Patience(starting=60, away=0 if mood is REFUSED else 60)
    scene = Scene([MoodyServer("http://a", deque([mood]))], patience)
    with pytest.raises(KsqlError) as failed:
        await scene.together().info()
    assert failed.value is mood
    assert scene.slept == []
