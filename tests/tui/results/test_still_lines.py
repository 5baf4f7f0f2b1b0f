"""Lines that are drawn the quick way while much changes look as they do when they are drawn cell by cell."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from rich.color import Color
from textual.strip import Strip

from ksqltui.model.changes import ResultLine
from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.results_columns import ColumnLayout
from ksqltui.tui.widgets.results_fade import SETTLED
from ksqltui.tui.widgets.results_ink import Ink
from ksqltui.tui.widgets.results_lines import CHANGELOG, PLAIN, TABLE, LinePainter, Look, Shape

THEME = KSQLTUI_THEMES[0]
INK = Ink({**THEME.to_color_system().generate(), **derived_variables(THEME)})
HEADS = (("NAME", "STRING"), ("CNT", "BIGINT"), ("RATE", "DOUBLE"), ("PRICE", "DECIMAL(10, 2)"), ("NOTE", "STRING"))
STRINGS = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.text("abc 1", max_size=70),
    st.sampled_from(["2026-11-25T10:00:00.123Z", "東京", "\x1b[31m", "", "e\u0301", "[bold]"]),
)
NUMBERS = st.one_of(st.none(), st.integers(-(10**12), 10**12), st.booleans(), st.text("ab", max_size=4))
FRACTIONS = st.one_of(st.none(), st.floats(), st.decimals(places=2, min_value=-9999, max_value=9999), st.integers())
VALUES = st.tuples(STRINGS, NUMBERS, FRACTIONS, st.one_of(FRACTIONS, st.just(Decimal("1e-7"))), STRINGS)


def cells(strip: Strip) -> list[tuple[str, Color | None, Color | None]]:
    """Character, ink and plane of each cell; a blank has no ink."""
    found: list[tuple[str, Color | None, Color | None]] = []
    for text, style, _ in strip:
        assert style is not None
        found += [(character, None if character == " " else style.color, style.bgcolor) for character in text]
    return found


@given(
    st.lists(VALUES, min_size=1, max_size=4),
    st.sampled_from([TABLE, CHANGELOG, PLAIN]),
    st.integers(0, 90),
    st.integers(8, 200),
    st.booleans(),
    st.sampled_from([None, 0, 1, 4]),
)
def test_a_line_looks_the_same_drawn_either_way(
    rows: list[tuple[object, ...]], shape: Shape, left: int, width: int, grows: bool, cursor: int | None
) -> None:
    layout = ColumnLayout(HEADS, start=shape.start)
    painter = LinePainter(layout, shape, (0,))
    lines = [ResultLine(number, number, values, None, 1, 1e9) for number, values in enumerate(rows)]
    for line in lines if grows else lines[:1]:
        painter.line(line, None, Look(), INK, 0, 500)
    layout.grow(0.0)
    for line in lines:
        still = painter.line(line, None, Look(SETTLED, is_busy=True, cursor_column=cursor), INK, left, width)
        calm = painter.line(line, None, Look(SETTLED, cursor_column=cursor), INK, left, width)
        assert cells(still) == cells(calm)
        assert still.cell_length == width == sum(segment.cell_length for segment in still)


def test_a_still_line_costs_the_terminal_few_changes_of_style() -> None:
    layout = ColumnLayout([(f"C{index}", "STRING") for index in range(12)], start=TABLE.start)
    painter = LinePainter(layout, TABLE, (0,))
    line = ResultLine(0, 0, tuple("abcdefghijkl"), None, 1, 1e9)

    assert len(list(painter.line(line, None, Look(is_busy=True), INK, 0, 200))) <= 4
