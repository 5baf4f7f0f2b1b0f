"""Owns the forms of what can be done to a cluster: their fields, and the action that filled fields make; draws none."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from ksqltui.model.cluster import Config, Group, Topic
from ksqltui.model.cluster_actions import (
    AddPartitions,
    AlterConfigs,
    ClusterAction,
    CreateTopic,
    DeleteGroup,
    DeleteRecords,
    DeleteTopic,
    ElectPreferredLeaders,
    ResetOffsets,
)
from ksqltui.model.positions import position_of
from ksqltui.speech.speech import Told
from ksqltui.tui.widgets.config_lines import ALWAYS_SHOWN

USUAL_REPLICAS = 3


@dataclass(frozen=True, slots=True)
class FormField:
    """One line to fill; `hint` stands where nothing is written."""

    name: str
    label: str
    value: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ActionForm:
    """`build` makes the action of the fields' texts by name, or raises ValueError with words for people."""

    title: str
    about: str
    fields: tuple[FormField, ...]
    build: Callable[[Mapping[str, str]], ClusterAction]


def create_topic(brokers_up: int) -> ActionForm:
    def build(texts: Mapping[str, str]) -> ClusterAction:
        name = _needed(texts["topic"], Told("A topic needs a name."))
        partitions = _count(texts["partitions"], Told("partitions"))
        replicas = _count(texts["replicas"], Told("replicas"))
        return CreateTopic(name, partitions, replicas, _pairs(texts["configs"]))

    return ActionForm(
        Told("Create a topic"),
        Told("Configs are written name=value, with spaces between them: min.insync.replicas=2"),
        (
            FormField("topic", Told("topic")),
            FormField("partitions", Told("partitions"), "3"),
            FormField("replicas", Told("replicas"), str(max(1, min(USUAL_REPLICAS, brokers_up)))),
            FormField("configs", Told("configs"), hint="min.insync.replicas=2"),
        ),
        build,
    )


def add_partitions(topic: Topic) -> ActionForm:
    present = len(topic.partitions)

    def build(texts: Mapping[str, str]) -> ClusterAction:
        total = _count(texts["total"], Told("partitions"))
        if total <= present:
            raise ValueError(
                Told("Partitions can only be added: there are {count} already, so write more.", count=present)
            )
        return AddPartitions(topic.name, total)

    return ActionForm(
        Told("Add partitions to {topic}", topic=topic.name),
        Told("Messages that are there stay where they are; keys go to other partitions from now on."),
        (FormField("total", Told("partitions then"), str(present + 1)),),
        build,
    )


def alter_configs(topic: str, configs: Sequence[Config]) -> ActionForm:
    """A field for each config that is set and for the usual ones; emptied it goes back to what the brokers say."""
    present = {config.name: config for config in configs}
    overridden = {name: config.value or "" for name, config in present.items() if config.is_overridden}
    names = [*overridden, *(name for name in ALWAYS_SHOWN if name not in overridden)]

    def build(texts: Mapping[str, str]) -> ClusterAction:
        written = {name: texts[name].strip() for name in names}
        wanted = {name: text for name, text in written.items() if text and text != overridden.get(name)}
        wanted |= _pairs(texts["others"])
        back = tuple(name for name in overridden if not written[name])
        if not wanted and not back:
            raise ValueError(Told("Nothing is changed yet: write a value, or empty one that is set."))
        return AlterConfigs(topic, wanted, back)

    fields = [
        FormField(name, name, overridden.get(name, ""), (present[name].value or "") if name in present else "")
        for name in names
    ]
    return ActionForm(
        Told("Configs of {topic}", topic=topic),
        Told("An emptied field takes its config back to what the brokers say."),
        (*fields, FormField("others", Told("others"), hint="name=value")),
        build,
    )


def delete_topic(topic: str, users: Sequence[str]) -> ActionForm:
    used = Told("In use by {users}.", users=", ".join(users)) if users else Told("No stream, table or query uses it.")
    return ActionForm(Told("Delete topic {topic}", topic=topic), used, (), lambda texts: DeleteTopic(topic))


def delete_records(topic: Topic) -> ActionForm:
    numbers = tuple(partition.number for partition in topic.partitions)

    def build(texts: Mapping[str, str]) -> ClusterAction:
        text = texts["before"].strip().lower()
        if text in ("end", "latest"):
            return DeleteRecords(topic.name, dict.fromkeys(numbers, -1))
        if not (text.isascii() and text.isdigit()):
            raise ValueError(Told("Write an offset, or end for all that is there now."))
        wanted = _numbers(texts["partitions"]) or numbers
        return DeleteRecords(topic.name, dict.fromkeys(wanted, int(text)))

    return ActionForm(
        Told("Delete messages of {topic}", topic=topic.name),
        Told("All before the offset goes; groups that stood there go on at what is left."),
        (
            FormField("before", Told("before offset"), "end"),
            FormField("partitions", Told("partitions"), hint=", ".join(map(str, numbers))),
        ),
        build,
    )


def reset_offsets(group: Group) -> ActionForm:
    def build(texts: Mapping[str, str]) -> ClusterAction:
        topics = tuple(texts["topics"].replace(",", " ").split())
        return ResetOffsets(group.id, position_of(texts["to"]), topics)

    return ActionForm(
        Told("Set the offsets of {group}", group=group.id),
        Told("earliest, latest, an offset like 42, or a time like 2026-11-22T10:00:00Z"),
        (
            FormField("to", Told("to"), "earliest"),
            FormField("topics", Told("topics"), hint=", ".join(group.topics)),
        ),
        build,
    )


def delete_group(group: str) -> ActionForm:
    return ActionForm(
        Told("Delete group {group}", group=group),
        Told("Its offsets go with it: it begins anew when it comes back."),
        (),
        lambda texts: DeleteGroup(group),
    )


def elect_leaders() -> ActionForm:
    return ActionForm(
        Told("Elect the preferred leaders"),
        Told("Every partition goes back to the first of its replicas, as after a broker has come back."),
        (),
        lambda texts: ElectPreferredLeaders(),
    )


def _needed(text: str, words: str) -> str:
    if not text.strip():
        raise ValueError(words)
    return text.strip()


def _count(text: str, what: str) -> int:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and int(text) > 0):
        raise ValueError(Told("{what}: write a whole number from 1 on.", what=what))
    return int(text)


def _numbers(text: str) -> tuple[int, ...]:
    found = text.replace(",", " ").split()
    if not all(each.isascii() and each.isdigit() for each in found):
        raise ValueError(Told("Partitions are numbers with spaces between them: 0 2"))
    return tuple(map(int, found))


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in text.split():
        name, sign, value = part.partition("=")
        if not sign or not name:
            raise ValueError(Told("{text} is no config: write name=value.", text=part))
        pairs[name] = value
    return pairs
