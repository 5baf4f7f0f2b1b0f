"""Holds templates to what a person does with them: find one, fill its blanks, take it back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot
from textual.widgets import Input, Static

from ksqltui.model.stream import Lines, StreamEvent
from ksqltui.sql.templates import STATEMENTS
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.template_words import TEMPLATE_WORDS
from ksqltui.tui.screens.templates_screen import TemplatesScreen
from ksqltui.tui.widgets.completion_popup import CompletionPopup
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane

OpenApp = Callable[..., KsqltuiApp]
WIDE, SMALL = (120, 36), (80, 24)


async def opened(pilot: Pilot[None]) -> SqlEditor:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    editor = pilot.app.screen.query_one(EditorPane).editor
    await pilot.press("ctrl+t")
    await until(pilot, lambda: isinstance(pilot.app.screen, TemplatesScreen) and pilot.app.screen._shown)
    return editor


async def chosen(pilot: Pilot[None], words: str) -> SqlEditor:
    editor = await opened(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, TemplatesScreen)
    before = len(screen._shown)
    await pilot.press(*words)
    await until(pilot, lambda: len(screen._shown) < before)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and editor.blanks.is_on)
    return editor


def test_every_template_has_its_words() -> None:
    assert {each.name for each in STATEMENTS} == set(TEMPLATE_WORDS)


async def test_tab_goes_through_the_blanks_and_what_is_typed_takes_their_place(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "pull")
        text = editor.text
        assert editor.selected_text == "*"
        await pilot.press("n", "a", "tab", "t", "shift+tab", "tab")
        assert editor.text == text.replace("*", "na").replace("a_table", "t")
        assert editor.selected_text == "t"
        await pilot.press("tab", "tab", "7", "tab")
        assert editor.text == "SELECT na\n  FROM t\n  WHERE key = 7;"
        assert not editor.blanks.is_on
        assert editor.cursor_location == (2, len(editor.document.lines[2]))


async def test_blanks_of_one_name_are_filled_together(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "tumbling")
        assert editor.selected_text == "key"
        await pilot.press("n", "a", "tab", "c", "tab", "tab", "5", "tab")
        assert editor.text.startswith("SELECT na, WINDOWSTART AS ws, WINDOWEND AS we, COUNT(*) AS c\n  FROM a_stream\n")
        assert editor.text.endswith("(SIZE 5)\n  GROUP BY na\n  EMIT CHANGES;")
        assert not editor.blanks.is_on


async def test_escape_leaves_the_blanks_and_tab_is_tab_again(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "terminate")
        await pilot.press("escape")
        assert not editor.blanks.is_on
        await pilot.press("end", "tab")
        assert editor.text.startswith("TERMINATE query_id; ")


async def test_a_template_is_one_step_for_undo(open_app: OpenApp) -> None:
    async with open_app(script="SHOW STREAMS;").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "tumbling")
        assert editor.text.startswith("SHOW STREAMS;\n\nSELECT key")
        await pilot.press("ctrl+z")
        assert editor.text == "SHOW STREAMS;"
        assert not editor.blanks.is_on


async def test_skeletons_have_the_columns_of_the_source(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "insert payments")
        assert editor.text == "INSERT INTO PAYMENTS (NAME, AMOUNT)\n  VALUES ('text', 0);"
        assert editor.selected_text == "'text'"


async def test_a_stream_of_a_topic_is_proposed_from_its_messages(
    open_app: OpenApp, server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    @asynccontextmanager
    async def stream(
        sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        async def events() -> AsyncIterator[StreamEvent]:
            record = (
                'rowtime: 2026/11/22 21:18:08.740 Z, key: <null>, value: {"name": "Bob", "amount": 5}, partition: 0'
            )
            yield Lines(("Key format: ", "¯\\_(ツ)_/¯ - no data processed", record), 100)

        asked.append(sql)
        yield events()

    monkeypatch.setattr(server, "stream", stream)
    async with open_app(script="").run_test(size=WIDE) as pilot:
        editor = await chosen(pilot, "topic payments")
        assert asked == ["PRINT 'payments' FROM BEGINNING LIMIT 50;"]
        assert "CREATE STREAM payments (\n  name VARCHAR,\n  amount INTEGER\n)" in editor.text


async def test_templates_are_in_the_completion_list_where_a_statement_begins(open_app: OpenApp) -> None:
    async with open_app(script="").run_test(size=WIDE) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
        editor = pilot.app.screen.query_one(EditorPane).editor
        popup = pilot.app.screen.query_one(CompletionPopup)
        await pilot.press(*"hopp")
        await until(pilot, lambda: popup.is_open)
        await pilot.press("tab")
        assert editor.text.startswith("SELECT key, WINDOWSTART")
        assert editor.selected_text == "key"


@pytest.mark.parametrize("size", [WIDE, SMALL], ids=["wide", "small"])
def test_the_list(snap_compare: Any, open_app: OpenApp, size: tuple[int, int]) -> None:
    async def show(pilot: Pilot[None]) -> None:
        await opened(pilot)
        preview = pilot.app.screen.query_one("#template-preview", Static)
        await until(pilot, lambda: "EMIT CHANGES" in str(preview.content))
        pilot.app.screen.query_one(Input).cursor_blink = False

    assert snap_compare(open_app(), terminal_size=size, run_before=show)
