"""How answers read as tables: every recorded one, and those of the lesson in their words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, get_args

import pytest

from ksqltui.ksqldb.entity_decoding import decode_entities
from ksqltui.model.entities import ConnectorDescription, Entity, Properties, TerminateQuery, UnknownEntity
from ksqltui.model.entity_tables import EntityTable, entity_tables
from ksqltui.model.listings import Property


def tables_of(recordings: Mapping[str, Any], name: str) -> list[EntityTable]:
    answer = json.loads(body_of(recordings[name]))
    return [table for entity in decode_entities(answer) for table in entity_tables(entity)]


def body_of(recording: Any) -> str:
    return "".join(chunk.get("text", "") for chunk in recording["response"]["chunks"])


def _is_answer(recording: Any) -> bool:
    text = body_of(recording)
    return text.startswith("[") and '"@type"' in text and '"error_code"' not in text


def test_every_recorded_answer_reads_as_rectangular_tables(recordings: Mapping[str, Any]) -> None:
    answers = [name for name, recording in recordings.items() if _is_answer(recording)]
    assert len(answers) > 30

    for name in answers:
        for table in tables_of(recordings, name):
            assert table.columns, name
            for row in table.rows:
                assert len(row) == len(table.columns), name
                assert all(value is None or isinstance(value, (bool, int, float, str)) for value in row), name


def test_creating_a_stream_says_what_the_server_said(recordings: Mapping[str, Any]) -> None:
    (table,) = tables_of(recordings, "lesson-01-create-stream")

    assert table == EntityTable("", ("message",), (("Stream created",),))


def test_describe_names_columns_types_and_keys(recordings: Mapping[str, Any]) -> None:
    (table,) = tables_of(recordings, "describe-table")

    assert table.columns == ("column", "type", "role")
    assert "primary key" in str(table.rows[0][2])


def test_show_streams_lists_each_stream_with_its_topic(recordings: Mapping[str, Any]) -> None:
    (table,) = tables_of(recordings, "show-streams")

    assert table.columns[:2] == ("stream", "topic")
    assert "KSQL_PROCESSING_LOG" in [row[0] for row in table.rows]


def test_explain_tells_the_plan_line_by_line(recordings: Mapping[str, Any]) -> None:
    titles = {table.title: table for table in tables_of(recordings, "explain-push-window")}

    assert {"Columns", "Execution plan", "Topology"} <= titles.keys()
    assert len(titles["Execution plan"].rows) > 1


def test_a_property_says_who_set_it() -> None:
    names = ("a.session", "a.default", "a.server")
    entity = Properties(
        properties=tuple(Property(name, value="1") for name in names), overwritten=names[:1], defaults=names[1:2]
    )
    (table,) = entity_tables(entity)

    assert [row[2] for row in table.rows] == ["this session", "default", "server"]


def test_terminating_nothing_is_not_told_as_a_success() -> None:
    (table,) = entity_tables(TerminateQuery(query_id="transient_1", was_terminated=False))

    assert "No such query" in str(table.rows[0])


@pytest.mark.parametrize("kind", get_args(Entity), ids=lambda kind: kind.__name__)
def test_an_answer_with_every_field_missing_still_reads(kind: type[Entity]) -> None:
    for table in entity_tables(kind()):
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_an_unknown_answer_is_shown_field_by_field() -> None:
    (table,) = entity_tables(UnknownEntity(type="new_thing", raw={"a": "b", "c": {"d": 1}}))

    assert "new_thing" in table.title
    assert table.rows == (("a", "b"), ("c", '{"d":1}'))


def test_what_is_empty_is_left_out_of_a_record() -> None:
    overview = entity_tables(ConnectorDescription(name="files"))[0]

    assert overview.columns == ("name",)
