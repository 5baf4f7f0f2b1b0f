"""A stream at full speed leaves the loop to others between two steps: a key press takes many turns to be seen."""

from __future__ import annotations

import asyncio

import pytest

from ksqltui.model.stream import Header, PlainRows, ResultColumn, Rows
from ksqltui.session.identity import RowIdentity
from ksqltui.session.intake import BYTES_PER_STEP, ROWS_PER_STEP, Intake
from ksqltui.session.query_run import QueryRun
from ksqltui.sql.analysis import StatementKind

HOPS = 20


@pytest.mark.parametrize(
    ("count", "size"),
    [pytest.param(ROWS_PER_STEP, 10, id="many rows"), pytest.param(3, BYTES_PER_STEP, id="wide rows")],
)
async def test_a_key_press_is_through_after_one_step(count: int, size: int) -> None:
    run = QueryRun(1, "SELECT * FROM s EMIT CHANGES;", title="s", kind=StatementKind.PUSH_QUERY, place=0, now=0.0)
    intake = Intake(run, row_limit=None, reader=None, clock=lambda: 1.0)
    intake.open(Header("q", (ResultColumn("N", "INTEGER"),)), RowIdentity())
    seen: list[int] = []

    async def key_press() -> None:
        for _ in range(HOPS):
            await asyncio.sleep(0)
        seen.append(run.rows_received)

    pressed = asyncio.create_task(key_press())
    for _ in range(10):
        await intake.rows(Rows(PlainRows([(1,)] * count), size))
    await pressed

    assert seen == [count]
