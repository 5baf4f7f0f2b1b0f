"""The lesson beside the editor: its keys and marks on the fake server, then all of it on the embedded engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot

from ksqltui.bootstrap import SandboxWish, SessionStart, sandbox_console
from ksqltui.session.console import Console
from ksqltui.session.lesson.notebook import LessonNotebook, ServerKind
from ksqltui.session.lesson.step import Sign
from ksqltui.session.lesson.steps import STEPS
from ksqltui.session.opening import Buffer, Opening
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.lesson_pane import LessonKeys, LessonPane, LessonText
from ksqltui.tui.widgets.side_panel import SidePanel

OpenApp = Callable[..., KsqltuiApp]
WIDE, NARROW, TINY = (120, 36), (80, 24), (58, 14)
SCRIPT = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")


async def opened(pilot: Pilot[None]) -> LessonPane:
    """The lesson, opened with its key."""
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    await pilot.press("f4")
    await until(pilot, lambda: isinstance(pilot.app.screen.focused, LessonText))
    return pilot.app.screen.query_one(LessonPane)


def words(pane: LessonPane) -> str:
    text = pane.query_one(LessonText)
    return "\n".join("".join(word.text for word in text.line(number)) for number in range(text.end))


async def test_f4_opens_it_in_the_panels_place_and_closes_it(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        panel = pilot.app.screen.query_one(SidePanel)
        assert pane.display
        assert not panel.is_on_screen
        assert "The cluster" in words(pane)
        await pilot.press("f4")
        editor = pilot.app.screen.query_one(EditorPane).editor
        await until(pilot, lambda: editor.has_focus and panel.is_on_screen)
        assert not pane.is_on_screen


async def test_f2_gives_the_place_back_to_the_panel(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        await pilot.press("f2")
        await until(pilot, lambda: pilot.app.screen.query_one(SidePanel).is_on_screen)
        assert not pane.is_on_screen


async def test_enter_arms_the_statement_of_the_step_and_f5_runs_it(open_app: OpenApp, server: Any) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("n", "n", "enter", "f5")
        await until(pilot, lambda: server.sent)
        assert server.sent == [STEPS[2].statement]


async def test_a_statement_that_was_deleted_is_written_again(open_app: OpenApp, server: Any) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("n", "n", "enter", "f5")
        await until(pilot, lambda: server.sent)
        assert server.sent == [STEPS[2].statement]


async def test_the_lesson_is_loaded_into_its_own_buffer(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen))
        await pilot.press("f7")
        await opened(pilot)
        await pilot.press("n", "enter")
        editors = pilot.app.screen.query_one(EditorPane)
        await until(pilot, lambda: editors.editor is next(iter(editors.editors)))


async def test_l_changes_the_language_and_keeps_the_step(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        await pilot.press("n", "l")
        assert pane.place.index == 1
        assert "Создаём поток" in words(pane)
        await pilot.press("l")
        assert "Create the stream" in words(pane)


async def test_a_click_on_its_keys_does_the_same(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        keys = pane.query_one(LessonKeys)
        await pilot.click(keys, offset=(keys.size.width - 3, 0))
        await until(pilot, lambda: pane.place.index == 1)


async def test_where_there_is_room_for_one_enter_goes_to_the_editor_and_esc_too(open_app: OpenApp) -> None:
    async with open_app(script=SCRIPT).run_test(size=NARROW) as pilot:
        pane = await opened(pilot)
        editor = pilot.app.screen.query_one(EditorPane).editor
        assert not editor.is_on_screen
        await pilot.press("n", "enter")
        await until(pilot, lambda: editor.has_focus and editor.is_on_screen)
        await pilot.press("f4")
        await until(pilot, lambda: pane.query_one(LessonText).has_focus)
        await pilot.press("escape")
        await until(pilot, lambda: editor.has_focus and editor.is_on_screen)


@pytest.mark.parametrize("size", [NARROW, TINY])
async def test_f6_leaves_the_lesson_where_it_stands_alone(open_app: OpenApp, size: tuple[int, int]) -> None:
    async with open_app(script=SCRIPT).run_test(size=size) as pilot:
        await opened(pilot)
        await pilot.press("f6")
        editor = pilot.app.screen.query_one(EditorPane).editor
        await until(pilot, lambda: editor.has_focus and editor.is_on_screen)


async def test_marks_and_place_are_there_again_in_the_next_session(open_app: OpenApp, tmp_path: Path) -> None:
    path = tmp_path / "lesson.json"
    async with open_app(script=SCRIPT, notebook=LessonNotebook(path)).run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("n", "n", "enter", "f5")
        await until(pilot, lambda: Sign.PULL_ENDED in LessonNotebook(path).note(ServerKind.SERVER).seen)
    async with open_app(script=SCRIPT, notebook=LessonNotebook(path)).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        assert "A pull query ✓" in words(pane)
        await pilot.press("r")
        await until(pilot, lambda: "The cluster" in words(pane))
        await until(pilot, lambda: LessonNotebook(path).note(ServerKind.SERVER).step == STEPS[0].id)
        assert Sign.PULL_ENDED not in LessonNotebook(path).note(ServerKind.SERVER).seen


@pytest.fixture
async def sandbox() -> AsyncIterator[Console]:
    """The embedded engine with a clock ten times as fast, so that its windows close soon."""
    console = await sandbox_console(SandboxWish(13, 4.0, 10.0), SessionStart(), read_only=False)
    await console.connect()
    console.watcher.start()
    yield console
    await console.close()


async def test_the_whole_lesson_on_the_embedded_engine(sandbox: Console, tmp_path: Path) -> None:
    """Every step by its keys alone, until all that is to be seen was seen."""
    path = tmp_path / "lesson.json"

    async def open_sandbox() -> Console:
        return sandbox

    async def connect(_text: str) -> Console:
        raise AssertionError("nobody asked for a server")

    opening = Opening(
        "http://localhost:8088",
        connect,
        open_sandbox,
        start_in_sandbox=True,
        lesson_language=Language.RUSSIAN,
        notebook=LessonNotebook(path),
        buffers=(Buffer("lesson.sql", SCRIPT), Buffer("scratch", "")),
    )
    others = {
        "filter": "SELECT * FROM payments WHERE name='Peggy';",
        "push": "SELECT ROWPARTITION, ROWOFFSET, *\n  FROM payments WHERE ROWPARTITION=1 EMIT CHANGES;",
        "table-rows": "PRINT 'PAYMENTS_AGGR' FROM BEGINNING;",
    }
    async with KsqltuiApp(opening).run_test(size=WIDE) as pilot:
        pane = await opened(pilot)
        screen = pilot.app.screen
        for step in STEPS:
            if step.statement:
                await pilot.press("enter")
                await _run(pilot, sandbox)
                if step.id == "push":
                    await until(pilot, lambda: sandbox.runs[-1].rows_received)
                    await pilot.press("escape")
            if step.id in others:
                editor = screen.query_one(EditorPane).editor
                editor.go_to(editor.script.index(others[step.id]))
                await _run(pilot, sandbox)
            done = f"{step.words[Language.RUSSIAN].title} ✓"
            try:
                await until(pilot, partial(_is_said, done, pane))
            except AssertionError:
                pytest.fail(f"step {step.id} was not seen: {words(pane)}")
            await pilot.press("n")
        assert "○" not in words(pane)
    assert LessonNotebook(path).note(ServerKind.SANDBOX).seen == frozenset(Sign)


def _is_said(text: str, pane: LessonPane) -> bool:
    return text in words(pane)


async def _run(pilot: Pilot[None], console: Console) -> None:
    before = len(console.runs)
    await pilot.press("f5")
    await until(pilot, lambda: len(console.runs) > before)
