"""Whatever a topic holds is shown as text, is shown soon, and is kept whole: from the server's bytes to the screen."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from rich.cells import cell_len
from textual.pilot import Pilot

from ksqltui.ksqldb.stream_reader import StreamReader
from ksqltui.model.cell_text import CellText, cell_text
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import Header, Rows
from ksqltui.session.query_run import QueryRun

MakeRun = Callable[..., QueryRun]


def received(run: QueryRun, schema: str, rows: Sequence[Sequence[object]], *, keyed: bool = False) -> ResultsStore:
    """The run after the server answered so, through the reader that the console has."""
    head = {"header": {"queryId": "q", "schema": schema}}
    lines = [f"[{json.dumps(head)},", *(json.dumps({"row": {"columns": row}}) + "," for row in rows)]
    for event in StreamReader().feed("\n".join([*lines, ""]).encode()):
        match event:
            case Header(columns=columns):
                run.store = ResultsStore(columns, (0,) if keyed else ())
            case Rows(rows=found, size=size, segment=segment) if run.store is not None:
                run.store.apply(found, run.started_at, size, segment)
    assert run.store is not None
    assert run.store.received == len(rows)
    return run.store


async def settle(pilot: Pilot[None]) -> None:
    for _ in range(3):
        pilot.app.query_one("ResultsPane")._tick()  # type: ignore[attr-defined]
        await pilot.pause()


def row_with(app: Any, text: str) -> str:
    return next((line for line in app.text() if text in line), "")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("a\x00b", "a\\x00b"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("[bold]no markup[/]", "[bold]no markup[/]"),
        ("$(rm) `x` {0} %s", "$(rm) `x` {0} %s"),
        ("line\r\nnext", "line\\r\\nnext"),
        ("abc\u202ecba", "abc\\u202ecba"),
        ("שלום עולם", "שלום עולם"),
        ("日本語", "日本語"),
        ("e\u0301te\u0301", "e\u0301te\u0301"),
        ("\ufeffbom", "\\ufeffbom"),
        ("zero\u200bwidth", "zero\\u200bwidth"),
        ("", "''"),
        ("null", "null"),
    ],
)
async def test_a_cell_shows_every_character_and_hides_none(
    make_app: Any, make_run: MakeRun, value: str, shown: str
) -> None:
    run = make_run()
    store = received(run, "`BEFORE` STRING, `V` STRING, `AFTER` STRING", [["before", value, "after"]])
    app = make_app(run)
    async with app.run_test(size=(100, 12)) as pilot:
        await settle(pilot)
        line = row_with(app, "before")

        assert f" {shown} " in line
        # What follows stands where it stood without the value: its width was counted as the terminal counts it.
        assert cell_len(line.partition("after")[0]) == cell_len(row_with(app, "BEFORE").partition("AFTER")[0])
        assert store.changelog.line(0).values[1] == value


async def test_a_string_of_a_megabyte_is_cut_on_the_screen_and_whole_in_the_store(
    make_app: Any, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    long = "日本\x1b" * (1 << 20)
    store = received(run, "`A` STRING, `V` STRING, `B` STRING", [["a", long, "b"], ["c", long[::-1], "d"]])
    app = make_app(run)
    measured: list[int] = []

    def counted(text: str) -> int:
        measured.append(len(text))
        return cell_len(text)

    monkeypatch.setattr("ksqltui.tui.widgets.results_lines.cell_len", counted)
    async with app.run_test(size=(100, 12)) as pilot:
        await settle(pilot)

        assert "日本\\x1b日本" in row_with(app, " a ")
        assert "…" in row_with(app, " a ")
        assert max(measured) <= 2_001
        assert store.changelog.line(0).values[1] == long
        assert store.changelog.line(1).values[1] == long[::-1]


async def test_nested_values_are_compact_and_scroll_into_sight(make_app: Any, make_run: MakeRun) -> None:
    run = make_run()
    schema = "`S` STRUCT<`A` INTEGER, `B` STRING>, `M` MAP<STRING, DOUBLE>, `L` ARRAY<ARRAY<BIGINT>>"
    received(run, schema, [[{"A": 1, "B": "x\n"}, {"k": 1.5}, [[1, 2], None]], [None, {}, []]])
    app = make_app(run)
    async with app.run_test(size=(100, 12)) as pilot:
        await settle(pilot)
        line = row_with(app, '{"A"')

        assert '{"A":1,"B":"x\\n"}' in line
        assert '{"k":1.5}' in line
        assert "[[1,2],null]" in line
        assert row_with(app, "{}").split()[-3:] == ["null", "{}", "[]"]


async def test_columns_of_one_name_are_columns_of_their_own(make_app: Any, make_run: MakeRun) -> None:
    run = make_run()
    store = received(run, "`N` STRING, `N` BIGINT, `N` STRING", [["k", 1, "x"], ["k", 2, "y"]], keyed=True)
    app = make_app(run)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)

        assert app.text()[1].split() == ["N", "N", "N"]
        assert row_with(app, "~×2").split()[-4:] == ["k", "2", "▲1", "y"]
        assert store.table.line(0).values == ("k", 2, "y")


async def test_of_two_thousand_columns_only_those_on_the_screen_are_drawn(
    make_app: Any, make_run: MakeRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = make_run()
    count = 2_000
    schema = ", ".join(f"`COLUMN{n}` STRING" for n in range(count))
    store = received(run, schema, [[f"r{row}c{n}" for n in range(count)] for row in range(30)])
    app = make_app(run)
    drawn: list[object] = []

    def counted(value: object) -> CellText:
        drawn.append(value)
        return cell_text(value)

    monkeypatch.setattr("ksqltui.tui.widgets.results_lines.cell_text", counted)
    async with app.run_test(size=(120, 36)) as pilot:
        await settle(pilot)
        assert 0 < len(set(drawn)) < 30 * 20

        await pilot.press(*["right"] * 12)
        await settle(pilot)
        assert "COLUMN11" in app.text()[1]
        app.query_one("ResultsTable").action_column(count)
        await settle(pilot)
        assert f"COLUMN{count - 1}" in app.text()[1]
        assert row_with(app, f"r0c{count - 1}")
        assert len(store.changelog.line(29).values) == count


async def test_a_schema_that_changed_between_two_runs_shows_each_with_its_own(make_app: Any, make_run: MakeRun) -> None:
    before, after = make_run(title="before"), make_run(title="after")
    received(before, "`NAME` STRING, `AMOUNT` INTEGER", [["Carol", 188]])
    received(after, "`AMOUNT` STRING, `ID` BIGINT, `NAME` STRING", [["much", 7, "Carol"]])
    app = make_app(before, after)
    async with app.run_test(size=(80, 12)) as pilot:
        await settle(pilot)
        assert app.text()[1].split() == ["AMOUNT", "ID", "NAME"]
        assert row_with(app, "Carol").split()[-3:] == ["much", "7", "Carol"]

        await pilot.press("left_square_bracket")
        await settle(pilot)
        assert app.text()[1].split() == ["NAME", "AMOUNT"]
        assert row_with(app, "Carol").split()[-2:] == ["Carol", "188"]
