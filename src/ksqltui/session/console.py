"""Owns one session with a server: its properties, variables and runs; knows the server as a port only."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ksqltui.model.entities import ServerInfo
from ksqltui.model.errors import ConnectionLost, KsqlError
from ksqltui.session.client_state import ClientState
from ksqltui.session.intake import Limits
from ksqltui.session.local_statements import SessionValues, run_locally
from ksqltui.session.ports import KsqlServer
from ksqltui.session.query_run import QueryRun, ReaderGone, RowReader, RunState
from ksqltui.session.requests import run_request
from ksqltui.session.routing import Route, route
from ksqltui.session.streams import follow
from ksqltui.session.watcher import Watcher
from ksqltui.speech.speech import Told
from ksqltui.sql.analysis import StatementKind

# What a one-shot command has no use for is imported where it is used: a command is waited for.
if TYPE_CHECKING:
    from ksqltui.session.cluster_actions import ClusterActions
    from ksqltui.session.cluster_watcher import ClusterWatcher
    from ksqltui.session.kafka import Kafka
    from ksqltui.session.recorder import Recorder
    from ksqltui.session.replay import Replay, ReplaySource
    from ksqltui.session.replay_pace import ReplayClock

_log = logging.getLogger(__name__)


class Console:
    """A session with one server. Must be used inside a running event loop.

    `properties` and `variables` are the session's own (SET, DEFINE) and go with every request. `is_server_checked`
    says whether a certificate of the server is looked at. `on_close` ends what was started for this session, the
    sandbox's process. `cluster`, made by `watch_cluster`, looks at Kafka beside the server, `cluster_actions` changes
    it and `kafka` reads and writes its messages; None where there is none. `client` is what client commands change.
    """

    def __init__(
        self,
        server: KsqlServer,
        *,
        read_only: bool = False,
        is_sandbox: bool = False,
        is_server_checked: bool = True,
        on_close: Callable[[], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.server = server
        self.read_only = read_only
        self.is_sandbox = is_sandbox
        self.is_server_checked = is_server_checked
        self.watcher = Watcher(server, clock=clock)
        self.cluster: ClusterWatcher | None = None
        self.cluster_actions: ClusterActions | None = None
        self.kafka: Kafka | None = None
        self.runs: list[QueryRun] = []
        self._replays: dict[QueryRun, Replay] = {}
        self._recorders: list[Recorder] = []
        self.client = ClientState()
        self._values = SessionValues()
        self._on_close = on_close
        self.clock = clock
        self._count = 0

    @property
    def properties(self) -> dict[str, str]:
        return self._values.properties

    @property
    def variables(self) -> dict[str, str]:
        return self._values.variables

    @property
    def server_label(self) -> str:
        """What a header shows: "sandbox" or host:port."""
        return Told("sandbox") if self.is_sandbox else urlsplit(self.server.url).netloc or self.server.url

    async def connect(self) -> ServerInfo:
        """Asks the server who it is. Raises NotReached, NotKsqlServer and other KsqlErrors."""
        return await self.server.info()

    def take_over(self, other: Console) -> None:
        """Goes on with what client commands and SET have made of another session, which has it no more."""
        self._values, self.client = other._values, other.client
        other._values, other.client = SessionValues(), ClientState()

    def watch_cluster(self, kafka: Kafka | None) -> ClusterWatcher:
        """Makes the watcher of the Kafka cluster, and what acts on it; what the brokers do not tell, ksqlDB does.

        With None there are no brokers to ask, as in the sandbox, and ksqlDB tells all.
        """
        from ksqltui.session.cluster_actions import ClusterActions
        from ksqltui.session.cluster_watcher import ClusterWatcher
        from ksqltui.session.ksqldb_cluster import KsqldbCluster

        by_rest = KsqldbCluster(self.server)
        self.cluster = ClusterWatcher(
            by_rest if kafka is None else kafka.cluster,
            fallback=None if kafka is None else by_rest,
            server=self.server,
            snapshot=lambda: self.watcher.snapshot,
            clock=self.clock,
        )
        if kafka is not None:
            self.kafka = kafka
            self.cluster_actions = ClusterActions(
                kafka.administration, read_only=self.read_only, changed=self.cluster.refresh_soon
            )
        return self.cluster

    def run(
        self,
        statement: str,
        *,
        offset: int = 0,
        from_beginning: bool = False,
        row_limit: int | None = None,
        seconds: float | None = None,
        reader: RowReader | None = None,
        depth: int = 0,
    ) -> QueryRun:
        """Sends one statement and gives its run at once; errors are the run's state, never raised.

        `offset` is where `statement` starts in its buffer. `from_beginning` reads what is there first, for this run
        alone. `row_limit` and `seconds` end a streaming query from our side. With a `reader` rows go to it and not
        into a store, and the server is asked what makes a row only where the reader needs it. `depth` counts the
        scripts that the statement stands in.
        """
        way = route(statement, self._values.substituted)
        self._count += 1
        run = QueryRun(
            self._count, way.text, title=way.title, kind=way.kind, place=offset + way.start, now=self.clock()
        )
        run.from_beginning = from_beginning
        self.runs.append(run)
        self._spool(run, way)
        limits = Limits(row_limit, seconds)
        work = partial(self._carry_out, run, way, limits, reader, depth)
        run.begin(asyncio.create_task(self._live(run, work), name=f"run {run.number}"))
        return run

    def replay(
        self,
        source: ReplaySource,
        *,
        row_limit: int | None = None,
        reader: RowReader | None = None,
        clock: ReplayClock | None = None,
    ) -> Replay:
        """Plays a recording as a run and gives its controls at once; `row_limit` and `reader` as in `run`.

        Raises ValueError for a speed that is not above 0.
        """
        from ksqltui.session.replay import Replay
        from ksqltui.session.replay_pace import RealClock

        header = source.recording.header
        self._count += 1
        run = QueryRun(
            self._count, header.statement, title=header.title or "replay", kind=header.kind, place=0, now=self.clock()
        )
        replay = Replay(source, run, row_limit=row_limit, reader=reader, wall=self.clock, clock=clock or RealClock())
        self.runs.append(run)
        self._replays[run] = replay
        run.begin(asyncio.create_task(self._live(run, replay.play), name=f"replay as run {run.number}"))
        return replay

    def replay_of(self, run: QueryRun) -> Replay | None:
        """The controls of a run that is a replay; None for any other."""
        return self._replays.get(run)

    async def record(self, run: QueryRun, path: str | Path, *, overwrite: bool = False) -> Recorder:
        """Records what the run holds and will get, until it ends or the recorder is stopped.

        Raises FileExists, and FileRefused where the run has no rows or the file cannot be made.
        """
        from ksqltui.session.recorder import start_recording

        recorder = await start_recording(run, path, server=self.server_label, overwrite=overwrite, clock=self.clock)
        self._recorders = [each for each in self._recorders if each.is_recording]
        self._recorders.append(recorder)
        return recorder

    def recorders_of(self, run: QueryRun) -> tuple[Recorder, ...]:
        """The recordings of a run that are under way."""
        return tuple(each for each in self._recorders if each.run is run and each.is_recording)

    def forget(self, run: QueryRun) -> None:
        """Drops an ended run, with its rows."""
        if run in self.runs and not run.is_live:
            self.runs.remove(run)
            self._replays.pop(run, None)

    async def close(self) -> None:
        """Stops every run and the watcher, closes the connections and what was started for this session."""
        try:
            await asyncio.gather(*(run.stop() for run in self.runs))
            await asyncio.gather(*(recorder.stop() for recorder in self._recorders))
            if self.client.spool is not None:
                await self.client.spool.close()
            await self.watcher.stop()
            if self.cluster is not None:
                await self.cluster.stop()
            await self.server.close()
        finally:
            if self._on_close is not None:
                await self._on_close()

    def _spool(self, run: QueryRun, way: Route) -> None:
        spool = self.client.spool
        if spool is None or way.is_spool:
            return
        if spool.problem:
            run.say(Told("Warning: {warning}", warning=spool.problem))
            self.client.spool = None
        else:
            spool.follow(run)

    async def _live(self, run: QueryRun, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except asyncio.CancelledError:
            run.end(RunState.STOPPED, now=self.clock())
            if not run.stop_asked:
                raise
        except ReaderGone:
            run.end(RunState.STOPPED, now=self.clock())
        except ConnectionLost as error:
            run.end(RunState.LOST, now=self.clock(), error=error)
        except KsqlError as error:
            run.end(RunState.FAILED, now=self.clock(), error=error)
        except Exception as error:
            _log.exception("run %d failed in the console itself", run.number)
            told = KsqlError(
                Told("ksqltui itself failed on this statement: {error}", error=repr(error)),
                advice=Told("This is a fault of ksqltui."),
            )
            run.end(RunState.FAILED, now=self.clock(), error=told)

    async def _carry_out(self, run: QueryRun, way: Route, limits: Limits, reader: RowReader | None, depth: int) -> None:
        if self.read_only and way.refusal:
            raise KsqlError(way.refusal, advice=Told("Start ksqltui without --read-only to run it."))
        values = self._values.with_beginning() if run.from_beginning else self._values
        if way.misfit is not None:
            misfit = way.misfit
            raise KsqlError(
                Told("{given} does not fit.", given=repr(misfit.given)),
                advice=Told("It is written {usage}.", usage=misfit.usage),
            )
        if way.command is not None:
            # What HELP and HISTORY need is not loaded for a session that never asks.
            from ksqltui.session.client_commands import run_client_command

            await run_client_command(run, way.command, self.server, self.client, depth=depth)
            run.end(RunState.FINISHED, now=self.clock())
        elif run.kind is StatementKind.LOCAL and way.statement is not None:
            await run_locally(run, way.statement, self.server, self._values, self.watcher.snapshot)
            run.end(RunState.FINISHED, now=self.clock())
        elif run.is_streamed:
            await follow(run, way, self.server, values, limits, reader, self.clock)
        else:
            try:
                await run_request(run, self.server, values, self.clock)
            finally:
                if way.changes_catalog:
                    self.watcher.refresh_soon()
