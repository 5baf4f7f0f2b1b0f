"""Owns how messages read in a list and one of them on its page; knows no widget and no way to read them."""

from __future__ import annotations

from collections.abc import Iterable

from ksqltui.model.cell_text import number_text
from ksqltui.model.message_text import Decoded, Form, decoded, indented
from ksqltui.model.messages import Message
from ksqltui.model.positions import iso_time
from ksqltui.speech.speech import ENGLISH, Speech, Told
from ksqltui.tui.widgets.pick_list import ListColumn, ListRow
from ksqltui.tui.widgets.words import Line, Word, said, wrapped

EDGE = Word("  ")
UNKNOWN = "–"
LONGEST_CELL = 200
"""Characters of a key or value that a line of the list is made of."""
LONGEST_KEY = 60
LONGEST_ON_PAGE = 20_000
"""Bytes of a key or value that a page shows; the rest is counted, and exported whole."""


def key_of(message: Message) -> str:
    """What tells a message apart from all others of its topic."""
    return f"{message.partition} {message.offset}"


def message_columns(say: Speech = ENGLISH) -> tuple[ListColumn, ...]:
    return (
        ListColumn(say("p."), is_right=True),
        ListColumn(say("offset"), is_right=True),
        ListColumn(say("time (UTC)")),
        ListColumn(say("key"), is_flexible=True),
        ListColumn(say("value"), is_flexible=True),
    )


def message_row(message: Message, key_form: Form, value_form: Form) -> ListRow:
    """A line of the list; a null value is told as the tombstone that it is."""
    return ListRow(
        key_of(message),
        (
            (Word(str(message.partition), "muted"),),
            (Word(number_text(message.offset), "foreground"),),
            _time(message),
            _short(message.key, key_form, "muted", LONGEST_KEY),
            _short(message.value, value_form, "foreground", LONGEST_CELL),
        ),
    )


def message_page(message: Message, key_form: Form, value_form: Form, width: int, say: Speech = ENGLISH) -> list[Line]:
    """One message whole: where it lies, its key, value and headers, and in which form they are read."""
    when = UNKNOWN if message.timestamp is None else f"{iso_time(message.timestamp)}Z"
    place = say("partition {partition}, offset {offset}", partition=message.partition, offset=message.offset)
    lines: list[Line] = [(EDGE, Word(place, "foreground", bold=True), Word(f"   {when}", "muted"))]
    for label, data, form in ((say("key"), message.key, key_form), (say("value"), message.value, value_form)):
        lines += _part(label, data, form, width, say)
    for name, data in message.headers:
        lines += _part(say("header {name}", name=name), data, Form.AUTO, width, say)
    return lines


def _time(message: Message) -> Line:
    if message.timestamp is None:
        return (Word(UNKNOWN, "faint"),)
    day, _, clock = iso_time(message.timestamp).partition("T")
    whole, dot, rest = clock.partition(".")
    return (Word(f"{day[5:]} ", "faint"), Word(whole, "muted"), Word(f"{dot}{rest}", "faint"))


def _short(data: bytes | None, form: Form, ink: str, longest: int) -> Line:
    is_window = form in (Form.TIME_WINDOW, Form.SESSION_WINDOW)
    text = decoded(data if data is None or is_window else data[: 4 * LONGEST_CELL], form).text
    if text is None:
        return (Word("null", "faint"),)
    return tuple(said(text[:longest], ink)) if text else (Word("''", "faint"),)


def _part(label: str, data: bytes | None, form: Form, width: int, say: Speech) -> list[Line]:
    head: list[Word] = [EDGE, *said(label, "foreground", bold=True)]
    if data is None:
        return [(), (*head, Word("   null", "faint"))]
    found: Decoded = decoded(data, form, longest=LONGEST_ON_PAGE)
    size = say.count(len(data), "{count} byte", "{count} bytes", count=number_text(len(data)))
    lines: list[Line] = [(), (*head, Word(f"   {say(Told(found.form.value))}, {size}", "faint"))]
    text = found.text or ""
    if found.form is Form.JSON:
        text = indented(text)
    for part in _pieces(text.split("\n")):
        lines += wrapped([EDGE, *said(part or "''", "foreground" if part else "faint")], width - 2, indent=(EDGE,))
    if found.left_out:
        words = say.count(found.left_out, "{count} byte more", "{count} bytes more", count=number_text(found.left_out))
        lines.append((EDGE, Word(words, "warning")))
    return lines


def _pieces(lines: Iterable[str]) -> Iterable[str]:
    """No piece is so long that wrapping it takes a while."""
    for line in lines:
        yield from (line[at : at + 2_000] for at in range(0, len(line), 2_000)) if line else ("",)
