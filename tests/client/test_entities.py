"""Every recorded answer becomes its value with nothing lost, and answers of other servers never fail."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.ksqldb.entity_decoding import decode_entities
from ksqltui.model import entities
from ksqltui.model.descriptions import Field, QueryDetails
from ksqltui.model.entities import (
    ConnectorCreated,
    ConnectorDescription,
    CurrentStatus,
    DescribeFunction,
    Entity,
    FunctionNames,
    KafkaTopics,
    Properties,
    Queries,
    QueryDescription,
    SourceDescription,
    SourceList,
    TypeList,
    UnknownEntity,
    WarningEntity,
)
from ksqltui.model.listings import CommandStatus, FunctionArgument, KafkaTopic, SourceInfo


def one(recording: Mapping[str, Any]) -> Any:
    (entity,) = decode_entities(json.loads("".join(chunk["text"] for chunk in recording["response"]["chunks"])))
    return entity


def test_no_recorded_answer_is_unknown(recordings: Mapping[str, Any]) -> None:
    for name, recording in recordings.items():
        if recording["request"]["path"] == "/ksql" and recording["response"]["status"] == 200:
            answer = json.loads("".join(chunk["text"] for chunk in recording["response"]["chunks"]))
            decoded = decode_entities(answer)
            assert len(decoded) == len(answer), name
            assert not any(isinstance(entity, UnknownEntity) for entity in decoded), name
            assert [entity.statement_text for entity in decoded] == [raw["statementText"] for raw in answer], name


def test_a_created_table_tells_its_query_and_number(recordings: Mapping[str, Any]) -> None:
    status = one(recordings["lesson-12-ctas"])
    assert isinstance(status, CurrentStatus)
    assert status.command_id == "table/`PAYMENTS_AGGR`/create"
    assert status.command_status == CommandStatus(
        "SUCCESS", "Created query with ID CTAS_PAYMENTS_AGGR_3", "CTAS_PAYMENTS_AGGR_3"
    )
    assert status.command_sequence_number == 4


def test_lists_of_sources_say_which_kind_they_are(recordings: Mapping[str, Any]) -> None:
    tables = one(recordings["show-tables"])
    assert isinstance(tables, SourceList)
    assert tables.kind == "TABLE"
    assert tables.sources == (SourceInfo("TABLE", "PAYMENTS_AGGR", "PAYMENTS_AGGR", "KAFKA", "JSON", True),)
    assert one(recordings["show-streams"]).kind == "STREAM"


def test_a_table_in_depth(recordings: Mapping[str, Any]) -> None:
    description = one(recordings["describe-table-extended"])
    assert isinstance(description, SourceDescription)
    source = description.source
    assert (source.name, source.type, source.window_type, source.partitions) == (
        "PAYMENTS_AGGR",
        "TABLE",
        "TUMBLING",
        3,
    )
    assert [(column.name, column.schema.sql, column.kind) for column in source.fields][:2] == [
        ("NAME", "STRING", "KEY"),
        ("CNT", "BIGINT", ""),
    ]
    assert source.write_queries[0].status_count == {"RUNNING": 1}
    (group,) = source.query_offset_summaries
    assert group.topic_summaries[0].kafka_topic == "payments"
    first = group.topic_summaries[0].offsets[0]
    assert (first.partition, first.log_end_offset, first.consumer_offset, first.lag) == (0, 827, 826, 1)
    assert source.cluster_statistics[0].value == pytest.approx(0.482, abs=0.001)


def test_types_read_as_ksqldb_spells_them(recordings: Mapping[str, Any]) -> None:
    fields: tuple[Field, ...] = one(recordings["types-describe"]).source.fields
    assert {field.name: field.schema.sql for field in fields} == {
        "K": "STRING", "BOO": "BOOLEAN", "I": "INTEGER", "L": "BIGINT", "D": "DOUBLE", "DEC": "DECIMAL(10, 2)",
        "S": "STRING", "RAW": "BYTES", "DA": "DATE", "TI": "TIME", "TS": "TIMESTAMP", "A": "ARRAY<INTEGER>",
        "M": "MAP<STRING, DOUBLE>", "ST": "STRUCT<`X` INTEGER, `Y` STRUCT<`Z` STRING>>",
    }  # fmt: skip


def test_a_running_query_in_depth(recordings: Mapping[str, Any]) -> None:
    description = one(recordings["explain-query-id"])
    assert isinstance(description, QueryDescription)
    query: QueryDetails = description.query
    assert (query.id, query.state, query.host_statuses) == (
        "CTAS_PAYMENTS_AGGR_3",
        "RUNNING",
        {"127.0.0.1:8088": "RUNNING"},
    )
    assert query.tasks_metadata[0].topic_offsets[0].topic == "payments"
    assert query.tasks_metadata[0].topic_offsets[0].lag == 3
    assert query.topology.startswith("Topologies:")


def test_the_keys_of_a_push_query_are_named(recordings: Mapping[str, Any]) -> None:
    description = one(recordings["explain-push-group-by"])
    assert [field.name for field in description.query.fields if field.kind == "KEY"] == ["NAME"]


def test_the_smaller_lists(recordings: Mapping[str, Any]) -> None:
    warning, queries = one(recordings["create-stream-if-not-exists"]), one(recordings["show-queries"])
    assert isinstance(warning, WarningEntity)
    assert warning.message.startswith("Cannot add stream `PAYMENTS`")
    assert isinstance(queries, Queries)
    assert queries.queries[0].sink_kafka_topics == ("PAYMENTS_AGGR",)
    topics = one(recordings["show-topics-extended"])
    assert isinstance(topics, KafkaTopics)
    assert topics.topics[0] == KafkaTopic("PAYMENTS_AGGR", (3, 3, 3), 6, 2)
    assert one(recordings["lesson-15-show-topics"]).topics[0].consumer_count is None
    functions = one(recordings["show-functions"])
    assert isinstance(functions, FunctionNames)
    assert len(functions.functions) > 100
    properties = one(recordings["show-properties"])
    assert isinstance(properties, Properties)
    assert any(item.name == "ksql.streams.bootstrap.servers" and item.value for item in properties.properties)
    types = one(recordings["show-types-one"])
    assert isinstance(types, TypeList)
    assert types.types["ADDRESS"].sql.startswith("STRUCT<`STREET` STRING")
    function = one(recordings["describe-function-scalar"])
    assert isinstance(function, DescribeFunction)
    assert function.functions[0].arguments == (
        FunctionArgument("epochMilli", "BIGINT", function.functions[0].arguments[0].description, False),
    )


def test_connectors_lose_their_envelopes() -> None:
    created, described = decode_entities(
        [
            {
                "@type": "connector_info",
                "info": {"name": "c", "type": "sink", "config": {"tasks.max": "1"}, "tasks": []},
            },
            {
                "@type": "connector_description",
                "connectorClass": "org.Sink",
                "status": {
                    "name": "c",
                    "type": "sink",
                    "connector": {"state": "RUNNING", "worker_id": "w:1"},
                    "tasks": [{"id": 0, "state": "FAILED", "worker_id": "w:1", "trace": "boom"}],
                },
                "topics": ["t"],
            },
        ]
    )
    assert created == ConnectorCreated(name="c", type="sink", config={"tasks.max": "1"})
    assert isinstance(described, ConnectorDescription)
    assert (described.name, described.state, described.tasks[0].trace) == ("c", "RUNNING", "boom")


def test_warnings_are_plain_text() -> None:
    (entity,) = decode_entities([{"@type": "streams", "streams": [], "warnings": [{"message": "mind this"}]}])
    assert entity.warnings == ("mind this",)


def test_an_answer_of_an_unknown_kind_is_kept_whole() -> None:
    raw = {"@type": "new_thing", "statementText": "SHOW NEW;", "thing": 1}
    (entity,) = decode_entities([raw])
    assert entity == UnknownEntity(type="new_thing", raw=raw, statement_text="SHOW NEW;")


def test_old_servers_name_the_format_and_the_key_otherwise() -> None:
    streams, described = decode_entities(
        [
            {"@type": "streams", "streams": [{"type": "STREAM", "name": "S", "topic": "s", "format": "JSON"}]},
            {"@type": "sourceDescription", "sourceDescription": {"fields": [{"name": "K", "fieldType": "KEY"}]}},
        ]
    )
    assert isinstance(streams, SourceList)
    assert streams.sources[0].value_format == "JSON"
    assert isinstance(described, SourceDescription)
    assert described.source.fields[0].kind == "KEY"


KINDS = ["streams", "queries", "sourceDescription", "queryDescription", "currentStatus", "type_list", "properties", 7]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["statementText", "warnings", "streams", "queries", "sourceDescription", "queryDescription", "commandStatus"]


@given(st.dictionaries(st.sampled_from(FIELDS), JSON), st.sampled_from(KINDS))
def test_no_json_makes_decoding_fail(raw: dict[str, Any], kind: object) -> None:
    (entity,) = decode_entities([{**raw, "@type": kind}])
    known: tuple[type[Entity], ...] = entities.Entity.__args__
    assert isinstance(entity, known)
