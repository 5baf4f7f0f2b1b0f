"""Owns how text is changed by hand: pairs, indents, comments, layout, capitals; knows no run and no file."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from textual import events
from textual.binding import Binding
from textual.message import Message
from textual.widgets.text_area import Selection

from ksqltui.speech.speech import Told
from ksqltui.sql.editing import BRACKETS, indent, is_empty_pair, outdent, toggle_comments, typed_with_pair
from ksqltui.sql.highlighting import LineState, keyword_places
from ksqltui.sql.layout import capital_keywords, lay_out_script, lay_out_statements
from ksqltui.sql.splitter import ScriptStatement
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.editor_highlighting import LineHighlighter
from ksqltui.tui.widgets.editor_script import Location
from ksqltui.tui.widgets.script_area import ScriptArea

FARTHEST_BRACKET = 400
"""Lines that are looked through for the other bracket."""

CHANGED_AT_ONCE = 3_000
"""Characters that are laid out or put in capitals while the key waits: some twenty milliseconds."""

Piece = tuple[int, int, str]
"""From where to where a text is another, and which."""
Change = Callable[[str, Sequence[ScriptStatement]], list[Piece]]
"""What becomes of a script's chosen statements."""

_CLOSERS = {closer: opener for opener, closer in BRACKETS.items()}


def changing_bindings() -> tuple[Binding, ...]:
    """The keys of what changes text, beside those of writing."""

    def quiet(key: str, action: str, description: str, tooltip: str = "", *, keys: str | None = None) -> Binding:
        name = f"format.{action.replace('_', '-')}"
        is_tab = key.endswith("tab")
        return Binding(key, action, description, False, keys, priority=is_tab, tooltip=tooltip, id=name)

    return (
        # Many terminals write Alt+F as the word to the right of iTerm.
        quiet("alt+f,alt+l", "lay_out", "Format", "Format the statement"),
        quiet("alt+shift+f", "lay_out_all", "Format all", "Format the buffer"),
        quiet("alt+u", "capitals", "Capitals", "Keywords in capitals"),
        quiet("alt+shift+u", "toggle_capitals", "Capitals as you type", "Keywords in capitals as you type, or not"),
        quiet("ctrl+underscore,ctrl+slash", "toggle_comment", "Comment", "Comment the lines, or not", keys="^/ ^_"),
        quiet("tab", "indent", "Indent", "Indent the selected lines"),
        quiet("shift+tab", "outdent", "Outdent", "Outdent the lines"),
    )


class EditingArea(ScriptArea, inherit_bindings=False):
    """Every action here is one step for undo."""

    class CapitalsToggled(Message):
        """Keywords are put in capitals as they are typed from now on, or no longer."""

        def __init__(self, are_typed: bool) -> None:
            super().__init__()
            self.are_typed = are_typed

    def __init__(self, text: str, *, id: str | None, placeholder: str) -> None:
        self.highlighter = LineHighlighter()
        self.types_capitals = False
        """Whether a keyword is put in capitals once its end is typed."""
        super().__init__(text, id=id, placeholder=placeholder)

    def text_changed(self, row: int) -> None:
        # What is carried from line to line is forgotten below the change.
        self.highlighter.forget_below(row - 1)
        super().text_changed(row)

    # Typing.

    def on_key(self, event: events.Key) -> None:
        if self.read_only:
            return
        character = "\n" if event.key == "enter" else event.character if event.is_printable else None
        if character is None:
            return
        if self.types_capitals and not (character.isalnum() or character == "_"):
            self._raise_word_before()
        if self._type(character):
            event.stop()
            event.prevent_default()

    def _type(self, character: str) -> bool:
        """Whether the character has been dealt with here."""
        start, end = sorted(self.selection)
        if start != end:
            return self._surround(character, start, end)
        row, column = start
        line = self.document.lines[row]
        before, after = line[:column], line[column:]
        if character == "\n":
            return self._break_line(before, after)
        if character not in BRACKETS and character not in _CLOSERS and character not in "'\"`":
            return False
        state, in_comment = self.highlighter.state_at(self.document.lines, row, column)
        quote = "" if state in (LineState.CODE, LineState.COMMENT) else state.value
        typed = typed_with_pair(character, before, after, open_quote=quote, in_comment=in_comment)
        if typed is None:
            return False
        if not typed.over:
            self.replace(typed.before + typed.after, start, end, maintain_selection_offset=False)
        self.move_cursor((row, column + 1))
        return True

    def _surround(self, character: str, start: Location, end: Location) -> bool:
        closer = BRACKETS.get(character) or (character if character in "'\"`" else "")
        if not closer:
            return False
        chosen = self.get_text_range(start, end)
        self.replace(f"{character}{chosen}{closer}", start, end, maintain_selection_offset=False)
        first = (start[0], start[1] + 1)
        self.selection = Selection(first, (end[0], end[1] + (start[0] == end[0])))
        return True

    def _break_line(self, before: str, after: str) -> bool:
        """A new line begins where its predecessor did; a bracket with nothing in it is opened over three lines."""
        spaces = before[: len(before) - len(before.lstrip())]
        at = self.cursor_location
        inner, outer = f"\n{spaces}", ""
        if is_empty_pair(before, after) and before[-1] in BRACKETS:
            inner, outer = f"\n{spaces}{' ' * self.indent_width}", f"\n{spaces}"
        if inner + outer == "\n":
            return False
        self.replace(inner + outer, at, at, maintain_selection_offset=False)
        self.move_cursor((at[0] + 1, len(inner) - 1))
        return True

    def _raise_word_before(self) -> None:
        row, column = self.selection.end
        line = self.document.lines[row][:column]
        state, in_comment = self.highlighter.state_at(self.document.lines, row, column)
        if in_comment or state is not LineState.CODE or not line or not line[-1].isalnum():
            return
        *_, last = [(-1, ""), *keyword_places(line)]
        start, word = last
        if start >= 0 and start + len(word) == column and word != word.upper():
            self.replace(word.upper(), (row, start), (row, column))

    def action_cursor_text_start(self, select: bool = False) -> None:
        self.move_cursor((0, 0), select=select)

    def action_cursor_text_end(self, select: bool = False) -> None:
        self.move_cursor(self.document.end, select=select)

    def action_delete_left(self) -> None:
        row, column = self.selection.end
        line = self.document.lines[row]
        if self.selection.is_empty and is_empty_pair(line[:column], line[column:]):
            self.delete((row, column - 1), (row, column + 1), maintain_selection_offset=False)
        else:
            super().action_delete_left()

    # Lines.

    def action_toggle_comment(self) -> None:
        self._change_lines(toggle_comments)

    def action_indent(self) -> None:
        self._change_lines(lambda lines: indent(lines, self.indent_width))

    def action_outdent(self) -> None:
        self._change_lines(lambda lines: outdent(lines, self.indent_width))

    def _change_lines(self, change: Callable[[Sequence[str]], list[str]]) -> None:
        """Changes the lines that the selection touches; it stays on the same letters."""
        selection = self.selection
        start, end = sorted(selection)
        last = end[0] - 1 if end[1] == 0 and end[0] > start[0] else end[0]
        old = self.document.lines[start[0] : last + 1]
        new = change(old)
        if new == old:
            return
        self.replace("\n".join(new), (start[0], 0), (last, len(old[-1])), maintain_selection_offset=False)

        def moved(place: Location) -> Location:
            row, column = place
            if not start[0] <= row <= last:
                return place
            grown = len(new[row - start[0]]) - len(old[row - start[0]])
            keeps_start = column == 0 and start != end
            return row, 0 if keeps_start else max(column + grown, 0)

        self.selection = Selection(moved(selection.start), moved(selection.end))

    # Layout.

    def action_lay_out(self) -> None:
        self._change_chosen(lay_out_statements, Told("Nothing to format here."))

    def action_lay_out_all(self) -> None:
        def lay_out(script: str, _: Sequence[ScriptStatement]) -> list[Piece]:
            laid = lay_out_script(script)
            return [(0, len(script), laid)] if laid != script else []

        self._change(lay_out, (), self.size_of_script, Told("The buffer is formatted already."))

    def action_capitals(self) -> None:
        self._change_chosen(capital_keywords, Told("The keywords are in capitals already."))

    def action_toggle_capitals(self) -> None:
        self.types_capitals = not self.types_capitals
        on, off = (
            Told("Keywords are put in capitals as you type."),
            Told("Keywords are no longer put in capitals as you type."),
        )
        self.notify(speech_of(self)(on if self.types_capitals else off))
        self.post_message(self.CapitalsToggled(self.types_capitals))

    def _change_chosen(self, change: Change, otherwise: str) -> None:
        """Changes the statements that the selection touches, whole; without one, the armed statement."""

        def begin() -> None:
            start, end = (self.offset_at(place) for place in sorted(self.selection))
            chosen = tuple(each for each in self._statements if each.start < end and start < each.end)
            if start == end:
                chosen = () if self._armed is None else (self._armed,)
            self._change(change, chosen, sum(len(each.text) for each in chosen), otherwise)

        self.when_split(begin)

    def _change(self, change: Change, chosen: Sequence[ScriptStatement], size: int, otherwise: str) -> None:
        """`size` characters are read: many are read beside the loop."""
        if size <= CHANGED_AT_ONCE:
            self._rewrite(change(self.script, chosen), otherwise)
        else:
            change_beside = self._change_beside(self.script, change, chosen, otherwise)
            self.run_worker(change_beside, group="changing", exit_on_error=False)

    async def _change_beside(
        self, script: str, change: Change, chosen: Sequence[ScriptStatement], otherwise: str
    ) -> None:
        pieces = await asyncio.to_thread(change, script, chosen)
        if self.script == script:
            self._rewrite(pieces, otherwise)
        else:
            self.notify(speech_of(self)("The text was changed meanwhile, so it was left as it is."))

    def _rewrite(self, pieces: Sequence[Piece], otherwise: str) -> None:
        """Puts texts in the place of parts of the script as one edit; the cursor stays at its word."""
        if not pieces:
            self.notify(speech_of(self)(otherwise))
            return
        script, first, last = self.script, pieces[0][0], pieces[-1][1]
        new, end = "", first
        for start, stop, text in pieces:
            new += script[end:start] + text
            end = stop
        cursor = self.offset_at(self.cursor_location)
        self.replace(new, self.location_of(first), self.location_of(last), maintain_selection_offset=False)
        if cursor <= first:
            offset = cursor
        elif cursor >= last:
            offset = cursor + len(new) - (last - first)
        else:
            letters = len("".join(script[first:cursor].split()))
            offset = first + _after_letters(new, letters, skip_spaces=not script[cursor].isspace())
        self.move_cursor(self.location_of(offset))
        self._split_now()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "indent":
                return self.selection.start[0] != self.selection.end[0]
            case "lay_out" | "lay_out_all" | "capitals":
                return self.may_have_statements
            case _:
                return super().check_action(action, parameters)

    # Brackets.

    def find_matching_bracket(self, bracket: str, search_from: Location) -> Location | None:
        """The other bracket, of those that stand neither in a string nor in a comment."""
        row, column = search_from
        forward = bracket in BRACKETS
        if not (forward or bracket in _CLOSERS) or self._is_in_text(row, column):
            return None
        step = 1 if forward else -1
        depth = 0
        lines = self.document.lines
        for at in range(row, min(max(row + step * FARTHEST_BRACKET, -1), len(lines)), step):
            line = lines[at]
            if not any(each in line for each in "()[]"):
                continue
            columns = range(
                column if at == row else 0 if forward else len(line) - 1, len(line) if forward else -1, step
            )
            for place in columns:
                if line[place] in BRACKETS or line[place] in _CLOSERS:
                    if self._is_in_text(at, place):
                        continue
                    depth += 1 if (line[place] in BRACKETS) is forward else -1
                    if depth == 0:
                        pair = (bracket, line[place]) if forward else (line[place], bracket)
                        return (at, place) if BRACKETS.get(pair[0]) == pair[1] else None
        return None

    def _is_in_text(self, row: int, column: int) -> bool:
        spans = self.highlighter.spans(self.document.lines, row)
        return any(span.start <= column < span.end and span.voice in ("string", "comment") for span in spans)


def _after_letters(text: str, count: int, *, skip_spaces: bool) -> int:
    """The offset behind so many characters that are no spaces; `skip_spaces` goes on to the next one that is none."""
    for offset, character in enumerate(text):
        if count == 0 and not (skip_spaces and character.isspace()):
            return offset
        count -= not character.isspace()
    return len(text)
