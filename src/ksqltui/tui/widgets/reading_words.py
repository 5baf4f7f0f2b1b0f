"""Owns what is said of how rows are read: a sort and what waits for its end, hidden columns; draws nothing."""

from __future__ import annotations

from collections.abc import Sequence

from ksqltui.model.cell_text import number_text, visible
from ksqltui.model.column_order import ColumnOrder
from ksqltui.model.lens import Lens
from ksqltui.model.stream import ResultColumn
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.widgets.words import Word


def reading_words(lens: Lens, order: ColumnOrder, columns: Sequence[ResultColumn], say: Speech = ENGLISH) -> list[Word]:
    """Words behind the state of the run; what waits is never left out."""
    words: list[Word] = []
    if lens.sort is not None:
        name = "".join(piece.text for piece in visible(columns[lens.sort.column].name))
        how = say("sorting by {column}" if lens.is_working else "sorted by {column}", column=name)
        words.append(Word(f"   {how}", "foreground", dispensable=True))
        if lens.waiting:
            words.append(Word(f"   {say('+{count} waiting', count=number_text(lens.waiting))}", "warning"))
    if order.hidden:
        words.append(Word(f"   {say('{count} hidden', count=number_text(len(order.hidden)))}", dispensable=True))
    return words
