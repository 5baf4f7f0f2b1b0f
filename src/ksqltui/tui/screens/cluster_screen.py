"""Owns the cluster over the whole screen: lists, their filter and order, the page beside them; asks the session."""

from __future__ import annotations

import time
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, Static
from textual.worker import Worker

from ksqltui.model.cell_text import visible
from ksqltui.model.cluster import Config
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.session.console import Console
from ksqltui.tui.cluster_errands import Asked, ClusterErrands
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.screens.cluster_action_choice import form_for
from ksqltui.tui.screens.pane_layout import WIDE
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.cluster_facts import ClusterFacts, cluster_facts
from ksqltui.tui.widgets.cluster_lists import ClusterTab, ListWish, Made, listing
from ksqltui.tui.widgets.cluster_pages import page
from ksqltui.tui.widgets.cluster_words import list_notes, row_words, tab_labels, trouble_words
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.header import HeaderBar
from ksqltui.tui.widgets.page_view import PageView
from ksqltui.tui.widgets.pick_list import PickList
from ksqltui.tui.widgets.session_words import server_state
from ksqltui.tui.widgets.tab_row import TabRow
from ksqltui.tui.widgets.words import Line, Word

TICK = 0.5
REST = 0.25
"""Seconds that the cursor rests on a thing before its configs are asked for."""
TABS = tuple(ClusterTab)


class ClusterScreen(Screen[Asked | None]):
    """Brokers, topics, groups and ksqlDB's objects as lists, with the page of the chosen one beside or after it.

    It gives what the editor is to do for a topic, or None.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it as a list)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "messages", "Messages", id="cluster.messages", tooltip="The messages of the topic"),
        Binding("w", "write", "Write", id="cluster.write", tooltip="Write a message to the topic"),
        Binding("n", "act('create')", "New topic", id="cluster.create", tooltip="Create a topic"),
        Binding("a", "act('configs')", "Configs", id="cluster.alter", tooltip="Alter or reset a topic's configs"),
        Binding("t", "act('offsets')", "Set offsets", id="cluster.offsets", tooltip="Set where a group reads on"),
        Binding("d", "act('delete')", "Delete", id="cluster.delete", tooltip="Delete the topic or the group"),
        Binding("p", "act('partitions')", "Add partitions", show=False, id="cluster.partitions"),
        Binding("x", "act('records')", "Delete messages", show=False, id="cluster.records"),
        Binding("l", "act('elect')", "Elect the preferred leaders", show=False, id="cluster.elect"),
        Binding("slash", "filter", "Filter", id="cluster.filter", tooltip="Filter the list by name"),
        Binding("exclamation_mark", "problems", "Problems", id="cluster.problems", tooltip="Only what is not well"),
        Binding("s", "sort", "Sort", id="cluster.sort", tooltip="Sort by the next column"),
        Binding("o", "reverse", "Other way round", show=False, id="cluster.reverse"),
        Binding(
            "c", "configs", "All configs", show=False, id="cluster.configs", tooltip="All configs, or what differs"
        ),
        Binding("r", "look", "Look now", show=False, id="cluster.look"),
        Binding("1", "tab('brokers')", "Brokers", show=False, id="cluster.brokers"),
        Binding("2", "tab('topics')", "Topics", show=False, id="cluster.topics"),
        Binding("3", "tab('groups')", "Groups", show=False, id="cluster.groups"),
        Binding("4", "tab('objects')", "ksqlDB objects", show=False, id="cluster.objects"),
        Binding("right_square_bracket,right", "next_tab(1)", "Next tab", show=False, id="cluster.next-tab"),
        Binding("left_square_bracket,left", "next_tab(-1)", "Previous tab", show=False, id="cluster.previous-tab"),
        Binding("f6", "other_pane", "List or page", show=False, id="cluster.pane"),
        Binding("escape", "back", "Back", id="cluster.back"),
        Binding("f2", "leave", "Editor", id="cluster.leave", tooltip="Back to the editor"),
    ]

    def __init__(
        self, console: Console, tab: ClusterTab = ClusterTab.TOPICS, key: str = "", *, glyphs: Glyphs = UNICODE
    ) -> None:
        super().__init__()
        self._session = console
        self._glyphs = glyphs
        self._tab = tab
        self._wanted_key = key
        self._keys = dict.fromkeys(TABS, "")
        self._wishes = {each: ListWish() for each in TABS}
        self._orders: dict[ClusterTab, tuple[str, ...]] = {}
        self._made: Made = {}
        self._all_configs = False
        self._broker_configs: tuple[Config, ...] = ()
        self._configs_problem = ""
        self._resting: Timer | None = None
        self._seen: object = None
        self._errands = ClusterErrands(
            self, console, done=self._ask_for_configs, asked=self._leave_to_editor, glyphs=glyphs
        )

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        yield HeaderBar(glyphs=self._glyphs)
        yield TabRow(id="cluster-tabs", glyphs=self._glyphs)
        yield Static("", id="cluster-trouble", markup=False)
        yield Input(placeholder=say("Part of a name"), compact=True, id="cluster-filter")
        with Horizontal(id="cluster-body"):
            yield PickList(id="cluster-list", glyphs=self._glyphs)
            yield PageView(id="cluster-page")
        yield KeysFooter()

    def on_mount(self) -> None:
        self.query_one("#cluster-filter", Input).display = False
        self._list.focus()
        self._show()
        if self._wanted_key:
            self._list.go_to(self._wanted_key)
            self.set_class(True, "-page")
            if self.has_class("-narrow"):
                self._page.focus()
        self.set_interval(TICK, self._tick)

    # What is shown.

    @property
    def facts(self) -> ClusterFacts:
        facts = cluster_facts(self._session, time.time())
        if facts is None:
            raise RuntimeError("the cluster view was opened where nobody looks at a cluster")
        return facts

    @property
    def tab(self) -> ClusterTab:
        """The list that is shown."""
        return self._tab

    @property
    def chosen(self) -> str:
        """The key of what the page tells of; empty where the list is."""
        return self._list.cursor_key

    @property
    def topic(self) -> str:
        """The topic whose page is shown; empty where it is another thing's, or nobody's."""
        known = self._tab is ClusterTab.TOPICS and self.facts.picture.topic(self.chosen) is not None
        return self.chosen if known else ""

    @property
    def _list(self) -> PickList:
        return self.query_one("#cluster-list", PickList)

    @property
    def _page(self) -> PageView:
        return self.query_one("#cluster-page", PageView)

    def _tick(self) -> None:
        watcher = self._session.cluster
        if watcher is None or self.app.screen is not self:
            return
        seen = (watcher.version, watcher.picture.taken_at, self._session.watcher.version, watcher.brokers_problem)
        if seen != self._seen:
            self._seen = seen
            self._show()
        else:
            self._show_surroundings(self.facts)
            self._show_page()

    def _show(self) -> None:
        facts, say = self.facts, speech_of(self)
        wish = self._wishes[self._tab]
        found = listing(facts, self._tab, wish, self._orders.get(self._tab, ()), self._glyphs, say, self._made)
        self._orders[self._tab] = tuple(row.key for row in found.rows)
        self._list.show(found.columns, found.rows, list_notes(found, self._tab, wish, facts, say))
        self._show_surroundings(facts)
        self._show_page()

    def _show_surroundings(self, facts: ClusterFacts) -> None:
        say = speech_of(self)
        row = self.query_one("#cluster-tabs", TabRow)
        row.tabs = tab_labels(facts, say)
        row.active = self._tab.value
        row.pane_focused = self._list.has_focus
        row.words = row_words(facts, self._wishes[self._tab], say)
        self.query_one(HeaderBar).state = server_state(self._session, facts.now)
        band, troubles = self.query_one("#cluster-trouble", Static), trouble_words(facts, say)
        band.display = bool(troubles)
        band.update("\n".join(map(_plain, troubles)))

    def _show_page(self) -> None:
        facts, key, say = self.facts, self.chosen, speech_of(self)

        def make(width: int) -> list[Line]:
            lines = page(
                facts,
                self._tab,
                key,
                width,
                all_configs=self._all_configs,
                broker_configs=self._broker_configs,
                glyphs=self._glyphs,
                say=say,
            )
            return [*lines, (), (Word(f" {self._configs_problem}", "faint"),)] if self._configs_problem else lines

        self._page.show(f"{self._tab.value} {key}", make)

    # What is chosen.

    @on(PickList.Highlighted)
    def _highlighted(self, event: PickList.Highlighted) -> None:
        self._keys[self._tab] = event.key
        self._broker_configs, self._configs_problem = (), ""
        self._show_page()
        self.refresh_bindings()
        if self._resting is not None:
            self._resting.stop()
        self._resting = self.set_timer(REST, self._ask_for_configs)

    @on(PickList.Chosen)
    def _chosen(self) -> None:
        self.add_class("-page")
        self.call_after_refresh(self._page.focus)

    def _ask_for_configs(self) -> None:
        if self.chosen and not self.facts.is_told_by_ksqldb and self._tab in (ClusterTab.TOPICS, ClusterTab.BROKERS):
            self.run_worker(
                self._get_configs(self._tab, self.chosen), group="configs", exclusive=True, exit_on_error=False
            )

    async def _get_configs(self, tab: ClusterTab, key: str) -> None:
        watcher = self._session.cluster
        if watcher is None:
            return
        try:
            if tab is ClusterTab.BROKERS:
                self._broker_configs = await watcher.broker_configs(int(key))
            else:
                await watcher.configs([key])
        except ClusterError as error:
            self._configs_problem = _plain(error.message)
        # The list too: a page must not know of a look that the list beside it does not show.
        self._show()

    # Keys and clicks.

    def action_tab(self, name: str) -> None:
        self._tab = ClusterTab(name)
        filtering = self.query_one("#cluster-filter", Input)
        filtering.value = self._wishes[self._tab].text
        filtering.display = bool(filtering.value)
        self.remove_class("-page")
        self._show()
        self._list.go_to(self._keys[self._tab])
        self._list.focus()

    def action_next_tab(self, by: int) -> None:
        self.action_tab(TABS[(TABS.index(self._tab) + by) % len(TABS)].value)

    def action_filter(self) -> None:
        filtering = self.query_one("#cluster-filter", Input)
        filtering.display = True
        self.remove_class("-page")
        filtering.focus()

    @on(Input.Changed, "#cluster-filter")
    def _filter_changed(self, event: Input.Changed) -> None:
        self._wish(text=event.value.strip())

    @on(Input.Submitted, "#cluster-filter")
    def _filter_taken(self, event: Input.Submitted) -> None:
        event.input.display = bool(event.value.strip())
        self._list.focus()

    def action_problems(self) -> None:
        self._wish(problems_only=not self._wishes[self._tab].problems_only)

    def action_sort(self) -> None:
        columns = len(self._list.columns)
        wish = self._wishes[self._tab]
        column = wish.column + 1 if wish.column + 1 < columns else 1
        # Of numbers one wants to see the highest.
        self._wish(column=column, descending=self._list.columns[column].is_right if columns else False)

    def action_reverse(self) -> None:
        self._wish(descending=not self._wishes[self._tab].descending)

    @on(PickList.HeadClicked)
    def _head_clicked(self, event: PickList.HeadClicked) -> None:
        wish = self._wishes[self._tab]
        again = event.column == wish.column
        first = self._list.columns[event.column].is_right
        self._wish(column=max(1, event.column), descending=not wish.descending if again else first)

    def _wish(
        self,
        *,
        text: str | None = None,
        problems_only: bool | None = None,
        column: int | None = None,
        descending: bool | None = None,
    ) -> None:
        now = self._wishes[self._tab]
        self._wishes[self._tab] = ListWish(
            now.text if text is None else text,
            now.problems_only if problems_only is None else problems_only,
            now.column if column is None else column,
            now.descending if descending is None else descending,
        )
        self._orders.pop(self._tab, None)
        self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What can be done to the chosen thing is there; the rest is neither in the footer nor in the palette."""
        if action == "act" and parameters and self.is_mounted:
            return form_for(str(parameters[0]), self.facts, self._tab, self.chosen) is not None
        return bool(self.topic) if action in ("messages", "write") and self.is_mounted else True

    def action_act(self, name: str) -> None:
        """Opens the form of an action on what is chosen."""
        self._errands.act(name, self.facts, self._tab, self.chosen)

    def action_messages(self) -> None:
        """Opens the messages of the chosen topic."""
        self._errands.messages(self.facts, self.topic)

    def action_write(self) -> None:
        """Opens the form that sends a message to the chosen topic."""
        self._errands.write(self.topic)

    def _leave_to_editor(self, asked: Asked) -> None:
        self.dismiss(asked)

    def action_configs(self) -> None:
        self._all_configs = not self._all_configs
        self._show_page()

    def action_look(self) -> None:
        if self._session.cluster is not None:
            self._session.cluster.refresh_soon()
            self._ask_for_configs()

    def action_other_pane(self) -> None:
        if self._list.has_focus:
            self._chosen()
        else:
            self.remove_class("-page")
            self.call_after_refresh(self._list.focus)

    @on(TabRow.TabChosen)
    def _tab_clicked(self, event: TabRow.TabChosen) -> None:
        self.action_tab(event.key)

    @on(TabRow.WordChosen)
    def _word_clicked(self, event: TabRow.WordChosen) -> None:
        if event.key == "problems":
            self.action_problems()
        else:
            self.action_look()

    def action_back(self) -> None:
        """One step: out of the filter, out of the page, out of the view."""
        filtering = self.query_one("#cluster-filter", Input)
        if filtering.has_focus or (self._list.has_focus and self._wishes[self._tab].text):
            filtering.value = ""
            filtering.display = False
            self._list.focus()
        elif self._page.has_focus:
            self.action_other_pane()
        else:
            self.dismiss(None)

    def action_leave(self) -> None:
        self.dismiss(None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one("#cluster-tabs", TabRow).pane_focused = self._list.has_focus

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)


def _plain(text: str) -> str:
    return "\n".join("".join(piece.text for piece in visible(line, len(line))) for line in text.split("\n"))
