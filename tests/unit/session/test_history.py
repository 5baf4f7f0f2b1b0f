"""The file of the history survives what happens to files: two consoles, half a line, a full disk, its own size."""

from __future__ import annotations

import asyncio
import errno
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from ksqltui.model.history import HistoryEntry
from ksqltui.session import history as history_module
from ksqltui.session.history import History, HistoryFile
from ksqltui.session.new_file import FileRefused
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind


def file_in(directory: Path) -> HistoryFile:
    return HistoryFile(directory / "data" / "history.jsonl", directory / ".ksql-history")


def test_two_consoles_write_one_file(tmp_path: Path) -> None:
    def write(console: int) -> None:
        file = file_in(tmp_path)
        for number in range(50):
            file.append([HistoryEntry(f"SELECT {console}, {number};", "s")])

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, range(2)))
    statements = [entry.statement for entry in file_in(tmp_path).entries()]
    assert len(statements) == len(set(statements)) == 100


def test_lines_that_cannot_be_read_are_left_out_and_half_a_line_spoils_no_other(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    file.append([HistoryEntry("SHOW TOPICS;")])
    with (tmp_path / "data" / "history.jsonl").open("ab") as raw:
        raw.write(b'\xff\xfe\n{"statement": "half')
    file.append([HistoryEntry("SHOW STREAMS;")])
    assert [entry.statement for entry in file.entries()] == ["SHOW TOPICS;", "SHOW STREAMS;"]


def test_a_file_that_grew_too_large_keeps_its_newer_half(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_module, "LARGEST", 2000)
    file = file_in(tmp_path)
    (tmp_path / ".ksql-history").write_text("1700000000000:SHOW QUERIES;\n")
    assert file.import_cli() == 1
    for number in range(100):
        file.append([HistoryEntry(f"SELECT {number};")])
    entries = file.entries()
    assert 5 < len(entries) < 50
    assert entries[-1].statement == "SELECT 99;"
    assert not file.can_import()


def test_a_history_that_cannot_be_written_says_so_and_nothing_else_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_in(tmp_path)
    file.append([HistoryEntry("SHOW TOPICS;")])

    def full(handle: int, data: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(FileRefused, match="no space left"):
            file.append([HistoryEntry("SHOW STREAMS;")])
    assert [entry.statement for entry in file.entries()] == ["SHOW TOPICS;"]


def test_the_cli_history_is_offered_once(tmp_path: Path) -> None:
    file = file_in(tmp_path)
    assert not file.can_import()
    (tmp_path / ".ksql-history").write_text("1700000000000:SHOW QUERIES;\n")
    assert file.can_import()
    assert file.import_cli() == 1
    assert not file.can_import()
    assert [entry.outcome for entry in file.entries()] == ["imported"]


async def test_a_run_is_remembered_when_it_ends(tmp_path: Path) -> None:
    history = History(file_in(tmp_path))
    run = QueryRun(1, "SELECT * FROM s;", title="s", kind=StatementKind.PULL_QUERY, place=0, now=100.0)
    history.follow(run, "sandbox")
    assert await history.entries() == ()
    run.rows_received = 7
    run.end(RunState.FINISHED, now=102.5)
    assert await history.entries() == (
        HistoryEntry("SELECT * FROM s;", "sandbox", 100.0, 2.5, 7, RunState.FINISHED.value),
    )
    await asyncio.to_thread(history.close)
