"""What SPOOL leaves in its file where runs take turns, and what it leaves out."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from ksqltui.model.stream import ResultColumn, Row
from ksqltui.model.writers.protocol import Format
from ksqltui.session.client_state import ClientState
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.session.spool import MAX_WAITING, open_spool
from ksqltui.sql.analysis import StatementKind

COLUMNS = (ResultColumn("A", "INTEGER"),)


def a_run(number: int, statement: str, kind: StatementKind = StatementKind.PUSH_QUERY) -> QueryRun:
    return QueryRun(number, statement, title="", kind=kind, place=0, now=0.0)


async def test_runs_that_take_turns_are_told_apart(tmp_path: Path) -> None:
    state = ClientState(format=Format.JSON)
    spool = await open_spool(str(tmp_path / "out.txt"), state)
    first, second = a_run(1, "SELECT 1;"), a_run(2, "SET 'ssl.key.password'='hush';")
    spool.follow(first)
    state.format = Format.CSV
    spool.follow(second)
    for run in (first, second):
        run.columns = COLUMNS
        run.tell_opened()
    first.tell_rows([Row((1,)), Row((2,))], 0.0, 9)
    second.tell_rows([Row((3,))], 0.0, 9)
    first.tell_rows([Row((4,))], 0.0, 9)
    first.end(RunState.STOPPED, now=1.0)
    await spool.close()
    second.tell_rows([Row((5,))], 0.0, 9)
    await spool.close()
    assert spool.path.read_text("utf-8") == (
        'ksql> SELECT 1;\n[\n{"A":1},\n{"A":2}\n]\n'
        "\nksql> SET 'ssl.key.password'='••••';\nA\n3\n"
        '\nksql> SELECT 1;\n[\n{"A":4}\n]\n'
    )


async def test_what_a_slow_disk_has_no_room_for_is_counted(tmp_path: Path) -> None:
    spool = await open_spool(str(tmp_path / "out.txt"), ClientState(format=Format.TABLE))
    run = a_run(1, "PRINT x;", StatementKind.PRINT)
    spool.follow(run)
    run.tell_opened()
    disk = threading.Event()
    spool.take(1, lambda: None if disk.wait(60) else pytest.fail("the disk never came back"))
    run.tell_lines(["x"] * MAX_WAITING, 0.0, 9)
    run.tell_lines(["kept"], 0.0, 9)
    run.rows_received = MAX_WAITING + 1
    run.end(RunState.FINISHED, now=1.0)
    disk.set()
    await spool.close()
    assert spool.path.read_text("utf-8") == (
        f"({MAX_WAITING} rows are missing here: the disk was too slow)\n"
        f"ksql> PRINT x;\nkept\n({MAX_WAITING + 1} lines, finished)\n"
    )
