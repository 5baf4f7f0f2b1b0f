"""Owns the sheets over a result: its columns, what makes a row, the export; changes and writes nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ksqltui.model.column_order import ColumnOrder
from ksqltui.model.stream import ResultColumn
from ksqltui.session.export import ExportFormat, can_write
from ksqltui.speech.speech import Told
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.check_list import CheckItem, CheckList
from ksqltui.tui.widgets.choice import Choice

TICKED = "Ticked columns are shown, the uppermost leftmost."
VERSIONS = (
    "Rows that are equal in the ticked columns are versions of one row. The query runs on, and the table is made anew "
    "of the rows that are held; the server is asked for nothing."
)


class ColumnsSheet(ModalScreen[None]):
    """Hides, moves and widens columns; every change is seen at once under the sheet."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,c", "close", "Done", id="columns.close"),
        Binding("shift+up,less_than_sign", "move(-1)", "Further left", key_display="Shift+↑ <", id="columns.move-left"),
        Binding(
            "shift+down,greater_than_sign", "move(1)", "Further right", key_display="Shift+↓ >", id="columns.move-right"
        ),
        Binding("left", "width(-1)", "Narrower", id="columns.narrower"),
        Binding("right", "width(1)", "Wider", id="columns.wider"),
        Binding("a", "auto", "Width by the data", id="columns.auto"),
        Binding("r", "reset", "As they came", id="columns.reset"),
    ]

    def __init__(
        self,
        columns: Sequence[ResultColumn],
        order: ColumnOrder,
        widths: Sequence[int],
        apply: Callable[[ColumnOrder], None],
    ) -> None:
        """`widths` are those that the columns have now; `apply` hears every change."""
        super().__init__()
        self._columns = columns
        self._order = order
        self._widths = widths
        self._apply = apply

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("Columns"), classes="dialog-title", markup=False)
            yield Static(say(TICKED), classes="dialog-text", markup=False)
            yield CheckList(self._items())
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("space", "Space", say("Show or hide"))
                yield DialogKey("shift+up", "Shift+↑", say("Left"))
                yield DialogKey("shift+down", "Shift+↓", say("Right"))
                yield DialogKey("escape", "Esc", say("Done"))
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("left", "←", say("Narrower"))
                yield DialogKey("right", "→", say("Wider"))
                yield DialogKey("a", "A", say("By the data"))
                yield DialogKey("r", "R", say("As they came"))

    def on_mount(self) -> None:
        self.query_one(CheckList).focus()

    def _items(self) -> list[CheckItem]:
        order, auto = self._order, speech_of(self)("auto")
        return [
            CheckItem(
                self._columns[index].name,
                f"{self._columns[index].type}  {order.widths.get(index, auto)}"[-40:],
                index not in order.hidden,
            )
            for index in order.order
        ]

    @property
    def _chosen(self) -> int:
        return self._order.order[self.query_one(CheckList).cursor]

    def _change(self, order: ColumnOrder) -> None:
        if order != self._order:
            chosen, self._order = self._chosen, order
            checks = self.query_one(CheckList)
            checks.show(self._items())
            checks.go_to(order.order.index(chosen))
            self._apply(order)

    @on(CheckList.Toggled)
    def _toggled(self, event: CheckList.Toggled) -> None:
        event.stop()
        self._change(self._order.toggled(self._order.order[event.place]))

    def action_move(self, by: int) -> None:
        self._change(self._order.moved(self._chosen, by))

    def action_width(self, by: int) -> None:
        width = self._order.widths.get(self._chosen, self._widths[self._chosen])
        self._change(self._order.resized(self._chosen, width + by))

    def action_auto(self) -> None:
        self._change(self._order.resized(self._chosen, None))

    def action_reset(self) -> None:
        self._change(ColumnOrder.of(len(self._columns)))

    def action_close(self) -> None:
        self.dismiss(None)


class IdentityDialog(ModalScreen[tuple[int, ...] | None]):
    """Asks which columns make a row; gives them, or None."""

    DEFAULT_CSS = "IdentityDialog #says { margin-top: 1; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Take", id="identity.take"),
        Binding("escape", "cancel", "Back", id="identity.cancel"),
    ]

    def __init__(
        self, columns: Sequence[ResultColumn], identity: Sequence[int], words: Callable[[tuple[int, ...]], str]
    ) -> None:
        super().__init__()
        self._columns = columns
        self._on = set(identity)
        self._words = words

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("What makes a row"), classes="dialog-title", markup=False)
            yield Static(say(VERSIONS), classes="dialog-text", markup=False)
            yield CheckList(self._items())
            yield Static(self._says(), id="says", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("space", "Space", say("Tick"))
                yield DialogKey("enter", "Enter", say("Take"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one(CheckList).focus()

    def _items(self) -> list[CheckItem]:
        return [CheckItem(column.name, column.type[-40:], at in self._on) for at, column in enumerate(self._columns)]

    def _says(self) -> str:
        words = speech_of(self)(self._words(tuple(sorted(self._on))))
        return f"{words[:1].upper()}{words[1:]}."

    @on(CheckList.Toggled)
    def _toggled(self, event: CheckList.Toggled) -> None:
        event.stop()
        self._on ^= {event.place}
        self.query_one(CheckList).show(self._items())
        self.query_one("#says", Static).update(self._says())

    def action_choose(self) -> None:
        self.dismiss(tuple(sorted(self._on)))

    def action_cancel(self) -> None:
        self.dismiss(None)


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What is to be written: `what` is one of the dialog's choices."""

    what: str
    format: ExportFormat
    path: str


class ExportDialog(ModalScreen[ExportWish | None]):
    """Asks what is to be written, in which format and where; gives None when it is left."""

    DEFAULT_CSS = """
    ExportDialog {
        & Horizontal.field { height: 1; }
        & .field Static { width: 10; color: $faint; }
        & .field Choice { width: auto; padding: 0 1; color: $foreground; }
        & .field Choice:focus { background: $lift; text-style: bold; }
        & .field Input { width: 1fr; background: $surface; }
        & #export-problem { color: $error; height: auto; margin-top: 1; display: none; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "Write", priority=True, id="export.write"),
        Binding("down", "app.focus_next", "Next field", show=False, id="export.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="export.previous"),
        Binding("escape", "cancel", "Back", id="export.cancel"),
    ]

    def __init__(self, choices: Sequence[str], name: Callable[[str], str]) -> None:
        """`choices` say what can be written; `name` suggests a file name for a suffix."""
        super().__init__()
        self._choices = choices
        self._suggest = name
        self._suggested = name(".csv")

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("Export"), classes="dialog-title", markup=False)
            with Horizontal(classes="field"):
                yield Static(say("what"), markup=False)
                yield Choice(self._choices, self._turned, id="export-what")
            with Horizontal(classes="field"):
                yield Static(say("format"), markup=False)
                yield Choice([each.value for each in ExportFormat], self._turned, id="export-format")
            with Horizontal(classes="field"):
                yield Static(say("file"), markup=False)
                yield Input(self._suggested, compact=True, select_on_focus=False, id="export-path")
            yield Static("", id="export-problem", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Write"))
                yield DialogKey("tab", "Tab", say("Next field"))
                yield DialogKey("right", "← →", say("Choose"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self.query_one("#export-what").focus()

    @property
    def _format(self) -> ExportFormat:
        return ExportFormat(self.query_one("#export-format", Choice).value)

    def _turned(self) -> None:
        field = self.query_one("#export-path", Input)
        if field.value == self._suggested:
            field.value = self._suggested = self._suggest(f".{self._format.value}")
        self._tell(can_write(self._format))

    def _tell(self, problem: str) -> None:
        told = self.query_one("#export-problem", Static)
        told.display = bool(problem)
        told.update(speech_of(self)(problem))

    def action_write(self) -> None:
        path = self.query_one("#export-path", Input).value.strip()
        problem = can_write(self._format) or ("" if path else Told("Name a file."))
        if problem:
            self._tell(problem)
            return
        self.dismiss(ExportWish(self.query_one("#export-what", Choice).value, self._format, path))

    def action_cancel(self) -> None:
        self.dismiss(None)
