"""Owns how a running query is written in lists; knows no statement."""

from __future__ import annotations

from ksqltui.sandbox.rest.schema_json import Json
from ksqltui.sandbox.results import QuerySnapshot, RunningQuery


def persistent_query_json(query: QuerySnapshot) -> Json:
    """A paused query keeps the state RUNNING: only its status count tells."""
    return {
        "queryString": query.text,
        "sinks": list(query.sinks),
        "sinkKafkaTopics": list(query.sink_topics),
        "id": query.id,
        "statusCount": {query.state.value: 1},
        "queryType": "PERSISTENT",
        "state": "RUNNING",
    }


def push_query_json(query: RunningQuery) -> Json:
    return {
        "queryString": query.text,
        "sinks": [],
        "sinkKafkaTopics": [],
        "id": query.id,
        "statusCount": {"RUNNING": 1},
        "queryType": "PUSH",
        "state": "RUNNING",
    }
