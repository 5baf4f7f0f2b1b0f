"""Owns what can be done to a cluster, as values, and Kafka's own command for each; carries nothing out."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ksqltui.model.positions import Anchor, Position, iso_time
from ksqltui.speech.speech import Told


@dataclass(frozen=True, slots=True)
class CreateTopic:
    topic: str
    partitions: int = 1
    replication_factor: int = 1
    configs: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AddPartitions:
    """`total` is how many there are then: partitions can only be added."""

    topic: str
    total: int


@dataclass(frozen=True, slots=True)
class AlterConfigs:
    """Sets configs of a topic and takes others back to what the brokers say."""

    topic: str
    set: Mapping[str, str] = field(default_factory=dict)
    reset: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteTopic:
    topic: str


@dataclass(frozen=True, slots=True)
class DeleteRecords:
    """Deletes all before an offset in each partition named; an offset of -1 is the end, so nothing is left."""

    topic: str
    before: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class ResetOffsets:
    """Sets where a group reads on, in `topics` or, where they are none, in all that it has read."""

    group: str
    to: Position
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteGroup:
    group: str


@dataclass(frozen=True, slots=True)
class ElectPreferredLeaders:
    """Gives every partition back to the first of its replicas, as after a broker has come back."""


ClusterAction = (
    CreateTopic
    | AddPartitions
    | AlterConfigs
    | DeleteTopic
    | DeleteRecords
    | ResetOffsets
    | DeleteGroup
    | ElectPreferredLeaders
)


@dataclass(frozen=True, slots=True)
class OffsetMove:
    """One line of a reset's preview: `before` None is "never committed"."""

    topic: str
    partition: int
    before: int | None
    after: int


def name_to_type(action: ClusterAction) -> str:
    """The name that a person types to confirm what cannot be undone; "" for actions that can."""
    match action:
        case DeleteTopic(topic=name) | DeleteRecords(topic=name) | ResetOffsets(group=name) | DeleteGroup(group=name):
            return name
        case _:
            return ""


def what_it_does(action: ClusterAction) -> Told:
    """The action in words, for a question and for what is said when it is done."""
    match action:
        case CreateTopic(topic=name, partitions=partitions, replication_factor=copies):
            return Told(
                "create topic {topic}, partitions {partitions}, replicas {copies}",
                topic=name,
                partitions=partitions,
                copies=copies,
            )
        case AddPartitions(topic=name, total=total):
            return Told("give topic {topic} more partitions, {total} in all", topic=name, total=total)
        case AlterConfigs(topic=name, set=wanted, reset=back):
            changes = ", ".join([*(f"{key}={value}" for key, value in wanted.items()), *(f"-{key}" for key in back)])
            return Told("change configs of topic {topic}: {changes}", topic=name, changes=changes)
        case DeleteTopic(topic=name):
            return Told("delete topic {topic} with all its messages", topic=name)
        case DeleteRecords(topic=name, before=before):
            # By partition, as 0: 42 or 1: end.
            ends = ", ".join(f"{number}: {'end' if at < 0 else at}" for number, at in sorted(before.items()))
            return Told("delete messages of topic {topic} before {ends}", topic=name, ends=ends)
        case ResetOffsets(group=name, to=to, topics=topics):
            told = ", ".join(topics) or Told("all its topics")
            return Told("set group {group} to {place} in {topics}", group=name, place=str(to), topics=told)
        case DeleteGroup(group=name):
            return Told("delete group {group} with its offsets", group=name)
        case ElectPreferredLeaders():
            return Told("elect the preferred leader of every partition")


def command_line(action: ClusterAction, bootstrap: str) -> str:
    """The line of Kafka's own tools that does the same."""
    server = ["--bootstrap-server", bootstrap]
    match action:
        case CreateTopic(topic=name, partitions=partitions, replication_factor=copies, configs=configs):
            counts = ["--partitions", str(partitions), "--replication-factor", str(copies)]
            wanted = [word for key, value in configs.items() for word in ("--config", f"{key}={value}")]
            return _line("kafka-topics", server, "--create", "--topic", name, *counts, *wanted)
        case AddPartitions(topic=name, total=total):
            return _line("kafka-topics", server, "--alter", "--topic", name, "--partitions", str(total))
        case AlterConfigs(topic=name, set=wanted_configs, reset=back):
            changes = ["--add-config", _config_list(wanted_configs)] if wanted_configs else []
            changes += ["--delete-config", ",".join(back)] if back else []
            of = ["--entity-type", "topics", "--entity-name", name, "--alter"]
            return _line("kafka-configs", server, *of, *changes)
        case DeleteTopic(topic=name):
            return _line("kafka-topics", server, "--delete", "--topic", name)
        case DeleteRecords(topic=name, before=before):
            places = [{"topic": name, "partition": number, "offset": at} for number, at in sorted(before.items())]
            file = shlex.quote(json.dumps({"partitions": places, "version": 1}))
            return _line("kafka-delete-records", server, "--offset-json-file") + f" <(echo {file})"
        case ResetOffsets(group=name, to=to, topics=topics):
            of = [word for topic in topics for word in ("--topic", topic)] or ["--all-topics"]
            return _line(
                "kafka-consumer-groups", server, "--group", name, *of, "--reset-offsets", *_to(to), "--execute"
            )
        case DeleteGroup(group=name):
            return _line("kafka-consumer-groups", server, "--delete", "--group", name)
        case ElectPreferredLeaders():
            return _line("kafka-leader-election", server, "--election-type", "preferred", "--all-topic-partitions")


def _line(tool: str, server: Iterable[str], *words: str) -> str:
    return shlex.join([tool, *server, *words])


def _config_list(configs: Mapping[str, str]) -> str:
    """A value with a comma in it stands in brackets: cleanup.policy=[compact,delete]."""
    return ",".join(f"{key}=[{value}]" if "," in value else f"{key}={value}" for key, value in configs.items())


def _to(position: Position) -> list[str]:
    match position.anchor:
        case Anchor.EARLIEST:
            return ["--to-earliest"]
        case Anchor.LATEST:
            return ["--to-latest"]
        case Anchor.OFFSET:
            return ["--to-offset", str(position.value)]
        case Anchor.TIME:
            return ["--to-datetime", iso_time(position.value)]
