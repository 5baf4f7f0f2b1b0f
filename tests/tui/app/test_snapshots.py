"""Pictures of the whole screen: main, start, help and dialog, in the themes, at both sizes and without colour."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.app.waiting import still, until
from textual.command import CommandPalette
from textual.pilot import Pilot
from textual.widgets import Input

from ksqltui.model.errors import Place, RequestRefused
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.start import StartScreen
from ksqltui.tui.themes import DARK, DARK_256, LIGHT, LIGHT_256

OpenApp = Callable[..., KsqltuiApp]
WIDE = (120, 36)
NARROW = (80, 24)

LESSON = """-- A pull query reads what is there and ends
SELECT * FROM payments WHERE amount > 900;

-- It cannot group
SELECT name, SUM(amount) AS total
  FROM payments GROUP BY name;

-- A push query can
SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments GROUP BY name EMIT CHANGES;
"""
REFUSAL = (
    "Pull queries don't support GROUP BY clauses. See https://cnfl.io/queries for more info.\n"
    "Add EMIT CHANGES if you intended to issue a push query."
)


async def main_screen(pilot: Pilot[None]) -> MainScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    return screen


async def after_a_pull_query_and_a_refusal(pilot: Pilot[None]) -> None:
    screen = await main_screen(pilot)
    await pilot.press("down", "f5")
    await until(pilot, lambda: screen.session.runs and not screen.session.runs[0].is_live)
    await pilot.press("down", "down", "down", "f5")
    await until(pilot, lambda: len(screen.session.runs) == 2 and not screen.session.runs[1].is_live)
    await still(pilot)


@pytest.mark.parametrize("theme", [DARK, LIGHT, DARK_256, LIGHT_256])
def test_main(snap_compare: Any, open_app: OpenApp, server: Any, theme: str) -> None:
    server.refusals["GROUP BY name;"] = RequestRefused(REFUSAL, code=40001, status=400, place=Place(2, 17))
    app = open_app(script=LESSON, theme=theme)
    assert snap_compare(app, terminal_size=WIDE, run_before=after_a_pull_query_and_a_refusal)


def test_main_folded(snap_compare: Any, open_app: OpenApp, server: Any) -> None:
    server.refusals["GROUP BY name;"] = RequestRefused(REFUSAL, code=40001, status=400)
    app = open_app(script=LESSON)
    assert snap_compare(app, terminal_size=NARROW, run_before=after_a_pull_query_and_a_refusal)


def test_main_without_colour(
    snap_compare: Any, open_app: OpenApp, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    server.refusals["GROUP BY name;"] = RequestRefused(REFUSAL, code=40001, status=400)
    app = open_app(script=LESSON)
    assert snap_compare(app, terminal_size=WIDE, run_before=after_a_pull_query_and_a_refusal)


def test_the_panel_slid_over(snap_compare: Any, open_app: OpenApp) -> None:
    async def slide(pilot: Pilot[None]) -> None:
        await main_screen(pilot)
        await pilot.press("f2")
        await pilot.pause()
        await pilot.press(*["down"] * 5, "enter")
        await still(pilot)

    assert snap_compare(open_app(script=LESSON), terminal_size=NARROW, run_before=slide)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_start(snap_compare: Any, open_app: OpenApp, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]) -> None:
    monkeypatch.setattr("ksqltui.tui.screens.start.WAITS", (60,))
    monkeypatch.setattr("ksqltui.tui.screens.start.COUNT_EVERY", 3_600.0)

    async def failed(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, StartScreen) and pilot.app.screen.focused is not None)
        await still(pilot)

    assert snap_compare(open_app(unreachable=True), terminal_size=size, run_before=failed)


def test_help(snap_compare: Any, open_app: OpenApp) -> None:
    async def help_shown(pilot: Pilot[None]) -> None:
        await main_screen(pilot)
        await pilot.press("f1")
        await still(pilot)

    assert snap_compare(open_app(script=LESSON), terminal_size=WIDE, run_before=help_shown)


def test_palette(snap_compare: Any, open_app: OpenApp) -> None:
    async def opened(pilot: Pilot[None]) -> None:
        await main_screen(pilot)
        await pilot.press("ctrl+p")
        await until(pilot, lambda: isinstance(pilot.app.screen, CommandPalette))
        pilot.app.screen.query_one(Input).cursor_blink = False
        await still(pilot)

    assert snap_compare(open_app(script=LESSON), terminal_size=WIDE, run_before=opened)


def test_a_question_before_a_drop(snap_compare: Any, open_app: OpenApp) -> None:
    async def asked(pilot: Pilot[None]) -> None:
        await main_screen(pilot)
        await pilot.press("f5")
        await still(pilot)

    assert snap_compare(open_app(script="DROP STREAM payments DELETE TOPIC;"), terminal_size=WIDE, run_before=asked)
