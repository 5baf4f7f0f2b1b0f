"""Owns the lesson beside the editor: the shown step, its keys and its marks; runs nothing and loads nothing itself."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from ksqltui.session.lesson.labels import LABELS
from ksqltui.session.lesson.progress import LessonProgress
from ksqltui.session.lesson.steps import STEPS
from ksqltui.speech.language import Language
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.widgets.lesson_lines import MARGIN, PLANE, LessonPlace, lesson_lines
from ksqltui.tui.widgets.lines_view import LinesView
from ksqltui.tui.widgets.results_ink import Ink
from ksqltui.tui.widgets.words import Line, Word, cells, strip_of

LOAD_KEY, NEXT_KEY = "enter", "n"


class LessonText(LinesView):
    """The shown step; scrolls where it is longer than the pane."""

    DEFAULT_CSS = """
    LessonText { background: $background; overflow-x: hidden; scrollbar-background: $background; }
    """

    def __init__(self, progress: LessonProgress, *, glyphs: Glyphs) -> None:
        super().__init__()
        self.place = LessonPlace(STEPS, 0, Language.ENGLISH)
        self._progress = progress
        self._glyphs = glyphs
        self._lines: list[Line] = []

    @property
    def end(self) -> int:
        return len(self._lines)

    def line(self, number: int) -> Line:
        return self._lines[number]

    def rebuild(self) -> None:
        self._lines = lesson_lines(self.place, self._progress, self.scrollable_content_region.width, self._glyphs)
        super().rebuild()

    def render_line(self, y: int) -> Strip:
        if y + round(self.scroll_y) >= self.end:
            return Strip.blank(self.size.width, self.rich_style)
        return super().render_line(y)


class LessonKeys(Widget):
    """The two keys that lead through the lesson, to click."""

    DEFAULT_CSS = """
    LessonKeys { height: 2; background: $background; }
    """

    def __init__(self, text: LessonText) -> None:
        super().__init__()
        self._text = text
        self._targets: list[tuple[range, str]] = []

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        place, room = self._text.place, self.size.width - 2 * MARGIN
        labels = LABELS[place.language]
        left: list[Word] = [Word(" " * MARGIN, plane=PLANE)]
        self._targets = []
        if place.step.statement:
            left += [
                Word(" Enter ", "on-accent", bold=True, plane="accent"),
                Word(f" {labels.load}", "foreground", plane=PLANE),
            ]
            self._targets.append((range(cells(left)), LOAD_KEY))
        else:
            left += [Word(labels.nothing_to_load, "faint", plane=PLANE)]
        if place.index + 1 < len(place.steps):
            right = [Word("N", "foreground", bold=True, plane=PLANE), Word(f" {labels.next_step}", plane=PLANE)]
            gap = room + MARGIN - cells(left) - cells(right)
            if gap > 0:
                left += [Word(" " * gap, plane=PLANE), *right]
                self._targets.append((range(cells(left) - cells(right), cells(left)), NEXT_KEY))
        return strip_of([*left, Word("", plane=PLANE)], Ink(self.app.theme_variables), self.size.width)

    def on_click(self, event: events.Click) -> None:
        for reach, key in self._targets:
            if event.y == 0 and event.x in reach:
                event.stop()
                self._text.focus()
                self.app.simulate_key(key)


class LessonPane(Widget):
    """Leads through the steps. It keeps its place while it is closed; what was seen is the session's."""

    DEFAULT_CSS = """
    LessonPane { layout: vertical; background: $background; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "load", "Load the statement", id="lesson.load"),
        Binding("n", "step(1)", "Next step", id="lesson.next"),
        Binding("p", "step(-1)", "Step back", id="lesson.back"),
        Binding("l", "language", "По-русски", id="lesson.language", tooltip="The lesson in English or in Russian"),
        Binding("r", "start_over", "Start over", show=False, id="lesson.over", tooltip="Forget the lesson's marks"),
        Binding("escape", "leave", "Editor", id="lesson.leave", tooltip="Back to the editor, on a small screen"),
    ]

    class LoadAsked(Message):
        """The statement is wanted in the lesson's buffer."""

        def __init__(self, statement: str) -> None:
            super().__init__()
            self.statement = statement

    class LeaveAsked(Message):
        """On a screen too small for both, the editor is wanted in the lesson's place."""

    class StartOverAsked(Message):
        """The marks are to go."""

    class StepShown(Message):
        """Another step is shown now."""

    def __init__(
        self,
        progress: LessonProgress,
        language: Language,
        *,
        step: str = "",
        id: str | None = None,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__(id=id)
        self._text = LessonText(progress, glyphs=glyphs)
        first = next((index for index, each in enumerate(STEPS) if each.id == step), 0)
        self._text.place = LessonPlace(STEPS, first, language)

    def compose(self) -> ComposeResult:
        yield self._text
        yield LessonKeys(self._text)

    @property
    def place(self) -> LessonPlace:
        return self._text.place

    def look(self) -> None:
        """Something was seen: shows it."""
        self._text.rebuild()

    def take_focus(self) -> None:
        self._text.focus()

    def action_load(self) -> None:
        self.post_message(self.LoadAsked(self.place.step.statement))

    def action_step(self, by: int) -> None:
        self._show(LessonPlace(STEPS, self.place.index + by, self.place.language))

    def action_language(self) -> None:
        others = [language for language in Language if language is not self.place.language]
        self._show(LessonPlace(STEPS, self.place.index, others[0]), keeps_line=True)

    def action_start_over(self) -> None:
        self.post_message(self.StartOverAsked())

    def show_first(self) -> None:
        self._show(LessonPlace(STEPS, 0, self.place.language))

    def action_leave(self) -> None:
        self.post_message(self.LeaveAsked())

    def key_label(self, action: str) -> str | None:
        if action == "language":
            return "In English" if self.place.language is Language.RUSSIAN else "По-русски"
        return None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action, parameters:
            case "load", _:
                return bool(self.place.step.statement)
            case "step", (int() as by,):
                return 0 <= self.place.index + by < len(STEPS)
            case "leave", _:
                # Where both are in sight, Esc stops the shown query from here too.
                return self.screen.has_class("-narrow")
            case _:
                return True

    def _show(self, place: LessonPlace, *, keeps_line: bool = False) -> None:
        self._text.place = place
        self._text.rebuild()
        if not keeps_line:
            self._text.scroll_home(animate=False)
        self.query_one(LessonKeys).refresh()
        self.refresh_bindings()
        self.post_message(self.StepShown())
