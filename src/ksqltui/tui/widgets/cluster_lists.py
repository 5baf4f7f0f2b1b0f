"""Owns the lists of the cluster view: which lines, in which order, by what they are found; knows no widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from ksqltui.model.cell_text import number_text
from ksqltui.model.cluster import Broker, Group, GroupState, Topic
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.pick_list import ListColumn, ListRow
from ksqltui.tui.widgets.side_panel_cluster import gone_words
from ksqltui.tui.widgets.words import Line, Word, said

UNKNOWN = "–"
TOPIC_COLUMN = Told("topic")


class ClusterTab(Enum):
    BROKERS = "brokers"
    TOPICS = "topics"
    GROUPS = "groups"
    OBJECTS = "objects"


@dataclass(frozen=True, slots=True)
class ListWish:
    """What of a list is shown: names with `text` in them, only what is not well; by which column, which way."""

    text: str = ""
    problems_only: bool = False
    column: int = 1
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line before it is laid out: `values` are what the columns sort by, None for unknown."""

    row: ListRow
    is_ill: bool
    values: tuple[int | float | str | None, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    count: int
    """How many there are before the filter."""
    ill: int
    """How many of them are not well."""


Made = dict[str, tuple[Topic, bool, Entry]]
"""Lines of topics with what they were made of: of a thousand topics few change between two looks."""


def listing(
    facts: ClusterFacts,
    tab: ClusterTab,
    wish: ListWish,
    order: Sequence[str] = (),
    glyphs: Glyphs = UNICODE,
    say: Speech = ENGLISH,
    made: Made | None = None,
) -> Listing:
    """The lines of a tab. Those named in `order` keep its order, so that nothing moves under the cursor by itself.

    `made` keeps the lines of topics for the next call.
    """
    make, names = _LISTS[tab]
    entries = list(make(facts, glyphs, say, {} if made is None else made))
    shown = [
        entry
        for entry in entries
        if wish.text.casefold() in entry.row.key.casefold() and (entry.is_ill or not wish.problems_only)
    ]
    place = {key: index for index, key in enumerate(order)}
    shown = sorted_entries(shown, wish)
    shown.sort(key=lambda entry: place.get(entry.row.key, len(place)))
    columns = tuple(
        ListColumn(
            _headed(say(name), at, wish, glyphs),
            is_right=right,
            is_flexible=at == 1 or (name == TOPIC_COLUMN and at > 1),
        )
        for at, (name, right) in enumerate(names)
    )
    return Listing(columns, tuple(entry.row for entry in shown), len(entries), sum(entry.is_ill for entry in entries))


def _headed(name: str, at: int, wish: ListWish, glyphs: Glyphs) -> str:
    """The column that the list is sorted by is marked, unless it is by names as always."""
    if at != wish.column or (at == 1 and not wish.descending):
        return name
    return f"{name} {glyphs.down if wish.descending else glyphs.up}"


def sorted_entries(entries: Sequence[Entry], wish: ListWish) -> list[Entry]:
    """By the wished column, unknown values last, equal ones by their names."""
    by_name = sorted(entries, key=lambda entry: entry.row.key.casefold())

    def value(entry: Entry) -> tuple[int | float, str]:
        found = entry.values[wish.column] if wish.column < len(entry.values) else None
        return (0, found.casefold()) if isinstance(found, str) else (found or 0, "")

    def is_known(entry: Entry) -> bool:
        return wish.column >= len(entry.values) or entry.values[wish.column] is not None

    known = sorted(filter(is_known, by_name), key=value, reverse=wish.descending)
    return [*known, *(entry for entry in by_name if not is_known(entry))]


def _brokers(facts: ClusterFacts, glyphs: Glyphs, say: Speech, made: Made) -> Iterator[Entry]:
    partitions = [partition for topic in facts.picture.topics for partition in topic.partitions]
    for broker in facts.picture.brokers:
        leads = sum(partition.leader == broker.id for partition in partitions)
        holds = sum(broker.id in partition.replicas for partition in partitions)
        sign = Word(glyphs.running, "success") if broker.is_up else Word(glyphs.away, "error")
        cells: tuple[Line, ...] = (
            (sign,),
            (
                Word(str(broker.id), "foreground"),
                Word("  "),
                *said(broker.address or UNKNOWN),
                *_role(broker, facts, say),
            ),
            _number(leads),
            _number(holds),
        )
        yield Entry(ListRow(str(broker.id), cells), not broker.is_up, ("", broker.id, leads, holds))


def _role(broker: Broker, facts: ClusterFacts, say: Speech) -> Line:
    if not broker.is_up:
        return (Word(f"  {gone_words(broker, facts, say)}", "error"),)
    return (Word(f"  {say('controller')}", "faint"),) if broker.is_controller else ()


def _topics(facts: ClusterFacts, glyphs: Glyphs, say: Speech, made: Made) -> Iterator[Entry]:
    for topic in facts.picture.topics:
        is_internal = facts.is_internal(topic)
        known = made.get(topic.name)
        if known is None or known[0] is not topic or known[1] is not is_internal:
            known = made[topic.name] = (topic, is_internal, _topic(topic, glyphs, is_internal=is_internal))
        yield known[2]
    for gone in made.keys() - {topic.name for topic in facts.picture.topics}:
        del made[gone]


def _topic(topic: Topic, glyphs: Glyphs, *, is_internal: bool) -> Entry:
    cells = (
        _problem(topic, glyphs),
        tuple(said(topic.name, "muted" if is_internal else "foreground")),
        _number(len(topic.partitions), "muted"),
        _number(topic.size, "foreground"),
        _rate(topic),
    )
    values = (topic.has_problem, topic.name, len(topic.partitions), topic.size, topic.rate)
    return Entry(ListRow(topic.name, cells), topic.has_problem, values)


def _problem(topic: Topic, glyphs: Glyphs) -> Line:
    if topic.offline:
        return (Word(glyphs.failed, "error"),)
    return (Word(glyphs.warning, "warning", bold=True),) if topic.has_problem else (Word(" "),)


def _rate(topic: Topic) -> Line:
    if topic.rate is None:
        return (Word(UNKNOWN, "faint"),)
    return (Word(f"{topic.rate:.1f}", "foreground" if topic.rate else "faint"),)


def _groups(facts: ClusterFacts, glyphs: Glyphs, say: Speech, made: Made) -> Iterator[Entry]:
    for group in facts.picture.groups:
        never = group.never_committed
        cells = (
            (_group_sign(group, glyphs),),
            tuple(said(group.id, "foreground")),
            (Word(say(Told(group.state.value)), "muted"),),
            _number(group.lag, "warning" if group.lag else "foreground"),
            (Word(number_text(never) if never else "", "warning"),),
        )
        ill = bool(group.problem or group.lag or never)
        yield Entry(ListRow(group.id, cells), ill, (ill, group.id, group.state.value, group.lag, never))


def _group_sign(group: Group, glyphs: Glyphs) -> Word:
    if group.problem:
        return Word(glyphs.warning, "warning", bold=True)
    if group.is_active:
        return Word(glyphs.running, "success")
    return Word(glyphs.away, "error" if group.state is GroupState.DEAD else "faint")


def _objects(facts: ClusterFacts, glyphs: Glyphs, say: Speech, made: Made) -> Iterator[Entry]:
    for source in facts.snapshot.sources():
        kind = say("table") if source.is_table else say("stream")
        cells: tuple[Line, ...] = (
            (Word(" "),),
            tuple(said(source.name, "foreground")),
            (Word(kind, "muted"),),
            tuple(said(source.topic, "muted")),
            (Word(""),),
        )
        yield Entry(ListRow(f"source {source.name}", cells), False, ("", source.name, kind, source.topic, None))
    for query in facts.snapshot.queries:
        used = facts.usage.queries.get(query.id)
        ill = query.state not in ("RUNNING", "PAUSED")
        sign = Word(glyphs.failed, "error") if ill else Word(glyphs.running, "success")
        sign = Word(glyphs.paused, "warning") if query.state == "PAUSED" else sign
        writes = ", ".join(used.writes) if used is not None else ""
        lag = used.lag if used is not None else None
        cells = (
            (sign,),
            tuple(said(query.id, "foreground")),
            (
                Word(say("query"), "muted"),
                Word(f" {query.state.lower()}" if query.state != "RUNNING" else "", "warning"),
            ),
            tuple(said(writes, "muted")),
            _number(lag),
        )
        yield Entry(ListRow(f"query {query.id}", cells), ill, (ill, query.id, "query", writes, lag))


def _number(number: int | None, ink: str = "muted") -> Line:
    return (Word(UNKNOWN, "faint"),) if number is None else (Word(number_text(number), ink if number else "faint"),)


_Make = Callable[[ClusterFacts, Glyphs, Speech, Made], Iterator[Entry]]
_LISTS: dict[ClusterTab, tuple[_Make, tuple[tuple[str, bool], ...]]] = {
    ClusterTab.BROKERS: (
        _brokers,
        (("", False), (Told("broker"), False), (Told("leads"), True), (Told("replicas"), True)),
    ),
    ClusterTab.TOPICS: (
        _topics,
        (
            ("", False),
            (Told("topic"), False),
            (Told("partitions"), True),
            (Told("records"), True),
            (Told("records/s"), True),
        ),
    ),
    ClusterTab.GROUPS: (
        _groups,
        (
            ("", False),
            (Told("group"), False),
            (Told("state"), False),
            (Told("lag"), True),
            (Told("never committed"), True),
        ),
    ),
    ClusterTab.OBJECTS: (
        _objects,
        (("", False), (Told("name"), False), (Told("kind"), False), (TOPIC_COLUMN, False), (Told("lag"), True)),
    ),
}
