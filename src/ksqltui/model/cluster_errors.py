"""Owns what can go wrong between the console and a Kafka cluster, as typed exceptions; does no IO."""

from __future__ import annotations

from ksqltui.model.cluster import Trouble
from ksqltui.model.errors import KsqlError


class ClusterError(KsqlError):
    """Anything that ends a request to a cluster: `message` holds the broker's own words whole."""

    @property
    def trouble(self) -> Trouble:
        return Trouble(self.message, self.advice)


class BrokersNotReached(ClusterError):
    """No broker answered: unknown host, closed port, addresses that only others can reach, SASL or TLS wanted."""


class ActionRefused(ClusterError):
    """The cluster understood and said no; `code` is Kafka's name for it ("TOPIC_ALREADY_EXISTS"), or our own word."""

    def __init__(self, message: str, *, code: str = "", advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.code = code
