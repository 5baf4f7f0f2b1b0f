"""Owns one question to the brokers: in a thread, and with a reason where nobody answers; knows no question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from confluent_kafka.admin import AdminClient

from ksqltui.kafka.connection import Connection
from ksqltui.kafka.probe import Speaks, what_speaks
from ksqltui.kafka.threads import in_thread
from ksqltui.kafka.unreachable import explained, places
from ksqltui.model.cluster_errors import BrokersNotReached

_T = TypeVar("_T")


async def ask(connection: Connection, question: Callable[[AdminClient], _T]) -> _T:
    """Asks with the connection's administration client. Raises ClusterError."""

    def work() -> _T:
        try:
            if not connection.has_answered and not _anything_listens(connection.bootstrap):
                raise BrokersNotReached("nothing listens there")
            answer = question(connection.admin())
        except BrokersNotReached as error:
            connection.has_answered = False
            raise explained(error, connection) from None
        connection.has_answered = True
        connection.faults.clear()
        return answer

    return await in_thread(work)


def _anything_listens(bootstrap: str) -> bool:
    """The client waits its whole time for a port that is closed; a look at the port is quicker."""
    return any(what_speaks(*place) is not Speaks.NOTHING for place in places(bootstrap))
