"""Every recorded exchange with ksqlDB 7.6.1, asked of the sandbox: alike, or on a list with the reason."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from ksqltui.sandbox.partitioner import partition_of
from ksqltui.sandbox.payments import PaymentsProducer
from ksqltui.sandbox.serve import SandboxOptions, serving

FOLDER = Path(__file__).resolve().parents[2] / "recordings"
NAMES = sorted(path.stem for path in FOLDER.glob("*.json"))


@dataclass(frozen=True)
class Known:
    """Why a recording is not answered alike; where `fields` are named, all but these must be alike."""

    reason: str
    fields: tuple[str, ...] = ()


PLANS = Known("the sandbox runs no Kafka Streams: its plans and topologies are its own", ("topology", "executionPlan"))
WORDS = Known("functions are described in our own words", ("description", "functions"))
NO_INTERNAL_TOPICS = "the sandbox repartitions in memory and has no internal topics"
LINGERING = "the server still counted consumers of queries that had just been closed"

KNOWN_DIFFERENCES: Mapping[str, Known] = {
    "describe-function-scalar": WORDS,
    "describe-function-struct": WORDS,
    "describe-function-udaf": WORDS,
    "describe-join-extended": Known(NO_INTERNAL_TOPICS, ("queryOffsetSummaries",)),
    "describe-table-extended": Known(NO_INTERNAL_TOPICS, ("queryOffsetSummaries",)),
    "drop-with-topic": Known("the sandbox has dropped it before it answers", ("status", "message")),
    "error-qs-bad-json": Known("the server tells of its Java classes", ("message",)),
    "explain-push-group-by": PLANS,
    "explain-push-stream": PLANS,
    "explain-push-table": PLANS,
    "explain-push-window": PLANS,
    "explain-query-id": Known(NO_INTERNAL_TOPICS, (*PLANS.fields, "tasksMetadata")),
    "show-all-topics-extended": Known(NO_INTERNAL_TOPICS, ("topics",)),
    "show-connectors": Known("the sandbox does not do connectors; the server's Connect was not reached"),
    "show-queries-extended": Known(NO_INTERNAL_TOPICS, (*PLANS.fields, "tasksMetadata")),
    "show-topics-extended": Known(LINGERING, ("consumerCount", "consumerGroupCount")),
}
"""Recordings that the sandbox does not answer alike."""

SPEED = 40.0
"""The clock of the walk runs this much faster, so that windows of 10 s close in a quarter of a second."""

PATIENCE = 8.0
"""Seconds of the wall after which a stream that brought too little is given up."""


@dataclass(frozen=True)
class Outcome:
    """The first difference at all, and the first one outside of the fields that are known to differ."""

    difference: str | None
    unknown_difference: str | None


@pytest.fixture(scope="session")
def walk(recordings: Mapping[str, Any]) -> Mapping[str, Outcome]:
    """Every recording replayed once."""
    return asyncio.run(_Walk(recordings).run())


@pytest.mark.xdist_group("recordings")  # one walk serves all of them
@pytest.mark.parametrize("name", NAMES)
def test_the_sandbox_answers_as_the_server_did(name: str, walk: Mapping[str, Outcome]) -> None:
    assert name in walk, f"{name} is not replayed: name it below where its state is"
    outcome = walk[name]
    known = KNOWN_DIFFERENCES.get(name)
    if known is None:
        assert outcome.difference is None, outcome.difference
        return
    assert outcome.difference is not None, f"{name} is answered alike now: take it off the list"
    if known.fields:
        assert outcome.unknown_difference is None, outcome.unknown_difference


# --- the walk ---------------------------------------------------------------------------------------------------------

FRESH = """
    get-root get-info get-healthcheck get-metadata get-cluster-status-off get-is-valid-property get-status
    get-unknown-path show-topics-fresh show-streams-empty show-types show-variables show-functions show-properties
    describe-function-scalar describe-function-struct describe-function-udaf show-connectors error-bad-type
    error-bad-with error-close-unknown error-describe-unknown error-missing-semicolon error-missing-topic
    error-property error-qs-bad-json error-qs-ddl error-second-fails error-syntax error-terminate-unknown
    error-unterminated-string lesson-select-unknown-stream lesson-01-create-stream lesson-02-pull-no-rows
    lesson-01-create-stream-again create-stream-if-not-exists push-silent-latest show-streams
"""

PAID = """
    lesson-02-pull-all lesson-03-pull-where-name lesson-04-pull-where-amount lesson-05-pull-group-by
    lesson-06-pull-with-pseudo-columns lesson-06-push-offsets lesson-06-push-offsets-delimited
    lesson-06-push-offsets-http2 lesson-06-push-offsets-query lesson-07-push-partition lesson-08-push-group-by
    lesson-08-push-group-by-nocache lesson-09-push-window lesson-09-push-window-nocache lesson-10-push-window-final
    lesson-11-push-window-final-having window-final-gap push-having-tombstone push-limit pull-limit explain-push-stream
    explain-push-group-by explain-push-window print-payments print-payments-query-stream print-query-stream-406
    print-unknown-topic error-qs-aggregate-without-group error-qs-final-without-window error-qs-non-group-column
    error-qs-syntax error-qs-two-statements error-qs-type-mismatch error-qs-unknown-column error-select-on-ksql
    error-unknown-column error-unknown-function assert-topic assert-topic-fails lesson-12-ctas
"""

AGGREGATED = """
    lesson-13-push-table lesson-13-push-table-with-window lesson-15-print-topic lesson-15-show-topics
    show-topics-extended show-all-topics-extended show-tables show-queries show-queries-for-id several-statements
    describe-stream describe-stream-extended describe-table describe-table-extended describe-streams
    show-streams-extended show-queries-extended explain-query-id explain-push-table pull-table-key pull-table-scan
    error-drop-used create-type show-types-one drop-type pause-query show-queries-paused resume-query
"""

TYPED = """
    terminate-query drop-table-delete-topic types-create types-describe types-insert types-pull types-pull-delimited
    types-print types-drop users-create join-create describe-join-extended show-queries-after-close-1s
    show-queries-after-close-2s show-queries-after-close-3s drop-with-topic
"""

USERS = "users-push-tombstone users-pull-key users-pull-where-non-key"

USERS_TABLE = (
    "CREATE TABLE users (id VARCHAR PRIMARY KEY, city VARCHAR) "
    "WITH (KAFKA_TOPIC='users', VALUE_FORMAT='json', PARTITIONS=1);"
    "CREATE TABLE users_q AS SELECT * FROM users;"
)


@dataclass
class _Walk:
    """The recordings in an order in which each finds the state that it was recorded in."""

    recordings: Mapping[str, Any]
    results: dict[str, Outcome] = field(default_factory=dict)

    async def run(self) -> Mapping[str, Outcome]:
        async with serving(SandboxOptions(rate=0, seed=1, speed=SPEED)) as served:
            self._served = served
            await self._replay(FRESH.split())
            payments = PaymentsProducer(served.engine, rate=10, seed=1)
            payments.prepare()
            producing = asyncio.create_task(payments.run())
            await self._replay(PAID.split())
            await self._replay(AGGREGATED.split())
            await self._ksql(USERS_TABLE)
            await self._replay(TYPED.split())
            moving = asyncio.create_task(self._move_users())
            await self._replay(USERS.split())
            for task in (producing, moving):
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
        return self.results

    async def _replay(self, names: Sequence[str]) -> None:
        for name in names:
            known = KNOWN_DIFFERENCES.get(name, Known(""))
            try:
                self.results[name] = await _compare(self._served.url, self.recordings[name], known.fields)
            except Exception as error:
                failure = f"{type(error).__name__}: {error}"
                self.results[name] = Outcome(failure, failure)

    async def _ksql(self, text: str) -> None:
        async with httpx.AsyncClient(base_url=self._served.url) as client:
            await client.post("/ksql", json={"ksql": text, "streamsProperties": {}})

    async def _move_users(self) -> None:
        """The users of the recording, by a producer whose partitions are not ksqlDB's, as the recording's was."""
        moves = [("u1", "Oslo"), ("u2", "Omsk"), ("u1", "Bergen"), ("u2", None), ("u3", "Ufa")]
        for user, city in moves:
            key = user.encode()
            value = None if city is None else json.dumps({"CITY": city}).encode()
            self._served.engine.produce("users2", key, value, partition=(partition_of(key, 3) + 1) % 3)
            await asyncio.sleep(0.05)


async def _compare(url: str, exchange: Mapping[str, Any], known: Sequence[str]) -> Outcome:
    """How the sandbox's answer differs from the recorded one, at all and outside of the known fields."""
    asked, told = exchange["request"], exchange["response"]
    body = None if asked["body"] is None else json.dumps(asked["body"])
    recorded = "".join(chunk["text"] for chunk in told["chunks"])
    two = asked["http"] == "2"
    async with (
        httpx.AsyncClient(base_url=url, http1=not two, http2=two, timeout=PATIENCE) as client,
        client.stream(asked["method"], asked["path"], content=body, headers=asked["headers"]) as answer,
    ):
        if (envelope := _envelope_difference(answer, told, two)) is not None:
            refusal = f"{envelope}: {(await answer.aread()).decode()[:300]}"
            return Outcome(refusal, refusal)
        if told["ended"] == "by the server":
            answered = (await answer.aread()).decode()
        else:
            answered = await _until_alike(answer, recorded)
    if asked["path"].startswith("/query") and told["status"] == 200:
        difference = _stream_difference(recorded, answered, counted="LIMIT" in body) if body else None
        return Outcome(difference, difference)
    return Outcome(_body_difference(recorded, answered, ()), _body_difference(recorded, answered, known))


def _envelope_difference(answer: httpx.Response, told: Mapping[str, Any], two: bool) -> str | None:
    if answer.status_code != told["status"]:
        return f"status {answer.status_code}, recorded {told['status']}"
    for name in ("content-type", "location"):
        if answer.headers.get(name) != told["headers"].get(name):
            return f"{name} {answer.headers.get(name)}, recorded {told['headers'].get(name)}"
    if not two and ("content-length" in answer.headers) != ("content-length" in told["headers"]):
        return f"framing {dict(answer.headers)}, recorded {told['headers']}"
    return None


async def _until_alike(answer: httpx.Response, recorded: str) -> str:
    """What a stream without an end brings until it has shown all that the recording shows, or patience ends."""
    wanted, text = _signatures(recorded), ""
    with suppress(TimeoutError, httpx.ReadTimeout):
        async with asyncio.timeout(PATIENCE):
            async for part in answer.aiter_text():
                text += part
                if _signatures(text) >= wanted:
                    break
    return text


def _stream_difference(recorded: str, answered: str, *, counted: bool) -> str | None:
    """Compares the kinds of lines; their number where a LIMIT gives it."""
    if _signatures(recorded) != _signatures(answered):
        return f"lines {sorted(_signatures(answered))}, recorded {sorted(_signatures(recorded))}"
    if counted and len(recorded.splitlines()) != len(answered.splitlines()):
        return f"{len(answered.splitlines())} lines, recorded {len(recorded.splitlines())}"
    if recorded.endswith("]") and not answered.endswith("]"):
        return f"ends with {answered[-60:]!r}"
    return None


def _body_difference(recorded: str, answered: str, known: Sequence[str]) -> str | None:
    if not recorded.startswith(("[", "{")):
        return None if recorded == answered else f"{answered[:200]!r}, recorded {recorded[:200]!r}"
    return _first_difference(_masked(json.loads(recorded), known), _masked(json.loads(answered), known), "")


# --- rows ------------------------------------------------------------------------------------------------------------


def _signatures(text: str) -> set[str]:
    """What kinds of lines a stream has: headers and printed lines with volatile parts masked, rows by their types."""
    return {
        _signature(line.removeprefix("[").removesuffix("]").removesuffix(",")) for line in text.splitlines() if line
    }


def _signature(line: str) -> str:
    if not line.startswith(("{", "[")) and not re.match(r'"|\d', line):
        return _masked_line(line)
    value = json.loads(line if line.startswith("{") else f"[{line}]")
    if isinstance(value, list):
        return _types(value)
    if "row" in value:
        return _types(value["row"]["columns"]) + (" tombstone" if value["row"].get("tombstone") else "")
    return json.dumps(_masked(value, ()), ensure_ascii=False)


def _types(values: Sequence[object]) -> str:
    """Types, and the values themselves where they are not payments."""
    stable = any(isinstance(value, list | dict) for value in values)
    return json.dumps(values, ensure_ascii=False) if stable else " ".join(type(value).__name__ for value in values)


def _masked_line(line: str) -> str:
    for pattern, mask in (
        (r"rowtime: \S+ \S+ Z", "rowtime: #"),
        (r"partition: \d+", "partition: #"),
        (r"\[\w+@\d+/-\]", "[NAME@#/-]"),
        (r'"name": "\w+", "amount": \d+', '"name": "NAME", "amount": #'),
        (r'"CNT":\d+,"SUM":\d+', '"CNT":#,"SUM":#'),
    ):
        line = re.sub(pattern, mask, line)
    return re.sub(r"\\u00[0-9A-F]{2}", lambda escape: escape[0].lower(), line)


# --- answers ---------------------------------------------------------------------------------------------------------

_VOLATILE = {
    "logStartOffset",
    "logEndOffset",
    "consumerOffset",
    "endOffset",
    "committedOffset",
    "kafkaClusterId",
    "kafka-cluster",
    "statistics",
    "clusterStatistics",
}
_HOST_PROPERTIES = {"ksql.streams.bootstrap.servers", "ksql.streams.application.server"}


def _masked(value: Any, known: Sequence[str], name: str = "") -> Any:
    """The same without what differs from server to server and from run to run; lists without an order are sorted."""
    match value:
        case dict():
            if name == "ksqlHostQueryStatus":
                return list(value.values())
            if value.get("name") in _HOST_PROPERTIES:
                return value | {"value": "#"}
            hidden = _VOLATILE.union(known)
            return {key: "#" if key in hidden else _masked(item, known, key) for key, item in value.items()}
        case list():
            items = [_masked(item, known) for item in value]
            unordered = name in ("functions", "properties", "defaultProperties", "tasksMetadata")
            return sorted(items, key=json.dumps) if unordered else items
        case str():
            masked = re.sub(r"(transient_[A-Z0-9_]*?)_?\d{10,}(_\d{13})?", r"\1_#", value)
            return re.sub(r"^query_\d+", "query_#", masked)
        case _:
            return value


def _first_difference(recorded: Any, answered: Any, path: str) -> str | None:
    if isinstance(recorded, dict) and isinstance(answered, dict) and list(recorded) == list(answered):
        pairs = [(f"{path}.{key}", recorded[key], answered[key]) for key in recorded]
    elif isinstance(recorded, list) and isinstance(answered, list) and len(recorded) == len(answered):
        pairs = [(f"{path}[{index}]", *pair) for index, pair in enumerate(zip(recorded, answered, strict=True))]
    else:
        return None if recorded == answered else f"{path}: {answered!r}, recorded {recorded!r}"
    found = (_first_difference(left, right, where) for where, left, right in pairs)
    return next((difference for difference in found if difference is not None), None)
