"""What a script sees of one-shot mode: data, words and exit status."""

from __future__ import annotations

import io
from typing import Any

import pytest

from ksqltui.headless.runner import ExitStatus
from ksqltui.model.entities import CurrentStatus, Queries, SourceList
from ksqltui.model.errors import ConnectionLost, NotKsqlServer, NotReached, Place, StatementRefused
from ksqltui.model.listings import CommandStatus, SourceInfo
from ksqltui.model.stream import Ended, EndReason, Header, Lines, ResultColumn, Row, Rows
from ksqltui.model.writers.protocol import Format

GROUP_BY = (
    "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.\n"
    "Add EMIT CHANGES if you intended to issue a push query."
)
HEADER = Header("transient_1", (ResultColumn("NAME", "STRING"), ResultColumn("AMOUNT", "INTEGER")))
ROWS = Rows((Row(("Peggy", 12)), Row(("Carol", 940))), 40)
COMPLETED = Ended(EndReason.QUERY_COMPLETED)


def refused(message: str, place: Place | None = None) -> StatementRefused:
    return StatementRefused(message, code=40001, status=400, statement="", place=place)


async def test_rows_go_out_and_nothing_else(server: Any, shoot: Any) -> None:
    server.answers["SELECT * FROM payments;"] = [HEADER, ROWS, COMPLETED]
    outcome = await shoot("SELECT * FROM payments")
    assert outcome.status is ExitStatus.DONE
    assert outcome.out == '{"NAME":"Peggy","AMOUNT":12}\n{"NAME":"Carol","AMOUNT":940}\n'
    assert outcome.err == ""


async def test_a_table_tells_how_the_query_ended(server: Any, shoot: Any) -> None:
    server.answers["SELECT * FROM payments;"] = [HEADER, ROWS, COMPLETED]
    outcome = await shoot("SELECT * FROM payments;", Format.TABLE)
    assert outcome.out == "NAME  | AMOUNT\n------+-------\nPeggy |     12\nCarol |    940\n"
    assert outcome.err == "(2 rows, finished)\n"


async def test_a_servers_error_comes_whole_and_first(server: Any, shoot: Any) -> None:
    statement = "SELECT name, SUM(amount) AS total FROM payments GROUP BY name;"
    server.answers[statement] = [refused(GROUP_BY)]
    outcome = await shoot(f"-- the lesson\n{statement}")
    assert outcome.status is ExitStatus.STATEMENT_FAILED
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert lines[:2] == GROUP_BY.splitlines()
    assert "-e:2:1" in lines[2]
    assert lines[3].endswith("GROUP BY name EMIT CHANGES;")


async def test_a_syntax_error_is_placed_in_the_whole_script(server: Any, shoot: Any) -> None:
    server.answers["SHOW STREAMS FOO;"] = [refused("line 1:14: Syntax Error", Place(1, 14))]
    server.answers["SHOW\nTABLES FOO;"] = [refused("line 2:8: Syntax Error", Place(2, 8))]
    outcome = await shoot("\n  SHOW STREAMS FOO; SHOW\nTABLES FOO;", continue_on_error=True)
    assert "-e:2:16" in outcome.err
    assert "-e:3:8" in outcome.err


async def test_a_script_stops_at_its_first_error_unless_told_otherwise(server: Any, shoot: Any) -> None:
    server.answers["SHOW FOO;"] = [refused("no")]
    stopped = await shoot("SHOW FOO; SHOW STREAMS;")
    assert server.asked == ["SHOW FOO;"]
    assert stopped.status is ExitStatus.STATEMENT_FAILED
    continued = await shoot("SHOW FOO; SHOW STREAMS;", continue_on_error=True)
    assert server.asked[1:] == ["SHOW FOO;", "SHOW STREAMS;"]
    assert continued.status is ExitStatus.STATEMENT_FAILED


@pytest.mark.parametrize("problem", [NotReached("Nothing answers at fake:8088."), NotKsqlServer("That is no ksqlDB.")])
async def test_a_server_that_is_away_is_status_3(server: Any, shoot: Any, problem: Any) -> None:
    server.problem = problem
    outcome = await shoot("SHOW STREAMS;")
    assert outcome.status is ExitStatus.SERVER_NOT_REACHED
    assert outcome.err.startswith(problem.message)
    assert server.asked == []


async def test_a_lost_stream_is_status_3_and_keeps_what_came(server: Any, shoot: Any) -> None:
    server.answers["SELECT * FROM payments EMIT CHANGES;"] = [HEADER, ROWS, ConnectionLost("The connection broke.")]
    outcome = await shoot("SELECT * FROM payments EMIT CHANGES;", Format.JSON)
    assert outcome.status is ExitStatus.SERVER_NOT_REACHED
    assert outcome.out == '[\n{"NAME":"Peggy","AMOUNT":12},\n{"NAME":"Carol","AMOUNT":940}\n]\n'
    assert outcome.err.startswith("The connection broke.\n")
    assert "2 rows had come before it" in outcome.err


async def test_a_limit_is_no_failure(server: Any, shoot: Any) -> None:
    server.answers["SELECT * FROM payments EMIT CHANGES;"] = [HEADER, ROWS, ROWS]
    outcome = await shoot("SELECT * FROM payments EMIT CHANGES;", Format.CSV, row_limit=3)
    assert outcome.status is ExitStatus.DONE
    assert outcome.out.splitlines() == ["NAME,AMOUNT", "Peggy,12", "Carol,940", "Peggy,12"]


async def test_lists_are_data_and_commands_are_words(server: Any, shoot: Any) -> None:
    info = SourceInfo("STREAM", "PAYMENTS", "payments", "KAFKA", "JSON", False)
    server.answers["SHOW STREAMS;"] = [SourceList(sources=(info,))]
    server.answers["DROP STREAM payments;"] = [
        CurrentStatus(command_status=CommandStatus("SUCCESS", "Source `PAYMENTS` was dropped."), warnings=("Careful.",))
    ]
    outcome = await shoot("SHOW STREAMS; DROP STREAM payments;")
    assert outcome.out.count("\n") == 1
    assert '"PAYMENTS"' in outcome.out
    assert outcome.err == "Source `PAYMENTS` was dropped.\nWarning: Careful.\n"


async def test_an_empty_list_has_its_heads_in_a_table(server: Any, shoot: Any) -> None:
    server.answers["SHOW QUERIES;"] = [Queries()]
    assert (await shoot("SHOW QUERIES;", Format.TABLE)).out.startswith("query | type")
    assert (await shoot("SHOW QUERIES;")).out == ""


async def test_lines_of_print_are_text_in_every_format(server: Any, shoot: Any) -> None:
    lines = ("Key format: KAFKA_STRING", "rowtime: 2026/11/22 20:56:01.780 Z, key: Carol, value: {}")
    server.answers["PRINT 'payments';"] = [Lines(lines, 90), Ended(EndReason.CLOSED)]
    for chosen in Format:
        assert (await shoot("PRINT 'payments';", chosen)).out == "\n".join(lines) + "\n"


async def test_set_holds_for_what_follows(server: Any, shoot: Any) -> None:
    outcome = await shoot("SET 'auto.offset.reset'='earliest'; SHOW STREAMS;")
    assert server.asked == ["SHOW STREAMS;"]
    assert server.properties == [{"auto.offset.reset": "earliest"}]
    assert "auto.offset.reset" in outcome.err


async def test_escapes_in_a_servers_message_do_not_reach_the_terminal(server: Any, shoot: Any) -> None:
    server.answers["SHOW FOO;"] = [refused("bad \x1b[2J\n\ttabbed")]
    outcome = await shoot("SHOW FOO;")
    assert outcome.err.startswith("bad \\x1b[2J\n\ttabbed\n")


class ClosedPipe(io.StringIO):
    def write(self, text: str) -> int:
        if self.tell() > 30:
            raise BrokenPipeError
        return super().write(text)


async def test_a_reader_that_has_gone_ends_the_script_quietly(server: Any, shoot: Any) -> None:
    server.answers["SELECT * FROM payments EMIT CHANGES;"] = [HEADER, ROWS, ROWS]
    outcome = await shoot("SELECT * FROM payments EMIT CHANGES; SHOW STREAMS;", out=ClosedPipe())
    assert outcome.status is ExitStatus.DONE
    assert outcome.err == ""
    assert server.asked == ["SELECT * FROM payments EMIT CHANGES;"]


async def test_an_empty_script_is_done(server: Any, shoot: Any) -> None:
    outcome = await shoot(" -- nothing\n ; ")
    assert (outcome.status, outcome.out, outcome.err) == (ExitStatus.DONE, "", "")
