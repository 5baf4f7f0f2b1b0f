"""Holds the editor to texts of any size: keys come through while they are read, and what runs is what they say."""

from __future__ import annotations

from tests.tui.app.waiting import until
from textual import events
from textual.app import App, ComposeResult

from ksqltui.tui.widgets import editing_area
from ksqltui.tui.widgets.editor import SqlEditor

LINES = 10_000
SCRIPT = "\n".join(f"select a, {number}   from t;" for number in range(LINES))


class EditorApp(App[None]):
    """One editor and what it asked to run."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.text = text
        self.asked: list[tuple[str, ...]] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        names = ("faint", "lift", "on-accent", "muted", "sql-string", "sql-number", "sql-comment")
        return dict.fromkeys(names, "#808080")

    def compose(self) -> ComposeResult:
        yield SqlEditor(self.text)

    def on_sql_editor_run_asked(self, event: SqlEditor.RunAsked) -> None:
        self.asked.append(tuple(statement.text for statement in event.statements))


async def test_a_long_script_is_never_read_while_a_key_waits() -> None:
    app = EditorApp(SCRIPT)
    async with app.run_test(size=(80, 20)) as pilot:
        editor = app.query_one(SqlEditor)
        await pilot.press("f5")
        await pilot.press("end", "x")
        await until(pilot, lambda: app.asked and editor.is_split)
        assert app.asked[0][0].startswith("select a, 0   from t;")
        assert len(editor.statements) == LINES
        await pilot.press("alt+a")
        await until(pilot, lambda: len(app.asked) == 2)
        assert len(app.asked[1]) == LINES
        editor.select_all()
        await pilot.press("f5")
        await until(pilot, lambda: len(app.asked) == 3)
        assert len(app.asked[2]) == LINES


async def test_many_statements_are_changed_beside_the_loop_unless_the_text_has_changed() -> None:
    count = editing_area.CHANGED_AT_ONCE // 10
    script = "\n".join(SCRIPT.split("\n")[:count])
    app = EditorApp(script)
    async with app.run_test(size=(80, 20)) as pilot:
        editor = app.query_one(SqlEditor)
        editor.select_all()
        editor.action_lay_out()
        assert editor.script == script
        await until(pilot, lambda: editor.script == script.replace("   ", " "))
        editor.select_all()
        editor.action_capitals()
        editor.insert("-- typed meanwhile\n", (0, 0))
        await until(pilot, lambda: any("meanwhile" in each.message for each in app._notifications))
        assert "SELECT" not in editor.script


async def test_a_megabyte_is_pasted_in_many_lines_and_in_one() -> None:
    app = EditorApp()
    async with app.run_test(size=(80, 20)) as pilot:
        editor = app.query_one(SqlEditor)
        lines = "SELECT * FROM payments WHERE amount > 900;\r\n" * 24_000
        app.post_message(events.Paste(lines))
        app.post_message(events.Key("x", "x"))
        await until(pilot, lambda: editor.size_of_script > 1_000_000 and editor.script.endswith(";\nx"))
        await pilot.press("ctrl+z", "ctrl+z")
        await until(pilot, lambda: editor.script == "")
        app.post_message(events.Paste("SELECT '" + "a" * 1_000_000 + "';"))
        app.post_message(events.Key("x", "x"))
        await until(pilot, lambda: editor.script.endswith("';x"))
        await pilot.press("home", "y")
        assert editor.script.startswith("ySELECT 'aaa")
