"""Owns reading the configs of topics and brokers; blocks its thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from confluent_kafka.admin import AdminClient, ConfigResource, ResourceType
from confluent_kafka.admin import ConfigSource as KafkaSource

from ksqltui.kafka.answers import each_result, result_of
from ksqltui.model.cluster import Config, ConfigSource

SECONDS = 5.0

_SOURCES: Mapping[str, ConfigSource] = {
    "DYNAMIC_TOPIC_CONFIG": ConfigSource.TOPIC,
    "DYNAMIC_BROKER_CONFIG": ConfigSource.BROKER,
    "DYNAMIC_DEFAULT_BROKER_CONFIG": ConfigSource.ALL_BROKERS,
    "STATIC_BROKER_CONFIG": ConfigSource.BROKER_FILE,
    "DEFAULT_CONFIG": ConfigSource.DEFAULT,
}


def topic_configs(admin: AdminClient, topics: Sequence[str]) -> dict[str, tuple[Config, ...]]:
    """All configs of each topic, in one request. Raises ClusterError, for a topic that is not there too."""
    if not topics:
        return {}
    resources = [ConfigResource(ResourceType.TOPIC, name) for name in topics]
    good, bad = each_result(admin.describe_configs(resources, request_timeout=SECONDS), SECONDS + 1)
    for error in bad.values():
        raise error
    return {resource.name: _configs(entries) for resource, entries in good.items()}


def broker_configs(admin: AdminClient, broker: int) -> tuple[Config, ...]:
    """All configs of one broker; the client asks one broker a request. Raises ClusterError."""
    resource = ConfigResource(ResourceType.BROKER, str(broker))
    (future,) = admin.describe_configs([resource], request_timeout=SECONDS).values()
    return _configs(result_of(future, SECONDS + 1))


def _configs(entries: Mapping[str, Any]) -> tuple[Config, ...]:
    return tuple(
        Config(
            entry.name,
            None if entry.is_sensitive else entry.value,
            _SOURCES.get(KafkaSource(entry.source).name, ConfigSource.UNKNOWN),
            is_read_only=bool(entry.is_read_only),
            is_sensitive=bool(entry.is_sensitive),
        )
        for _, entry in sorted(entries.items())
    )
