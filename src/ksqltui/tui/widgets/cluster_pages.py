"""Owns what the pages of the cluster view say of a topic, a group, a broker, an object of ksqlDB; knows no widget."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Config, ConfigSource, Group, Partition, Topic
from ksqltui.model.duration import span
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import UNKNOWN, ClusterTab
from ksqltui.tui.widgets.side_panel_cluster import gone_words
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

EDGE = Word(" ")
GAP = 2
BOUNDS_FROM = 90
"""A page of so many cells has room for the bounds of each partition."""
ALWAYS_SHOWN = ("min.insync.replicas", "retention.ms", "cleanup.policy", "max.message.bytes", "retention.bytes")


def page(
    facts: ClusterFacts,
    tab: ClusterTab,
    key: str,
    width: int,
    *,
    all_configs: bool = False,
    broker_configs: Sequence[Config] = (),
    glyphs: Glyphs = UNICODE,
    say: Speech = ENGLISH,
) -> list[Line]:
    """The page of one line of a list; a thing that is gone says so."""
    picture = facts.picture
    match tab:
        case ClusterTab.TOPICS:
            topic = picture.topic(key)
            if topic is not None:
                return _topic(topic, facts, width, glyphs, say, all_configs=all_configs)
        case ClusterTab.GROUPS:
            group = picture.group(key)
            if group is not None:
                return _group(group, facts, width, say)
        case ClusterTab.BROKERS:
            broker = next((each for each in picture.brokers if str(each.id) == key), None)
            if broker is not None:
                return _broker(broker.id, facts, width, broker_configs, say, all_configs=all_configs)
        case ClusterTab.OBJECTS:
            return _object(key, facts, width, say)
    return [(EDGE, Word(say("Nothing is chosen.") if not key else say("{name} is gone.", name=key), "faint"))]


def _topic(
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
    lines = [_head(topic.name, about, size, width), ()]
    lines += _bands(topic, facts, width, glyphs, say)
    lines += [*_partitions(topic, facts, width, say), ()]
    lines += _stands_on(topic, facts, say)
    lines += _readers(topic, facts, say)
    lines += _configs(facts.picture.configs.get(topic.name), width, say, all_configs=all_configs)
    if used.owner:
        lines += [(EDGE, Word(say("Query {query} keeps it for itself.", query=used.owner), "faint")), ()]
    return [*lines, *_own_tools(f"kafka-topics --describe --topic {topic.name}", facts, width, say)]


def _head(name: str, about: str, right: str, width: int) -> Line:
    left = [EDGE, *said(name, "foreground", bold=True), Word(f"   {about}", "muted")]
    gap = width - cells(left) - cells((Word(right),)) - 1
    return (*left, Word(" " * max(3, gap)), Word(right, "foreground"))


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
    return grid(heads, rows)


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
        _number(each.earliest),
        _number(each.latest),
        _number(each.size, "foreground"),
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
    lines: list[Line] = [_section(say("ksqlDB"))]
    for label, names in told:
        lines.append((EDGE, Word(label.ljust(wide), "muted"), *said(", ".join(names), "foreground")))
    return [*lines, ()]


def _readers(topic: Topic, facts: ClusterFacts, say: Speech) -> list[Line]:
    readers = facts.picture.readers_of(topic.name)
    if not readers:
        nobody = say("No consumer group has read it.") if facts.picture.groups_taken_at else say("not known yet")
        return [_section(say("Consumers")), (EDGE, Word(nobody, "faint")), ()]
    lines = [_section(say("Consumers"))]
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
                _number(group.lag_in(topic.name), "foreground"),
                tuple(by_partition),
            ]
        )
    return [*lines, *grid(heads, rows), ()]


def _configs(configs: Sequence[Config] | None, width: int, say: Speech, *, all_configs: bool) -> list[Line]:
    if configs is None:
        return []
    differ = [config for config in configs if config.source is not ConfigSource.DEFAULT]
    words = say("{count} of {all} differ from the defaults", count=len(differ), all=len(configs))
    lines = [_spread((EDGE, Word(say("Configuration"), "foreground", bold=True)), (Word(words, "faint"),), width)]
    shown = [c for c in configs if all_configs or c in differ or c.name in ALWAYS_SHOWN]
    shown.sort(key=lambda config: (not config.is_overridden, config.source is ConfigSource.DEFAULT, config.name))
    for config in shown:
        lines.append(_config(config, width, say))
    if len(shown) < len(configs):
        more = say.count(
            len(configs) - len(shown), "{count} more is default: C shows all", "{count} more are default: C shows all"
        )
        lines.append((EDGE, Word(more, "faint")))
    return [*lines, ()]


def _config(config: Config, width: int, say: Speech) -> Line:
    ink = "faint" if config.source is ConfigSource.DEFAULT else "foreground"
    value = "••••" if config.is_sensitive else config.value or "''"
    if config.is_sensitive or not value.isdigit():
        shown, aside = value, ""
    else:
        shown, aside = number_text(int(value)), _in_units(config.name, int(value))
    left = [EDGE, *said(config.name.ljust(32), "muted" if ink == "faint" else "foreground"), *said(shown, ink)]
    if aside:
        left.append(Word(f"   {aside}", "muted"))
    return _spread(left, (Word(say(Told(config.source.value)), ink),), width)


def _in_units(name: str, value: int) -> str:
    """`7 days` for 604 800 000 of a config in milliseconds, `1.0 MB` for one in bytes."""
    if name.endswith(".ms") and value < 2**53:
        days = value / 86_400_000
        return f"{days:g} d" if days >= 1 and days == int(days) else span(value / 1000) if value >= 1000 else ""
    if name.endswith(".bytes") and value < 2**53:
        size, unit = float(value), "B"
        for larger in ("KB", "MB", "GB"):
            if size < 1024:
                break
            size, unit = size / 1024, larger
        return "" if unit == "B" else f"{size:.1f} {unit}"
    return ""


def _group(group: Group, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    query = facts.usage.query_of_group(group.id)
    lag = say("lag {lag}", lag=UNKNOWN if group.lag is None else number_text(group.lag))
    state = say(Told(group.state.value))
    lines: list[Line] = [_head(group.id, state, lag, width), ()]
    facts_of = [
        (say("query"), query.id if query is not None else ""),
        (say("protocol"), group.protocol),
        (say("coordinator"), "" if group.coordinator is None else str(group.coordinator)),
        (
            say("never committed"),
            say.count(group.never_committed, "in {count} partition", "in {count} partitions")
            if group.never_committed
            else "",
        ),
    ]
    lines += [(EDGE, Word(label.ljust(18), "faint"), *said(value)) for label, value in facts_of if value]
    if group.problem:
        lines += wrapped((EDGE, Word(group.problem, "warning")), width - 1, indent=(EDGE,))
    lines += [(), *_members(group, say), _section(say("Offsets"))]
    heads = [
        (say("topic"), False), (say("partition"), True), (say("committed"), True), (say("end"), True),
        (say("lag"), True), (say("member"), False),
    ]  # fmt: skip
    names = {member.id: member.client_id or member.id for member in group.members}
    rows: list[list[Line]] = []
    for each in group.partitions:
        never = each.committed is None
        rows.append(
            [
                tuple(said(each.topic, "foreground")),
                (Word(str(each.partition), "muted"),),
                (Word(say("never committed"), "warning"),) if never else _number(each.committed),
                _number(each.latest),
                _number(each.lag, "foreground"),
                tuple(said(names.get(each.member, each.member), "muted")),
            ]
        )
    lines += grid(heads, rows) if rows else [(EDGE, Word(say("It has committed nothing."), "faint"))]
    return [*lines, (), *_own_tools(f"kafka-consumer-groups --describe --group {group.id}", facts, width, say)]


def _members(group: Group, say: Speech) -> list[Line]:
    if not group.members:
        words = (
            say("No member reads now.") if group.protocol or not group.is_active else say("Its members are not told.")
        )
        return [_section(say("Members")), (EDGE, Word(words, "faint")), ()]
    rows: list[list[Line]] = [
        [
            tuple(said(member.client_id or member.id, "foreground")),
            tuple(said(member.host, "muted")),
            tuple(said(", ".join(f"{place.topic}-{place.partition}" for place in member.assignment), "muted")),
        ]
        for member in group.members
    ]
    heads = [(say("client"), False), (say("host"), False), (say("reads"), False)]
    return [_section(say("Members")), *grid(heads, rows), ()]


def _broker(
    id: int, facts: ClusterFacts, width: int, configs: Sequence[Config], say: Speech, *, all_configs: bool
) -> list[Line]:
    broker = next(each for each in facts.picture.brokers if each.id == id)
    state = say("up") if broker.is_up else gone_words(broker, facts, say)
    role = say("controller") if broker.is_controller else ""
    lines: list[Line] = [_head(say("Broker {id}", id=id), state, role, width), ()]
    for label, value in ((say("advertises"), broker.address), (say("rack"), broker.rack)):
        if value:
            lines.append((EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")))
    lines.append(())
    heads = [(say("topic"), False), (say("leads"), False), (say("follows"), False), (say("out of sync"), False)]
    rows: list[list[Line]] = []
    for topic in facts.picture.topics:
        held = [each for each in topic.partitions if id in each.replicas]
        if not held:
            continue
        leads = [each.number for each in held if each.leader == id]
        follows = [each.number for each in held if each.leader != id]
        behind = [each.number for each in held if id not in each.in_sync]
        ink = "muted" if facts.is_internal(topic) else "foreground"
        rows.append(
            [
                tuple(said(topic.name, ink)),
                *(
                    _numbers(numbers, colour)
                    for numbers, colour in ((leads, "foreground"), (follows, "muted"), (behind, "warning"))
                ),
            ]
        )
    lines += [_section(say("Partitions")), *grid(heads, rows), ()] if rows else []
    return [*lines, *_configs(configs or None, width, say, all_configs=all_configs)]


def _numbers(numbers: Sequence[int], ink: str) -> Line:
    if not numbers:
        return (Word("", ink),)
    shown = " ".join(map(str, numbers[:8]))
    return (Word(shown, ink), Word(f" +{len(numbers) - 8}" if len(numbers) > 8 else "", "faint"))


def _object(key: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    kind, _, name = key.partition(" ")
    if kind == "query":
        return _query(name, facts, width, say)
    source = facts.snapshot.source(name)
    if source is None:
        return [(EDGE, Word(say("Nothing is chosen.") if not name else say("{name} is gone.", name=name), "faint"))]
    used = facts.used(source.topic)
    told = say("table") if source.is_table else say("stream")
    window = (source.window_type.lower() or say("windowed")) if source.is_windowed else ""
    lines: list[Line] = [_head(source.name, " ".join(filter(None, (window, told))), "", width), ()]
    for label, value in (
        (say("topic"), source.topic),
        (say("formats"), f"{source.key_format}, {source.value_format}"),
        (say("written by"), ", ".join(used.written_by)),
        (say("read by"), ", ".join(used.read_by)),
    ):
        if value:
            lines.append((EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")))
    lines += [(), _section(say("Columns"))]
    if not source.columns:
        return [*lines, (EDGE, Word(say("not known yet"), "faint"))]
    heads = [(say("column"), False), (say("type"), False), ("", False)]
    rows: list[list[Line]] = [
        [tuple(said(c.name, "foreground")), tuple(said(c.type)), (Word(c.kind.lower(), "faint"),)]
        for c in source.columns
    ]
    return [*lines, *grid(heads, rows)]


def _query(id: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    query = next((each for each in facts.snapshot.queries if each.id == id), None)
    if query is None:
        return [(EDGE, Word(say("{name} is gone.", name=id), "faint"))]
    used = facts.usage.queries.get(id)
    lag = "" if used is None or used.lag is None else say("lag {lag}", lag=number_text(used.lag))
    lines: list[Line] = [_head(id, f"{query.query_type.lower()} {say('query')}, {query.state.lower()}", lag, width), ()]
    told = [] if used is None else [
        (say("reads"), ", ".join(used.reads)), (say("writes"), ", ".join(used.writes)), (say("group"), used.group)
    ]  # fmt: skip
    lines += [(EDGE, Word(label.ljust(18), "faint"), *said(value, "foreground")) for label, value in told if value]
    lines += [(), _section(say("Statement"))]
    for part in query.query_string.split("\n"):
        lines += wrapped((EDGE, *said(part, "foreground")), width - 1, indent=(EDGE,))
    return lines


def _own_tools(command: str, facts: ClusterFacts, width: int, say: Speech) -> list[Line]:
    if facts.is_told_by_ksqldb:
        return []
    words = (EDGE, *said(f"{command} --bootstrap-server {facts.address}", "muted"))
    return [_section(say("With Kafka's own tools")), *wrapped(words, width - 1, indent=(Word("   "),))]


def _section(title: str) -> Line:
    return (EDGE, Word(title, "foreground", bold=True))


def _spread(left: Iterable[Word], right: Line, width: int) -> Line:
    words = tuple(left)
    return (*words, Word(" " * max(1, width - cells(words) - cells(right) - 1)), *right)


def _number(number: int | None, ink: str = "muted") -> Line:
    return (Word(UNKNOWN, "faint"),) if number is None else (Word(number_text(number), ink),)


def grid(heads: Sequence[tuple[str, bool]], rows: Sequence[Sequence[Line]]) -> list[Line]:
    """Rows of words under faint heads; `True` beside a head puts its column to the right edge."""
    widths = [max([cells((Word(head),)), *(cells(row[at]) for row in rows)]) for at, (head, _) in enumerate(heads)]
    lines = [tuple(_laid(heads, widths, [(Word(head, "faint"),) for head, _ in heads]))]
    return [*lines, *(tuple(_laid(heads, widths, row)) for row in rows)]


def _laid(heads: Sequence[tuple[str, bool]], widths: Sequence[int], row: Sequence[Line]) -> Iterator[Word]:
    yield EDGE
    last = len(heads) - 1
    for at, ((_, right), wide, cell) in enumerate(zip(heads, widths, row, strict=True)):
        blank = Word(" " * (wide - cells(cell)))
        yield from (blank, *cell) if right else (*cell, blank) if at < last else cell
        if at < last:
            yield Word(" " * GAP)


def clock_words(seconds: float) -> str:
    """A wall time of this place as HH:MM:SS."""
    return datetime.fromtimestamp(seconds).strftime("%H:%M:%S")
