"""Holds what the side panel says: what is known, what is not, what is not well; and that it can be walked."""

from __future__ import annotations

from dataclasses import replace

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.entities import ServerInfo
from ksqltui.model.listings import KafkaTopic
from ksqltui.tui.widgets.panel_line import PanelLine
from ksqltui.tui.widgets.side_panel_lines import PanelFacts, panel_lines

SNAPSHOT = ServerSnapshot(
    server=ServerInfo("7.6.1", "c", "default_", "RUNNING"),
    healthy=True,
    brokers=("kafka1:19092",),
    topics=(KafkaTopic("payments", (3, 3, 3)),),
    streams=(
        CatalogSource(
            "S", "STREAM", "s", "KAFKA", "JSON", False, columns=(SourceColumn("ID", "DECIMAL(4, 2)", "KEY"),)
        ),
    ),
    tables=(CatalogSource("T", "TABLE", "t", "KAFKA", "JSON", True, "TUMBLING"),),
    queries=(
        RunningQuery("", (), (), "CTAS_T_3", {}, "PERSISTENT", "RUNNING"),
        RunningQuery("", (), (), "transient_9", {}, "PUSH", "PAUSED"),
    ),
    taken_at=100.0,
)


def words(line: PanelLine) -> str:
    left, right = ("".join(text for text, _ in part) for part in (line.left, line.right))
    return f"{left} | {right}" if right else left


def said(snapshot: ServerSnapshot, *expanded: str, now: float = 100.0) -> list[str]:
    lines = panel_lines(PanelFacts(snapshot, "localhost:8088", now, {"transient_9": 2}), expanded)
    return [words(line) for line in lines]


def test_what_is_known_stands_in_its_section() -> None:
    lines = said(SNAPSHOT)
    assert lines[0] == "Server | healthy"
    assert "kafka1 | port 19092" in lines
    assert "payments | 3" in lines
    assert "▸ S | stream" in lines
    assert "▸ T | tumbling" in lines
    assert "● CTAS_T_3" in lines
    assert "‖ transient, tab 2 | paused" in lines


def test_an_opened_source_shows_its_columns_in_lower_case_types() -> None:
    lines = said(SNAPSHOT, "source S", "source T")
    assert lines[lines.index("▾ S | stream") + 1] == "    ID | decimal(4, 2) key"
    assert lines[lines.index("▾ T | tumbling") + 1] == "    columns not known yet"


def test_what_is_unknown_is_said_and_never_shown_as_none() -> None:
    lines = said(ServerSnapshot())
    assert lines.count("not known yet") == 4
    assert "Server | not known yet" in lines
    assert not any(" 0" in line for line in lines)


def test_a_server_that_is_away_is_told_with_the_age_of_what_is_shown() -> None:
    lines = said(replace(SNAPSHOT, problem="http://localhost:8088 was not reached: nothing listens\nmore"), now=172.0)
    assert lines[:4] == [
        "Server | away",
        "○ localhost:8088",
        "nothing listens",
        "shown as it was 1 min 12 s ago",
    ]
    assert "payments | 3" in lines


def test_an_empty_server_says_what_would_fill_it() -> None:
    lines = said(ServerSnapshot(server=SNAPSHOT.server, taken_at=1.0))
    assert "none yet: CREATE STREAM" in lines
    assert "none running" in lines
