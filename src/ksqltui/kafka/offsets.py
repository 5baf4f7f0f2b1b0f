"""Owns asking for the offset of a position in every partition of topics; blocks its thread."""

from __future__ import annotations

from collections.abc import Sequence

import confluent_kafka
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, OffsetSpec

from ksqltui.kafka.answers import refusal, result_of
from ksqltui.model.cluster import TopicPartition
from ksqltui.model.cluster_errors import ActionRefused
from ksqltui.model.positions import Anchor, Position
from ksqltui.speech.speech import Told

SECONDS = 15.0


def offsets_at(admin: AdminClient, topics: Sequence[str], position: Position) -> dict[TopicPartition, int]:
    """The offset of a position in each partition of the topics; an offset is kept between the bounds.

    Raises ClusterError, for a topic that is not there too.
    """
    places = partitions_of(admin, topics)
    latest = _listed(admin, places, OffsetSpec.latest())
    match position.anchor:
        case Anchor.LATEST:
            return latest
        case Anchor.EARLIEST:
            return _listed(admin, places, OffsetSpec.earliest())
        case Anchor.OFFSET:
            earliest = _listed(admin, places, OffsetSpec.earliest())
            return {place: min(max(position.value, earliest[place]), latest[place]) for place in latest}
        case Anchor.TIME:
            found = _listed(admin, places, OffsetSpec.for_timestamp(position.value))
            return {place: at if at >= 0 else latest[place] for place, at in found.items()}


def partitions_of(admin: AdminClient, topics: Sequence[str]) -> list[TopicPartition]:
    """Every partition of the topics. Raises ActionRefused for one that is not there, and never makes it."""
    try:
        # All topics: a request that names one could make it.
        metadata = admin.list_topics(timeout=SECONDS)
    except KafkaException as error:
        raise refusal(error.args[0]) from None
    if missing := [name for name in topics if name not in metadata.topics]:
        raise ActionRefused(
            Told("There is no topic {topics}.", topics=", ".join(missing)),
            code="UNKNOWN_TOPIC_OR_PART",
            advice=Told("Look at the list of topics: ksqltui topics list."),
        )
    return [TopicPartition(name, number) for name in topics for number in sorted(metadata.topics[name].partitions)]


def _listed(admin: AdminClient, places: Sequence[TopicPartition], spec: OffsetSpec) -> dict[TopicPartition, int]:
    if not places:
        return {}
    asked = {confluent_kafka.TopicPartition(each.topic, each.partition): spec for each in places}
    return {
        TopicPartition(place.topic, place.partition): result_of(future, SECONDS + 1).offset
        for place, future in admin.list_offsets(asked, request_timeout=SECONDS).items()
    }
