"""The client commands of the official CLI in a script, and the views of a result that one-shot mode can write."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.headless.conftest import ScriptedServer

from ksqltui import __version__
from ksqltui.headless.row_printer import RowView
from ksqltui.headless.runner import ExitStatus
from ksqltui.model.descriptions import Field, QueryDetails
from ksqltui.model.entities import QueryDescription, SourceList
from ksqltui.model.errors import StatementRefused
from ksqltui.model.history import HistoryEntry
from ksqltui.model.stream import Ended, EndReason, Header, Lines, ResultColumn, Row, Rows
from ksqltui.model.writers.protocol import Format
from ksqltui.session.console import Console

SELECT = "SELECT * FROM payments;"
HEADER = Header("transient_1", (ResultColumn("NAME", "STRING"), ResultColumn("CNT", "BIGINT")))
COMPLETED = Ended(EndReason.QUERY_COMPLETED)
ROWS = Rows((Row(("Peggy", 1)), Row(("Carol", 1)), Row(("Peggy", 2))), 60)
GONE = Rows((Row(("Carol", None), tombstone=True),), 20)


@pytest.fixture
def server(server: ScriptedServer) -> ScriptedServer:
    server.answers[SELECT] = [HEADER, Rows((Row(("Peggy, P.", 12345678901234567890)),), 40), COMPLETED]
    server.answers["PRINT 'p';"] = [Lines(("key: a",), 9), Ended(EndReason.CLOSED)]
    return server


async def test_output_and_widths_hold_from_there_on(server: Any, shoot: Any) -> None:
    script = (
        f"{SELECT}\nOUTPUT csv\n{SELECT}\nOUTPUT TABULAR;SET CLI COLUMN-WIDTH 6\n{SELECT}SET CLI WRAP OFF\n{SELECT}"
    )
    outcome = await shoot(script)
    assert outcome.status is ExitStatus.DONE
    assert outcome.out == (
        '{"NAME":"Peggy, P.","CNT":12345678901234567890}\n'
        '\nNAME,CNT\n"Peggy, P.",12345678901234567890\n'
        "\nNAME   |    CNT\n-------+-------\nPeggy, | 123456\n P.    | 789012\n       | 345678\n       |     90\n"
        "\nNAME   |    CNT\n-------+-------\nPeggy… | 12345…\n"
    )
    assert "Results are written as csv from now on." in outcome.err
    assert server.asked == [SELECT] * 4


async def test_words_of_the_session_are_data(server: Any, shoot: Any) -> None:
    history = [HistoryEntry("SHOW STREAMS;", started=1.0, outcome="finished"), HistoryEntry("CLEAR;")]
    script = "VERSION\nSERVER;OUTPUT\nHISTORY\nHELP wrap\nREQUEST-PIPELINING\nCLEAR\n"
    outcome = await shoot(script, history=history)
    version, asked, output, first, second, wrap, pipelining = map(json.loads, outcome.out.splitlines())
    assert version["server"] == "7.6.1"
    assert (asked, output) == ({"server": "http://fake:8088"}, {"output": "jsonl"})
    assert (first["number"], first["statement"], second["when"]) == (1, "SHOW STREAMS;", None)
    assert wrap["command"] == "SET CLI WRAP ON|OFF"
    assert pipelining == {"request-pipelining": "OFF"}
    assert (outcome.err, server.asked) == ("", [])


async def test_a_script_in_a_script_runs_all_kinds_of_statements(server: Any, shoot: Any, tmp_path: Path) -> None:
    inner = tmp_path / "in ner.sql"
    inner.write_bytes(f"\ufeffSET 'a'='b';\r\nDEFINE v='p';\r\n{SELECT}\r\nPRINT '${{v}}';SHOW FOO;".encode())
    server.answers["PRINT '${v}';"] = server.answers["PRINT 'p';"]
    server.answers["SHOW FOO;"] = [StatementRefused("no", code=40001, status=400, statement="", place=None)]
    outcome = await shoot(f"RUN SCRIPT '{inner}'\nSHOW STREAMS;")
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert server.asked == [SELECT, "PRINT '${v}';", "SHOW FOO;"]
    assert server.properties[0] == {"a": "b"}
    assert f"at {inner}:4:14, statement 5" in outcome.err
    assert outcome.out.endswith("key: a\n")


async def test_a_script_that_runs_itself_ends(server: Any, shoot: Any, tmp_path: Path) -> None:
    loop = tmp_path / "loop.sql"
    loop.write_text(f"SHOW STREAMS;\nRUN SCRIPT {loop}\n")
    outcome = await shoot(f"RUN SCRIPT {loop}; SHOW TABLES;")
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert "16 scripts run each other" in outcome.err
    assert "SHOW TABLES;" not in server.asked


async def test_exit_ends_the_whole_script(server: Any, shoot: Any, tmp_path: Path) -> None:
    inner = tmp_path / "inner.sql"
    inner.write_text("EXIT\nSHOW TABLES;")
    outcome = await shoot(f"RUN SCRIPT {inner};SHOW STREAMS;", continue_on_error=True)
    assert (outcome.status, server.asked) == (ExitStatus.DONE, [])


async def test_another_server_gets_the_sessions_values(server: Any, shoot: Any) -> None:
    other = ScriptedServer("http://other:8088")

    async def move(address: str) -> Console:
        assert address == "other"
        return Console(other)

    outcome = await shoot("SET 'a'='b'; SERVER other\nOUTPUT csv; SHOW STREAMS; SERVER;", move=move)
    assert outcome.status is ExitStatus.DONE
    assert (server.asked, other.asked, other.properties) == ([], ["SHOW STREAMS;"], [{"a": "b"}])
    assert outcome.out == "server\nhttp://other:8088\n"
    away = await shoot("SERVER nowhere\nSHOW STREAMS;")
    assert away.status is ExitStatus.SERVER_NOT_REACHED
    told = await shoot("SERVER http://me:hush@nowhere:1\n")
    assert "SERVER http://me:••••@nowhere:1" in told.err
    assert away.err.startswith("Nothing answers at nowhere.\n  at -e:1:1, statement 1: SERVER nowhere")


async def test_a_spool_has_what_was_shown(server: Any, shoot: Any, tmp_path: Path) -> None:
    path = tmp_path / "spool.txt"
    server.answers["SHOW FOO;"] = [StatementRefused("no such thing", code=40001, status=400, statement="", place=None)]
    script = (
        f"SHOW STREAMS; SPOOL '{path}'\n{SELECT} OUTPUT csv; VERSION\nPRINT 'p'; SHOW FOO; SPOOL x; SPOOL OFF;{SELECT}"
    )
    outcome = await shoot(script, Format.TABLE, continue_on_error=True)
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert f"Results are written to {path} already.\n" in outcome.err
    assert path.read_text("utf-8") == (
        f"ksql> {SELECT}\n"
        "NAME      |                  CNT\n----------+---------------------\nPeggy, P. | 12345678901234567890\n"
        "(1 row, finished)\n"
        "\nksql> OUTPUT csv;\nResults are written as csv from now on.\n"
        f"\nksql> VERSION;\nksqltui,server,address\n{__version__},7.6.1,http://fake:8088\n"
        "\nksql> PRINT 'p';\nkey: a\n"
        "\nksql> SHOW FOO;\nno such thing\n"
    )


async def test_spools_that_cannot_be(server: Any, shoot: Any, tmp_path: Path) -> None:
    outcome = await shoot(f"SPOOL {tmp_path}; SPOOL {tmp_path}/no/where; SPOOL OFF", continue_on_error=True)
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert "is a directory, so nothing was written." in outcome.err
    assert "There is no directory" in outcome.err
    assert "SPOOL was not on" in outcome.err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
async def test_a_full_disk_is_told_at_the_end_of_a_spool(
    server: Any, shoot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ksqltui.session.spool.writable_path", lambda text, overwrite: Path(text))
    outcome = await shoot(f"SPOOL /dev/full; {SELECT}")
    assert "/dev/full could not be written: no space left on device." in outcome.err
    assert outcome.out.startswith('{"NAME"')


async def test_pipelining_is_the_servers(server: Any, shoot: Any) -> None:
    await shoot("REQUEST-PIPELINING ON")
    assert server.pipelined is True
    await shoot("REQUEST-PIPELINING OFF;")
    assert server.pipelined is False


async def test_a_command_that_does_not_fit_is_not_sent(server: Any, shoot: Any) -> None:
    outcome = await shoot("SET CLI WRAP maybe\nSHOW STREAMS;")
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert outcome.err.splitlines()[0] == "'SET CLI WRAP maybe' does not fit."
    assert "It is written SET CLI WRAP ON|OFF." in outcome.err
    assert server.asked == []


async def test_variables_stand_as_they_are_where_the_session_says_so(server: Any, shoot: Any) -> None:
    script = "DEFINE v='x'; SET 'ksql.variable.substitution.enable'='false'; SET 'b'='${v}'; SHOW STREAMS;"
    await shoot(script)
    assert server.properties[0]["b"] == "${v}"


PUSH = "SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name EMIT CHANGES;"


@pytest.fixture
def keyed(server: ScriptedServer) -> ScriptedServer:
    described = QueryDescription(query=QueryDetails(fields=(Field("NAME", kind="KEY"), Field("CNT"))))
    server.answers[f"EXPLAIN {PUSH[:-1]};\nSHOW TABLES;"] = [described, SourceList(kind="TABLE")]
    server.answers[PUSH] = [HEADER, ROWS, GONE, COMPLETED]
    return server


async def test_a_changelog_says_what_each_row_does_to_its_key(keyed: Any, shoot: Any) -> None:
    outcome = await shoot(PUSH, Format.CSV, view=RowView.CHANGELOG)
    assert outcome.out == ("@op,@updates,NAME,CNT\n+,1,Peggy,1\n+,1,Carol,1\n~,2,Peggy,2\n-,2,Carol,<TOMBSTONE>\n")
    outcome = await shoot(PUSH, view=RowView.CHANGELOG)
    assert json.loads(outcome.out.splitlines()[-1]) == {
        "@op": "-",
        "@updates": 2,
        "NAME": "Carol",
        "CNT": None,
        "@tombstone": True,
    }


async def test_a_table_is_written_once_the_query_has_ended(keyed: Any, shoot: Any) -> None:
    outcome = await shoot(f"{PUSH} {SELECT}", Format.TABLE, view=RowView.TABLE)
    assert outcome.out == (
        "NAME  | CNT\n------+----\nPeggy |   2\n\n"
        "NAME      |                  CNT\n----------+---------------------\nPeggy, P. | 12345678901234567890\n"
    )
    assert outcome.err == "(1 key of 4 rows, finished)\n(1 row, finished)\n"
