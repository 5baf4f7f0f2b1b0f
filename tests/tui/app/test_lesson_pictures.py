"""Pictures of the lesson: beside the editor, alone where room is short, in Russian, without colour."""

from __future__ import annotations

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.session.lesson.notebook import LessonNote, LessonNotebook, ServerKind
from ksqltui.session.lesson.step import Sign
from ksqltui.speech.language import Language
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.widgets.lesson_pane import LessonText

OpenApp = Callable[..., KsqltuiApp]
SCRIPT = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")
LATER = ("FINAL", "NAME_IN", "TABLE_R", "TOPIC_PRINTED", "SEVERAL")
SEEN = frozenset(sign for sign in Sign if not sign.name.startswith(LATER))


@pytest.fixture
def notebook(tmp_path: Path) -> LessonNotebook:
    """Somebody stopped in the middle of the windows."""
    path = tmp_path / "lesson.json"
    LessonNotebook(path).keep(ServerKind.SERVER, LessonNote(SEEN, "windows"))
    return LessonNotebook(path)


async def opened(pilot: Pilot[None]) -> None:
    for _ in range(3_000):
        if isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None:
            break
        await pilot.pause(0.01)
    await pilot.press("f4")
    for _ in range(3_000):
        if isinstance(pilot.app.screen.focused, LessonText):
            break
        await pilot.pause(0.01)
    await pilot.pause()


async def loaded(pilot: Pilot[None]) -> None:
    await opened(pilot)
    await pilot.press("enter")
    await pilot.pause()


def test_beside_the_editor(snap_compare: Any, open_app: OpenApp, notebook: LessonNotebook) -> None:
    app = open_app(script=SCRIPT, notebook=notebook)
    assert snap_compare(app, terminal_size=(120, 36), run_before=loaded)


def test_alone_where_room_is_short(snap_compare: Any, open_app: OpenApp, notebook: LessonNotebook) -> None:
    app = open_app(script=SCRIPT, notebook=notebook)
    assert snap_compare(app, terminal_size=(80, 24), run_before=opened)


def test_in_russian(snap_compare: Any, open_app: OpenApp, notebook: LessonNotebook) -> None:
    app = open_app(script=SCRIPT, notebook=notebook, language=Language.RUSSIAN, lesson_language=Language.RUSSIAN)
    assert snap_compare(app, terminal_size=(120, 36), run_before=loaded)


def test_without_colour(
    snap_compare: Any, open_app: OpenApp, notebook: LessonNotebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = open_app(script=SCRIPT, notebook=notebook)
    assert snap_compare(app, terminal_size=(120, 36), run_before=loaded)
