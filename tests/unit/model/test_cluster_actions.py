"""Kafka's own command for each action, and how people write positions."""

from __future__ import annotations

import pytest

from ksqltui.model.cluster_actions import (
    AddPartitions,
    AlterConfigs,
    ClusterAction,
    CreateTopic,
    DeleteGroup,
    DeleteRecords,
    DeleteTopic,
    ElectPreferredLeaders,
    ResetOffsets,
    command_line,
    name_to_type,
)
from ksqltui.model.positions import EARLIEST, LATEST, Anchor, Position, iso_time, position_of


@pytest.mark.parametrize(
    ("action", "line"),
    [
        (
            CreateTopic("payments", 3, 3, {"min.insync.replicas": "2"}),
            "kafka-topics --bootstrap-server b:1 --create --topic payments --partitions 3 --replication-factor 3 "
            "--config min.insync.replicas=2",
        ),
        (AddPartitions("payments", 6), "kafka-topics --bootstrap-server b:1 --alter --topic payments --partitions 6"),
        (
            AlterConfigs(
                "payments", {"min.insync.replicas": "2", "cleanup.policy": "compact,delete"}, ("retention.ms",)
            ),
            "kafka-configs --bootstrap-server b:1 --entity-type topics --entity-name payments --alter "
            "--add-config 'min.insync.replicas=2,cleanup.policy=[compact,delete]' --delete-config retention.ms",
        ),
        (DeleteTopic("a b"), "kafka-topics --bootstrap-server b:1 --delete --topic 'a b'"),
        (
            DeleteRecords("payments", {0: 4}),
            "kafka-delete-records --bootstrap-server b:1 --offset-json-file <(echo "
            """'{"partitions": [{"topic": "payments", "partition": 0, "offset": 4}], "version": 1}')""",
        ),
        (
            ResetOffsets("readers", Position(Anchor.TIME, 1_700_000_000_123), ("payments",)),
            "kafka-consumer-groups --bootstrap-server b:1 --group readers --topic payments --reset-offsets "
            "--to-datetime 2023-11-14T22:13:20.123 --execute",
        ),
        (
            ResetOffsets("readers", LATEST),
            "kafka-consumer-groups --bootstrap-server b:1 --group readers --all-topics --reset-offsets --to-latest "
            "--execute",
        ),
        (DeleteGroup("readers"), "kafka-consumer-groups --bootstrap-server b:1 --delete --group readers"),
        (
            ElectPreferredLeaders(),
            "kafka-leader-election --bootstrap-server b:1 --election-type preferred --all-topic-partitions",
        ),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_line_of_kafka_s_own_tools(action: ClusterAction, line: str) -> None:
    assert command_line(action, "b:1") == line


def test_what_cannot_be_undone_asks_for_a_name() -> None:
    assert name_to_type(DeleteTopic("payments")) == "payments"
    assert name_to_type(DeleteRecords("payments", {0: -1})) == "payments"
    assert name_to_type(ResetOffsets("readers", EARLIEST)) == "readers"
    assert name_to_type(CreateTopic("payments")) == ""


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("earliest", EARLIEST),
        ("Beginning", EARLIEST),
        ("end", LATEST),
        ("42", Position(Anchor.OFFSET, 42)),
        ("2023-11-14T22:13:20.123Z", Position(Anchor.TIME, 1_700_000_000_123)),
        ("2023-11-15T01:13:20+03:00", Position(Anchor.TIME, 1_700_000_000_000)),
    ],
)
def test_positions_as_people_write_them(text: str, position: Position) -> None:
    assert position_of(text) == position


@pytest.mark.parametrize("text", ["", "soon", "-1", "1969-01-01T00:00:00Z", "٣"])
def test_what_is_no_position_says_what_would_be(text: str) -> None:
    with pytest.raises(ValueError, match=r"position|1970"):
        position_of(text)


def test_a_time_that_no_calendar_holds_is_told_as_it_is() -> None:
    assert iso_time(9_999_999_999_999_999) == "9999999999999999 ms"
