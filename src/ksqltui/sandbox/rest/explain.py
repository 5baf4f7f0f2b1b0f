"""Owns EXPLAIN: of a query that runs, by its id, and of a statement that does not; knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping

from ksqltui.sandbox.errors import StatementError
from ksqltui.sandbox.rest.descriptions import plan_description, query_description
from ksqltui.sandbox.rest.schema_json import Json
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sql.syntax import CreateAsSelect, Explain, InsertSelect, Query

_GROUP_PREFIX = "_confluent-ksql-default_transient_"


def explain(state: ServerState, statement: Explain, text: str, properties: Mapping[str, object]) -> Json:
    if statement.query_id is not None:
        description = _running(state, statement.query_id)
    else:
        description = _planned(state, statement, text, properties)
    return {"@type": "queryDescription", "queryDescription": description}


def _running(state: ServerState, query_id: str) -> Json:
    for query in state.engine.queries:
        if query.id == query_id:
            return query_description(state, query)
    pushed = state.open_query(query_id)
    if pushed is None:
        raise StatementError(
            f"Query with id:{query_id} does not exist, use SHOW QUERIES to view the full set of queries."
        )
    summary = state.engine.explain_query(pushed.id)
    return plan_description(pushed.id, summary, {}, consumer_group=pushed.consumer_group)


def _planned(state: ServerState, statement: Explain, text: str, properties: Mapping[str, object]) -> Json:
    explained = statement.statement
    if not isinstance(explained, Query | CreateAsSelect | InsertSelect):
        raise StatementError("The provided statement does not run a ksql query")
    summary = state.engine.explain(explained, _without_explain(text), properties)
    group = f"{_GROUP_PREFIX}{summary.query_id}_{state.engine.clock.now_ms()}"
    return plan_description(summary.query_id, summary, properties, consumer_group=group)


def _without_explain(text: str) -> str:
    return text.lstrip()[len("EXPLAIN") :].lstrip()
