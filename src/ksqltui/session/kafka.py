"""Owns what belongs together of one Kafka cluster: who looks at it, who changes it, who reads and writes messages."""

from __future__ import annotations

from dataclasses import dataclass

from ksqltui.session.ports import KafkaAdministration, KafkaCluster, KafkaMessages, KafkaSender


@dataclass(frozen=True, slots=True)
class Kafka:
    """One cluster over its brokers."""

    cluster: KafkaCluster
    administration: KafkaAdministration
    messages: KafkaMessages
    sender: KafkaSender
