"""Owns which form an action of the cluster view opens for what is chosen there; opens none itself."""

from __future__ import annotations

from ksqltui.tui.screens.action_forms import (
    ActionForm,
    add_partitions,
    alter_configs,
    create_topic,
    delete_group,
    delete_records,
    delete_topic,
    elect_leaders,
    reset_offsets,
)
from ksqltui.tui.widgets.cluster_facts import ClusterFacts
from ksqltui.tui.widgets.cluster_lists import ClusterTab


def form_for(action: str, facts: ClusterFacts, tab: ClusterTab, key: str) -> ActionForm | None:
    """The form of `create`, `partitions`, `configs`, `delete`, `records`, `offsets`, `elect`; None where none fits."""
    if action == "elect":
        return elect_leaders() if tab in (ClusterTab.BROKERS, ClusterTab.TOPICS) else None
    if tab is ClusterTab.GROUPS:
        group = facts.picture.group(key)
        if group is None:
            return None
        return {"delete": delete_group(group.id), "offsets": reset_offsets(group)}.get(action)
    if tab is not ClusterTab.TOPICS:
        return None
    return create_topic(facts.picture.brokers_up) if action == "create" else _of_topic(action, facts, key)


def _of_topic(action: str, facts: ClusterFacts, key: str) -> ActionForm | None:
    topic = facts.picture.topic(key)
    if topic is None:
        return None
    match action:
        case "partitions":
            return add_partitions(topic)
        case "configs":
            return alter_configs(topic.name, facts.picture.configs.get(topic.name, ()))
        case "records":
            return delete_records(topic)
        case "delete":
            used = facts.used(topic.name)
            return delete_topic(topic.name, (*used.sources, *used.written_by, *used.read_by))
        case _:
            return None
