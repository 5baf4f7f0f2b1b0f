"""Owns the dear part of a look at a cluster: consumer groups and their offsets, G + 2 requests; blocks its thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from confluent_kafka import ConsumerGroupTopicPartitions
from confluent_kafka.admin import AdminClient, ConsumerGroupDescription

from ksqltui.kafka.answers import each_result, result_of, troubles
from ksqltui.model.cluster import Group, GroupsLook, GroupState, Member, Topic, TopicPartition
from ksqltui.model.cluster_changes import group_partitions
from ksqltui.model.cluster_errors import ClusterError

SECONDS = 3.0
MOST_AT_ONCE = 8
"""Requests for offsets that are under way together: a coordinator answers one group at a time."""

_STATES: Mapping[str, GroupState] = {
    "STABLE": GroupState.STABLE,
    "PREPARING_REBALANCING": GroupState.PREPARING_REBALANCE,
    "COMPLETING_REBALANCING": GroupState.COMPLETING_REBALANCE,
    "EMPTY": GroupState.EMPTY,
    "DEAD": GroupState.DEAD,
}


def look_at_groups(admin: AdminClient, topics: Iterable[Topic]) -> GroupsLook:
    """The groups of now, their lag against the ends that `topics` know.

    Raises ClusterError where no broker lists any; what some do not answer stands in `troubles` and in the groups.
    """
    listed = result_of(admin.list_consumer_groups(request_timeout=SECONDS), SECONDS + 1)
    # A dead cluster answers "no groups" and says why in the errors alone.
    failed = troubles(listed.errors or ())
    ids = sorted(group.group_id for group in listed.valid or ())
    if not ids:
        return GroupsLook((), failed)
    described, undescribed = each_result(admin.describe_consumer_groups(ids, request_timeout=SECONDS), SECONDS + 1)
    commits, uncommitted = committed_offsets(admin, ids, SECONDS)
    known = {topic.name: topic for topic in topics}
    groups: list[Group] = []
    for id in ids:
        problem = undescribed.get(id) or uncommitted.get(id)
        groups.append(_group(id, described.get(id), commits.get(id, {}), known, problem.message if problem else ""))
    return GroupsLook(tuple(groups), (*failed, *troubles((*undescribed.values(), *uncommitted.values()))))


def look_at_group(admin: AdminClient, id: str, seconds: float) -> Group:
    """One group with its offsets, without the ends of its partitions. Raises ClusterError.

    A group that is not there is "dead" and has no offsets; Kafka knows no difference.
    """
    listed = result_of(admin.list_consumer_groups(request_timeout=seconds), seconds + 1)
    if not listed.errors and all(group.group_id != id for group in listed.valid or ()):
        # On a cluster that has never had a group there is no coordinator to ask, and the client would wait for one.
        return Group(id, GroupState.DEAD)
    described = admin.describe_consumer_groups([id], request_timeout=seconds)[id]
    told = result_of(described, seconds + 1)
    commits, errors = committed_offsets(admin, [id], seconds)
    for error in errors.values():
        raise error
    return _group(id, told, commits[id], {}, "")


def committed_offsets(
    admin: AdminClient, ids: Sequence[str], seconds: float
) -> tuple[dict[str, dict[TopicPartition, int]], dict[str, ClusterError]]:
    """What each group committed, one request a group, and why some did not tell."""
    good: dict[str, dict[TopicPartition, int]] = {}
    bad: dict[str, ClusterError] = {}
    for start in range(0, len(ids), MOST_AT_ONCE):
        asked = {
            id: admin.list_consumer_group_offsets([ConsumerGroupTopicPartitions(id)], request_timeout=seconds)[id]
            for id in ids[start : start + MOST_AT_ONCE]
        }
        answers, errors = each_result(asked, seconds + 1)
        bad |= errors
        for id, answer in answers.items():
            good[id] = {
                TopicPartition(each.topic, each.partition): each.offset
                for each in answer.topic_partitions or ()
                if each.error is None and each.offset >= 0
            }
    return good, bad


def _group(
    id: str,
    told: ConsumerGroupDescription | None,
    commits: Mapping[TopicPartition, int],
    topics: Mapping[str, Topic],
    problem: str,
) -> Group:
    if told is None:
        return Group(id, partitions=group_partitions(commits, {}, topics), problem=problem)
    members = tuple(
        Member(
            each.member_id,
            each.client_id,
            each.host.removeprefix("/"),
            tuple(TopicPartition(place.topic, place.partition) for place in each.assignment.topic_partitions),
        )
        for each in told.members
    )
    readers = {place: member.id for member in members for place in member.assignment}
    state = told.state.name if told.state is not None else ""
    return Group(
        id,
        _STATES.get(state, GroupState.UNKNOWN),
        told.partition_assignor or "",
        told.coordinator.id if told.coordinator is not None else None,
        members,
        group_partitions(commits, readers, topics),
        problem,
    )
