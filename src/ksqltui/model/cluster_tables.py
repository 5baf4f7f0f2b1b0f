"""Owns the small tables that topics, groups and previews are turned into for one-shot mode; knows no format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ksqltui.model.cluster import Config, Group, Topic
from ksqltui.model.cluster_actions import OffsetMove
from ksqltui.model.entity_table import EntityTable, table
from ksqltui.model.positions import iso_time

_TOPICS = ("topic", "partitions", "replicas", "under-replicated", "offline", "messages", "last message")
_PARTITIONS = ("partition", "leader", "replicas", "in sync", "earliest", "latest", "messages", "last message")
_GROUPS = ("group", "state", "protocol", "members", "topics", "lag", "never committed", "problem")
_OFFSETS = ("topic", "partition", "committed", "end", "lag", "member", "host")


def topics_table(topics: Iterable[Topic]) -> EntityTable:
    """A line a topic; what is unknown is null."""
    return table("", _TOPICS, (_topic(topic) for topic in topics))


def topic_tables(topic: Topic, configs: Sequence[Config], readers: Iterable[Group]) -> tuple[EntityTable, ...]:
    """A topic whole: itself, its partitions, the configs that somebody set, and the groups that read it."""
    overridden = [config for config in configs if config.is_overridden]
    return (
        table("Topic", _TOPICS, [_topic(topic)]),
        table(
            "Partitions",
            _PARTITIONS,
            (
                (
                    each.number,
                    "none" if each.is_offline else each.leader,
                    ",".join(map(str, each.replicas)),
                    ",".join(map(str, each.in_sync)),
                    each.earliest,
                    each.latest,
                    each.size,
                    _time(each.last_timestamp),
                )
                for each in topic.partitions
            ),
        ),
        *([configs_table("Configs set", overridden)] if overridden else []),
        *[
            table("Read by", ("group", "state", "lag"), ((each.id, each.state.value, each.lag_in(topic.name)),))
            for each in readers
        ],
    )


def configs_table(title: str, configs: Iterable[Config]) -> EntityTable:
    """A line a config, with who set it; a secret value is dots."""
    rows = ((each.name, "••••" if each.is_sensitive else each.value, each.source.value) for each in configs)
    return table(title, ("config", "value", "set by"), rows)


def groups_table(groups: Iterable[Group]) -> EntityTable:
    """A line a group; lag null is unknown, and partitions without an offset have a count of their own."""
    return table("", _GROUPS, (_group(group) for group in groups))


def group_tables(group: Group) -> tuple[EntityTable, ...]:
    """A group whole: itself and where it stands in each partition."""
    members = {member.id: member for member in group.members}
    rows: list[tuple[object, ...]] = []
    for each in group.partitions:
        member = members.get(each.member)
        who = (member.client_id, member.host) if member is not None else (None, None)
        rows.append((each.topic, each.partition, each.committed, each.latest, each.lag, *who))
    return table("Group", _GROUPS, [_group(group)]), table("Offsets", _OFFSETS, rows)


def moves_table(moves: Iterable[OffsetMove]) -> EntityTable:
    """The preview of a reset; before null is "never committed"."""
    return table(
        "",
        ("topic", "partition", "before", "after"),
        ((move.topic, move.partition, move.before, move.after) for move in moves),
    )


def _topic(topic: Topic) -> tuple[object, ...]:
    return (
        topic.name,
        len(topic.partitions),
        topic.replication_factor or None,
        topic.under_replicated,
        topic.offline,
        topic.size,
        _time(topic.last_timestamp),
    )


def _group(group: Group) -> tuple[object, ...]:
    return (
        group.id,
        group.state.value,
        group.protocol,
        len(group.members),
        ",".join(group.topics),
        group.lag,
        group.never_committed,
        group.problem or None,
    )


def _time(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else f"{iso_time(milliseconds)}Z"
