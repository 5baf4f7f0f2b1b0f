"""Owns the cheap part of a look at a cluster: brokers, topics and offsets in five requests; blocks its thread."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeAlias

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (
    AdminClient,
    ClusterMetadata,
    DescribeClusterResult,
    ListOffsetsResultInfo,
    OffsetSpec,
    PartitionMetadata,
    TopicMetadata,
)

from ksqltui.kafka.answers import SilentBrokers, refusal, result_of
from ksqltui.model.cluster import Broker, Partition, Topic, TopicsLook, Trouble
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.speech.speech import Told

METADATA_SECONDS = 3.0
PART_SECONDS = 3.0
"""How long a part may take; one dead broker holds up its own partitions this long and no more."""
_INTERNAL = ("__consumer_offsets", "__transaction_state")

_Place: TypeAlias = tuple[str, int]
_Asked: TypeAlias = "dict[TopicPartition, Future[ListOffsetsResultInfo]]"


def look_at_topics(admin: AdminClient) -> TopicsLook:
    """Brokers and topics of now. Raises ClusterError where no broker answers; what a part lacks is None in it."""
    try:
        metadata = admin.list_topics(timeout=METADATA_SECONDS)
    except KafkaException as error:
        raise refusal(error.args[0]) from None
    # All parts are on their way at once: what waits for a dead broker does not add up.
    cluster = admin.describe_cluster(request_timeout=PART_SECONDS)
    offsets = _Offsets.asked(admin, metadata)
    brokers, troubles = _brokers(metadata, cluster)
    offsets.wait()
    if troubles and offsets.are_all_unknown:
        raise SilentBrokers(troubles[0].message, tuple((broker.host, broker.port) for broker in brokers))
    topics = tuple(_topic(name, topic, offsets) for name, topic in sorted(metadata.topics.items()))
    return TopicsLook(brokers, topics, metadata.cluster_id or "", (*troubles, *offsets.troubles))


class _Offsets:
    """The bounds and the newest message of every partition that has a leader, in three requests."""

    def __init__(self, earliest: _Asked, latest: _Asked, newest: _Asked) -> None:
        self._asked = (earliest, latest, newest)
        self.earliest: dict[_Place, int] = {}
        self.latest: dict[_Place, int] = {}
        self.newest: dict[_Place, int] = {}
        self.troubles: tuple[Trouble, ...] = ()

    @property
    def are_all_unknown(self) -> bool:
        return not self.earliest and not self.latest

    @classmethod
    def asked(cls, admin: AdminClient, metadata: ClusterMetadata) -> _Offsets:
        """Sends the requests."""
        led = [
            TopicPartition(name, partition.id)
            for name, topic in metadata.topics.items()
            for partition in topic.partitions.values()
            if partition.leader >= 0
        ]
        if not led:
            return cls({}, {}, {})
        specs = (OffsetSpec.earliest(), OffsetSpec.latest(), OffsetSpec.max_timestamp())
        return cls(*(admin.list_offsets(dict.fromkeys(led, spec), request_timeout=PART_SECONDS) for spec in specs))

    def wait(self) -> None:
        """Takes the answers. A leader that is down makes its partitions' answers -1001 without an error."""
        errors: dict[str, ClusterError] = {}
        silent = 0
        for asked, found, is_time in zip(
            self._asked, (self.earliest, self.latest, self.newest), (False, False, True), strict=True
        ):
            for place, future in asked.items():
                try:
                    answer = future.result(PART_SECONDS + 1)
                except KafkaException as error:
                    failed = error.args[0]
                    # A partition that moves or is new has no leader for a moment: the next look finds it.
                    if not failed.retriable():
                        errors[failed.name()] = refusal(failed, "Offsets could not be read")
                    continue
                except TimeoutError:
                    silent += 1
                    continue
                value = answer.timestamp if is_time else answer.offset
                if value >= 0:
                    found[place.topic, place.partition] = value
                elif not is_time:
                    silent += 1
        if silent:
            self.troubles = (Trouble(Told("Some partitions' leader gave no offsets: it may be down.")),)
        self.troubles += tuple(error.trouble for error in errors.values())


def _topic(name: str, topic: TopicMetadata, offsets: _Offsets) -> Topic:
    partitions = tuple(_partition(name, each, offsets) for _, each in sorted(topic.partitions.items()))
    return Topic(name, partitions, is_internal=name in _INTERNAL)


def _partition(topic: str, partition: PartitionMetadata, offsets: _Offsets) -> Partition:
    place = (topic, partition.id)
    return Partition(
        partition.id,
        leader=partition.leader if partition.leader >= 0 else None,
        replicas=tuple(partition.replicas),
        in_sync=tuple(partition.isrs),
        is_offline=partition.leader < 0,
        earliest=offsets.earliest.get(place),
        latest=offsets.latest.get(place),
        last_timestamp=offsets.newest.get(place),
    )


def _brokers(
    metadata: ClusterMetadata, cluster: Future[DescribeClusterResult]
) -> tuple[tuple[Broker, ...], tuple[Trouble, ...]]:
    """The brokers of the metadata; racks and the controller are the cluster description's, if it comes."""
    controller, racks = metadata.controller_id, {}
    troubles: tuple[Trouble, ...] = ()
    try:
        described = result_of(cluster, PART_SECONDS + 1)
        controller = described.controller.id if described.controller is not None else controller
        racks = {node.id: node.rack or "" for node in described.nodes}
    except ClusterError as error:
        troubles = (error.trouble,)
    brokers = (
        Broker(each.id, each.host or "", each.port, racks.get(each.id, ""), each.id == controller)
        for _, each in sorted(metadata.brokers.items())
    )
    return tuple(brokers), troubles
