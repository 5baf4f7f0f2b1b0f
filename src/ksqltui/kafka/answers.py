"""Owns how the Kafka client's answers and errors become our own: futures awaited, refusals put in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from confluent_kafka import KafkaError, KafkaException

from ksqltui.model.cluster import Trouble
from ksqltui.model.cluster_errors import ActionRefused, BrokersNotReached, ClusterError
from ksqltui.speech.speech import Told

AWAY = ("_TRANSPORT", "_TIMED_OUT", "_ALL_BROKERS_DOWN", "_RESOLVE", "_AUTHENTICATION", "_SSL")
"""Kafka's names of errors that mean "nobody answered"."""

_ADVICE: Mapping[str, str] = {
    "UNKNOWN_TOPIC_OR_PART": Told("Look at the list of topics: ksqltui topics list."),
    "TOPIC_ALREADY_EXISTS": Told("Choose another name, or alter the topic that is there."),
    "INVALID_REPLICATION_FACTOR": Told("A topic has at most as many replicas as there are brokers up."),
    "INVALID_PARTITIONS": Told("A topic has at least one partition, and partitions can only be added."),
    "INVALID_CONFIG": Told("Kafka's documentation of topic configs has the names and what they take."),
    "TOPIC_AUTHORIZATION_FAILED": Told("The user of this connection may not do it."),
    "CLUSTER_AUTHORIZATION_FAILED": Told("The user of this connection may not do it."),
    "GROUP_AUTHORIZATION_FAILED": Told("The user of this connection may not do it."),
    "UNKNOWN_MEMBER_ID": Told("The group has active members: stop its consumers first."),
    "NON_EMPTY_GROUP": Told("The group has active members: stop its consumers first."),
    "GROUP_ID_NOT_FOUND": Told("Look at the list of groups: ksqltui groups list."),
    "NOT_ENOUGH_REPLICAS": Told(
        "Fewer replicas are in sync than min.insync.replicas asks for: start the missing broker."
    ),
}
_T = TypeVar("_T")


class SilentBrokers(BrokersNotReached):
    """The bootstrap servers told where the brokers are, and none of them answers there, at `advertised`."""

    def __init__(self, message: str, advertised: tuple[tuple[str, int], ...]) -> None:
        super().__init__(message)
        self.advertised = advertised


def result_of(future: Future[_T], seconds: float) -> _T:
    """Waits for an answer; `seconds` is a last resort beyond the request's own timeout. Raises ClusterError."""
    try:
        return future.result(seconds)
    except KafkaException as error:
        raise refusal(error.args[0]) from None
    except TimeoutError:
        raise BrokersNotReached(Told("The brokers gave no answer in {seconds} s.", seconds=f"{seconds:g}")) from None


def each_result(futures: Mapping[Any, Future[_T]], seconds: float) -> tuple[dict[Any, _T], dict[Any, ClusterError]]:
    """The answers that came, and for the rest why they did not."""
    good: dict[Any, _T] = {}
    bad: dict[Any, ClusterError] = {}
    for key, future in futures.items():
        try:
            good[key] = result_of(future, seconds)
        except ClusterError as error:
            bad[key] = error
    return good, bad


def refusal(error: KafkaError, about: str = "") -> ClusterError:
    """An error of the client as ours: the broker's words whole, after what they are about."""
    name, words = error.name(), error.str()
    told = Told("{error}: {why}", error=about, why=words) if about else words
    if name in AWAY:
        return BrokersNotReached(told)
    return ActionRefused(told, code=name, advice=_ADVICE.get(name, ""))


def troubles(errors: Iterable[ClusterError | KafkaException | None]) -> tuple[Trouble, ...]:
    """What went wrong in parts, each once."""
    found: dict[Trouble, None] = {}
    for error in errors:
        if isinstance(error, ClusterError):
            found[error.trouble] = None
        elif isinstance(error, KafkaException):
            found[refusal(error.args[0]).trouble] = None
        elif isinstance(error, KafkaError):
            found[refusal(error).trouble] = None
    return tuple(found)
