"""Golden outputs: every kind of answer of a server, as recorded, in every format, and rows of every kind."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion
from tests.headless.conftest import ScriptedServer

from ksqltui.headless.row_printer import RowView
from ksqltui.headless.runner import ExitStatus
from ksqltui.ksqldb.entity_decoding import decode_entities
from ksqltui.ksqldb.print_reader import PrintReader
from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.descriptions import Field, QueryDetails
from ksqltui.model.entities import QueryDescription, SourceList
from ksqltui.model.listings import SourceInfo
from ksqltui.model.writers.protocol import Format

LONGEST = 24
"""Lines of one format that are compared: the rest of a long list says nothing new."""

ANSWERS = [
    "assert-topic",
    "create-stream-if-not-exists",
    "describe-function-struct",
    "describe-function-udaf",
    "describe-join-extended",
    "describe-stream",
    "describe-table-extended",
    "drop-with-topic",
    "explain-push-window",
    "explain-query-id",
    "lesson-12-ctas",
    "pause-query",
    "several-statements",
    "show-all-topics-extended",
    "show-functions",
    "show-properties",
    "show-queries",
    "show-queries-extended",
    "show-streams",
    "show-streams-empty",
    "show-streams-extended",
    "show-tables",
    "show-topics-extended",
    "show-types-one",
    "show-variables",
    "terminate-query",
    "types-describe",
]

UNRECORDED: Mapping[str, Mapping[str, Any]] = {
    "terminate-push": {"@type": "terminate_query", "queryId": "transient_7", "wasTerminated": True},
    "connectors": {
        "@type": "connector_list",
        "connectors": [
            {
                "name": "jdbc",
                "type": "source",
                "className": "io.confluent.Jdbc",
                "state": "RUNNING (1/1 tasks RUNNING)",
            },
            {"name": "s3|sink", "type": "sink", "className": None, "state": "WARNING (0/2 tasks RUNNING)"},
        ],
    },
    "connector-plugins": {
        "@type": "connector_plugins_list",
        "connectorsPlugins": [{"className": "io.confluent.Jdbc", "type": "source", "version": "10.7.4"}],
    },
    "create-connector": {
        "@type": "connector_info",
        "info": {"name": "jdbc", "type": "source", "config": {"tasks.max": "1"}, "tasks": []},
    },
    "drop-connector": {"@type": "drop_connector", "connectorName": "jdbc"},
    "describe-connector": {
        "@type": "connector_description",
        "connectorClass": "io.confluent.Jdbc",
        "status": {
            "name": "jdbc",
            "type": "source",
            "connector": {"state": "RUNNING", "worker_id": "connect:8083"},
            "tasks": [{"id": 0, "state": "FAILED", "worker_id": "connect:8083", "trace": "java.sql.X\n\tat y"}],
        },
        "sources": [],
        "topics": ["jdbc-orders"],
    },
    "assert-schema": {"@type": "assert_schema", "subject": "payments-value", "id": 3, "exists": False},
    "execution-plan": {"@type": "executionPlan", "executionPlan": " > [ SINK ]\n\t\t > [ SOURCE ]"},
    "topic-description": {
        "@type": "topicDescription",
        "name": "T",
        "kafkaTopic": "t",
        "format": "JSON",
        "schemaString": "",
    },
    "of-a-later-version": {
        "@type": "quantum_list",
        "quanta": [{"spin": "½", "null": None}],
        "count": 12345678901234567890,
    },
}

ROWS = [
    "print-payments",
    "pull-table-key",
    "push-having-tombstone",
    "types-pull",
    "users-push-tombstone",
]


def body_of(recording: Mapping[str, Any]) -> str:
    return "".join(chunk.get("text", "") for chunk in recording["response"]["chunks"])


@pytest.fixture
def written(server: ScriptedServer, shoot: Any) -> Any:
    """What a statement that is answered so writes in every format, words last."""

    async def written(events: Any, statement: str = "SHOW ALL;", **more: Any) -> str:
        server.answers[statement] = events
        parts: list[str] = []
        for chosen in Format:
            outcome = await shoot(statement, chosen, **more)
            assert outcome.status is ExitStatus.DONE
            lines = outcome.out.split("\n")
            cut = [f"({len(lines) - LONGEST} lines more)"] if len(lines) > LONGEST else []
            parts.append("\n".join([f"---- {chosen.value}", *lines[:LONGEST], *cut]))
        return "\n".join([*parts, "---- words", outcome.err])

    return written


@pytest.mark.parametrize("name", ANSWERS)
async def test_an_answer(name: str, recordings: Mapping[str, Any], written: Any, snapshot: SnapshotAssertion) -> None:
    assert await written(decode_entities(json.loads(body_of(recordings[name])))) == snapshot


@pytest.mark.parametrize("name", UNRECORDED)
async def test_an_answer_that_was_not_recorded(name: str, written: Any, snapshot: SnapshotAssertion) -> None:
    assert await written(decode_entities([{"statementText": "x;", "warnings": [], **UNRECORDED[name]}])) == snapshot


@pytest.mark.parametrize("name", ROWS)
async def test_rows(name: str, recordings: Mapping[str, Any], written: Any, snapshot: SnapshotAssertion) -> None:
    recording = recordings[name]
    is_print = name.startswith("print")
    reader = PrintReader() if is_print else StreamReader()
    events = [*reader.feed(body_of(recording).encode()), *reader.finish()]
    assert await written(events, "PRINT x;" if is_print else "SELECT * FROM x;") == snapshot


async def test_a_changelog(
    server: ScriptedServer, recordings: Mapping[str, Any], written: Any, snapshot: SnapshotAssertion
) -> None:
    reader = StreamReader()
    events = [*reader.feed(body_of(recordings["users-push-tombstone"]).encode()), *reader.finish()]
    described = QueryDescription(query=QueryDetails(fields=(Field("ID", kind="KEY"), Field("CITY"))))
    tables = SourceList(kind="TABLE", sources=(SourceInfo("TABLE", "USERS", "users", "KAFKA", "JSON", False),))
    query = "SELECT * FROM users EMIT CHANGES"
    server.answers[f"EXPLAIN {query};\nSHOW TABLES;"] = [described, tables]
    assert await written(events, f"{query};", view=RowView.CHANGELOG) == snapshot
