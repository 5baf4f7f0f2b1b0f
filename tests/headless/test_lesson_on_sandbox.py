"""The lesson in one command on the embedded engine: rows, the one error it teaches, windows that fill."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from ksqltui.sql.splitter import split

# One run of the lesson serves all of them, so one process must take them all.
pytestmark = pytest.mark.xdist_group("lesson")

GROUP_BY = [
    "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.",
    "Add EMIT CHANGES if you intended to issue a push query.",
]
Row = dict[str, Any]


def sandbox(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ksqltui", "--sandbox", "--seed", "13", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        env={**os.environ, "KSQLTUI_CONFIG": os.devnull},
        check=False,
    )


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The lesson's queries on a clock 40 times as fast: a window of 10 s takes a quarter of a second.

    Queries of closed windows name their columns otherwise here: JSON lines do not say which query gave them, and one
    that begins in the midst of a window closes it with fewer rows than the query before it counted.
    """
    text = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")
    script: Path = tmp_path_factory.mktemp("lesson") / "lesson.sql"
    statements = (each.text for each in split(text))
    script.write_text(
        "\n".join(each.replace(" AS ws", " AS closed_ws") if "EMIT FINAL" in each else each for each in statements),
        "utf-8",
    )
    return sandbox(
        "--speed", "40", "-f", str(script), "-o", "jsonl", "--timeout", "1.5", "--on-error", "continue"
    )  # fmt: skip


def rows_with(lesson: subprocess.CompletedProcess[str], *columns: str) -> list[Row]:
    objects = [json.loads(line) for line in lesson.stdout.splitlines() if line.startswith("{")]
    return [each for each in objects if tuple(each) == columns]


def test_its_only_error_is_the_one_it_teaches(lesson: subprocess.CompletedProcess[str]) -> None:
    assert lesson.returncode == 1
    lines = lesson.stderr.splitlines()
    assert GROUP_BY[0] in lines, lesson.stderr
    at = lines.index(GROUP_BY[0])
    assert lines[at + 1] == GROUP_BY[1]
    assert sum("statement " in line for line in lines) == 1, lesson.stderr
    assert "Stream created" in lines
    assert any("CTAS_PAYMENTS_AGGR" in line for line in lines)


def test_pull_and_push_queries_give_rows(lesson: subprocess.CompletedProcess[str]) -> None:
    payments = rows_with(lesson, "NAME", "AMOUNT")
    assert {row["NAME"] for row in payments} >= {"Carol", "Peggy"}
    offsets = rows_with(lesson, "ROWPARTITION", "ROWOFFSET", "NAME", "AMOUNT")
    assert {row["ROWPARTITION"] for row in offsets} == {0, 1, 2}


def test_the_aggregates_rise(lesson: subprocess.CompletedProcess[str]) -> None:
    seen: dict[str, list[Row]] = defaultdict(list)
    for row in rows_with(lesson, "NAME", "CNT", "SUM"):
        seen[row["NAME"]].append(row)
    assert len(seen) <= 8
    assert seen["Carol"]


def test_carols_window_fills_with_the_same_start(lesson: subprocess.CompletedProcess[str]) -> None:
    windows: dict[str, list[Row]] = defaultdict(list)
    for row in rows_with(lesson, "WS", "WE", "NAME", "CNT", "SUM"):
        if row["NAME"] == "Carol":
            windows[row["WS"]].append(row)
    assert windows
    filled = [rows for rows in windows.values() if len(rows) > 1]
    assert filled
    for rows in filled:
        assert [row["CNT"] for row in rows] == sorted(row["CNT"] for row in rows)
        assert len({row["WE"] for row in rows}) == 1


def test_the_tables_topic_is_printed_as_text(lesson: subprocess.CompletedProcess[str]) -> None:
    assert any(line.startswith("rowtime: ") for line in lesson.stdout.splitlines())


def test_no_sandbox_is_left_behind() -> None:
    done = sandbox("-e", "SHOW TOPICS;", "-o", "csv")
    assert done.returncode == 0, done.stderr
    assert "payments,3," in done.stdout
