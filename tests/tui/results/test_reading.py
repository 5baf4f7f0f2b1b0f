"""Reading a result by keys and mouse: filter, search, sort, columns, identity, copy, export."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.widgets.reading_table import ReadingTable
from ksqltui.tui.widgets.results_pane import ResultsPane

COLUMNS = (ResultColumn("NAME", "STRING"), ResultColumn("CITY", "STRING"), ResultColumn("CNT", "BIGINT"))
NAMES = ("Alice", "Bob", "Carol", "Dave", "Eve", "Frank", "Grace", "Heidi")


@pytest.fixture
def people(make_run: Callable[..., QueryRun]) -> QueryRun:
    """Eight people with a city each, one row per NAME."""
    run = make_run(title="people")
    run.store = ResultsStore(COLUMNS, (0,))
    run.identity_note = "one row per NAME"
    cities = ("Bern", "Oslo")
    run.store.apply([Row((name, cities[n % 2], (n * 5) % 8)) for n, name in enumerate(NAMES)], run.started_at)
    return run


@pytest.fixture(autouse=True)
def local_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """No clipboard of the machine that the tests run on is touched."""
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "TMUX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_CONNECTION", "a 1 b 2")


async def settle(pilot: Pilot[None]) -> None:
    """Until nothing on the screen changes by itself any more, and something has the focus."""
    app, still, before = pilot.app, 0, object()
    for _ in range(100):
        if still >= 5:
            return
        pane = app.query_one(ResultsPane)
        pane._tick()
        if app.focused is None:
            pane.focus_content()
        await pilot.pause()
        now = (app.text(), app.focused)  # type: ignore[attr-defined]
        still, before = (still + 1 if now == before and app.focused is not None else 0), now


def names(app: Any) -> list[str]:
    """The people on the screen from top to bottom."""
    return [name for line in app.text() if " × " not in f"{line} " for name in NAMES if f" {name} " in f"{line} "]


def screen(app: Any) -> str:
    return "\n".join(app.text())


async def type_in(pilot: Pilot[None], text: str) -> None:
    pilot.app.query_one(Input).value = text
    await pilot.pause()
    await settle(pilot)


async def test_a_filter_shows_what_matches_while_it_is_typed(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("slash", *"oslo")
        await settle(pilot)
        assert names(app) == ["Bob", "Dave", "Frank", "Heidi"]
        assert "4 of 8 rows" in screen(app)

        assert people.store is not None
        people.store.apply([Row(("Alice", "Oslo", 1)), Row(("Bob", "Bern", 1)), Row(("Ivan", "Oslo", 1))], 0.0)
        await settle(pilot)
        assert names(app) == ["Alice", "Dave", "Frank", "Heidi"]
        assert "5 of 9 rows" in screen(app)

        await type_in(pilot, "CITI = Oslo")
        assert "There is no column CITI. Did you mean CITY?" in screen(app)
        assert names(app) == ["Alice", "Dave", "Frank", "Heidi"]

        await pilot.press("escape")
        await settle(pilot)
        assert names(app) == list(NAMES)
        assert not app.query_one("FilterBar").display
        assert app.query_one(ReadingTable).has_focus


async def test_the_cursor_stays_on_its_row_when_rows_go(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("up", "up", "slash")
        await type_in(pilot, "CITY = Oslo")
        table = app.query_one(ReadingTable)
        assert table.cursor_line is not None
        assert table.cursor_line.values[0] == "Frank"
        await pilot.press("escape")
        await settle(pilot)
        assert table.cursor_line is not None
        assert table.cursor_line.values[0] == "Frank"


async def test_marks_and_the_way_from_match_to_match(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("home", "slash", "tab")
        await type_in(pilot, "/^[CE]/")
        assert names(app) == list(NAMES)
        assert "2 of 8 rows" in screen(app)
        await pilot.press("enter")
        table = app.query_one(ReadingTable)
        met = []
        for key in ("n", "n", "n", "N"):
            await pilot.press(key)
            assert table.cursor_line is not None
            met.append(table.cursor_line.values[0])
        assert met == ["Carol", "Eve", "Carol", "Eve"]


async def test_a_sort_holds_still_and_says_what_waits(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        await pilot.press("right", "right", "right", "s")
        await settle(pilot)
        rising = sorted(NAMES, key=lambda name: (NAMES.index(name) * 5) % 8)
        assert names(app) == rising
        assert "CNT▲" in screen(app)

        assert people.store is not None
        people.store.apply([Row(("Alice", "Bern", 100)), Row(("Ivan", "Bern", 0))], 0.0)
        await settle(pilot)
        assert names(app) == rising
        assert "+2 waiting" in screen(app)

        await pilot.press("s")
        await settle(pilot)
        assert names(app)[0] == "Alice"
        assert "CNT▼" in screen(app)
        await pilot.press("s")
        await settle(pilot)
        assert names(app) == list(NAMES)
        assert "waiting" not in screen(app)


async def test_a_click_on_a_head_sorts(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        at = next(line for line in app.text() if "NAME" in line and "CITY" in line).index("CITY")
        await pilot.click(ReadingTable, offset=(at, 0))
        await settle(pilot)
        assert "CITY▲" in screen(app)
        assert names(app)[:4] == ["Alice", "Carol", "Eve", "Grace"]


async def test_the_timeline_is_that_of_the_row_that_is_seen(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 24)) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        await type_in(pilot, "NAME = Eve")
        await pilot.press("enter", "enter")
        await settle(pilot)
        assert "›  Eve" in screen(app)
        await pilot.press("escape")
        await settle(pilot)
        assert names(app) == ["Eve"]


async def test_columns_are_hidden_and_moved(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("c", "down", "space", "end", "shift+up", "shift+up", "escape")
        await settle(pilot)
        head = next(line for line in app.text() if "CNT" in line and "NAME" in line)
        assert head.split() == ["CNT", "NAME"]
        assert "1 hidden" in screen(app)
        await pilot.press("slash")
        await type_in(pilot, "Oslo")
        assert names(app) == ["Bob", "Dave", "Frank", "Heidi"]


async def test_what_makes_a_row_is_chosen_while_it_runs(make_app: Any, clock: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await pilot.press("i")
        await pilot.pause()
        assert "One row per NAME." in screen(app)
        await pilot.press("space", "down", "space")
        assert "One row per CITY." in screen(app)
        await pilot.press("enter")
        await app.workers.wait_for_complete()
        await settle(pilot)
        clock.now += 1
        await settle(pilot)
        assert names(app) == ["Grace", "Heidi"]
        assert "one row per CITY" in screen(app)
        assert app.query_one(ReadingTable).has_focus
        assert people.store is not None
        people.store.apply([Row(("Ivan", "Oslo", 1))], 0.0)
        await settle(pilot)
        assert names(app) == ["Grace"]


async def test_cells_and_rows_are_copied_and_it_is_said(make_app: Any, people: QueryRun) -> None:
    app = make_app(people)
    async with app.run_test(size=(120, 30)) as pilot:
        await settle(pilot)
        await pilot.press("home", "right", "y")
        await app.workers.wait_for_complete()
        assert app.clipboard == "Alice"
        await settle(pilot)
        assert "copied the cell NAME through the terminal" in screen(app)

        await pilot.press("left", "shift+down", "y")
        await app.workers.wait_for_complete()
        assert app.clipboard == "NAME\tCITY\tCNT\nAlice\tBern\t0\nBob\tOslo\t5"
        await pilot.press("Y")
        await app.workers.wait_for_complete()
        assert json.loads(app.clipboard)[1] == {"NAME": "Bob", "CITY": "Oslo", "CNT": 5}


async def test_an_export_writes_what_is_seen_and_asks_before_it_replaces(
    make_app: Any, people: QueryRun, tmp_path: Path
) -> None:
    app, path = make_app(people), tmp_path / "people.csv"
    async with app.run_test(size=(160, 30)) as pilot:
        await settle(pilot)
        await pilot.press("slash")
        await type_in(pilot, "Oslo")
        await pilot.press("enter", "right", "s", "s")
        await settle(pilot)
        for answer, expected in ((None, 4), ("n", 1), ("y", 4)):
            await pilot.press("e")
            await pilot.pause()
            app.screen.query_one(Input).value = str(path)
            await pilot.press("enter")
            if answer is None:
                await app.workers.wait_for_complete()
            else:
                while "Replace the file?" not in screen(app):
                    await pilot.pause(0.01)
                await pilot.press(answer)
                await app.workers.wait_for_complete()
            lines = path.read_text().splitlines()
            assert len(lines) == 1 + expected
            if answer is None:
                assert lines == ["NAME,CITY,CNT", "Heidi,Oslo,3", "Frank,Oslo,1", "Dave,Oslo,7", "Bob,Oslo,5"]
                await settle(pilot)
                assert "wrote 4 rows to" in screen(app)
            path.write_text("NAME\nmine\n")
    assert os.listdir(tmp_path) == ["people.csv"]


async def test_the_cursor_keeps_its_row_through_what_is_typed_before_the_whole_filter(
    make_app: Any, people: QueryRun
) -> None:
    app = make_app(people)
    async with app.run_test(size=(100, 20)) as pilot:
        await settle(pilot)
        table = app.query_one(ReadingTable)
        await pilot.press("up", "up", "up", "slash")
        await type_in(pilot, "CNT >= 4")
        assert table.cursor_line is not None
        assert table.cursor_line.values[0] == "Eve"

        await type_in(pilot, "nobody")
        assert table.cursor_line is None
        await pilot.press("escape")
        await settle(pilot)
        assert table.cursor_line is not None
        assert table.cursor_line.values[0] == "Eve"
