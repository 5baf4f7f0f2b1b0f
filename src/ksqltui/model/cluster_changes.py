"""Owns how the next picture of a cluster is made from the last one and a new look; does no IO and knows no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ksqltui.model.cluster import (
    Broker,
    ClusterPicture,
    Group,
    GroupPartition,
    GroupsLook,
    Partition,
    PictureSource,
    Topic,
    TopicPartition,
    TopicsLook,
    Trouble,
)


def with_topics(last: ClusterPicture, look: TopicsLook, now: float, source: PictureSource) -> ClusterPicture:
    """The picture after a good look at topics: what the look could not learn stays as it was.

    A broker that was known, or that holds a replica, and does not answer any more is there as down.
    """
    if source is not last.source:
        last = ClusterPicture()
    before = {topic.name: topic for topic in last.topics}
    seconds = now - last.taken_at if last.is_known else 0.0
    topics = tuple(_topic(topic, before.get(topic.name), seconds) for topic in look.topics)
    names = {topic.name for topic in topics}
    return replace(
        last,
        source=source,
        cluster_id=look.cluster_id or last.cluster_id,
        brokers=_with_those_away(look.brokers, last.brokers, topics),
        topics=topics,
        configs={name: configs for name, configs in last.configs.items() if name in names},
        taken_at=now,
        problem=None,
        troubles=look.troubles,
    )


def with_groups(last: ClusterPicture, look: GroupsLook, now: float) -> ClusterPicture:
    """The picture after a look at groups. A group whose coordinator did not answer stays as it was, with the reason."""
    before = {group.id: group for group in last.groups}
    found = {group.id: _group(group, before.get(group.id)) for group in look.groups}
    if look.troubles:
        # A coordinator that is away does not list its groups: they are not gone.
        reason = look.troubles[0].message
        found |= {id: replace(group, problem=reason) for id, group in before.items() if id not in found}
    groups = tuple(sorted(found.values(), key=lambda group: group.id))
    troubles = tuple(dict.fromkeys((*last.troubles, *look.troubles)))
    return replace(last, groups=groups, groups_taken_at=now, troubles=troubles)


def without_answer(last: ClusterPicture, problem: Trouble) -> ClusterPicture:
    """The picture after a look that failed: everything as it was, brokers down, and the reason."""
    brokers = tuple(replace(broker, is_up=False) for broker in last.brokers)
    return replace(last, brokers=brokers, problem=problem, troubles=())


def group_partitions(
    commits: Mapping[TopicPartition, int],
    readers: Mapping[TopicPartition, str],
    topics: Mapping[str, Topic],
) -> tuple[GroupPartition, ...]:
    """Every partition of the topics that a group committed in or reads, with the ends that `topics` know."""
    touched = {each.topic for each in commits} | {each.topic for each in readers}
    found: list[GroupPartition] = []
    for name in sorted(touched):
        topic = topics.get(name)
        ends = {each.number: each.latest for each in topic.partitions} if topic is not None else {}
        numbers = ends.keys() | {each.partition for each in (*commits, *readers) if each.topic == name}
        for number in sorted(numbers):
            place = TopicPartition(name, number)
            found.append(GroupPartition(name, number, commits.get(place), ends.get(number), readers.get(place, "")))
    return tuple(found)


def _topic(now: Topic, before: Topic | None, seconds: float) -> Topic:
    if before is None:
        return now
    if now.partitions == before.partitions:
        # Of many topics most are as they were: the same object tells so to who compares pictures.
        rate = 0.0 if seconds > 0 and any(each.latest is not None for each in now.partitions) else None
        is_same = rate == before.rate and now.is_internal is before.is_internal
        return before if is_same else Topic(now.name, before.partitions, now.is_internal, rate)
    known = {partition.number: partition for partition in before.partitions}
    rate = _rate(now.partitions, known, seconds)
    if any(partition.latest is None for partition in now.partitions):
        partitions = tuple(_partition(partition, known.get(partition.number)) for partition in now.partitions)
        return replace(now, partitions=partitions, rate=rate)
    return replace(now, rate=rate)


def _partition(now: Partition, before: Partition | None) -> Partition:
    """Offsets that a look could not learn are those of the look before."""
    if before is None or now.latest is not None:
        return now
    return replace(now, earliest=before.earliest, latest=before.latest, last_timestamp=before.last_timestamp)


def _rate(now: Iterable[Partition], before: Mapping[int, Partition], seconds: float) -> float | None:
    if seconds <= 0:
        return None
    written, is_known = 0, False
    for partition in now:
        earlier = before.get(partition.number)
        if earlier is None or earlier.latest is None or partition.latest is None:
            continue
        # A topic that was deleted and made anew starts at 0 again.
        written += max(0, partition.latest - earlier.latest)
        is_known = True
    return written / seconds if is_known else None


def _with_those_away(
    answering: Iterable[Broker], known: Iterable[Broker], topics: Iterable[Topic]
) -> tuple[Broker, ...]:
    brokers = {broker.id: broker for broker in answering}
    earlier = {broker.id: broker for broker in known}
    named = {id for topic in topics for partition in topic.partitions for id in partition.replicas}
    for id in (named | earlier.keys()) - brokers.keys():
        brokers[id] = replace(earlier.get(id, Broker(id)), is_up=False, is_controller=False)
    return tuple(
        replace(broker, rack=broker.rack or earlier[broker.id].rack) if broker.id in earlier else broker
        for _, broker in sorted(brokers.items())
    )


def _group(now: Group, before: Group | None) -> Group:
    if not now.problem or before is None:
        return now
    return replace(before, problem=now.problem)
