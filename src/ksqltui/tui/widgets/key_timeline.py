"""Owns the timeline of one row on the screen: which row, which version is looked at, its keys; knows no run."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message

from ksqltui.model.cell_text import number_text, visible
from ksqltui.model.duration import span
from ksqltui.model.key_history import KeyHistory
from ksqltui.model.results import ResultsStore
from ksqltui.model.window_state import WindowWatch
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.key_timeline_lines import TimelineFacts, plots_that_fit, top_lines, trail, version_lines
from ksqltui.tui.widgets.said_lines import DrawnLines
from ksqltui.tui.widgets.words import Word


class KeyTimeline(DrawnLines, can_focus=True):
    """The versions of one row of a keyed result, newest first, and how its numbers went; follows what comes."""

    DEFAULT_CSS = """
    KeyTimeline { width: 1fr; height: 1fr; background: $surface; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="timeline.back"),
        Binding("left", "key(-1)", "Previous key", id="results.previous-key"),
        Binding("right", "key(1)", "Next key", id="results.next-key"),
        Binding("up", "version(-1)", "Newer", show=False, id="results.newer"),
        Binding("down", "version(1)", "Older", show=False, id="results.older"),
        Binding("home", "newest", "Newest version", show=False, id="results.newest"),
        Binding("end", "oldest", "Oldest version", show=False, id="results.oldest"),
        Binding("c", "columns", "Columns", id="results.plotted-columns"),
    ]

    class Closed(Message):
        """The reader goes back to the rows."""

    def __init__(
        self, store: ResultsStore, number: int, windows: WindowWatch | None, *, clock: Callable[[], float]
    ) -> None:
        """Shows the table's line of this number."""
        super().__init__()
        self._store = store
        self.number = number
        """The table's line that is shown."""
        self._windows = windows
        self._now = clock()
        self._history = KeyHistory(store.history(number))
        self._seen = store.version
        self._held: int | None = None
        self._first = 0
        self._shift = 0

    # --- what the owner uses --------------------------------------------------------------------------------------

    @property
    def trail(self) -> str:
        """The row's name, for the tab."""
        return "".join(
            piece.text for piece in visible(trail(self._history.newest.values, self._store.identity), limit=60)
        )

    def status_left(self, *, is_live: bool) -> list[Word]:
        """How many versions in which time, and how many are kept."""
        history, count, say = self._history, len(self._history.versions), speech_of(self)
        state = say("following" if self._held is None else "looking back") if is_live else say("at rest")
        spent = f" {say('in {time}', time=spoken_time(span(history.lasted), say))}" if count > 1 else ""
        counted = say.count(count, "{count} version", "{count} versions", count=number_text(count))
        words = [Word(f" {state}", "foreground", bold=True), Word(f"   {counted}{spent}")]
        if history.forgotten:
            forgotten = say("{count} older forgotten", count=number_text(history.forgotten))
            return [*words, Word(f", {forgotten}", "warning")]
        return [*words, Word(f", {say('all kept')}")]

    def status_right(self) -> list[Word]:
        """The columns that name the row."""
        names = ", ".join(self._store.columns[index].name for index in self._store.identity)
        return [Word(f"{speech_of(self)('key')} ", "faint"), Word("".join(piece.text for piece in visible(names)))]

    def tick(self, now: float) -> None:
        """Shows what came since; `now` is in wall seconds. A row that left the store keeps what was seen of it."""
        self._now = now
        if self._store.version != self._seen:
            self._seen = self._store.version
            self._read()
        self._compose_lines()

    # --- drawing --------------------------------------------------------------------------------------------------

    def _read(self) -> None:
        held = self._version_at(self._held)
        try:
            self._history = KeyHistory(self._store.history(self.number))
        except IndexError:
            return
        if held is not None:
            versions = self._history.versions
            place = next((at for at, line in enumerate(versions) if line.change == held), 0)
            self._held = len(versions) - 1 - place

    def _version_at(self, place: int | None) -> int | None:
        versions = self._history.versions
        return versions[-1 - min(place, len(versions) - 1)].change if place is not None else None

    def _facts(self) -> TimelineFacts:
        windows, newest = self._windows, self._history.newest
        return TimelineFacts(
            self._history,
            self._store.columns,
            self._store.identity,
            windows.window(newest.values) if windows is not None else None,
            windows.state(newest, self._now) if windows is not None else None,
            self._now if windows is None or windows.until is None else min(self._now, windows.until),
            self._shift,
            speech_of(self),
        )

    def _compose_lines(self) -> None:
        width, height = self.size.width, self.size.height
        if not width or not height:
            return
        facts, cursor = self._facts(), self._held or 0
        lines = top_lines(facts, width, height)
        room = max(1, height - len(lines) - 1)
        self._first = min(max(self._first, cursor - room + 1), cursor)
        lines += version_lines(facts, self._first, room, cursor, width, has_focus=self.has_focus)
        self.draw(lines)

    def on_resize(self) -> None:
        self._compose_lines()

    def on_focus(self) -> None:
        self._compose_lines()

    def on_blur(self) -> None:
        self._compose_lines()

    # --- keys -----------------------------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "columns":
            count = len(self._facts().numbers)
            return count > plots_that_fit(count, self.size.width)
        return True

    def action_back(self) -> None:
        self.post_message(self.Closed())

    def action_key(self, by: int) -> None:
        """Shows the row above or below in the table."""
        number = self.number + by
        lines = self._store.table
        if not lines.first <= number < lines.end:
            return
        self.number = number
        self._held, self._first = None, 0
        self._read()
        self._compose_lines()

    def action_version(self, by: int) -> None:
        """Down is older; on the newest version the timeline follows what comes."""
        place = min(max(0, (self._held or 0) + by), len(self._history.versions) - 1)
        self._held = place or None
        self._compose_lines()

    def action_newest(self) -> None:
        self.action_version(-len(self._history.versions))

    def action_oldest(self) -> None:
        self.action_version(len(self._history.versions))

    def action_columns(self) -> None:
        """Plots the next columns of numbers."""
        self._shift += 1
        self._compose_lines()
