"""What the editor costs beside a plain TextArea: ratios of medians, both measured in turns in one run.

    python bench/editor.py [--rounds 7] [--keys 20]

A key press may cost at most 1.2 times a TextArea's in a buffer of 2,000 lines: a letter, a new line, taking it back,
a paste. Opening a file of 20,000 lines may cost at most 2 times. A press lasts until its frame is drawn.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence

from textual.app import App, ComposeResult
from textual.widgets import TextArea

from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.editor import SqlEditor

LINES, MANY_LINES = 2_000, 20_000
ALLOWED_PRESS, ALLOWED_OPEN = 1.2, 2.0
STATEMENT = """-- statement {number}
CREATE TABLE agg_{number} AS
  SELECT name, COUNT(*) AS n, SUM(amount) AS total
  FROM orders_{number} WINDOW TUMBLING (SIZE 10 SECONDS)
  WHERE amount > {number} AND name LIKE 'a%' /* note */
  GROUP BY name EMIT CHANGES;
"""
PASTED = "SELECT name, amount FROM payments\n  WHERE amount > 900\n  EMIT CHANGES;\n"


def script(lines: int) -> str:
    each = STATEMENT.count("\n")
    return "".join(STATEMENT.format(number=number) for number in range(lines // each + 1))


class OneArea(App[None]):
    """A plain text area or our editor, alone on the screen."""

    def __init__(self, area: Callable[[], TextArea]) -> None:
        super().__init__()
        self._area = area
        for theme in KSQLTUI_THEMES:
            self.register_theme(theme)
        self.theme = "ksqltui-dark"

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield self._area()


def plain(text: str) -> TextArea:
    return TextArea(text, soft_wrap=False, show_line_numbers=True, tab_behavior="indent")


def drawn(app: App[None]) -> None:
    """Draws every visible line, as the screen would."""
    area = app.query_one(TextArea)
    for row in range(area.size.height):
        area.render_line(row)


async def pressed(app: App[None], act: Callable[[TextArea], object], count: int) -> float:
    """Median milliseconds of an action with its frame and the messages that it sends."""
    area = app.query_one(TextArea)
    times = []
    for _ in range(count):
        begun = time.perf_counter()
        act(area)
        drawn(app)
        times.append((time.perf_counter() - begun) * 1e3)
        await asyncio.sleep(0)
    return statistics.median(times)


ACTIONS: dict[str, Callable[[TextArea], object]] = {
    "a letter": lambda area: area._replace_via_keyboard("x", *area.selection),
    "a new line": lambda area: area._replace_via_keyboard("\n", *area.selection),
    "undo": lambda area: area.undo(),
    "a paste": lambda area: area._replace_via_keyboard(PASTED, *area.selection),
    "a step down": lambda area: area.action_cursor_down(),
}


async def presses(area: Callable[[], TextArea], keys: int) -> dict[str, float]:
    """Per action the median milliseconds, in one app of its own."""
    app = OneArea(area)
    async with app.run_test(size=(120, 40)) as pilot:
        app.query_one(TextArea).move_cursor((LINES // 2, 0))
        await pilot.pause()
        return {name: await pressed(app, act, keys) for name, act in ACTIONS.items()}


async def press_ratios(rounds: int, keys: int) -> dict[str, tuple[float, float, float]]:
    """Per action: the median ratio, and the milliseconds of both."""
    text = script(LINES)
    pairs: dict[str, list[tuple[float, float]]] = {}
    for number in range(rounds + 1):
        makers: list[Callable[[], TextArea]] = [lambda: plain(text), lambda: SqlEditor(text)]
        # The first to be measured changes from round to round; round 0 warms up.
        order = makers if number % 2 else makers[::-1]
        found = {maker: await presses(maker, keys) for maker in order}
        for name in ACTIONS if number else ():
            pairs.setdefault(name, []).append((found[makers[0]][name], found[makers[1]][name]))
    return {name: medians(measured) for name, measured in pairs.items()}


def medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """The median ratio of the second to the first, and the medians of both."""
    ratio = statistics.median(ours / theirs for theirs, ours in pairs)
    return ratio, statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


async def open_ratio(rounds: int) -> tuple[float, float, float]:
    """Opening a file of 20,000 lines: made, shown and its first frame drawn."""
    text = script(MANY_LINES)

    async def opened(area: Callable[[], TextArea]) -> float:
        begun = time.perf_counter()
        app = OneArea(area)
        async with app.run_test(size=(120, 40)):
            drawn(app)
            return (time.perf_counter() - begun) * 1e3

    pairs = []
    for number in range(rounds + 1):
        makers: list[Callable[[], TextArea]] = [lambda: plain(text), lambda: SqlEditor(text)]
        order = makers if number % 2 else makers[::-1]
        found = {maker: await opened(maker) for maker in order}
        if number:
            pairs.append((found[makers[0]], found[makers[1]]))
    return medians(pairs)


def told(name: str, measured: tuple[float, float, float], allowed: float) -> bool:
    ratio, theirs, ours = measured
    sys.stdout.write(f"{name:34} {theirs:9.2f} ms {ours:9.2f} ms   x{ratio:5.2f}  of {allowed:.1f}\n")
    return ratio <= allowed


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--keys", type=int, default=20)
    given = parser.parse_args()
    sys.stdout.write(f"Python {platform.python_version()}, {given.rounds} rounds      TextArea       editor\n")
    fits = [
        told(f"{name}, {LINES:,} lines", found, ALLOWED_PRESS)
        for name, found in asyncio.run(press_ratios(given.rounds, given.keys)).items()
    ]
    fits.append(told(f"opening {MANY_LINES:,} lines", asyncio.run(open_ratio(given.rounds)), ALLOWED_OPEN))
    return 0 if all(fits) else 1


if __name__ == "__main__":
    sys.exit(main())
