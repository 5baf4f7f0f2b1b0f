"""Owns what the side panel says about a server, as lines of voiced words; knows snapshots, not widgets or colours."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from ksqltui.model.catalog import CatalogSource, ServerSnapshot
from ksqltui.model.descriptions import RunningQuery
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.panel_line import PanelLine, note, section_title
from ksqltui.tui.widgets.side_panel_cluster import broker_lines, group_lines, topic_lines
from ksqltui.tui.widgets.side_panel_stack import stack_lines
from ksqltui.tui.widgets.stack_facts import StackFacts


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """All that the panel shows: `tabs` names the tab of a transient query's id, `now` is wall seconds.

    Without a `cluster` brokers and topics are those that ksqlDB's snapshot names; without a `stack` nothing is said
    of one.
    """

    snapshot: ServerSnapshot
    label: str
    now: float
    tabs: Mapping[str, int]
    cluster: ClusterFacts | None = None
    stack: StackFacts | None = None


def panel_lines(
    facts: PanelFacts, expanded: Collection[str], glyphs: Glyphs = UNICODE, say: Speech = ENGLISH
) -> tuple[PanelLine, ...]:
    """The sections from top to bottom, one blank line between them."""
    sections = (
        _server(facts, glyphs, say),
        *(() if facts.stack is None else (stack_lines(facts.stack, glyphs, say),)),
        *_cluster(facts, expanded, glyphs, say),
        _sources(facts.snapshot, expanded, glyphs, say),
        _queries(facts, glyphs, say),
    )
    lines: list[PanelLine] = []
    for section in sections:
        lines += [PanelLine(), *section]
    return tuple(lines[1:])


def _cluster(
    facts: PanelFacts, expanded: Collection[str], glyphs: Glyphs, say: Speech
) -> tuple[Iterator[PanelLine], ...]:
    cluster = facts.cluster
    if cluster is None:
        return _brokers(facts.snapshot, say), _topics(facts.snapshot, say)
    return (
        broker_lines(cluster, glyphs, say),
        topic_lines(cluster, expanded, glyphs, say),
        group_lines(cluster, glyphs, say),
    )


def _server(facts: PanelFacts, glyphs: Glyphs, say: Speech) -> Iterator[PanelLine]:
    snapshot = facts.snapshot
    if snapshot.problem is not None:
        yield section_title(say("Server"), say("away"), "error")
        yield PanelLine(((f"{glyphs.away} ", "error"), (say(facts.label), "text")), key="server")
        yield note(_reason(say(snapshot.problem)))
        if snapshot.taken_at:
            yield note(say("shown as it was {age} ago", age=_age(snapshot.age(facts.now), say)))
        return
    if snapshot.server is None:
        yield section_title(say("Server"), say("not known yet"))
        yield PanelLine(((f"{glyphs.starting} ", "warning"), (say(facts.label), "text")), key="server")
        return
    health = {
        True: (say("healthy"), "muted"),
        False: (say("unhealthy"), "error"),
        None: (say("health unknown"), "faint"),
    }
    yield section_title(say("Server"), *health[snapshot.healthy])
    voice = "error" if snapshot.healthy is False else "success"
    yield PanelLine(
        ((f"{glyphs.running} ", voice), (say(facts.label), "text")),
        ((snapshot.server.version, "muted"),),
        key="server",
    )
    if snapshot.server.ksql_service_id:
        yield PanelLine(((f"  {say('service')}", "faint"),), ((snapshot.server.ksql_service_id, "muted"),))


def _reason(problem: str) -> str:
    """The first line without the address before it, which stands in the line above."""
    first = problem.split("\n", 1)[0]
    return first.rpartition(": ")[2] or first


def _brokers(snapshot: ServerSnapshot, say: Speech) -> Iterator[PanelLine]:
    yield section_title(say("Brokers"), say("{count} named", count=len(snapshot.brokers)) if snapshot.brokers else "")
    if not snapshot.brokers:
        yield note(say("not known" if snapshot.taken_at else "not known yet"))
    for broker in snapshot.brokers:
        host, _, port = broker.rpartition(":")
        yield PanelLine(
            ((host or broker, "text"),),
            ((say("port {port}", port=port), "muted"),) if host else (),
            key=f"broker {broker}",
        )


def _topics(snapshot: ServerSnapshot, say: Speech) -> Iterator[PanelLine]:
    yield section_title(say("Topics"), say("partitions") if snapshot.topics else "")
    if not snapshot.topics:
        yield note(say("none" if snapshot.taken_at else "not known yet"))
    for topic in snapshot.topics:
        partitions = len(topic.replica_info)
        yield PanelLine(
            ((topic.name, "text"),), ((str(partitions) if partitions else "–", "muted"),), key=f"topic {topic.name}"
        )


def _sources(snapshot: ServerSnapshot, expanded: Collection[str], glyphs: Glyphs, say: Speech) -> Iterator[PanelLine]:
    yield section_title(say("Streams and tables"))
    sources = tuple(snapshot.sources())
    if not sources:
        yield note(say("none yet: CREATE STREAM" if snapshot.taken_at else "not known yet"))
    for source in sources:
        key = f"source {source.name}"
        opened = key in expanded
        sign = glyphs.opened if opened else glyphs.closed
        yield PanelLine(
            ((f"{sign} ", "muted"), (source.name, "text")), ((say(_kind(source)), "muted"),), key=key, expandable=True
        )
        if opened:
            yield from _columns(source, say)


def _columns(source: CatalogSource, say: Speech) -> Iterator[PanelLine]:
    if not source.columns:
        yield note(f"    {say('columns not known yet')}")
    for column in source.columns:
        kind = f" {column.kind.lower()}" if column.kind else ""
        yield PanelLine(
            ((f"    {column.name}", "muted"),),
            ((f"{column.type.lower()}{kind}", "faint"),),
            key=f"column {source.name}.{column.name}",
        )


def _kind(source: CatalogSource) -> str:
    if source.is_windowed:
        return source.window_type.lower() or Told("windowed")
    return Told("table" if source.is_table else "stream")


def _queries(facts: PanelFacts, glyphs: Glyphs, say: Speech) -> Iterator[PanelLine]:
    queries = facts.snapshot.queries
    running = sum(query.state == "RUNNING" for query in queries)
    yield section_title(say("Queries"), say("{count} running", count=running) if queries else "")
    if not queries:
        yield note(say("none running" if facts.snapshot.taken_at else "not known yet"))
    for query in queries:
        sign, voice = _query_sign(query.state, glyphs)
        yield PanelLine(
            ((f"{sign} ", voice), (_query_name(query, facts.tabs, say), "text")),
            ((query.state.lower(), voice),) if query.state != "RUNNING" else (),
            key=f"query {query.id}",
        )


def _query_sign(state: str, glyphs: Glyphs) -> tuple[str, str]:
    match state:
        case "RUNNING":
            return glyphs.running, "success"
        case "REBALANCING":
            return glyphs.starting, "warning"
        case "PAUSED":
            return glyphs.paused, "warning"
        case "ERROR":
            return glyphs.failed, "error"
        case "UNRESPONSIVE":
            return glyphs.away, "error"
        case _:
            return glyphs.running, "muted"


def _query_name(query: RunningQuery, tabs: Mapping[str, int], say: Speech) -> str:
    if query.id in tabs:
        return say("transient, tab {number}", number=tabs[query.id])
    return query.id


def _age(seconds: float, say: Speech) -> str:
    whole = int(seconds)
    return spoken_time(f"{whole} s" if whole < 60 else f"{whole // 60} min {whole % 60} s", say)
