"""The results table as a reader meets it: what is marked, what keeps still, where the cursor stays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.events import MouseScrollUp
from textual.pilot import Pilot

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.widgets.results_columns import ColumnLayout
from ksqltui.tui.widgets.results_lines import PLAIN, LinePainter
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.results_view import View

Fill = Callable[[QueryRun], None]
MakeRun = Callable[..., QueryRun]


def store_of(run: QueryRun) -> ResultsStore:
    assert run.store is not None
    return run.store


async def settle(pilot: Pilot[None]) -> None:
    """Lets the pane look at its run and the screen be painted."""
    await pilot.app.settle(pilot)  # type: ignore[attr-defined]


def row_with(app: Any, text: str) -> str:
    return next((line for line in app.text() if text in line), "")


def numbers(make_run: MakeRun, count: int, *, keyed: bool = False) -> QueryRun:
    run = make_run(title="numbers")
    run.store = ResultsStore((ResultColumn("N", "INTEGER"), ResultColumn("SQUARE", "BIGINT")), (0,) if keyed else ())
    run.store.apply([Row((n, n * n)) for n in range(count)], run.started_at)
    return run


async def test_rows_say_how_they_changed(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 18)) as pilot:
        await settle(pilot)

        assert "~×5" in row_with(app, "Carol")
        assert "5 ▲1   1\u00a0478 ▲188" in row_with(app, "Carol")
        assert row_with(app, "Chuck").lstrip("▎ ").startswith("+")
        assert row_with(app, "Trent").endswith("deleted")
        assert "1\u00a0823" in row_with(app, "Trent")


async def test_a_change_fades_and_leaves_its_tag(make_app: Any, clock: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 18)) as pilot:
        await settle(pilot)
        fresh = app.export_screenshot()
        clock.now += 4
        await settle(pilot)

        assert "▲" not in row_with(app, "Carol")
        assert "~×5" in row_with(app, "Carol")
        assert app.export_screenshot() != fresh


async def test_the_screen_rests_once_all_has_faded(make_app: Any, clock: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 18)) as pilot:
        await settle(pilot)
        windows.end(RunState.STOPPED, now=clock.now)
        await settle(pilot)
        assert not app.pane._active.is_at_rest
        clock.now += 11
        await settle(pilot)
        await settle(pilot)

        assert app.pane._active.is_at_rest
        assert not app.pane._timer._active.is_set()


async def test_when_too_much_changes_cells_keep_still(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 10, keyed=True)
    app = make_app(run)
    async with app.run_test(size=(80, 18)) as pilot:
        await settle(pilot)
        for turn in range(1, 12):
            clock.now += 0.1
            store_of(run).apply([Row((n, n * n + turn)) for n in range(10)], clock.now)
            await settle(pilot)

        assert not [line for line in app.text() if "▲" in line]
        assert [line for line in app.text() if "~×12" in line]


async def test_a_flood_is_painted_less_often_and_to_its_last_row(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 1)
    app = make_app(run)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        shown = set()
        for turn in range(1, 61):
            clock.now += 1 / 30
            store_of(run).apply([Row((n, n)) for n in range(turn * 100, turn * 100 + 100)], clock.now)
            await settle(pilot)
            shown.add(row_with(app, "▎ +"))
        assert len(shown) <= 40

        run.end(RunState.FINISHED, now=clock.now)
        clock.now += 1 / 30
        await settle(pilot)
        assert not app.pane._active.is_at_rest
        clock.now += 1 / 30
        await settle(pilot)
        assert row_with(app, "6\u00a0099")


async def test_t_shows_the_same_rows_as_a_changelog_and_back(make_app: Any, windows: QueryRun, fill: Fill) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(100, 22)) as pilot:
        await settle(pilot)
        await pilot.press("t")
        await settle(pilot)

        assert len([line for line in app.text() if "Carol" in line]) == 5
        assert "13 changes" in row_with(app, "streaming")
        assert row_with(app, "received")
        await pilot.press("t")
        await settle(pilot)
        assert len([line for line in app.text() if "Carol" in line]) == 1


async def test_the_tail_is_followed_until_the_reader_moves(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 100)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        assert row_with(app, " 99 ")
        clock.now += 2
        store_of(run).apply([Row((100, 10_000))], clock.now)
        await settle(pilot)
        await settle(pilot)
        assert " 100 " in row_with(app, "▎ +")

        await pilot.press("up")
        top = app.text()[2]
        store_of(run).apply([Row((n, 1)) for n in range(101, 200)], clock.now)
        await settle(pilot)
        assert app.text()[2] == top
        assert " 99 " in row_with(app, "▎ +")

        await pilot.press("end")
        await settle(pilot)
        assert " 199 " in row_with(app, "▎ +")


async def test_a_place_is_kept_while_older_rows_are_dropped(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = make_run()
    run.store = ResultsStore((ResultColumn("N", "INTEGER"),), (), max_rows=50)
    run.store.apply([Row((n,)) for n in range(50)], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        await pilot.press("up", "up")
        top = app.text()[2]
        clock.now += 1
        store_of(run).apply([Row((n,)) for n in range(50, 75)], clock.now)
        await settle(pilot)

        assert app.text()[2] == top
        assert "showing the last 50 of 75" in row_with(app, "streaming")
        store_of(run).apply([Row((n,)) for n in range(75, 300)], clock.now)
        await settle(pilot)
        assert "250" in app.text()[2]


async def test_widths_grow_at_most_once_a_second_and_never_shrink(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = make_run()
    run.store = ResultsStore((ResultColumn("NAME", "STRING"), ResultColumn("N", "INTEGER")), (0,))
    run.store.apply([Row(("Peggy", 1))], clock.now)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        narrow = app.text()[1]
        store_of(run).apply([Row(("Bartholomew", 2))], clock.now)
        await settle(pilot)
        assert app.text()[1] == narrow
        assert row_with(app, "Bart…")

        clock.now += 1.1
        await settle(pilot)
        await settle(pilot)
        assert row_with(app, "Bartholomew")
        assert len(app.text()[1]) > len(narrow)


async def test_decimal_points_stand_under_each_other(make_app: Any, make_run: MakeRun) -> None:
    run = make_run(kind=StatementKind.PULL_QUERY, state=RunState.FINISHED)
    run.store = ResultsStore((ResultColumn("PRICE", "DOUBLE"),))
    run.store.apply([Row((1.5,)), Row((-22.25,)), Row((100,)), Row((None,))], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(60, 12)) as pilot:
        await settle(pilot)
        await settle(pilot)

        places = {line.index(".") for line in app.text() if ("1.5" in line or "22.25" in line)}
        assert len(places) == 1
        assert row_with(app, "100").rstrip().endswith("100")
        assert len(row_with(app, "100").rstrip()) == places.pop()


async def test_a_pull_query_shows_every_row_from_the_first_without_tags(make_app: Any, make_run: MakeRun) -> None:
    run = make_run(kind=StatementKind.PULL_QUERY, state=RunState.FINISHED)
    run.ended_at = run.started_at + 0.4
    run.store = ResultsStore((ResultColumn("NAME", "STRING", key=True),), (0,))
    run.store.apply([Row(("Carol",)), Row(("Carol",)), *(Row((f"n{n}",)) for n in range(50))], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)

        assert [line[:9].rstrip() for line in app.text()[2:5]] == ["▎ Carol", "  Carol", "  n0"]
        assert "✓ finished   52 rows in 0.4 s" in row_with(app, "finished")


MESSY = [
    "[bold red]markup[/bold red]",
    "\x1b[2J\x1b[31mansi\x07",
    "two\nlines\tand a tab\r",
    "\u202etxt.exe\u2066",
    "日本語のとても長い名前" * 3,
    "👩‍👩‍👧 👍🏽 ❤️ 🇩🇪",
    "Z" + "\u0301" * 40,
    "x" * 100_000,
    "\x9b5mC1",
    "\ud800 alone",
]


@pytest.mark.parametrize("size", [(80, 24), (20, 8)])
async def test_no_data_can_break_the_screen(make_app: Any, make_run: MakeRun, size: tuple[int, int]) -> None:
    run = make_run()
    names = ["[b]HEAD[/b]", "A\nB", *(f"C{n}" for n in range(298))]
    run.store = ResultsStore(tuple(ResultColumn(name, "STRING") for name in names))
    run.store.apply([Row((text,) * 300) for text in MESSY], run.started_at)
    app = make_app(run)
    async with app.run_test(size=size) as pilot:
        for key in ("", "home", "right", "right", "end", "t", "right", "home"):
            await settle(pilot)
            strips = app.screen._compositor.render_strips()
            assert {strip.cell_length for strip in strips} == {size[0]}
            text = "".join(strip.text for strip in strips)
            assert not [
                c for c in text if c < " " or "\x7f" <= c < "\xa0" or "\u202a" <= c <= "\u202e" or c == "\u200d"
            ]
            if key:
                await pilot.press(key)


async def test_a_wide_table_scrolls_by_columns_under_frozen_tags(make_app: Any, make_run: MakeRun) -> None:
    run = make_run()
    run.store = ResultsStore(tuple(ResultColumn(f"COLUMN{n}", "STRING") for n in range(30)))
    run.store.apply([Row(tuple(f"value{n}" for n in range(30)))], run.started_at)
    app = make_app(run)
    async with app.run_test(size=(60, 12)) as pilot:
        await settle(pilot)
        await pilot.press(*["right"] * 30)
        await settle(pilot)

        assert "COLUMN29" in app.text()[1]
        assert app.text()[2].startswith("▎ +")
        assert "value29" in app.text()[2]


async def test_a_click_moves_the_cursor_and_the_wheel_does_not(make_app: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 100)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        table = app.query_one(ResultsTable)
        await pilot.click(ResultsTable, offset=(10, 3))
        await settle(pilot)
        chosen = table.cursor_line
        assert chosen is not None
        assert app.text()[4].startswith("▎")

        table.post_message(MouseScrollUp(table, 5, 5, 0, -1, 0, False, False, False))
        await pilot.pause()
        await settle(pilot)
        assert table.cursor_line == chosen
        assert not app.text()[4].startswith("▎")


async def test_a_burst_costs_no_more_than_what_is_seen(make_app: Any, clock: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 1)
    app = make_app(run)
    drawn: list[int] = []
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        table = app.query_one(ResultsTable)
        original = table.render_line

        def counted(y: int) -> Any:
            drawn.append(y)
            return original(y)

        table.render_line = counted
        store_of(run).apply([Row((n, n)) for n in range(200_000)], clock.now)
        clock.now += 1
        await settle(pilot)

        assert row_with(app, "199\u00a0999")
        assert len(drawn) < 100


async def test_a_cell_cursor_is_always_on_a_cell_and_a_column_cursor_lights_the_column(
    make_app: Any, make_run: MakeRun
) -> None:
    run = numbers(make_run, 20)
    app = make_app(run)
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        table = app.query_one(ResultsTable)
        row_only = app.export_screenshot()

        table.cursor_type = "cell"
        await pilot.press("left", "left")
        await settle(pilot)
        assert table.cursor_cell == (19, 0)
        cell = app.export_screenshot()
        await pilot.press("right", "right", "right", "up")
        assert table.cursor_cell == (18, 1)

        table.cursor_type = "column"
        await settle(pilot)
        column = app.export_screenshot()
        assert not [line for line in app.text()[2:] if line.startswith("▎")]

        table.cursor_type = "none"
        await settle(pilot)
        assert not [line for line in app.text()[2:] if line.startswith("▎")]
        assert table.cursor_cell is None
        assert len({row_only, cell, column, app.export_screenshot()}) == 4


async def test_the_owner_hears_where_the_reader_moves_and_not_what_the_tail_does(
    make_app: Any, clock: Any, make_run: MakeRun
) -> None:
    run = numbers(make_run, 20)
    app = make_app(run)
    heard: list[object] = []
    highlighted = (ResultsTable.RowHighlighted, ResultsTable.CellHighlighted)
    async with app.run_test(size=(80, 14), message_hook=heard.append) as pilot:
        await settle(pilot)
        clock.now += 1
        store_of(run).apply([Row((20, 400))], clock.now)
        await settle(pilot)
        assert not [each for each in heard if isinstance(each, highlighted)]

        await pilot.press("up", "right")
        for _ in range(200):
            moves = list(dict.fromkeys(each for each in heard if isinstance(each, highlighted)))
            if len(moves) > 1:
                break
            await pilot.pause(0.01)
        row, cell = moves
        assert isinstance(row, ResultsTable.RowHighlighted)
        assert (row.cursor_row, row.row_key) == (19, 19)
        assert isinstance(cell, ResultsTable.CellHighlighted)
        assert (cell.coordinate, cell.value) == ((19, 0), 19)

        await pilot.click(ResultsTable, offset=(app.text()[1].index("SQUARE") + 1, 0))
        for _ in range(200):
            if heads := [each.column_index for each in heard if isinstance(each, ResultsTable.HeaderSelected)]:
                break
            await pilot.pause(0.01)
        assert heads[:1] == [1]


def test_a_place_that_was_taken_before_there_was_room_leaves_no_blank_lines(make_run: MakeRun) -> None:
    store = store_of(numbers(make_run, 8))
    layout = ColumnLayout([("N", "INTEGER")], start=0)
    view = View("table", store.table, PLAIN, layout, LinePainter(layout, PLAIN, ()), True, True)
    view.go_to(6, 0)
    assert view.top == 6

    assert view.keep(20)
    assert (view.top, view.cursor) == (0, 6)
    assert not view.keep(20)


async def test_one_day_moves_into_the_heads_where_the_pane_is_narrow(
    make_app: Any, clock: Any, windows: QueryRun, fill: Fill
) -> None:
    fill(windows)
    app = make_app(windows)
    async with app.run_test(size=(60, 18)) as pilot:
        await settle(pilot)
        clock.now += 2
        await settle(pilot)
        assert app.text()[1].split()[:3] == ["WS", "2026-11-22", "NAME"]
        assert " 23:59:50.000    Carol" in row_with(app, "Carol")

        await pilot.resize_terminal(100, 18)
        await settle(pilot)
        assert "2026-11-22T23:59:50.000   Carol" in row_with(app, "Carol")

        await pilot.resize_terminal(60, 18)
        await settle(pilot)
        store_of(windows).apply([Row(("2026-11-23T00:00:00.000", "Dave", 1, 77))], clock.now)
        await settle(pilot)
        clock.now += 2
        await settle(pilot)
        assert "2026-11-23T00:00:00.000   Dave" in row_with(app, "Dave")
        assert "2026-11-22T23:59:50.000   Carol" in row_with(app, "Carol")


async def test_the_planes_are_styled_by_component_classes(make_app: Any, make_run: MakeRun) -> None:
    app = make_app(numbers(make_run, 3))
    app.CSS = "ResultsTable > .results-table--cursor { background: #123456; }"
    async with app.run_test(size=(80, 14)) as pilot:
        await settle(pilot)
        strips = app.screen._compositor.render_strips()
        planes = [{str(segment.style.bgcolor) for segment in strip if segment.style.bgcolor} for strip in strips]

        assert [y for y, plane in enumerate(planes) if any("123456" in each for each in plane)] == [4]


async def test_the_mouse_lights_its_row_and_a_double_click_opens_the_timeline(make_app: Any, make_run: MakeRun) -> None:
    run = numbers(make_run, 5, keyed=True)
    app = make_app(run)
    async with app.run_test(size=(80, 20)) as pilot:
        await settle(pilot)
        before = app.export_screenshot()
        await pilot.hover(ResultsTable, offset=(10, 2))
        await settle(pilot)
        lit = app.export_screenshot()
        assert lit != before
        await pilot.hover("ResultsTabs")
        await settle(pilot)
        assert app.export_screenshot() == before

        await pilot.click(ResultsTable, offset=(10, 2), times=2)
        await settle(pilot)
        assert app.pane._active.timeline is not None
        assert app.pane._active.timeline.number == 1
