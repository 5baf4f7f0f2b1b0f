"""Owns the program on the screen: themes, the way from start screen to main screen, keys that work everywhere."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Iterable
from typing import Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.command import CommandPalette
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from ksqltui.model.errors import KsqlError
from ksqltui.session.console import Console
from ksqltui.session.opening import Buffer, Opening
from ksqltui.session.replay import ReplaySource
from ksqltui.speech.speech import speech_in
from ksqltui.tui.effects import ServerAsked
from ksqltui.tui.fault import fault_words
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.key_order import KeyOrder
from ksqltui.tui.keys import binding_keys
from ksqltui.tui.pace import QuietCollector
from ksqltui.tui.screens.files_screen import FilesScreen
from ksqltui.tui.screens.help import HelpArea, HelpScreen, own_bindings
from ksqltui.tui.screens.main import MainScreen
from ksqltui.tui.screens.stack_screen import StackScreen
from ksqltui.tui.screens.stack_start import StackStartScreen
from ksqltui.tui.screens.start import StartScreen
from ksqltui.tui.stack_desk import StackDesk
from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables, theme_for_setting
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.side_panel import SidePanel

_log = logging.getLogger(__name__)


LONGEST_CLOSE = 4.0
"""Seconds that a server may take to let go before the program ends all the same."""

NOT_UNDER_STACK = (ModalScreen, StackScreen, StackStartScreen)
"""Screens that wait for an answer, and those that are about the stack already."""

AREAS = (
    ("SqlEditor", "Editor"),
    ("EditorPane", "Buffers"),
    ("ReadingTable", "Results"),
    ("ResultsPane", "Result tabs"),
    ("ErrorView", "An error"),
    ("PrintedLines", "Printed records"),
    ("SidePanel", "Side panel"),
    ("PickList", "A list"),
    ("ClusterScreen", "Cluster view"),
    ("ActionDialog", "An action on the cluster"),
    ("MessagesScreen", "A topic's messages"),
    ("ProduceDialog", "A message to send"),
    ("StackScreen", "Stack"),
    ("LessonPane", "Lesson"),
    ("StartScreen", "Start"),
    ("MainScreen", "Panes and session"),
)


class KsqltuiApp(App[None]):
    """Opens a session with the start screen, then shows the main screen on it."""

    CSS_PATH = "app.tcss"
    TITLE = "ksqltui"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True, id="app.palette"),
        Binding("f1", "help", "Help", show=False, priority=True, id="app.help"),
        Binding("f12", "stack", "Stack", show=False, id="app.stack", tooltip="The stack: services, logs, compose file"),
        Binding("ctrl+q", "quit", "Quit", priority=True, id="app.quit"),
        Binding("ctrl+c", "nothing", "Copy the selection", show=False, id="app.copy"),
    ]

    def __init__(self, opening: Opening, *, glyphs: Glyphs = UNICODE, collector: QuietCollector | None = None) -> None:
        """`collector` keeps Python's full collections away from keys; without one it gets its own."""
        super().__init__()
        self._opening = opening
        self._glyphs = glyphs
        self.speech = speech_in(opening.language)
        self._session: Console | None = None
        self._input_at = 0.0
        """When the newest key or move of the mouse came, by the monotonic clock, however late it is looked at."""
        self._desk = None if opening.stack is None else StackDesk(opening.stack, read_only=opening.read_only)
        self._collector = collector or QuietCollector()
        self._keys = KeyOrder(self, super().on_event)
        for theme in KSQLTUI_THEMES:
            self.register_theme(theme)
        self.theme = self._chosen_theme()

    def _chosen_theme(self) -> str:
        try:
            return theme_for_setting(self._opening.theme or "", self.console.color_system, self.available_themes)
        except ValueError as error:
            _log.warning("%s", error)
            return theme_for_setting("", self.console.color_system, self.available_themes)

    async def on_event(self, event: events.Event) -> None:
        """Every key and every move of the mouse passes here first, whoever takes it."""
        if isinstance(event, events.InputEvent | events.Paste):
            self._collector.key_came()
            self._input_at = event.time
        if isinstance(event, events.Key) and event.key.startswith("alt+"):
            # A terminal writes Alt+S as Esc and `s`, and an editor would take it for a letter before any binding.
            event.character = None
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    def on_unmount(self) -> None:
        self._collector.stop()
        self._keys.stop()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables for themes that are not ours."""
        return derived_variables(self.current_theme)

    def on_mount(self) -> None:
        self.push_screen(StartScreen(self._opening, desk=self._desk, glyphs=self._glyphs), self._opened)

    @property
    def session(self) -> Console | None:
        """The session that the main screen works in; None on the start screen."""
        return self._session

    def _opened(self, session: Console | None) -> None:
        if session is not None:
            self._session = session
            self.push_screen(self._main_screen(session, self._opening.buffers, self._opening.replay))
            self.call_after_refresh(self._collector.start, self)

    def _main_screen(
        self, session: Console, buffers: tuple[Buffer, ...], replay: ReplaySource | None = None
    ) -> MainScreen:
        opening = self._opening
        return MainScreen(
            session,
            buffers,
            capitals=opening.capitals,
            glyphs=self._glyphs,
            lesson_language=opening.lesson_language,
            notebook=opening.notebook,
            store=opening.store,
            history=opening.history,
            replay=replay,
            desk=self._desk,
            input_at=lambda: self._input_at,
        )

    @on(ServerAsked)
    def _server_asked(self, event: ServerAsked) -> None:
        self.run_worker(self._go_to_server(event.address, event.rest), group="open", exit_on_error=False)

    async def _go_to_server(self, address: str, rest: tuple[str, ...]) -> None:
        """Goes on with another server: buffers, properties, variables and SPOOL go along, results do not."""
        former = self._session
        main = next((screen for screen in self.screen_stack if isinstance(screen, MainScreen)), None)
        if former is None or main is None:
            return
        try:
            session = await self._opening.connect(address)
        except KsqlError as error:
            self.notify(self.speech(error.message), severity="error", markup=False)
            return
        session.take_over(former)
        self._session = session
        while self.screen is not main:
            self.pop_screen()
        screen = self._main_screen(session, main.query_one(EditorPane).buffers())
        await self.switch_screen(screen)
        await former.close()
        screen.run_statements(rest)

    async def action_quit(self) -> None:
        """Ends the program; running queries end with their connections."""
        for screen in self.screen_stack:
            if isinstance(screen, FilesScreen):
                screen.keep_now()
        session, self._session = self._session, None
        try:
            if session is not None:
                async with asyncio.timeout(LONGEST_CLOSE):
                    await session.close()
            if self._desk is not None:
                async with asyncio.timeout(LONGEST_CLOSE):
                    await self._desk.close()
        except (KsqlError, TimeoutError, OSError) as error:
            _log.warning("closing the session failed: %r", error)
        finally:
            self.exit()

    def action_nothing(self) -> None:
        """Keeps ctrl+c from quitting: where nothing is selected there is nothing to copy."""

    def action_focus_editor(self) -> None:
        for pane in self.screen.query(EditorPane):
            pane.editor.focus()

    def action_command_palette(self) -> None:
        if not isinstance(self.screen, CommandPalette):
            self.push_screen(CommandPalette(placeholder=self.speech("Search for commands…"), id="--command-palette"))

    def action_stack(self, service: str = "") -> None:
        """Opens the stack screen, with the cursor on a service."""
        if self._desk is not None and not isinstance(self.screen, NOT_UNDER_STACK):
            self.push_screen(StackScreen(self._desk, service, glyphs=self._glyphs))

    @on(SidePanel.StackAsked)
    def _stack_asked(self, event: SidePanel.StackAsked) -> None:
        self.action_stack(event.service)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._desk is not None if action == "stack" else True

    def action_help(self) -> None:
        if not isinstance(self.screen, HelpScreen | CommandPalette):
            self.push_screen(HelpScreen(tuple(self._help_areas())))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every action that has a key, with its key; then the themes."""
        say = self.speech
        seen: set[str] = set()
        for node, binding in self._commands(screen):
            title = binding.tooltip or binding.description
            if title in seen or binding.id in ("app.palette", "app.copy"):
                continue
            seen.add(title)
            key = binding_keys(binding)

            async def run(node: Widget | Screen[Any] | App[None] = node, action: str = binding.action) -> None:
                await self.run_action(action, default_namespace=node)

            yield SystemCommand(say(title), key, run)
        if isinstance(screen, MainScreen):
            yield from screen.commands()
        themes = say("Dark, light, 256 colours and others")
        yield SystemCommand(say("Change the theme"), themes, self.action_change_theme)

    def _commands(self, screen: Screen[Any]) -> Iterable[tuple[Widget | Screen[Any] | App[None], Binding]]:
        focused = screen.focused
        nodes: list[Widget | Screen[Any] | App[None]] = []
        if focused is not None:
            nodes += [node for node in focused.ancestors_with_self if isinstance(node, Widget)]
        nodes += [pane for pane in screen.query("*") if type(pane).__name__ in dict(AREAS) and pane.is_on_screen]
        for node in dict.fromkeys([*nodes, screen, self]):
            for binding in own_bindings(node):
                # Quiet keys inside a pane move its cursor: nobody looks for those in a list of commands.
                if binding.show or node in (screen, self) or isinstance(node, EditorPane) or _is_command(binding):
                    name, _, _ = binding.action.rpartition(".")[2].partition("(")
                    if node.check_action(name, ()):
                        yield node, binding

    def _help_areas(self) -> Iterable[HelpArea]:
        screen = self.screen
        focused = screen.focused
        here = [] if focused is None else [type(node).__name__ for node in focused.ancestors_with_self]
        found = {type(node).__name__: node for node in [screen, *screen.query("*")]}
        areas = [(name, title) for name, title in AREAS if name in found]
        for name, title in sorted(areas, key=lambda area: here.index(area[0]) if area[0] in here else len(here)):
            bindings = tuple(binding for binding in own_bindings(found[name]) if not _edits_text(binding))
            if bindings:
                yield HelpArea(title, bindings)
        yield HelpArea("Everywhere", tuple(own_bindings(self)))
        if "SqlEditor" in found:
            yield HelpArea("Writing", tuple(filter(_edits_text, own_bindings(found["SqlEditor"]))))

    def _fatal_error(self) -> None:
        """Textual would print a traceback with all local values; people get words, and the traceback in a file."""
        error = sys.exc_info()[1] or self._exception
        if error is not None:
            self._exit_renderables.append(Text(fault_words(error, self.speech)))
        self._close_messages_no_wait()


def _is_command(binding: Binding) -> bool:
    return (binding.id or "").startswith(("format.", "editor."))


def _edits_text(binding: Binding) -> bool:
    return (binding.id or "").startswith("edit.")
