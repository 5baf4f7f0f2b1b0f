"""Owns the bar in which one types what is to be found and what replaces it; finds nothing itself."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from ksqltui.model.text_search import MOST_MATCHES, Search
from ksqltui.tui.spoken import speech_of


class BarWord(Static):
    """A word of the bar that one can click."""

    def __init__(self, word: str, action: str, *, id: str) -> None:
        super().__init__(f" {word} ", id=id, markup=False)
        self._action = action

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.app.run_action(self._action, default_namespace=self.query_ancestor(FindBar))


class FindBar(Widget):
    """Two rows under the buffer: what is looked for, with how many there are; what takes its place."""

    DEFAULT_CSS = """
    FindBar {
        layout: vertical;
        height: 2;
        background: $panel;
        display: none;
        & Horizontal { height: 1; }
        & Input { width: 1fr; background: $surface; border: none; padding: 0 1; height: 1; }
        & Static { width: auto; color: $muted; }
        & .find-label { width: 10; color: $faint; padding-left: 1; }
        & #find-count { min-width: 12; text-align: right; padding-right: 1; }
        & BarWord:hover { background: $lift; color: $foreground; }
        & .-on { color: $accent; text-style: bold; }
        & .-problem { color: $error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "forward", "Next", priority=True, id="find.next", tooltip="Next match, or replace this one"),
        Binding("down", "step(1)", "Next match", show=False, id="find.down"),
        Binding("up,shift+enter", "step(-1)", "Previous match", show=False, id="find.previous"),
        Binding("alt+r", "replace_all", "Replace all", id="find.replace-all"),
        Binding("alt+x", "toggle_regex", "Regex", id="find.regex", tooltip="Read as a regular expression, or not"),
        Binding("alt+c", "toggle_case", "Case", id="find.case", tooltip="Mind capitals, or not"),
        Binding("escape", "close", "Close", id="find.close"),
    ]

    class Wanted(Message):
        """Something else is looked for."""

        def __init__(self, search: Search) -> None:
            super().__init__()
            self.search = search

    class Stepped(Message):
        """The next match is wanted, or the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Replaced(Message):
        """The chosen match is to be replaced, or every one."""

        def __init__(self, replacement: str, *, all_of_them: bool) -> None:
            super().__init__()
            self.replacement = replacement
            self.all_of_them = all_of_them

    class Closed(Message):
        """Finding is over."""

    is_regex = False
    minds_case = False

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Horizontal():
            yield Static(say("Find"), classes="find-label", markup=False)
            yield Input(id="find-text", compact=True, select_on_focus=True)
            yield Static("", id="find-count", markup=False)
            yield BarWord(".*", "toggle_regex", id="find-regex")
            yield BarWord("Aa", "toggle_case", id="find-case")
            yield BarWord("↑", "step(-1)", id="find-up")
            yield BarWord("↓", "step(1)", id="find-down")
            yield BarWord("×", "close", id="find-close")
        with Horizontal():
            yield Static(say("Replace"), classes="find-label", markup=False)
            yield Input(id="find-replacement", compact=True)
            yield BarWord(say("This"), "replace_one", id="find-one")
            yield BarWord(say("All"), "replace_all", id="find-all")

    @property
    def search(self) -> Search:
        return Search(self.query_one("#find-text", Input).value, self.is_regex, self.minds_case)

    def open(self, text: str) -> None:
        """Shows the bar with the focus in it; `text`, when there is some, is what is looked for."""
        field = self.query_one("#find-text", Input)
        self.display = True
        if text and "\n" not in text:
            field.value = text
        field.focus()
        self._ask()

    def show_count(self, chosen: int, count: int, problem: str) -> None:
        """Which of how many matches is chosen, from 0; -1 of none. A problem stands in its place."""
        told = self.query_one("#find-count", Static)
        told.set_class(bool(problem), "-problem")
        many = f"{count}+" if count == MOST_MATCHES else str(count)
        say = speech_of(self)
        found = say("{count} found", count=many) if count else say("none")
        place = say("{number} of {count}", number=chosen + 1, count=many) if chosen >= 0 else found
        told.update(say(problem) or (place if self.search.wanted else ""))

    def _ask(self) -> None:
        for name, is_on in (("regex", self.is_regex), ("case", self.minds_case)):
            self.query_one(f"#find-{name}").set_class(is_on, "-on")
        self.post_message(self.Wanted(self.search))

    @on(Input.Changed, "#find-text")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self._ask()

    @on(Input.Changed, "#find-replacement")
    def _replacement_typed(self, event: Input.Changed) -> None:
        event.stop()

    def action_forward(self) -> None:
        if self.query_one("#find-replacement").has_focus:
            self.action_replace_one()
        else:
            self.action_step(1)

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))

    def action_replace_one(self) -> None:
        self.post_message(self.Replaced(self._replacement, all_of_them=False))

    def action_replace_all(self) -> None:
        self.post_message(self.Replaced(self._replacement, all_of_them=True))

    def action_toggle_regex(self) -> None:
        self.is_regex = not self.is_regex
        self._ask()

    def action_toggle_case(self) -> None:
        self.minds_case = not self.minds_case
        self._ask()

    def action_close(self) -> None:
        self.display = False
        self.post_message(self.Closed())

    @property
    def _replacement(self) -> str:
        return self.query_one("#find-replacement", Input).value
