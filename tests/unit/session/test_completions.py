"""Holds a session's completions to the live server's names and to what it tells of its functions."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.descriptions import RunningQuery
from ksqltui.model.entities import DescribeFunction, FunctionNames
from ksqltui.model.errors import KsqlError
from ksqltui.model.listings import FunctionArgument, FunctionName, FunctionSignature, KafkaTopic
from ksqltui.session.completions import Completions
from ksqltui.session.console import Console

SNAPSHOT = ServerSnapshot(
    topics=(KafkaTopic("payments", (3, 3, 3)),),
    streams=(
        CatalogSource(
            "PAYMENTS",
            "STREAM",
            "payments",
            "KAFKA",
            "JSON",
            False,
            columns=(SourceColumn("NAME", "VARCHAR"), SourceColumn("AMOUNT", "INTEGER")),
        ),
    ),
    tables=(
        CatalogSource(
            "TOTALS", "TABLE", "totals", "KAFKA", "JSON", True, "TUMBLING", (SourceColumn("CNT", "BIGINT", "KEY"),)
        ),
    ),
    queries=(RunningQuery("", ("TOTALS",), (), "CTAS_TOTALS_3", {}, "PERSISTENT", "RUNNING"),),
    properties={"auto.offset.reset": "latest"},
)


def argument(name: str, kind: str, *, many: bool = False) -> FunctionArgument:
    return FunctionArgument(name, kind, "", many)


FUNCTIONS = (
    FunctionNames(functions=(FunctionName("SUM", "AGGREGATE"), FunctionName("SUBSTRING", "SCALAR", "STRING"))),
)
SUBSTRING = DescribeFunction(
    name="SUBSTRING",
    description="Cuts.",
    type="SCALAR",
    functions=(
        FunctionSignature((argument("text", "VARCHAR"), argument("from", "INT")), "VARCHAR", ""),
        FunctionSignature((argument("text", "VARCHAR"), argument("from", "INT"), argument("count", "INT")), "VARCHAR"),
    ),
)


@pytest.fixture
def completions(server: Any) -> Completions:
    server.answers["SHOW FUNCTIONS;"] = FUNCTIONS
    server.answers["DESCRIBE FUNCTION SUBSTRING;"] = (SUBSTRING,)
    console = Console(server)
    console.watcher.snapshot = SNAPSHOT
    return Completions(console)


def offered(completions: Completions, text: str) -> list[str]:
    offer = completions.offer(text.replace("|", ""), text.index("|"))
    return [match.candidate.name for match in offer.matches]


async def told(completions: Completions, version: int) -> None:
    async with asyncio.timeout(5):
        await asyncio.gather(*(task for task in asyncio.all_tasks() if "FUNCTION" in task.get_name()))
    assert completions.version == version


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * FROM |", ["PAYMENTS", "TOTALS"]),
        ("DROP TABLE |", ["TOTALS", "IF EXISTS"]),
        ("SELECT p.| FROM payments p", ["AMOUNT", "NAME", "ROWOFFSET", "ROWPARTITION", "ROWTIME"]),
        ("SELECT wind| FROM totals", ["WINDOWEND", "WINDOWSTART"]),
        ("SELECT am|", ["AMOUNT", "NAME"]),
        ("SELECT am| FROM totals", []),
        ("TERMINATE |", ["CTAS_TOTALS_3", "ALL"]),
        ("PRINT |", ["payments"]),
        ("CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='|", ["payments"]),
        ("CREATE STREAM s (a INT) WITH (VALUE_FORMAT='js|", ["JSON", "JSON_SR"]),
        ("SET 'off|", ["auto.offset.reset"]),
        ("SET 'procguar|", ["processing.guarantee"]),
        ("SET 'auto.offset.reset' = '|", ["earliest", "latest"]),
    ],
)
async def test_names_come_from_the_server(completions: Completions, text: str, names: list[str]) -> None:
    assert offered(completions, text) == names
    await completions.close()


async def test_functions_are_asked_for_once_and_offered_when_they_are_told(
    completions: Completions, server: Any
) -> None:
    assert "SUM" not in offered(completions, "SELECT su|")
    await told(completions, 1)
    assert offered(completions, "SELECT su|") == ["SUM", "SUBSTRING"]
    assert [sent.sql for sent in server.sent] == ["SHOW FUNCTIONS;"]


async def test_a_signature_is_the_one_with_room_for_the_argument(completions: Completions) -> None:
    completions.start()
    await told(completions, 1)
    text = "SELECT SUBSTRING(a, 1, "
    assert completions.signature(text, len(text)) is None
    await told(completions, 2)
    short = completions.signature(text, len("SELECT SUBSTRING(a, "))
    long = completions.signature(text, len(text))
    assert short is not None
    assert long is not None
    assert (short.number, short.argument, short.count, short.description) == (0, 1, 2, "Cuts.")
    assert (long.number, long.argument) == (1, 2)
    beyond = completions.signature("SELECT SUBSTRING(a, 1, 2, ", 26)
    assert beyond is not None
    assert beyond.argument is None


async def test_a_server_that_does_not_tell_is_asked_again_later_and_not_at_once(server: Any) -> None:
    server.answers["SHOW FUNCTIONS;"] = KsqlError("busy")
    now = [0.0]
    completions = Completions(Console(server), clock=lambda: now[0])

    async def ask() -> int:
        offered(completions, "SELECT su|")
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return len(server.sent)

    assert await ask() == 1
    assert await ask() == 1
    now[0] = 60.0
    assert await ask() == 2
    await completions.close()


async def test_a_new_snapshot_is_seen(completions: Completions, server: Any) -> None:
    console = Console(server)
    completions = Completions(console)
    assert offered(completions, "SELECT * FROM |") == []
    console.watcher.snapshot = SNAPSHOT
    console.watcher.version += 1
    assert offered(completions, "SELECT * FROM |") == ["PAYMENTS", "TOTALS"]
    await completions.close()
