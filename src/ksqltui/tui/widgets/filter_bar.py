"""Owns the line in which one writes what rows are looked for; tests no row."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input, Static

from ksqltui.model.cell_text import number_text
from ksqltui.model.lens import Lens
from ksqltui.tui.spoken import speech_of


class _BarWord(Static):
    """A word of the bar that one can click."""

    def __init__(self, word: str, action: str, *, id: str) -> None:
        super().__init__(word, id=id, markup=False)
        self._does = action

    async def on_click(self, event: events.Click) -> None:
        event.stop()
        await self.app.run_action(self._does, default_namespace=self.query_ancestor(FilterBar))


class FilterBar(Horizontal):
    """One row under the rows: what is looked for, whether only that is shown, how many rows match."""

    DEFAULT_CSS = """
    FilterBar {
        height: 1; width: 1fr; background: $panel; display: none;
        & Input { width: 1fr; background: $panel; border: none; padding: 0; height: 1; }
        & Static { width: auto; color: $muted; padding: 0 1; }
        & #filter-mode { color: $accent; text-style: bold; padding: 0 2; }
        & #filter-told.-problem { color: $error; }
        & _BarWord:hover { background: $lift; color: $foreground; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "keep", "Keep", priority=True, id="filter.keep", tooltip="Keep it and go to the rows"),
        Binding("tab", "switch", "Only or mark", id="filter.switch", tooltip="Show only what matches, or mark it"),
        Binding("down", "step(1)", "Next match", show=False, id="filter.next"),
        Binding("up", "step(-1)", "Previous match", show=False, id="filter.previous"),
        Binding("escape", "close", "Close", id="filter.close", tooltip="Close, and show all rows"),
    ]

    class Wanted(Message):
        """Something else is looked for; `only` hides the other rows."""

        def __init__(self, text: str, *, only: bool) -> None:
            super().__init__()
            self.text = text
            self.only = only

    class Stepped(Message):
        """The next match is wanted, or the one before."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    class Left(Message):
        """The rows are to have the focus again."""

    def __init__(self) -> None:
        super().__init__()
        self.is_only = True
        self._told = ""

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        yield _BarWord(say("Filter"), "switch", id="filter-mode")
        hint = say("text, {samples} or /regex/", samples="NAME = Carol, CNT > 3, NAME is null")
        yield Input(compact=True, select_on_focus=False, placeholder=hint)
        yield Static("", id="filter-told", markup=False)
        yield _BarWord("×", "close", id="filter-close")

    def open(self) -> None:
        """Shows the bar with the focus in it."""
        self.display = True
        self.query_one(Input).focus()

    def show_problem(self, words: str) -> None:
        """Why what is written cannot be read, in place of the count."""
        told = self.query_one("#filter-told", Static)
        told.set_class(True, "-problem")
        self._tell(words)

    def show_count(self, lens: Lens) -> None:
        """How many rows match, and how many are still to be looked at."""
        told = self.query_one("#filter-told", Static)
        if told.has_class("-problem"):
            return
        words = ""
        if lens.query is not None:
            say = speech_of(self)
            words = say("{count} of {total} rows", count=number_text(lens.matching), total=number_text(lens.total))
            if lens.is_working:
                words += say(", {count} to look at", count=number_text(lens.remaining))
        self._tell(words)

    def _tell(self, words: str) -> None:
        """An update lays the screen out anew: none is made where nothing changes."""
        if words != self._told:
            self._told = words
            self.query_one("#filter-told", Static).update(words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._ask()

    def _ask(self) -> None:
        self.query_one("#filter-mode", Static).update(speech_of(self)("Filter" if self.is_only else "Mark"))
        self.query_one("#filter-told").set_class(False, "-problem")
        self.post_message(self.Wanted(self.query_one(Input).value, only=self.is_only))

    def action_switch(self) -> None:
        self.is_only = not self.is_only
        self._ask()

    def action_step(self, by: int) -> None:
        self.post_message(self.Stepped(by))

    def action_keep(self) -> None:
        if not self.query_one(Input).value.strip():
            self.display = False
        self.post_message(self.Left())

    def action_close(self) -> None:
        self.query_one(Input).value = ""
        self.display = False
        self.post_message(self.Left())
