"""Owns what the page of a topic says: partitions, streams on it, readers, configs; knows no widget."""

from __future__ import annotations

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Partition, Topic
from ksqltui.model.duration import span
from ksqltui.speech.speech import Speech, Told
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import UNKNOWN
from ksqltui.tui.widgets.config_lines import config_lines
from ksqltui.tui.widgets.page_parts import EDGE, GAP, grid, number_word, own_tools, page_head, section
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

BOUNDS_FROM = 90
"""A page of so many cells has room for the bounds of each partition."""


def topic_page(
    topic: Topic, facts: ClusterFacts, width: int, glyphs: Glyphs, say: Speech, *, all_configs: bool
) -> list[Line]:
    used = facts.used(topic.name)
    about = say.count(len(topic.partitions), "{count} partition", "{count} partitions")
    if topic.replication_factor:
        copies = say.count(topic.replication_factor, "{count} replica each", "{count} replicas each")
        about = f"{about}, {copies}"
    size = (
        ""
        if topic.size is None
        else say.count(topic.size, "{count} record", "{count} records", count=number_text(topic.size))
    )
    lines = [page_head(topic.name, about, size, width), ()]
    lines += _bands(topic, facts, width, glyphs, say)
    lines += [*_partitions(topic, facts, width, say), ()]
    lines += _stands_on(topic, facts, say)
    lines += _readers(topic, facts, say)
    lines += config_lines(facts.picture.configs.get(topic.name), width, say, all_configs=all_configs)
    if used.owner:
        lines += [(EDGE, Word(say("Query {query} keeps it for itself.", query=used.owner), "faint")), ()]
    return [*lines, *own_tools(f"kafka-topics --describe --topic {topic.name}", facts, width, say)]


def _bands(topic: Topic, facts: ClusterFacts, width: int, glyphs: Glyphs, say: Speech) -> list[Line]:
    """What is wrong with a topic, as a band of the pane's whole width."""
    if not topic.has_problem:
        return []
    up = {broker.id for broker in facts.picture.brokers if broker.is_up}
    away = sorted({id for each in topic.partitions for id in each.replicas} - up)
    parts: list[str] = []
    if away:
        names = ", ".join(map(str, away))
        parts.append(say.count(len(away), "Broker {names} is gone.", "Brokers {names} are gone.", names=names))
    if topic.offline:
        parts.append(
            say.count(
                topic.offline,
                "{count} partition has no leader: it cannot be read or written.",
                "{count} partitions have no leader: they cannot be read or written.",
            )
        )
    if topic.under_replicated:
        parts.append(
            say.count(
                topic.under_replicated,
                "{count} of {all} partitions has fewer replicas in sync than asked for.",
                "{count} of {all} partitions have fewer replicas in sync than asked for.",
                all=len(topic.partitions),
            )
        )
    tint = "tint-gone" if topic.offline else "tint-warning"
    ink = "error" if topic.offline else "warning"
    opening = (Word(glyphs.bar, ink, tint=tint), Word(f" {glyphs.warning} ", ink, bold=True, tint=tint))
    words = [*opening, Word(" ".join(parts), "foreground", tint=tint)]
    lines = wrapped(words, width - 1, indent=(Word(glyphs.bar, ink, tint=tint), Word("   ", ink, tint=tint)))
    return [*lines, ()]


def _partitions(topic: Topic, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    heads = [
        (say("partition"), False), (say("leader"), False), (say("replicas"), False), (say("in sync"), False),
        (say("from"), True), (say("to"), True), (say("records"), True), (say("last"), True),
    ]  # fmt: skip
    rows = [_partition(each, facts.now, say) for each in topic.partitions]
    if width < BOUNDS_FROM:
        heads, rows = [*heads[:4], *heads[6:]], [[*row[:4], *row[6:]] for row in rows]
    lines = grid(heads, rows)
    if max(map(cells, lines)) <= width:
        return lines
    # In the column of those in sync stands who is missing.
    return grid([*heads[:2], *heads[3:]], [[*row[:2], *row[3:]] for row in rows])


def _partition(each: Partition, now: float, say: Speech) -> list[Line]:
    if each.is_offline:
        leader = Word(say("none"), "error", bold=True)
    else:
        leader = Word(UNKNOWN if each.leader is None else str(each.leader), "foreground")
    replicas = " ".join(map(str, each.replicas)) or (str(each.copies) if each.copies else UNKNOWN)
    in_sync: list[Word] = []
    for id in each.replicas:
        in_sync += [Word(str(id), "success") if id in each.in_sync else Word("·", "error"), Word(" ")]
    missing = [id for id in each.replicas if id not in each.in_sync]
    if missing:
        in_sync.append(Word(say("{ids} missing", ids=" ".join(map(str, missing))), "warning"))
    last = UNKNOWN
    if each.last_timestamp is not None:
        last = say("{time} ago", time=span(max(0.0, now - each.last_timestamp / 1000)))
    return [
        (Word(str(each.number), "foreground"),),
        (leader,),
        (Word(replicas, "muted"),),
        tuple(in_sync) or (Word(UNKNOWN, "faint"),),
        number_word(each.earliest),
        number_word(each.latest),
        number_word(each.size, "foreground"),
        (Word(last, "muted"),),
    ]


def _stands_on(topic: Topic, facts: ClusterFacts, say: Speech) -> list[Line]:
    used = facts.used(topic.name)
    rows = [
        (say("stands on it"), used.sources),
        (say("written by"), used.written_by),
        (say("read by"), used.read_by),
    ]
    told = [(label, names) for label, names in rows if names]
    if not told:
        return []
    wide = max(len(label) for label, _ in told) + GAP
    lines: list[Line] = [section(say("ksqlDB"))]
    for label, names in told:
        lines.append((EDGE, Word(label.ljust(wide), "muted"), *said(", ".join(names), "foreground")))
    return [*lines, ()]


def _readers(topic: Topic, facts: ClusterFacts, say: Speech) -> list[Line]:
    readers = facts.picture.readers_of(topic.name)
    if not readers:
        nobody = say("No consumer group has read it.") if facts.picture.groups_taken_at else say("not known yet")
        return [section(say("Consumers")), (EDGE, Word(nobody, "faint")), ()]
    lines = [section(say("Consumers"))]
    heads = [(say("group"), False), (say("state"), False), (say("lag"), True), (say("lag by partition"), False)]
    rows: list[list[Line]] = []
    for group in readers:
        query = facts.usage.query_of_group(group.id)
        mine = [each for each in group.partitions if each.topic == topic.name]
        by_partition: list[Word] = []
        for each in mine:
            lag = (
                say("never committed")
                if each.committed is None
                else UNKNOWN
                if each.lag is None
                else number_text(each.lag)
            )
            by_partition += [
                Word(f"{each.partition}: ", "faint"),
                Word(f"{lag}   ", "warning" if each.committed is None else "muted"),
            ]
        rows.append(
            [
                tuple(said(query.id if query is not None else group.id, "foreground")),
                (Word(say(Told(group.state.value)), "muted"),),
                number_word(group.lag_in(topic.name), "foreground"),
                tuple(by_partition),
            ]
        )
    return [*lines, *grid(heads, rows), ()]
