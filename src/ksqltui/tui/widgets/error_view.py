"""Owns how a failure is shown: the error whole, then one fix with its change, then why; knows no server."""

from __future__ import annotations

from itertools import groupby

from textual import events
from textual.message import Message

from ksqltui.model.duration import span
from ksqltui.model.errors import ConnectionLost, KsqlError, MalformedResponse, NotKsqlServer, NotReached, RequestRefused
from ksqltui.model.fixes import Fix
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.editor_highlighting import LineHighlighter
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.results_lines import BAR
from ksqltui.tui.widgets.results_words import arrived
from ksqltui.tui.widgets.words import Line, Word, cells, said, wrapped

FIX_KEY = "F8"
OTHER_FIX_KEY = "Shift+F8"
BAND = "tint-gone"
SQL_COLOURS = {
    "keyword": "accent",
    "function": "secondary",
    "string": "sql-string",
    "number": "sql-number",
    "comment": "sql-comment",
    "punctuation": "muted",
}
INDENT = "  " + " " * (len(FIX_KEY) + 3)


class ErrorView(LinesView):
    """A failed run's error; clicking the fix chooses it. Its lines wrap, so it never scrolls sideways."""

    DEFAULT_CSS = """
    ErrorView { overflow-x: hidden; }
    """

    class FixClicked(Message):
        """A fix was clicked."""

        def __init__(self, fix: Fix) -> None:
            super().__init__()
            self.fix = fix

    def __init__(self, run: QueryRun, fixes: tuple[Fix, ...] = (), *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._run = run
        self._fixes = fixes
        self._lines: list[Line] = []
        self._fix_lines: list[range] = []

    @property
    def end(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def rebuild(self) -> None:
        width, say = self.size.width, speech_of(self)
        self._lines = [(), *error_band(self._run, width, say)]
        self._fix_lines = []
        for fix, key in zip(self._fixes, (FIX_KEY, OTHER_FIX_KEY), strict=False):
            first = len(self._lines) + 1
            self._lines += [(), *fix_lines(fix, say, key)]
            self._fix_lines.append(range(first, len(self._lines)))
            self._lines += [(), *_paragraph(say("Why"), say(fix.why), width)]
        mended = any(fix.removed or fix.added for fix in self._fixes)
        if not mended and self._run.error is not None and self._run.error.advice:
            self._lines += [(), *_paragraph(say("Next"), say(self._run.error.advice), width)]
        super().rebuild()

    def on_click(self, event: events.Click) -> None:
        for fix, lines in zip(self._fixes, self._fix_lines, strict=False):
            if event.y + round(self.scroll_y) in lines:
                event.stop()
                self.post_message(self.FixClicked(fix))


def error_band(run: QueryRun, width: int, say: Speech = ENGLISH) -> list[Line]:
    """Who refused what, the code and the time it took, and the error's text whole and unchanged."""
    error = run.error or KsqlError(Told("The server gave no reason."))
    bar = Word(BAR, "error", tint=BAND)
    about = []
    if isinstance(error, RequestRefused):
        about.append(say("code {code}", code=error.code))
    if run.ended_at is not None:
        about.append(spoken_time(span(run.ended_at - run.started_at), say))
    title = [bar, Word(" ", tint=BAND), Word(say(_title(error, came=arrived(run))), "error", bold=True, tint=BAND)]
    right = Word(", ".join(about), tint=BAND)
    gap = width - cells(title) - cells([right]) - 1
    if gap > 1:
        title += [Word(" " * gap, tint=BAND), right, Word(" ", tint=BAND)]
    lines: list[Line] = [tuple(title), (bar, Word(" ", tint=BAND))]
    for text in say(error.message).splitlines() or [""]:
        # The message may use the last cell before it wraps.
        words = said(text.expandtabs(4), "foreground", tint=BAND) or [Word("", tint=BAND)]
        lines += [(bar, Word(" ", tint=BAND), *line) for line in wrapped(words, width - 2)]
    return lines


def fix_lines(fix: Fix, say: Speech = ENGLISH, key: str = FIX_KEY) -> list[Line]:
    """The key and what it does, then the lines that go and those that come, if any, what is new in them tinted."""
    chip = Word(f" {key} ", "on-accent", bold=True, plane="accent")
    changes = fix.removed or fix.added
    does = say("{fix} and run", fix=fix.title) if changes else say(fix.title)
    lines: list[Line] = [(Word("  "), chip, Word(" "), Word(does, "foreground", bold=True))]
    lines += [_changed("-", "error", line, fix.added, "tint-gone") for line in fix.removed]
    lines += [_changed("+", "success", line, fix.removed, "tint-new") for line in fix.added]
    return lines


def _changed(sign: str, colour: str, line: str, others: tuple[str, ...], tint: str) -> Line:
    """A line of the change: what its nearest counterpart has not is tinted."""
    head, tail = _alike(line, others) if others else (len(line), 0)
    words = [Word(INDENT), Word(sign, colour, bold=True), Word("  ")]
    colours = ["foreground"] * len(line)
    for part in LineHighlighter().spans([line], 0):
        colours[part.start : part.end] = [SQL_COLOURS.get(part.voice, "foreground")] * (part.end - part.start)
    looks = [(colours[at], head <= at < len(line) - tail) for at in range(len(line))]
    for (ink, is_new), run in groupby(range(len(line)), key=looks.__getitem__):
        places = list(run)
        words += said(line[places[0] : places[-1] + 1], ink, tint=tint if is_new else "")
    return (*words, Word(""))


def _alike(line: str, others: tuple[str, ...]) -> tuple[int, int]:
    """How many characters at the start and at the end the line shares with the other that is most like it."""
    best = (0, 0)
    for other in others:
        head = _common(line, other)
        tail = _common(line[head:][::-1], other[head:][::-1])
        best = max(best, (head, tail), key=sum)
    return best


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _paragraph(head: str, text: str, width: int) -> list[Line]:
    indent = " " * max(len(INDENT), len(head) + 4)
    opening = Word(f"  {head}".ljust(len(indent)), "foreground", bold=True)
    return wrapped([opening, *said(text)], min(width - 2, 100), indent=(Word(indent),))


def _title(error: KsqlError, *, came: int) -> Told:
    """What happened, in a few words; what was refused after rows came had been running until then."""
    if came and isinstance(error, RequestRefused):
        return Told("ksqlDB ended the query with an error")
    titles: dict[type[KsqlError], Told] = {
        RequestRefused: Told("ksqlDB refused the statement"),
        NotReached: Told("The server was not reached"),
        ConnectionLost: Told("The connection was lost"),
        NotKsqlServer: Told("This is not a ksqlDB server"),
        MalformedResponse: Told("The answer could not be read"),
    }
    return next(
        (title for kind, title in titles.items() if isinstance(error, kind)), Told("The statement could not be run")
    )
