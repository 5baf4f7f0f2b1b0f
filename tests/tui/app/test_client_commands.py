"""The client commands of the official CLI in the console: in scripts, with what they do to the screens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.tui.app.waiting import until
from textual.pilot import Pilot

from ksqltui.session.query_run import QueryRun
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor_tabs import EditorPane

OpenApp = Callable[..., KsqltuiApp]


def runs(pilot: Pilot[None]) -> list[QueryRun]:
    session = pilot.app.session if isinstance(pilot.app, KsqltuiApp) else None
    return [] if session is None else session.runs


async def opened(pilot: Pilot[None]) -> MainScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.query(EditorPane))
    assert isinstance(pilot.app.screen, MainScreen)
    return pilot.app.screen


async def test_a_script_with_scripts_spool_another_server_and_exit(
    open_app: OpenApp, server: Any, tmp_path: Path
) -> None:
    spool, inner = tmp_path / "spool.txt", tmp_path / "inner.sql"
    spool.write_text("keep me", "utf-8")
    inner.write_text("SET 'a'='b';\nSELECT * FROM payments;\nCLEAR\nHELP spool\n", "utf-8")
    script = f"SPOOL '{spool}'\nRUN SCRIPT '{inner}'\nSERVER lab\nSHOW TOPICS;"
    async with open_app(script=script).run_test(size=(100, 30)) as pilot:
        screen = await opened(pilot)
        screen.run_statements([script.splitlines()[0]])
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        assert (runs(pilot), spool.read_text("utf-8")) == ([], "keep me")

        screen.run_statements(script.splitlines())
        await until(pilot, lambda: isinstance(pilot.app.screen, ConfirmDialog))
        await pilot.press("y")
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen is not screen)
        await until(pilot, lambda: "SHOW TOPICS;" in server.sent)
        session = pilot.app.session if isinstance(pilot.app, KsqltuiApp) else None
        assert session is not None
        assert (session.properties, server.properties[-1]) == ({"a": "b"}, {"a": "b"})
        assert pilot.app.screen.query_one(EditorPane).editor.text == script
        assert server.closed

        assert session.client.spool is not None
        await session.client.spool.close()
        written = spool.read_text("utf-8")
        assert "ksql> SELECT * FROM payments;\nNAME  | AMOUNT\n" in written
        assert written.index("ksql> CLEAR") < written.index("ksql> HELP spool") < written.index("ksql> SHOW TOPICS;")

        main = await opened(pilot)
        main.run_statements(["SELECT 1 EMIT CHANGES;", "SHOW TABLES;", "CLEAR"])
        await until(pilot, lambda: [run.title for run in runs(pilot)] == ["select 1"])
        main.run_statements(["EXIT", "SHOW STREAMS;"])
        await until(pilot, lambda: pilot.app._exit)
        assert "SHOW STREAMS;" not in server.sent


async def test_a_server_that_is_away_leaves_all_as_it_was(open_app: OpenApp, server: Any) -> None:
    async with open_app(script="SERVER http://localhost:8088\nSHOW TOPICS;", sandbox=True, unreachable=True).run_test(
        size=(100, 30)
    ) as pilot:
        screen = await opened(pilot)
        screen.run_statements(["SERVER http://localhost:8088", "SHOW TOPICS;"])
        await until(pilot, lambda: any("Nothing answers" in each.message for each in pilot.app._notifications))
        assert pilot.app.screen is screen
        assert server.sent == []
