"""Owns the view of one service's log: follows its newest line, marks what is searched; reads no log itself."""

from __future__ import annotations

from ksqltui.model.log_search import LogSearch
from ksqltui.session.service_log import ServiceLog
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.log_line import log_line_words
from ksqltui.tui.widgets.words import Line, Word


class LogView(LinesView):
    """The lines of the log that it is given; while its end is seen it goes on with what comes."""

    DEFAULT_CSS = """
    LogView { scrollbar-background: $surface; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(follows=True, id=id)
        self._log: ServiceLog | None = None
        self._search = LogSearch("")
        self._here = -1
        self.is_following = True
        """Whether it goes on with what comes; whoever scrolls up holds it, whoever comes back to the end goes on."""

    @property
    def first(self) -> int:
        return 0 if self._log is None else self._log.first

    @property
    def end(self) -> int:
        return 0 if self._log is None else self._log.end

    def line(self, number: int) -> Line:
        if self._log is None or not self.first <= number < self.end:
            return ()
        line = self._log.line(number)
        return (Word("  "), *log_line_words(line, self._search.spans(line.text), is_here=number == self._here))

    @property
    def hidden_below(self) -> int:
        """Lines after the last one that is seen."""
        return max(0, self.end - self.first - round(self.scroll_y) - self.size.height)

    @property
    def text(self) -> str:
        """All that is held, as it came."""
        log = self._log
        return "" if log is None else "\n".join(log.line(number).text for number in range(log.first, log.end))

    def show_log(self, log: ServiceLog | None) -> None:
        """Shows another log, from its end; what was searched stays wanted."""
        self._log = log
        self.search(self._search.wanted, jump=False)
        self.rebuild()
        self.follow()

    def look(self) -> None:
        self._advance()
        super().look()
        if self.is_following and self.scroll_y < self.max_scroll_y:
            self.follow()

    def _moved(self) -> None:
        """After a person has scrolled: at the end it follows, anywhere else it is held."""
        self.is_following = self.scroll_target_y >= self.max_scroll_y

    def action_scroll_up(self) -> None:
        super().action_scroll_up()
        self._moved()

    def action_scroll_down(self) -> None:
        super().action_scroll_down()
        self._moved()

    def action_page_up(self) -> None:
        super().action_page_up()
        self._moved()

    def action_page_down(self) -> None:
        super().action_page_down()
        self._moved()

    def action_scroll_home(self) -> None:
        super().action_scroll_home()
        self._moved()

    def action_scroll_end(self) -> None:
        super().action_scroll_end()
        self._moved()

    def on_mouse_scroll_up(self) -> None:
        self.call_later(self._moved)

    def on_mouse_scroll_down(self) -> None:
        self.call_later(self._moved)

    def on_scroll_to(self) -> None:
        self.call_later(self._moved)

    def on_resize(self) -> None:
        self.rebuild()
        if self.is_following:
            self.follow()

    def follow(self) -> None:
        """Goes to the newest line and stays with it."""
        self.is_following = True
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)

    def hold(self) -> None:
        """Stays where it is while lines come."""
        self.is_following = False

    def search(self, wanted: str, *, jump: bool = True) -> None:
        """Marks the lines that hold it and goes to the newest of them that is above the end of what is seen."""
        self._search, self._here = LogSearch(wanted), -1
        self._advance()
        if jump and wanted:
            self._go_to(self._search.step(self._last_seen + 1, -1))
        self.refresh()

    def step(self, by: int) -> None:
        """Goes to the next match, or to the one before."""
        start = self._here if self._here >= self.first else self._last_seen + (1 if by < 0 else 0)
        self._go_to(self._search.step(start, by))

    @property
    def found(self) -> tuple[int, int]:
        """Which match is shown, from 1, of how many; 0 where none is."""
        return self._search.place(self._here), len(self._search.numbers)

    @property
    def _last_seen(self) -> int:
        return min(self.end, self.first + round(self.scroll_y) + self.size.height) - 1

    def _advance(self) -> None:
        log = self._log
        if log is not None:
            self._search.advance(log.first, log.end, lambda number: log.line(number).text)

    def _go_to(self, number: int | None) -> None:
        if number is None:
            return
        self._here = number
        top = number - self.first
        self.is_following = False
        if not self.scroll_y <= top < self.scroll_y + self.size.height - 1:
            self.scroll_to(y=max(0, top - self.size.height // 2), animate=False, force=True)
        self.refresh()
