"""Owns how clients of a cluster are made: settings, logging, and what they last complained of; sends no request."""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from confluent_kafka import Consumer, KafkaError, KafkaException, Producer
from confluent_kafka.admin import AdminClient

from ksqltui.model.cluster_errors import ClusterError
from ksqltui.speech.speech import Told

CLIENT_ID = "ksqltui"
_MOST_FAULTS = 20
_TIMING = re.compile(r" \(after \d+ms in state \w+\)$")
_T = TypeVar("_T")
_log = logging.getLogger("ksqltui.kafka.librdkafka")
# What the library says goes to handlers that somebody set up, never to the terminal by way of the root logger.
_log.propagate = False
_log.addHandler(logging.NullHandler())


class Connection:
    """The clients of one cluster. `properties` are the library's own (security.protocol, sasl.username ...).

    Nothing is sent before the first client is asked for. `faults` are the newest distinct complaints of the clients, as
    (Kafka's name, words). `has_answered` says whether the last question had an answer.
    """

    def __init__(self, bootstrap: str, properties: Mapping[str, str] | None = None) -> None:
        self.bootstrap = bootstrap
        self.properties = dict(properties or {})
        self.faults: deque[tuple[str, str]] = deque(maxlen=_MOST_FAULTS)
        self.has_answered = False
        self._admin: AdminClient | None = None

    def admin(self) -> AdminClient:
        """The one administration client. Raises ClusterError for settings that the library refuses."""
        if self._admin is None:
            self._admin = _made(lambda: AdminClient(self._settings({}), logger=_log))
        return self._admin

    def consumer(self, settings: Mapping[str, object]) -> Consumer:
        """A new consumer that never commits by itself. Raises ClusterError."""
        usual = {"group.id": f"{CLIENT_ID}-browser", "enable.auto.commit": False}
        return _made(lambda: Consumer(self._settings({**usual, **settings}), logger=_log))

    def producer(self, settings: Mapping[str, object]) -> Producer:
        """A new producer. Raises ClusterError."""
        return _made(lambda: Producer(self._settings(settings), logger=_log))

    def forget(self) -> None:
        """Lets go of the administration client, whose connections close with it."""
        self._admin = None

    def listen_to_complaints(self) -> None:
        """Takes what the client has to say: its complaints wait in it until then."""
        if self._admin is not None:
            self._admin.poll(0)

    def complained(self, fault: KafkaError) -> None:
        """Notes a complaint of a client; a hundred of the same kind in a few seconds are one."""
        told = (fault.name(), _TIMING.sub("", fault.str()))
        if told not in self.faults:
            self.faults.append(told)

    def _settings(self, more: Mapping[str, object]) -> dict[str, Any]:
        return {
            "client.id": CLIENT_ID,
            # Looking at a topic that is not there must not make it.
            "allow.auto.create.topics": False,
            "socket.connection.setup.timeout.ms": 5000,
            "reconnect.backoff.max.ms": 2000,
            **self.properties,
            **more,
            "bootstrap.servers": self.bootstrap,
            "error_cb": self.complained,
        }


def _made(make: Callable[[], _T]) -> _T:
    try:
        return make()
    except (KafkaException, ValueError, TypeError) as error:
        fault = error.args[0] if error.args else error
        words = fault.str() if isinstance(fault, KafkaError) else str(fault)
        raise ClusterError(
            Told("The Kafka client refuses its settings: {words}.", words=words),
            advice=Told("Check the properties of --command-config."),
        ) from None
