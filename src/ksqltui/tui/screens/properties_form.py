"""Owns the form of a session's query properties; asks the session whether names are right and sends no statement."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from ksqltui.model.cell_text import visible
from ksqltui.model.errors import KsqlError
from ksqltui.session.console import Console
from ksqltui.session.local_statements import plain_name
from ksqltui.session.property_changes import USUAL, check_properties, replace_properties
from ksqltui.sql.settings import VALUES
from ksqltui.tui.screens.dialogs import DialogKey
from ksqltui.tui.spoken import speech_of


class PropertiesForm(ModalScreen[bool]):
    """A field for each property, one pair of fields for another; gives True when the session was changed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="properties.cancel"),
        Binding("down", "app.focus_next", "Next field", show=False, id="properties.next"),
        Binding("up", "app.focus_previous", "Previous field", show=False, id="properties.previous"),
        Binding("f3", "next_value", "Next value", id="properties.value", tooltip="The next usual value of the field"),
    ]

    def __init__(self, console: Console, *, start: str = "") -> None:
        super().__init__()
        self._session = console
        self._start = plain_name(start)
        self._warned_of: dict[str, str] | None = None
        present = console.properties
        usual = [next((name for name in present if plain_name(name) == plain), plain) for plain in USUAL]
        self._names = (*usual, *(name for name in present if name not in usual))

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        about = say("They go with every statement from now on. An empty field leaves the server's own value.")
        with Vertical(classes="dialog", id="properties"):
            yield Static(say("Query properties"), classes="dialog-title", markup=False)
            yield Static(about, classes="dialog-text", markup=False)
            with VerticalScroll(id="property-rows", can_focus=False):
                for number, name in enumerate(self._names):
                    with Horizontal(classes="property-row"):
                        yield Static(_plain(name), classes="property-name", markup=False)
                        yield self._field(name, number)
                with Horizontal(classes="property-row"):
                    yield Input(
                        placeholder=say("another property"), compact=True, id="other-name", classes="property-name"
                    )
                    yield Input(placeholder=say("its value"), compact=True, id="other-value")
            yield Static("", id="property-trouble", markup=False)
            with Horizontal(classes="dialog-keys"):
                yield DialogKey("enter", "Enter", say("Apply"))
                yield DialogKey("f3", "F3", say("Next value"))
                yield DialogKey("escape", "Esc", say("Back"))

    def _field(self, name: str, number: int) -> Input:
        plain = plain_name(name)
        server = self._session.watcher.snapshot.properties.get(plain, "")
        usual = VALUES.get(plain, ())
        say = speech_of(self)
        hint = say("{value} (the server's)", value=server) if server else say("default")
        if usual:
            hint = f"{hint} · {', '.join(usual)}"
        suggester = SuggestFromList(usual, case_sensitive=False) if usual else None
        value = self._session.properties.get(name, "")
        return Input(value, placeholder=hint, compact=True, suggester=suggester, id=f"property-{number}", name=name)

    def on_mount(self) -> None:
        names = [plain_name(name) for name in self._names]
        number = names.index(self._start) if self._start in names else 0
        self.query_one(f"#property-{number}", Input).focus()

    def action_cancel(self) -> None:
        self.dismiss(False)

    def action_next_value(self) -> None:
        field = self.focused
        usual = ("", *VALUES.get(plain_name(self._name_of(field)), ())) if isinstance(field, Input) else ("",)
        if isinstance(field, Input) and len(usual) > 1:
            at = usual.index(field.value) if field.value in usual else -1
            field.value = usual[(at + 1) % len(usual)]
            field.cursor_position = len(field.value)

    @on(Input.Submitted)
    async def _apply(self, event: Input.Submitted) -> None:
        event.stop()
        wanted = self._wanted()
        other, value = (self.query_one(f"#other-{part}", Input) for part in ("name", "value"))
        if bool(other.value.strip()) != bool(value.value.strip()):
            self._tell(speech_of(self)("Another property needs both a name and a value."), is_error=True)
            return
        try:
            warnings = await check_properties(self._session, wanted)
        except KsqlError as error:
            self._tell(speech_of(self)(error.message), is_error=True)
            return
        if warnings and wanted != self._warned_of:
            self._warned_of = wanted
            say = speech_of(self)
            self._tell("\n".join((*map(say, warnings), say("Enter again sets it all the same."))), is_error=False)
            return
        replace_properties(self._session, wanted)
        self.dismiss(True)

    def _wanted(self) -> dict[str, str]:
        fields = [field for field in self.query(Input) if field.name]
        wanted = {str(field.name): field.value.strip() for field in fields if field.value.strip()}
        other, value = (self.query_one(f"#other-{part}", Input).value.strip() for part in ("name", "value"))
        return {**wanted, other: value} if other and value else wanted

    def _name_of(self, field: Input) -> str:
        return field.name or (self.query_one("#other-name", Input).value.strip() if field.id == "other-value" else "")

    def _tell(self, text: str, *, is_error: bool) -> None:
        trouble = self.query_one("#property-trouble", Static)
        trouble.set_class(is_error, "-error")
        trouble.update(_plain(text))


def _plain(text: str) -> str:
    return "\n".join("".join(piece.text for piece in visible(line)) for line in text.split("\n"))
