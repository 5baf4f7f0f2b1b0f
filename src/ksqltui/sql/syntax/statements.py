"""Owns the nodes of the other statements, and the union of them all."""

from __future__ import annotations

from enum import Enum

from ksqltui.sql.syntax.definitions import (
    AlterSource,
    CreateAsSelect,
    CreateSource,
    CreateType,
    DropSource,
    DropType,
    InsertSelect,
    InsertValues,
    Properties,
    SourceKind,
)
from ksqltui.sql.syntax.node import Node, node
from ksqltui.sql.syntax.queries import Duration, Query


class Listing(Enum):
    """What SHOW or LIST lists."""

    STREAMS = "STREAMS"
    TABLES = "TABLES"
    TOPICS = "TOPICS"
    QUERIES = "QUERIES"
    PROPERTIES = "PROPERTIES"
    FUNCTIONS = "FUNCTIONS"
    TYPES = "TYPES"
    VARIABLES = "VARIABLES"
    CONNECTORS = "CONNECTORS"
    SOURCE_CONNECTORS = "SOURCE CONNECTORS"
    SINK_CONNECTORS = "SINK CONNECTORS"
    CONNECTOR_PLUGINS = "CONNECTOR PLUGINS"


@node
class Show(Node):
    """SHOW or LIST. `all_topics` is SHOW ALL TOPICS."""

    what: Listing
    extended: bool = False
    all_topics: bool = False


@node
class Describe(Node):
    name: str
    extended: bool = False


@node
class DescribeSources(Node):
    """DESCRIBE STREAMS or DESCRIBE TABLES."""

    kind: SourceKind
    extended: bool = False


@node
class DescribeFunction(Node):
    name: str


@node
class DescribeConnector(Node):
    name: str


@node
class CreateConnector(Node):
    """`direction` is SOURCE or SINK."""

    direction: str
    name: str
    properties: Properties = ()
    if_not_exists: bool = False


@node
class DropConnector(Node):
    name: str
    if_exists: bool = False


@node
class PrintTopic(Node):
    """PRINT topic; topic names are case-sensitive and kept as written."""

    topic: str
    from_beginning: bool = False
    interval: int | None = None
    limit: int | None = None


@node
class Explain(Node):
    """EXPLAIN of a running query's id or of a statement: exactly one of the two is set."""

    query_id: str | None = None
    statement: Statement | None = None


@node
class Terminate(Node):
    """`query_id` None means ALL; the same holds for Pause and Resume."""

    query_id: str | None


@node
class Pause(Node):
    query_id: str | None


@node
class Resume(Node):
    query_id: str | None


@node
class SetProperty(Node):
    name: str
    value: str


@node
class UnsetProperty(Node):
    name: str


@node
class AlterSystem(Node):
    name: str
    value: str


@node
class DefineVariable(Node):
    name: str
    value: str


@node
class UndefineVariable(Node):
    name: str


@node
class AssertTopic(Node):
    topic: str
    exists: bool = True
    properties: Properties = ()
    timeout: Duration | None = None


@node
class AssertSchema(Node):
    subject: str | None
    schema_id: int | None
    exists: bool = True
    timeout: Duration | None = None


Statement = (
    Query
    | CreateSource
    | CreateAsSelect
    | InsertSelect
    | InsertValues
    | DropSource
    | AlterSource
    | CreateType
    | DropType
    | Show
    | Describe
    | DescribeSources
    | DescribeFunction
    | DescribeConnector
    | CreateConnector
    | DropConnector
    | PrintTopic
    | Explain
    | Terminate
    | Pause
    | Resume
    | SetProperty
    | UnsetProperty
    | AlterSystem
    | DefineVariable
    | UndefineVariable
    | AssertTopic
    | AssertSchema
)
