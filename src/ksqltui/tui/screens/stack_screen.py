"""Owns the stack over the whole screen: its services, the log of the chosen one, the compose file; runs nothing."""

from __future__ import annotations

import os
import time
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker

from ksqltui.model.cell_text import number_text
from ksqltui.model.stack_trouble import StackError
from ksqltui.session.service_log import ServiceLog
from ksqltui.tui.clipboard import copy_text
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.dialogs import plain
from ksqltui.tui.screens.stack_steering import StackSteering, runs
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.stack_desk import StackDesk
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.log_view import LogView
from ksqltui.tui.widgets.page_view import PageView
from ksqltui.tui.widgets.pick_list import PickList
from ksqltui.tui.widgets.said_lines import SaidLines
from ksqltui.tui.widgets.stack_facts import StackFacts, age_text
from ksqltui.tui.widgets.stack_lists import columns, file_lines, head_words, log_head, masked, service_rows
from ksqltui.tui.widgets.tab_row import RowWord, TabLabel, TabRow
from ksqltui.tui.widgets.words import Line, Word

TICK = 0.25
REST = 0.2
"""Seconds that the cursor rests on a service before its log is opened."""
TABS = ("services", "file", "config")
CHANGES = ("stop", "restart", "shell", "up", "down")
"""What a read-only console does not do."""


class StackScreen(StackSteering):
    """Services above, the log of the chosen one below; two more tabs have the compose file, raw and filled in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "stop", "Stop", id="stack.stop", tooltip="Stop the chosen service, or start it"),
        Binding("r", "restart", "Restart", id="stack.restart", tooltip="Restart the chosen service"),
        Binding("x", "shell", "Shell", id="stack.shell", tooltip="Open a shell in the chosen service"),
        Binding("slash", "search", "Search", id="stack.search", tooltip="Search the log"),
        Binding("f", "follow", "Follow", id="stack.follow", tooltip="Follow the log, or hold it"),
        Binding("n", "match(1)", "Next match", show=False, id="stack.next-match"),
        Binding("N", "match(-1)", "Previous match", key_display="Shift+N", show=False, id="stack.previous-match"),
        Binding("u", "up", "Start all", id="stack.up", tooltip="Start the whole stack"),
        Binding("escape", "back", "Back", id="stack.back"),
        Binding("d", "down", "Take down", id="stack.down", tooltip="Stop and remove the whole stack"),
        Binding("y", "copy", "Copy", show=False, id="stack.copy", tooltip="Copy the log or the file"),
        Binding("1", "tab('services')", "Services", show=False, id="stack.services"),
        Binding("2", "tab('file')", "Compose file", show=False, id="stack.file"),
        Binding("3", "tab('config')", "Filled in", show=False, id="stack.config", tooltip="The compose file filled in"),
        Binding("right_square_bracket", "next_tab(1)", "Next tab", show=False, id="stack.next-tab"),
        Binding("left_square_bracket", "next_tab(-1)", "Previous tab", show=False, id="stack.previous-tab"),
        Binding("f6", "other_pane", "List or log", show=False, id="stack.pane"),
        Binding("f12", "leave", "Leave", show=False, id="stack.leave", tooltip="Back to where you were"),
    ]

    def __init__(self, desk: StackDesk, service: str = "", *, glyphs: Glyphs = UNICODE) -> None:
        """The cursor begins on `service`, by its name in the compose file."""
        super().__init__(desk, glyphs=glyphs)
        self._wanted = service
        self._tab = "services"
        self._log: ServiceLog | None = None
        self._log_of = ""
        self._resting: Timer | None = None
        self._engine: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        self._seen: object = None
        self._keys: object = None

    def compose(self) -> ComposeResult:
        yield SaidLines(id="stack-head")
        yield TabRow(id="stack-tabs", glyphs=self._glyphs)
        yield Static("", id="stack-trouble", markup=False)
        with Vertical(id="stack-body"):
            yield PickList(id="stack-list", glyphs=self._glyphs)
            yield SaidLines(id="stack-log-head")
            yield LogView(id="stack-log")
            yield Input(placeholder=speech_of(self)("Part of a line"), compact=True, id="stack-search")
        yield PageView(id="stack-page")
        yield KeysFooter()

    def on_mount(self) -> None:
        self._search_bar.display = False
        self._list.focus()
        self.run_worker(self._desk.watch(), group="watch", exit_on_error=False)
        self.run_worker(self._ask_versions(), group="versions", exit_on_error=False)
        self._look()
        self.set_interval(TICK, self._tick)

    async def _ask_versions(self) -> None:
        """Who runs the stack; where one of them does not answer its place stays empty."""
        await self._desk.watch()
        stack = self._desk.stack
        try:
            self._engine["Docker"] = (await stack.engine.facts()).version
            self._engine["Compose"] = await stack.tool.version()
        except StackError as error:
            # What the engine itself lacks the watcher says, and goes on saying.
            if "Docker" in self._engine:
                self._tell(error)

    # What is shown.

    @property
    def _list(self) -> PickList:
        return self.query_one("#stack-list", PickList)

    @property
    def _cursor_key(self) -> str:
        return self._list.cursor_key

    @property
    def _log_view(self) -> LogView:
        return self.query_one("#stack-log", LogView)

    @property
    def _search_bar(self) -> Input:
        return self.query_one("#stack-search", Input)

    def _tick(self) -> None:
        """Draws what there is to draw anew, which most of the time is nothing."""
        view, log, desk = self._log_view, self._log, self._desk
        view.look()
        reading = None if log is None else (log.end, log.problem)
        going_down = desk.actions.going_down if desk.facts(0) is not None else ""
        seen = (desk.marks(time.time()), reading, going_down, view.is_following, view.hidden_below, view.found)
        if seen != self._seen:
            self._seen = seen
            self._look()

    def _look(self) -> None:
        facts, say = self._facts, speech_of(self)
        head = head_words(facts, self._engine, self.size.width, self._glyphs, say)
        self.query_one("#stack-head", SaidLines).draw([head, (Word("", plane="background"),)])
        self._show_tabs(facts)
        self._show_trouble(facts)
        if facts is not None:
            rows = service_rows(facts, self.size.width, self._glyphs, say)
            self._list.show(columns(say), rows, self._notes(facts))
            self._list.styles.height = min(max(2, len(rows) + 1), max(4, self.size.height // 2))
            if self._wanted and any(row.key == self._wanted for row in rows):
                self._list.go_to(self._wanted)
                self._wanted = ""
        self._show_log_head()
        keys = (self.chosen, self._tab, self._log_view.is_following, facts is None or facts.picture.problem)
        if keys != self._keys:
            self._keys = keys
            self.refresh_bindings()

    def _notes(self, facts: StackFacts) -> list[Line]:
        if facts.picture.services or facts.picture.problem:
            return []
        say = speech_of(self)
        words = say("No container yet. U starts the stack.") if facts.is_known else say("Looking at the stack")
        return [(Word(words, "faint"),)]

    def _show_tabs(self, facts: StackFacts | None) -> None:
        say = speech_of(self)
        count = "" if facts is None or not facts.picture.services else f" {len(facts.picture.services)}"
        row = self.query_one("#stack-tabs", TabRow)
        row.tabs = (
            TabLabel("services", say("Services") + count),
            TabLabel("file", say("Compose file")),
            TabLabel("config", say("Filled in")),
        )
        row.active = self._tab
        row.pane_focused = True
        if self._tab == "services":
            row.words = (RowWord("search", say("found"), self._found()),) if self._found() else ()
        else:
            row.words = (RowWord("where", say("file"), self._desk.stack.tool.where),)

    def _found(self) -> str:
        place, count = self._log_view.found
        if not self._search_bar.value:
            return ""
        say = speech_of(self)
        return say("{number} of {count}", number=place, count=count) if place else say("{count} found", count=count)

    def _show_trouble(self, facts: StackFacts | None) -> None:
        say, lines = speech_of(self), list[str]()
        if facts is not None and facts.picture.problem:
            lines += [say(facts.picture.problem), say(facts.picture.advice)]
            if facts.picture.taken_at is not None:
                age = age_text(facts.now - facts.picture.taken_at, say)
                lines.append(say("What is shown is {time} old.", time=age))
        if self._trouble is not None:
            lines += [say(self._trouble.message), say(self._trouble.advice)]
        if self._desk.actions.going_down if facts is not None else "":
            lines.append(say(self._desk.actions.going_down))
        band = self.query_one("#stack-trouble", Static)
        text = plain("\n".join(line for line in lines if line))
        if band.display != bool(lines) or (lines and band.content != text):
            band.display = bool(lines)
            band.update(text)

    def _show_log_head(self) -> None:
        say, log, view = speech_of(self), self._log, self._log_view
        state: Line = ()
        if log is not None and view.is_following:
            state = (Word(f"{self._glyphs.running} ", "success"), Word(say("following"), "muted"))
        elif log is not None:
            below = number_text(view.hidden_below)
            held = say.count(view.hidden_below, "held, {count} line below", "held, {count} lines below", count=below)
            state = (Word(f"{self._glyphs.paused} ", "warning"), Word(held, "muted"))
        problem = log.problem if log is not None and self._facts and not self._facts.picture.problem else ""
        head = log_head(self.chosen, problem, state, 0 if log is None else log.first, self._glyphs, say)
        self.query_one("#stack-log-head", SaidLines).draw([(), head])

    # The log.

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST if self._log is not None else 0.01, self._open_log)
        self._look()

    def _open_log(self) -> None:
        service = self.chosen
        if service is None or service.name == self._log_of:
            return
        name = service.name
        self._log_of = name
        self._log = ServiceLog(self._desk.stack.engine, lambda: self._desk.watcher.picture.service(name))
        self._log_view.show_log(self._log)
        self.run_worker(self._log.run(), group="log", exclusive=True, exit_on_error=False)

    def action_follow(self) -> None:
        if self._log_view.is_following:
            self._log_view.hold()
        else:
            self._log_view.follow()
        self._show_log_head()

    def action_search(self) -> None:
        self._search_bar.display = True
        self._search_bar.focus()

    @on(Input.Changed, "#stack-search")
    def _searched(self, event: Input.Changed) -> None:
        self._log_view.search(event.value)
        self._show_tabs(self._facts)

    @on(Input.Submitted, "#stack-search")
    def _search_taken(self, event: Input.Submitted) -> None:
        event.input.display = bool(event.value)
        self._log_view.focus()

    def action_match(self, by: int) -> None:
        self._log_view.step(by)
        self._show_tabs(self._facts)

    # Tabs, panes, the way out.

    def action_tab(self, name: str) -> None:
        self._tab = name
        self.set_class(name != "services", "-file")
        if name == "services":
            self._list.focus()
        else:
            self._show_file()
            self.query_one("#stack-page").focus()
            self.run_worker(self._read_file(name), group="file", exclusive=True, exit_on_error=False)
        self._look()

    def action_next_tab(self, by: int) -> None:
        self.action_tab(TABS[(TABS.index(self._tab) + by) % len(TABS)])

    async def _read_file(self, name: str) -> None:
        """Reads it anew each time: people edit the file beside the console."""
        await self._desk.watch()
        tool = self._desk.stack.tool
        try:
            text = await (tool.text() if name == "file" else tool.config())
        except StackError as error:
            self._tell(error)
        else:
            self._texts[name] = text
            self._show_file()

    def _show_file(self) -> None:
        text = self._texts.get(self._tab, "")
        lines = file_lines(text) if text else [(Word(f"  {speech_of(self)('Reading it')}", "faint"),)]
        self.query_one("#stack-page", PageView).show(self._tab, lambda width: lines)

    def action_other_pane(self) -> None:
        if self._tab != "services":
            return
        if self._list.has_focus:
            self._log_view.focus()
        else:
            self.remove_class("-log")
            self._list.focus()

    @on(PickList.Chosen)
    def _log_chosen(self) -> None:
        self._open_log()
        self.add_class("-log")
        self._log_view.focus()

    @on(TabRow.TabChosen)
    def _tab_clicked(self, event: TabRow.TabChosen) -> None:
        self.action_tab(event.key)

    @on(TabRow.WordChosen)
    def _word_clicked(self, event: TabRow.WordChosen) -> None:
        if event.key == "search":
            self.action_search()

    def action_copy(self) -> None:
        text = self._log_view.text if self._tab == "services" else masked(self._texts.get(self._tab, ""))
        if text:
            self.run_worker(self._copy(text), group="copy", exit_on_error=False)

    async def _copy(self, text: str) -> None:
        say, count = speech_of(self), text.count("\n") + 1
        how = await copy_text(self.app, text, os.environ)
        lines = say.count(count, "{count} line copied", "{count} lines copied", count=number_text(count))
        self.notify(f"{lines} {say(how)}", markup=False)

    def action_back(self) -> None:
        """One step: out of the search, out of what is told, out of the log or the file, out of the screen."""
        if self._search_bar.display:
            self._search_bar.value = ""
            self._search_bar.display = False
            self._log_view.focus()
        elif self._trouble is not None:
            self._tell(None)
        elif self._tab != "services":
            self.action_tab("services")
        elif self.has_class("-log") or self._log_view.has_focus:
            self.remove_class("-log")
            self._list.focus()
        else:
            self.dismiss()

    def action_leave(self) -> None:
        self.dismiss()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in CHANGES and (self._desk.read_only or self._tab != "services"):
            return False
        service = self.chosen if self.is_mounted and action in ("stop", "restart", "shell") else None
        match action:
            case "stop":
                return service is not None and bool(service.container) and service.name not in self._desk.actions.doing
            case "restart" | "shell":
                return service is not None and runs(service)
            case "search" | "follow":
                return self._tab == "services"
            case "down":
                return (facts := self._facts) is not None and facts.picture.is_there
            case "up":
                return (facts := self._facts) is not None and not facts.picture.problem
            case _:
                return True

    def key_label(self, action: str) -> str | None:
        """What a key will do now."""
        if action == "stop":
            service = self.chosen
            return "Start" if service is not None and not runs(service) else None
        if action == "follow" and self._log_view.is_following:
            return "Hold"
        return None

    def on_resize(self, event: events.Resize) -> None:
        if self.is_mounted:
            self._look()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)
