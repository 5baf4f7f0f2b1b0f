"""Owns POST /ksql: statements in order, each to the engine and back to its entity; knows no HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ksqltui.sandbox.errors import NotInSandbox, SandboxError, StatementError
from ksqltui.sandbox.rest.assertions import assert_topic
from ksqltui.sandbox.rest.descriptions import describe, describe_sources
from ksqltui.sandbox.rest.errors import error_body
from ksqltui.sandbox.rest.explain import explain
from ksqltui.sandbox.rest.function_json import describe_function
from ksqltui.sandbox.rest.listings import show
from ksqltui.sandbox.rest.properties import check_overrides
from ksqltui.sandbox.rest.requests import StatementRequest
from ksqltui.sandbox.rest.schema_json import Json
from ksqltui.sandbox.rest.state import ServerState
from ksqltui.sandbox.rest.statement_texts import StatementText, read_statements
from ksqltui.sandbox.results import CommandResult
from ksqltui.sql.errors import KsqlSyntaxError
from ksqltui.sql.syntax import (
    AlterSource,
    AlterSystem,
    AssertSchema,
    AssertTopic,
    CreateAsSelect,
    CreateSource,
    CreateType,
    DefineVariable,
    Describe,
    DescribeFunction,
    DescribeSources,
    DropSource,
    DropType,
    Explain,
    InsertSelect,
    InsertValues,
    Pause,
    PrintTopic,
    Query,
    Resume,
    SetProperty,
    Show,
    Terminate,
    UndefineVariable,
    UnsetProperty,
)

_NOT_HERE = "The following statement types should be issued to the websocket endpoint '/query':\n\t* PRINT\n\t* SELECT"
_ABSENT = {AlterSystem: "ALTER SYSTEM", AssertSchema: "ASSERT SCHEMA, which needs a Schema Registry"}
_READING = (Show, Describe, DescribeSources, DescribeFunction, Explain)


@dataclass(slots=True)
class RequestSession:
    """The session's values; SET, UNSET, DEFINE and UNDEFINE change them for the rest of the request only."""

    properties: dict[str, object]
    variables: dict[str, str]


class StatementFailure(Exception):
    """A statement failed; `body` is the error with the entities of those that were done before it."""

    def __init__(self, body: Json) -> None:
        super().__init__(body["message"])
        self.body = body


async def run_statements(state: ServerState, request: StatementRequest) -> list[Json]:
    """The entities of a request. Raises StatementFailure; what was done before the failing statement stays done."""
    try:
        statements = read_statements(request.text, request.variables)
    except KsqlSyntaxError as error:
        raise StatementFailure(error_body(error, request.text)) from error
    session = RequestSession(dict(request.properties), dict(request.variables))
    entities: list[Json] = []
    changed = False
    for each in statements:
        try:
            entity = await _run(state, session, each)
        except SandboxError as error:
            # The server tries a request out before it runs it, so questions before the failing one go unanswered.
            raise StatementFailure(error_body(error, each.text, entities if changed else [])) from error
        changed = changed or not isinstance(each.statement, _READING)
        if entity is not None:
            entities.append(entity)
    return entities


async def _run(state: ServerState, session: RequestSession, each: StatementText) -> Json | None:
    match each.statement:
        case SetProperty(name=name, value=value):
            check_overrides({name: value})
            session.properties[name] = value
        case UnsetProperty(name=name):
            session.properties.pop(name, None)
        case DefineVariable(name=name, value=value):
            session.variables[name] = value
        case UndefineVariable(name=name):
            session.variables.pop(name, None)
        case InsertValues() as statement:
            state.engine.insert_values(statement, session.properties)
        case Query() | PrintTopic():
            raise StatementError(_NOT_HERE, 40002)
        case AssertTopic() as statement:
            return _entity(await assert_topic(state.engine, statement), each.text)
        case _:
            answer = _answer(state, session, each)
            if answer is not None:
                return _entity(answer, each.text)
            return _command_entity(state, _command(state, session.properties, each), each.text)
    return None


def _answer(state: ServerState, session: RequestSession, each: StatementText) -> Json | None:
    """What a question gets; None for statements that change something."""
    match each.statement:
        case Show() as statement:
            return show(state, statement, session.properties, session.variables)
        case Describe() as statement:
            return describe(state, statement)
        case DescribeSources(kind=kind, extended=extended):
            return describe_sources(state, kind, extended=extended)
        case DescribeFunction(name=name):
            return describe_function(state.engine.functions, name)
        case Explain() as statement:
            return explain(state, statement, each.text, session.properties)
        case Terminate(query_id=str(query_id)) if (query := state.open_query(query_id)) is not None:
            query.close()
            return {"@type": "terminate_query", "queryId": query.id, "wasTerminated": True}
        case _:
            return None


def _command(state: ServerState, properties: Mapping[str, object], each: StatementText) -> CommandResult:
    engine = state.engine
    match each.statement:
        case CreateSource() as statement:
            return engine.create_source(statement, properties)
        case CreateAsSelect() as statement:
            return engine.create_as(statement, properties)
        case InsertSelect() as statement:
            return engine.insert_select(statement, properties)
        case DropSource() as statement:
            return engine.drop_source(statement)
        case AlterSource() as statement:
            return engine.alter_source(statement)
        case CreateType() as statement:
            return engine.create_type(statement)
        case DropType() as statement:
            return engine.drop_type(statement)
        case Terminate(query_id=query_id):
            return engine.terminate(query_id)
        case Pause(query_id=query_id):
            return engine.pause(query_id)
        case Resume(query_id=query_id):
            return engine.resume(query_id)
        case _:
            raise NotInSandbox(_ABSENT.get(type(each.statement), "connectors"))


def _entity(answer: Json, text: str) -> Json:
    kind = answer["@type"]
    rest = {name: value for name, value in answer.items() if name != "@type"}
    return {"@type": kind, "statementText": text, **rest, "warnings": []}


def _command_entity(state: ServerState, result: CommandResult, text: str) -> Json:
    if result.warning is not None:
        return _entity({"@type": "warning_entity", "message": result.warning}, text)
    status = state.remember(result)
    return _entity(
        {
            "@type": "currentStatus",
            "commandId": result.command_id,
            "commandStatus": {"status": status.status, "message": status.message, "queryId": status.query_id},
            "commandSequenceNumber": result.sequence_number,
        },
        text if result.rewritten is None else result.rewritten,
    )
