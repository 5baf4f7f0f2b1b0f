"""What is said of a stack: the panel's section, a line of a log, the compose file's secrets; without an app."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ksqltui.model.cell_text import visible
from ksqltui.model.stack import Health, LogLine, Service, ServiceFigures, StackPicture
from ksqltui.tui.glyphs import ASCII, UNICODE, Glyphs
from ksqltui.tui.widgets.log_line import log_line_words
from ksqltui.tui.widgets.side_panel_stack import stack_lines
from ksqltui.tui.widgets.stack_facts import StackFacts
from ksqltui.tui.widgets.stack_lists import masked

NOW = 1_000.0


def runs(name: str, container: str = "", health: Health = Health.HEALTHY) -> Service:
    return Service(name, container or f"otus-{name}-1", "i:1", "running", health, started_at=NOW - 60)


def panel(*services: Service, glyphs: Glyphs = UNICODE, **facts: object) -> list[str]:
    picture = StackPicture("otus", services, taken_at=NOW)
    told = StackFacts(picture, NOW, **facts)  # type: ignore[arg-type]
    lines = stack_lines(told, glyphs)
    return [" | ".join("".join(text for text, _ in part) for part in (line.left, line.right) if part) for line in lines]


BROKERS = [runs(f"kafka{number}", f"kafka-broker{number}") for number in (1, 2, 3)]


def test_what_is_well_shares_a_line_by_kind_and_what_is_not_stands_first_with_a_word() -> None:
    gone = replace(BROKERS[1], state="exited", exit_code=143, finished_at=NOW - 12)
    dead = replace(runs("ksqldb-server", "ksqldb-server"), state="exited", exit_code=3, finished_at=NOW - 7_300)
    figures = {name: ServiceFigures(0.05, 1 << 30, 2 << 30) for name in ("kafka1", "kafka3", "zoo1")}
    services = (runs("zoo1"), BROKERS[0], gone, BROKERS[2], dead, Service("ksqldb-cli"))
    assert panel(*services, figures=figures) == [
        "Stack | 3 of 6 healthy",
        "■ kafka-broker2 | stopped 12 s",
        "✗ ksqldb-server | failed, status 3",
        "○ ksqldb-cli | not created",
        "● zoo1 |  5 % 1.0 GB",
        "● kafka-broker1, 3 | 10 % 2 GB",
    ]
    doing = panel(*BROKERS, doing={"kafka2": "restarting"}, glyphs=ASCII)
    assert doing == ["Stack | 3 of 3 healthy", "o kafka-broker2 | restarting", "* kafka-broker1, 3"]
    restarted = panel(replace(BROKERS[0], restarts=1))
    assert restarted[1] == "● kafka-broker1 | 1 restart"


def test_a_stack_that_is_not_there_and_an_engine_that_is_not_there_are_said_in_few_lines() -> None:
    assert panel(Service("zoo1")) == ["Stack | not started", "F12 starts it"]
    lost = StackPicture("otus", tuple(BROKERS), taken_at=NOW - 9, problem="The engine does not answer: it is stopped.")
    lines = list(stack_lines(StackFacts(lost, NOW), UNICODE))
    assert lines[0].right == (("Docker is away", "error"),)
    assert lines[-1].left[0][0].strip() == "3 of 3 healthy, 9 s ago"
    never = stack_lines(StackFacts(replace(lost, taken_at=None), NOW), UNICODE)
    assert [line.left[-1][0] for line in never] == ["Stack", "F12 says why"]


@pytest.mark.parametrize(
    ("text", "level", "shown"),
    [
        ("[2026-11-22 21:14:58,006] WARN slow \x1b[31m", "WARN", "21:14:58,006 WARN slow \\x1b[31m"),
        ("2026-11-22T21:14:58.1Z INFO ready", "INFO", "21:14:58.1 INFO ready"),
        ("\tat java.lang.Thread.run", "", "\\tat java.lang.Thread.run"),
        ("WARNING WARN twice", "WARN", "WARNING WARN twice"),
        ("", "", ""),
    ],
)
def test_a_line_of_a_log_keeps_its_text_and_begins_with_the_time_of_day(text: str, level: str, shown: str) -> None:
    for matches in ((), ((0, 3), (2, len(text)))):
        words = log_line_words(LogLine("kafka1", text, None, level), matches)
        assert "".join(word.text for word in words) == shown
    assert "".join(piece.text for piece in visible(shown)) == shown


def test_a_compose_file_keeps_the_values_of_secrets_to_itself() -> None:
    text = 'a: 1\n  DB_PASSWORD: hush\n  - API_TOKEN=hush\n  SASL_JAAS_CONFIG: >\n    user="a" password="hush";\n'
    text += "  URL: http://me:hush@kafka1:9092\n  image: i:1 # no secret\n"
    shown = masked(text)
    assert "hush" not in shown
    assert shown.startswith("a: 1\n  DB_PASSWORD: ••••\n  - API_TOKEN=••••\n")
    assert shown.endswith("image: i:1 # no secret")
