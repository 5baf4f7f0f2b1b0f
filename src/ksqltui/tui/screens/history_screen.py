"""Owns the list of what has run, in which one searches; runs and inserts nothing itself."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ksqltui.model.cell_text import visible
from ksqltui.model.history import HistoryEntry, found
from ksqltui.session.history import History
from ksqltui.session.new_file import FileRefused
from ksqltui.speech.speech import Told
from ksqltui.tui.history_import import import_history
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.spoken_time import spoken_time

MOST_SHOWN = 300
PREVIEW_LINES = 8
SHORTEST = 20
"""Cells of a statement that are shown in any case."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A statement of the history that a person has chosen, to be inserted or to be run as it is."""

    entry: HistoryEntry
    run: bool


LOW = 30
"""Rows of a screen under which list and preview are shorter, so that the keys stay in sight."""


class HistoryScreen(ModalScreen[Recalled | None]):
    """Every statement once, the newest first; below it the chosen one whole."""

    DEFAULT_CSS = """
    HistoryScreen OptionList { height: 12; background: $panel; border: none; scrollbar-size: 1 1; text-wrap: nowrap; }
    HistoryScreen Input { background: $surface; margin-bottom: 1; }
    HistoryScreen #history-preview { height: 8; margin-top: 1; padding: 0 1; background: $surface; }
    HistoryScreen.-short OptionList { height: 6; }
    HistoryScreen.-short #history-preview { height: 5; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LOW, "-tall")]  # noqa: RUF012 (Textual declares it as a list)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose(False)", "Insert", priority=True, id="history.insert", tooltip="Insert the statement"),
        Binding("f5,ctrl+j,ctrl+enter", "choose(True)", "Run again", priority=True, id="history.run"),
        Binding("down", "move(1)", "Older", show=False, priority=True, id="history.older"),
        Binding("up", "move(-1)", "Newer", show=False, priority=True, id="history.newer"),
        Binding("pagedown", "move(10)", "Page older", show=False, priority=True, id="history.page-older"),
        Binding("pageup", "move(-10)", "Page newer", show=False, priority=True, id="history.page-newer"),
        Binding("alt+i", "import_cli", "Import", id="history.import", tooltip="Import the official CLI's history"),
        Binding("escape", "cancel", "Back", id="history.cancel"),
    ]

    def __init__(self, history: History) -> None:
        super().__init__()
        self._history = history
        self._entries: Sequence[HistoryEntry] = ()
        self._shown: Sequence[HistoryEntry] = ()

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("History"), classes="dialog-title", markup=False)
            yield Input(placeholder=say("Words of the statement, the server or the outcome"), compact=True)
            yield OptionList(compact=True)
            yield Static("", id="history-preview", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Insert"))
                yield DialogKey("f5", "F5", say("Run again"))
                yield DialogKey("alt+i", "Alt+I", say("Import"))
                yield DialogKey("escape", "Esc", say("Back"))

    async def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.call_after_refresh(self._load)

    async def _load(self) -> None:
        try:
            self._entries = await self._history.entries()
        except FileRefused as error:
            self.notify(speech_of(self)(error.message), severity="error", markup=False)
        if self._history.problem:
            self.notify(speech_of(self)(self._history.problem), severity="warning", markup=False)
        self._show()

    @on(Input.Changed)
    def _show(self) -> None:
        self._shown = found(self._entries, self.query_one(Input).value, MOST_SHOWN)
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(self._line(entry)) for entry in self._shown])
        listed.highlighted = 0 if self._shown else None
        if not self._shown:
            nothing = Told("Nothing fits.") if self._entries else Told("Nothing has run yet.")
            self.query_one("#history-preview", Static).update(Text(speech_of(self)(nothing)))

    def _line(self, entry: HistoryEntry) -> Text:
        colours = self.app.theme_variables
        voice = "error" if entry.error else "muted"
        when = time.strftime("%d.%m. %H:%M", time.localtime(entry.started)) if entry.started else " " * 12
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{when}  ", colours["faint"])
        facts = self._facts(entry)
        room = max(self.query_one(OptionList).size.width - cell_len(facts) - len(when) - 7, SHORTEST)
        text.append_text(_plain(set_cell_size(" ".join(entry.statement.split()), room)))
        text.append(f"  {facts}", colours[voice])
        return text

    def _facts(self, entry: HistoryEntry) -> str:
        say = speech_of(self)
        rows = say.count(entry.rows, "{count} row", "{count} rows") if entry.rows else ""
        took = "" if entry.seconds is None else spoken_time(f"{entry.seconds:.1f} s", say)
        return " · ".join(filter(None, (say(entry.outcome), rows, took, entry.server)))

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index < len(self._shown):
            entry = self._shown[event.option_index]
            lines = entry.statement.split("\n")[:PREVIEW_LINES]
            if entry.error and len(lines) < PREVIEW_LINES:
                lines += entry.error.split("\n")[: PREVIEW_LINES - len(lines)]
            told = Text("\n").join(_plain(line) for line in lines)
            self.query_one("#history-preview", Static).update(told)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(Recalled(self._shown[event.option_index], run=False))

    def action_choose(self, run: bool) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(Recalled(self._shown[at], run=run))

    def action_move(self, by: int) -> None:
        listed = self.query_one(OptionList)
        if self._shown:
            listed.highlighted = min(max((listed.highlighted or 0) + by, 0), len(self._shown) - 1)

    async def action_import_cli(self) -> None:
        """Takes over what the official CLI remembers, once."""
        await import_history(self, self._history)
        await self._load()

    def action_cancel(self) -> None:
        self.dismiss(None)


def _plain(text: str) -> Text:
    return Text("".join(piece.text for piece in visible(text)))
