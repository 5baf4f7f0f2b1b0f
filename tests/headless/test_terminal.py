"""What one-shot mode does only on a terminal: a pager for what does not fit, a line that tells how far a query is."""

from __future__ import annotations

import asyncio
import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from ksqltui.headless import progress as progress_line
from ksqltui.headless.pager import Paged, pager_command
from ksqltui.headless.runner import ExitStatus
from ksqltui.model.stream import Ended, EndReason, Header, ResultColumn, Row, Rows
from ksqltui.model.writers.protocol import Format
from ksqltui.session.query_run import QueryRun
from ksqltui.sql.analysis import StatementKind

HEADER = Header("q", (ResultColumn("A", "INTEGER"),))
MANY = Rows(tuple(Row((number,)) for number in range(100)), 900)
COMPLETED = Ended(EndReason.QUERY_COMPLETED)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def pager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[tuple[str, ...], Path]:
    """A pager that reads all and keeps it in a file."""
    monkeypatch.setattr("shutil.get_terminal_size", lambda: os.terminal_size((80, 24)))
    kept = tmp_path / "paged.txt"
    return (sys.executable, "-c", f"import sys; open({str(kept)!r}, 'a').write(sys.stdin.read())"), kept


async def test_only_what_ends_and_does_not_fit_goes_through_the_pager(
    server: Any, shoot: Any, pager: tuple[tuple[str, ...], Path]
) -> None:
    command, kept = pager
    server.answers["SELECT few;"] = [HEADER, Rows((Row((1,)),), 9), COMPLETED]
    server.answers["SELECT many;"] = [HEADER, MANY, COMPLETED]
    server.answers["SELECT many EMIT CHANGES;"] = [HEADER, MANY, COMPLETED]
    out = Terminal()
    outcome = await shoot("SELECT few; SELECT many; SELECT many EMIT CHANGES;", Format.TABLE, out, pager=command)
    assert outcome.status is ExitStatus.DONE
    assert outcome.out.startswith("A\n-\n1\n\n A\n--\n 0\n")
    assert kept.read_text() == "\n A\n--\n" + "".join(f"{number:>2}\n" for number in range(100))
    assert outcome.err == "(1 row, finished)\n(100 rows, finished)\n(100 rows, finished)\n"


async def test_who_leaves_the_pager_goes_on_with_the_script(
    server: Any, shoot: Any, pager: tuple[tuple[str, ...], Path]
) -> None:
    rows = Rows(tuple(Row(("x" * 60_000,)) for _ in range(100)), 900)
    server.answers["SELECT much;"] = [HEADER, rows, rows, COMPLETED]
    leaves = (sys.executable, "-c", "pass")
    outcome = await shoot("SELECT much; SHOW STREAMS;", Format.TABLE, Terminal(), pager=leaves)
    assert (outcome.status, outcome.out, outcome.err) == (
        ExitStatus.DONE,
        "",
        "Done. ksqlDB answers nothing to this statement.\n",
    )
    assert server.asked == ["SELECT much;", "SHOW STREAMS;"]


async def test_a_line_too_wide_for_the_screen_is_paged_too(pager: tuple[tuple[str, ...], Path]) -> None:
    command, kept = pager
    out = Terminal()
    paged = Paged(out, command)
    paged.hold()
    paged.write("x" * 81 + "\n")
    assert paged.is_read
    await paged.release()
    assert (out.getvalue(), kept.read_text()) == ("", "x" * 81 + "\n")


def test_which_pager_is_taken() -> None:
    assert pager_command({"PAGER": f"{sys.executable} -S"}) == (sys.executable, "-S")
    assert pager_command({"PAGER": "cat", "KSQLTUI_PAGER": sys.executable}) == (sys.executable,)
    for environment in ({"PAGER": "cat"}, {"PAGER": ""}, {"PAGER": "no-such-pager"}, {"PAGER": "'open"}):
        assert pager_command(environment) == ()
    assert pager_command({"PAGER": sys.executable, "TERM": "dumb"}) == ()


async def test_progress_is_told_on_a_terminal_while_rows_go_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(progress_line, "EVERY", 0.001)
    run = QueryRun(1, "SELECT 1;", title="", kind=StatementKind.PULL_QUERY, place=0, now=0.0)
    run.rows_received = 12_345
    err = Terminal()
    async with progress_line.progress(run, io.StringIO(), err):
        for _ in range(3_000):
            if "rows" in err.getvalue():
                break
            await asyncio.sleep(0.001)
    assert "12 345 rows, " in err.getvalue()
    assert err.getvalue().endswith("\r\x1b[K")
    for out, quiet in ((Terminal(), Terminal()), (io.StringIO(), io.StringIO())):
        async with progress_line.progress(run, out, quiet):
            await asyncio.sleep(0.01)
        assert quiet.getvalue() == ""
