"""Holds the main screen to its promises: what F5 runs, who is asked first, what the keys do, what folds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.entities import ServerInfo
from ksqltui.model.errors import Place, RequestRefused
from ksqltui.model.listings import KafkaTopic
from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.help import HelpScreen
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.header import HeaderBar
from ksqltui.tui.widgets.results_pane import ResultsPane
from ksqltui.tui.widgets.results_table import ResultsTable
from ksqltui.tui.widgets.run_view import RunView
from ksqltui.tui.widgets.side_panel import SidePanel

OpenApp = Callable[..., KsqltuiApp]
WIDE = (120, 36)
NARROW = (80, 24)
DROP_LINE = 6


async def ready(pilot: Pilot[None]) -> MainScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return screen


def row_text(screen: MainScreen, row: int) -> str:
    """What stands in one row of the screen."""
    return "".join(segment.text for segment in screen._compositor.render_strips()[row])


async def test_f5_runs_the_statement_at_the_cursor_and_its_note_tells_the_tab(open_app: OpenApp, server: Any) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("down", "down", "f5")
        await until(pilot, lambda: screen.session.runs and screen.session.runs[0].state is RunState.STREAMING)
        assert server.sent == ["SELECT name, amount\n  FROM payments EMIT CHANGES;"]
        await until(pilot, lambda: "● tab 1, 2 rows" in row_text(screen, 4))
        await pilot.press("escape")
        await until(pilot, lambda: "■ tab 1, 2 rows" in row_text(screen, 4))
        assert server.open_streams == 0


@pytest.mark.parametrize("key", ["ctrl+j", "alt+enter", "ctrl+enter"])
async def test_other_keys_run_too_where_a_terminal_keeps_f5_for_itself(
    key: str, open_app: OpenApp, server: Any
) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press(key)
        await until(pilot, lambda: server.sent)


async def test_a_selection_of_several_runs_in_order_and_a_push_query_does_not_hold_up_the_next(
    open_app: OpenApp, server: Any
) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        editor = screen.query_one(EditorPane).editor
        editor.select_all()
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        assert [sql.split()[0] for sql in server.sent] == ["SELECT", "CREATE"]
        await pilot.press("y")
        await until(pilot, lambda: len(server.sent) == 3)
        assert [run.number for run in screen.session.runs] == [1, 2, 3]


async def test_a_script_stops_at_its_first_failure(open_app: OpenApp, server: Any) -> None:
    server.refusals["CREATE STREAM"] = RequestRefused("no such thing", code=40001, status=400)
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.query_one(EditorPane).editor.select_all()
        await pilot.press("f5")
        await until(pilot, lambda: len(screen.session.runs) == 2 and screen.session.runs[1].state is RunState.FAILED)
        await pilot.pause(0.1)
        assert len(server.sent) == 2
        assert isinstance(app.screen, MainScreen)


@pytest.mark.parametrize(("key", "sent"), [("y", 1), ("n", 0), ("escape", 0), ("enter", 0)])
async def test_dropping_asks_first(key: str, sent: int, open_app: OpenApp, server: Any) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.query_one(EditorPane).editor.move_cursor((DROP_LINE, 0))
        await pilot.press("f5")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        await pilot.pause(0.05)
        assert len(server.sent) == sent


async def test_read_only_refuses_to_drop_without_asking(open_app: OpenApp, server: Any) -> None:
    app = open_app(read_only=True)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.query_one(EditorPane).editor.move_cursor((DROP_LINE, 0))
        await pilot.press("f5")
        await until(pilot, lambda: screen.session.runs and screen.session.runs[0].state is RunState.FAILED)
        assert server.sent == []
        assert "read only" in row_text(screen, 0)


async def test_the_place_of_an_error_is_underlined_until_the_text_changes(open_app: OpenApp, server: Any) -> None:
    server.refusals["payments"] = RequestRefused("line 2:8: no", code=40001, status=400, place=Place(2, 8))
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        editor = screen.query_one(EditorPane).editor
        await pilot.press("f5")

        def underlined() -> str:
            line = editor.get_line(2)
            return "".join(
                line.plain[span.start : span.end] for span in line.spans if getattr(span.style, "underline", False)
            )

        await until(pilot, lambda: underlined() == "payments")
        await until(pilot, lambda: "✗ tab 1, no" in row_text(screen, 4))
        await pilot.press("f6", "enter")
        await until(pilot, lambda: editor.has_focus)
        assert editor.cursor_location == (2, 7)
        await pilot.press("x")
        assert underlined() == ""


async def test_f8_takes_the_fix_from_the_editor_and_undo_brings_the_text_back(open_app: OpenApp, server: Any) -> None:
    message = (
        "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.\n"
        "Add EMIT CHANGES if you intended to issue a push query."
    )
    script = "SELECT name, SUM(amount) AS total\n  FROM payments GROUP BY name;"
    server.refusals["GROUP BY name;"] = RequestRefused(message, code=40001, status=400)
    app = open_app(script=script)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: screen.check_action("fix", ()))
        await pilot.press("f8")
        editor = screen.query_one(EditorPane).editor
        await until(pilot, lambda: len(server.sent) == 2)
        assert "EMIT CHANGES" in server.sent[1]
        assert editor.script.endswith("GROUP BY name EMIT CHANGES;")
        await pilot.press("ctrl+z")
        assert editor.script == script


async def test_the_palette_and_a_click_turn_where_queries_begin(open_app: OpenApp, server: Any) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        assert "from latest" in row_text(screen, 1)
        commands = {command.title: command for command in app.get_system_commands(screen)}
        commands["From earliest"].callback()
        await until(pilot, lambda: "from earliest" in row_text(screen, 1))
        assert "From latest" in {command.title for command in app.get_system_commands(screen)}
        await pilot.press("f5")
        await until(pilot, lambda: server.sent)
        assert server.properties[0]["auto.offset.reset"] == "earliest"
        await pilot.click(offset=(row_text(screen, 1).index("earliest"), 1))
        await until(pilot, lambda: "from latest" in row_text(screen, 1))


async def test_ctrl_c_never_quits_and_ctrl_q_closes_the_session(open_app: OpenApp, server: Any) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f5", "ctrl+c", "f6", "ctrl+c")
        await pilot.pause(0.05)
        assert app.is_running
        assert not server.closed
        await pilot.press("ctrl+q")
        await until(pilot, lambda: server.closed)
    assert server.open_streams == 0
    assert app.return_code == 0


async def test_f6_goes_round_the_panes(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f5")
        await until(pilot, lambda: screen.session.runs and screen.session.runs[0].store is not None)
        await pilot.press("f6")
        await until(pilot, lambda: screen.query_one(ResultsPane).has_focus_within)
        await pilot.press("f6")
        assert isinstance(screen.focused, SidePanel)
        await pilot.press("escape")
        assert isinstance(screen.focused, SqlEditor)
        await pilot.press("shift+f6")
        assert isinstance(screen.focused, SidePanel)

        await pilot.press("escape")
        begun = QueryRun(2, "SELECT 1 EMIT CHANGES;", title="p", kind=StatementKind.PUSH_QUERY, place=0, now=0.0)
        screen.query_one(ResultsPane).open_run(begun)
        await screen.run_action("next_pane")
        await until(pilot, lambda: isinstance(screen.focused, RunView) and screen.focused.run is begun)
        begun.store = ResultsStore((ResultColumn("A", "STRING"),))
        begun.state = RunState.STREAMING
        await until(pilot, lambda: isinstance(screen.focused, ResultsTable) and screen.focused.is_on_screen)


async def test_under_110_columns_the_panel_folds_and_f2_slides_it_over(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=NARROW) as pilot:
        screen = await ready(pilot)
        assert not screen.query_one(SidePanel).is_on_screen
        assert "topics 2  queries 1" in row_text(screen, 0)
        assert screen.query_one(EditorPane).editor.size.height == 7
        await pilot.press("f2")
        await until(pilot, lambda: screen.query_one(SidePanel).is_on_screen)
        assert "Streams and tables" in "".join(row_text(screen, row) for row in range(24))
        await pilot.press("f2")
        await until(pilot, lambda: screen.query_one(EditorPane).editor.has_focus)
        assert not screen.query_one(SidePanel).is_on_screen


async def test_on_a_tiny_terminal_the_focused_pane_stands_alone(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=(50, 14)) as pilot:
        screen = await ready(pilot)
        await until(pilot, lambda: screen.query_one(EditorPane).size.height == 12)
        assert not screen.query_one(ResultsPane).is_on_screen
        await pilot.press("f6")
        await until(pilot, lambda: screen.query_one(ResultsPane).size.height == 12)
        assert not screen.query_one(EditorPane).is_on_screen
        await pilot.press("shift+f6")
        await until(pilot, lambda: screen.query_one(EditorPane).editor.has_focus)


async def test_ctrl_down_gives_the_editor_a_row_of_the_results(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        before = screen.query_one(EditorPane).size.height
        await pilot.press("ctrl+down", "ctrl+down", "ctrl+up")
        await until(pilot, lambda: screen.query_one(EditorPane).size.height == before + 1)


async def test_a_lost_server_is_told_in_header_and_panel_and_the_screen_stays(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        watcher = screen.session.watcher
        watcher.snapshot = replace(watcher.snapshot, problem="Nothing answers at http://localhost:8088")
        watcher.version += 1
        await until(pilot, lambda: "connection lost" in row_text(screen, 0))
        assert "trying again" in row_text(screen, 0)
        assert "away" in row_text(screen, 2)
        assert screen.query_one(HeaderBar).state.version == "7.6.1"


async def test_closing_a_buffer_with_changes_asks_and_an_empty_one_goes_at_once(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        pane = screen.query_one(EditorPane)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: len(pane.names) == 3)
        await pilot.press("ctrl+w")
        await until(pilot, lambda: len(pane.names) == 2)
        pane.show_buffer("buffer-1")
        await pilot.press("x", "ctrl+w")
        await until(pilot, lambda: isinstance(app.screen, ConfirmDialog))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))
        assert len(pane.names) == 2
        await pilot.press("ctrl+w", "y")
        await until(pilot, lambda: pane.names == ("scratch",))


async def test_help_lists_the_keys_of_the_place_one_is_in_first(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        help_screen = app.screen
        assert isinstance(help_screen, HelpScreen)
        titles = [area.title for area in help_screen.areas]
        assert titles[0] == "Editor"
        assert {"Buffers", "Side panel", "Result tabs", "Everywhere"} <= set(titles)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, MainScreen))


async def test_the_footer_names_what_a_toggle_will_do_and_a_click_does_it(open_app: OpenApp, server: Any) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        keys, pinned = screen.query_one(KeysFooter).footer_keys()
        assert keys[0].word == "Run"
        assert [key.word for key in pinned] == ["Palette", "Help"]
        assert len(keys) <= 8
        await pilot.click(KeysFooter, offset=(2, 0))
        await until(pilot, lambda: server.sent)


async def test_every_command_of_the_palette_can_be_found_and_called(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        commands = {command.title: command for command in app.get_system_commands(screen)}
        assert {"Panel", "From earliest", "New buffer", "Quit", "Help", "Change the theme"} <= set(commands)
        assert "Copy the error" not in commands, "there is no error to copy"
        await commands["Panel"].callback()
        await until(pilot, lambda: not screen.query_one(SidePanel).is_on_screen)


async def test_names_from_the_server_are_never_markup_nor_controls(open_app: OpenApp) -> None:
    evil = ServerSnapshot(
        server=ServerInfo("7.6.1", "c", "[bold]x", "RUNNING"),
        topics=(KafkaTopic("[red]t[/]\x1b[31m", (1,)),),
        taken_at=1.0,
    )
    app = open_app(snapshot=evil)
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.pause()
        everything = "".join(row_text(screen, row) for row in range(36))
        assert "[red]t[/]\\x1b[31m" in everything
        assert "\x1b" not in everything
