"""Owns the list of templates in which one searches: statements, skeletons of the server's sources, topics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.cells import set_cell_size
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from ksqltui.model.catalog import ServerSnapshot
from ksqltui.model.cell_text import visible
from ksqltui.speech.speech import Told
from ksqltui.sql.templates import STATEMENTS, Template
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.screens.template_words import TEMPLATE_WORDS
from ksqltui.tui.spoken import speech_of

MOST_SHOWN = 300
NAME_WIDTH = 32
EDGE = 4
"""Cells beside the lines: the list's scrollbar and what parts name and purpose."""


@dataclass(frozen=True, slots=True)
class SelectFrom:
    """A push query with all columns of a source is wanted."""

    source: str


@dataclass(frozen=True, slots=True)
class InsertInto:
    """A row for a source is wanted."""

    source: str


@dataclass(frozen=True, slots=True)
class StreamOf:
    """CREATE STREAM for a topic is wanted, from what its messages are."""

    topic: str


Wanted = Template | SelectFrom | InsertInto | StreamOf


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    about: str
    wanted: Wanted
    words: str


LOW = 30
"""Rows of a screen under which the list is shorter, so that keys and preview stay in sight."""


class TemplatesScreen(ModalScreen[Wanted | None]):
    """The statements first, then what can be made of the server's sources and topics."""

    DEFAULT_CSS = """
    TemplatesScreen OptionList { height: 10; background: $panel; border: none; scrollbar-size: 1 1; }
    TemplatesScreen Input { background: $surface; margin-bottom: 1; }
    TemplatesScreen #template-preview { height: 5; margin-top: 1; padding: 0 1; background: $surface; }
    TemplatesScreen.-short OptionList { height: 7; }
    """
    VERTICAL_BREAKPOINTS = [(0, "-short"), (LOW, "-tall")]  # noqa: RUF012 (Textual declares it as a list)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Insert", priority=True, id="templates.insert", tooltip="Insert the template"),
        Binding("down", "move(1)", "Next", show=False, priority=True, id="templates.next"),
        Binding("up", "move(-1)", "Previous", show=False, priority=True, id="templates.previous"),
        Binding("pagedown", "move(12)", "Page", show=False, priority=True, id="templates.page-down"),
        Binding("pageup", "move(-12)", "Page back", show=False, priority=True, id="templates.page-up"),
        Binding("escape", "cancel", "Back", id="templates.cancel"),
    ]

    def __init__(self, snapshot: ServerSnapshot) -> None:
        super().__init__()
        self._snapshot = snapshot
        self._lines: Sequence[_Line] = ()
        self._shown: Sequence[_Line] = ()

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        with Vertical(classes="dialog"):
            yield Static(say("Templates"), classes="dialog-title", markup=False)
            yield Input(placeholder=say("Words of a statement, or the name of a source or topic"), compact=True)
            yield OptionList(compact=True)
            yield Static("", id="template-preview", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Insert"))
                yield DialogKey("escape", "Esc", say("Back"))

    def on_mount(self) -> None:
        self._lines = tuple(self._all())
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self.call_after_refresh(self._show)

    def _all(self) -> Iterator[_Line]:
        say = speech_of(self)
        for each in STATEMENTS:
            name, about = map(say, TEMPLATE_WORDS[each.name])
            yield _Line(name, about, each.template, f"{name} {about} {each.name} {each.template.text}".casefold())
        for source in self._snapshot.sources():
            kind = say("all columns of the stream") if not source.is_table else say("all columns of the table")
            yield _Line(
                f"SELECT … FROM {source.name}", kind, SelectFrom(source.name), f"select {source.name}".casefold()
            )
        for source in self._snapshot.streams:
            name, about = f"INSERT INTO {source.name}", say("one row")
            yield _Line(name, about, InsertInto(source.name), name.casefold())
        for topic in self._snapshot.topics:
            about = say("columns as its messages are")
            name = f"CREATE STREAM ← {topic.name}"
            yield _Line(name, about, StreamOf(topic.name), f"create stream topic {topic.name} {about}".casefold())

    @on(Input.Changed)
    def _show(self) -> None:
        words = self.query_one(Input).value.casefold().split()
        fitting = (line for line in self._lines if all(word in line.words for word in words))
        self._shown = tuple(line for line, _ in zip(fitting, range(MOST_SHOWN), strict=False))
        listed = self.query_one(OptionList)
        listed.clear_options()
        listed.add_options([Option(self._text(line)) for line in self._shown])
        listed.highlighted = 0 if self._shown else None
        if not self._shown:
            self._tell(speech_of(self)("Nothing fits."))

    def _text(self, line: _Line) -> Text:
        room = max(self.query_one(OptionList).size.width - NAME_WIDTH - EDGE, 0)
        text = _plain(set_cell_size(line.name, NAME_WIDTH))
        text.append(f"  {set_cell_size(line.about, room)}", self.app.theme_variables["muted"])
        return text

    @on(OptionList.OptionHighlighted)
    def _preview(self, event: OptionList.OptionHighlighted) -> None:
        if event.option_index >= len(self._shown):
            return
        say = speech_of(self)
        match self._shown[event.option_index].wanted:
            case Template() as template:
                self._tell(template.text)
            case SelectFrom(name) | InsertInto(name):
                source = self._snapshot.source(name)
                columns = () if source is None else source.columns
                self._tell("\n".join(f"{each.name}  {each.type}" for each in columns))
            case StreamOf(topic):
                words = Told("Reads the first messages of {topic} and proposes a type for each field.", topic=topic)
                self._tell(say(words))

    def _tell(self, text: str) -> None:
        lines = Text("\n").join(_plain(line) for line in text.split("\n"))
        self.query_one("#template-preview", Static).update(lines)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index].wanted)

    def action_choose(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None and at < len(self._shown):
            self.dismiss(self._shown[at].wanted)

    def action_move(self, by: int) -> None:
        listed = self.query_one(OptionList)
        if self._shown:
            listed.highlighted = min(max((listed.highlighted or 0) + by, 0), len(self._shown) - 1)

    def action_cancel(self) -> None:
        self.dismiss(None)


def _plain(text: str) -> Text:
    return Text("".join(piece.text for piece in visible(text)))
