"""What the results store and its table cost, against Textual's DataTable and plain tuples, as medians of ratios.

    python bench/results_store.py [--rounds 5] [--rows 1000000]

Each round measures both sides one after the other in one process, in processor time; memory is the growth of a fresh
process. An upsert of DataTable is an `update_cell` for each of the two cells that change, its key stands still.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import random
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from importlib.metadata import version

import msgspec
from textual.app import App, ComposeResult
from textual.widgets import DataTable

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import PlainRows, ResultColumn, Row, Segment
from ksqltui.tui.themes import KSQLTUI_THEMES, derived_variables
from ksqltui.tui.widgets.results_table import ResultsTable

NARROW = (ResultColumn("NAME", "STRING"), ResultColumn("CNT", "BIGINT"), ResultColumn("TOTAL", "BIGINT"))
WIDE = tuple(ResultColumn(f"C{index}", "STRING") for index in range(20))
UPSERTS, APPENDS, KEYS, VISIBLE = 25_000, 25_000, 1_000, 49
BLOCK, WIDE_BLOCK = 2_500, 230
"""Rows of a block: the 64 KiB that the reader takes at once; narrow, what comes in 1/40 s at 100,000 rows a second."""
BLOCKS_A_LOOK = 2
"""At that rate the pane looks at its lines every 1/15 s, so this is more often than it does."""
WIDE_POOL = 100
"""Different blocks of wide rows, which take long to make; then they come again."""
SCREEN = (200, 50)


def blocks(rows: int, *, wide: bool, keys: int = KEYS) -> Iterator[tuple[PlainRows, Segment]]:
    """The rows in blocks as the reader gives them: decoded, and as the server's bytes."""
    chance = random.Random(1)
    columns = WIDE if wide else NARROW
    decode = msgspec.json.Decoder(list[tuple[tuple(object for _ in columns)]]).decode  # type: ignore[misc]
    length = WIDE_BLOCK if wide else BLOCK
    pool: list[bytes] = []
    for at, start in enumerate(range(0, rows, length)):
        count = min(length, rows - start)
        if wide and count == length and len(pool) == WIDE_POOL:
            data = bytes(bytearray(pool[at % WIDE_POOL]))  # a copy, as each block that comes has bytes of its own
        else:
            values = [_values(number, chance, keys, wide) for number in range(start, start + count)]
            data = ",\n".join(json.dumps(each, separators=(",", ":")) for each in values).encode()
            pool += [data] * wide
        segment = Segment(data, count, decode)
        yield PlainRows(segment.values()), segment


def _values(number: int, chance: random.Random, keys: int, wide: bool) -> tuple[object, ...]:
    if wide:
        return tuple(f"v{chance.randrange(10**9):010}" for _ in WIDE)
    return f"k{chance.randrange(keys):04}", number, chance.randrange(10_000)


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time: other work on the machine must not tell in a ratio."""
    start = time.thread_time()
    work()
    return time.thread_time() - start


class Stage(App[None]):
    """Holds a DataTable, then the results table, so that each is mounted as in life."""

    def __init__(self) -> None:
        super().__init__()
        for each in KSQLTUI_THEMES:
            self.register_theme(each)
        self.theme = KSQLTUI_THEMES[0].name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return derived_variables(self.current_theme)

    def compose(self) -> ComposeResult:
        yield DataTable()


async def speeds(rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Seconds of (DataTable, store) for the same rows, by round."""
    found: dict[str, list[tuple[float, float]]] = {"upserts": [], "appends": []}
    app = Stage()
    async with app.run_test(size=SCREEN):
        table = app.query_one(DataTable)
        for _ in range(rounds):
            found["upserts"].append(_upserts(table))
            found["appends"].append(_appends(table))
    return found


def _fresh(table: DataTable[object]) -> None:
    table.clear(columns=True)
    for column in NARROW:
        table.add_column(column.name, key=column.name)


def _upserts(table: DataTable[object]) -> tuple[float, float]:
    _fresh(table)
    store = ResultsStore(NARROW, (0,))
    first = [Row((f"k{key:04}", 0, 0)) for key in range(KEYS)]
    store.apply(first, 0.0)
    for row in first:
        table.add_row(*row.values, key=str(row.values[0]))

    def into_table(rows: PlainRows) -> None:
        for key, count, total in rows.values:
            table.update_cell(str(key), "CNT", count)
            table.update_cell(str(key), "TOTAL", total)

    return _both(UPSERTS, into_table, store)


def _appends(table: DataTable[object]) -> tuple[float, float]:
    _fresh(table)

    def into_table(rows: PlainRows) -> None:
        for values in rows.values:
            table.add_row(*values)

    return _both(APPENDS, into_table, ResultsStore(NARROW))


def _both(count: int, into_table: Callable[[PlainRows], None], store: ResultsStore) -> tuple[float, float]:
    """Seconds of both for the same blocks, each decoded just before as a reader does; ours looks at screens of them.

    What is looked at is decoded from its bytes besides, as where a reader has scrolled away from the newest. The
    decoded rows are made and freed outside of what is timed, for both. Neither side draws.
    """

    def into_store(rows: PlainRows, segment: Segment, is_seen: bool) -> None:
        store.apply(rows, 1.0, len(segment.data), segment)
        if not is_seen:
            return
        for number in range(store.table.end - VISIBLE, store.table.end):
            store.table.line(number)
        segment.values(segment.count - VISIBLE)

    theirs, ours, held = 0.0, 0.0, list[PlainRows]()
    for rows, _ in blocks(count, wide=False):
        held.append(rows)
        theirs += timed(partial(into_table, rows))
    for at, (rows, segment) in enumerate(blocks(count, wide=False)):
        held.append(rows)
        ours += timed(partial(into_store, rows, segment, at % BLOCKS_A_LOOK == 0))
    return theirs, ours


async def screens(rounds: int, rows: int) -> dict[str, list[float]]:
    """Seconds until every visible line is drawn, in a table of so many rows."""
    store = ResultsStore(NARROW)
    for block, segment in blocks(rows, wide=False):
        store.apply(block, 1.0, len(segment.data), segment)
    found: dict[str, list[float]] = {"first paint": [], "Home": [], "End": []}
    for _ in range(rounds):
        app = Stage()
        async with app.run_test(size=SCREEN) as pilot:
            await app.query_one(DataTable).remove()
            table = ResultsTable(store)
            start = time.perf_counter()
            await app.mount(table)
            laid_out = asyncio.Event()
            table.call_after_refresh(laid_out.set)
            await laid_out.wait()  # before that it has no size to draw
            table.tick(2.0, force=True)
            _draw(table)
            found["first paint"].append(time.perf_counter() - start)
            for name, act in (("Home", table.action_first), ("End", table.action_last)):
                await pilot.pause()
                start = time.perf_counter()
                act()
                _draw(table)
                found[name].append(time.perf_counter() - start)
    return found


def _draw(table: ResultsTable) -> None:
    for y in range(SCREEN[1]):
        table.render_line(y)


def hold(layout: str, rows: int, *, wide: bool) -> None:
    """Child process: holds the rows and prints by how many bytes that made it larger."""
    # The process has the libraries and one block's work behind it before it is measured.
    next(iter(blocks(BLOCK, wide=wide)))
    store, kept = ResultsStore(WIDE if wide else NARROW, max_rows=rows), []
    before = _resident()
    for block, segment in blocks(rows, wide=wide):
        if layout == "store":
            store.apply(block, 1.0, len(segment.data), segment)
        else:
            kept += block.values
    sys.stdout.write(str(_resident() - before))


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()


def memory(rows: int, *, wide: bool) -> tuple[float, float]:
    """Bytes a row of (tuples, store)."""

    def grown(layout: str) -> float:
        command = [sys.executable, __file__, "--hold", layout, "--rows", str(rows), *(["--wide"] if wide else [])]
        return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout) / rows

    return grown("tuples"), grown("store")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--hold", choices=["tuples", "store"], help=argparse.SUPPRESS)
    options.add_argument("--wide", action="store_true", help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.hold:
        hold(told.hold, told.rows, wide=told.wide)
        return
    say = sys.stdout.write
    say(f"Python {platform.python_version()}, textual {version('textual')}, msgspec {version('msgspec')}; ")
    say(f"medians of {told.rounds} rounds\n\n")
    say("| what | compared with | it | ksqltui | ratio | wanted |\n|---|---|---|---|---|---|\n")
    paces = asyncio.run(speeds(told.rounds))
    for name, other, count, wanted in (
        ("upserts", "DataTable.update_cell", UPSERTS, 100),
        ("appends", "DataTable.add_row", APPENDS, 500),
    ):
        theirs, ours = (statistics.median(pair[side] for pair in paces[name]) / count * 1e6 for side in (0, 1))
        ratio = statistics.median(theirs / ours for theirs, ours in paces[name])
        say(f"| {name} | {other} | {theirs:.2f} µs/row | {ours:.3f} µs/row | {ratio:.0f}x | >= {wanted}x |\n")
    for name, wide, limit in (("narrow", False, 0.15), ("wide", True, 0.20)):
        pairs = [memory(told.rows, wide=wide) for _ in range(told.rounds)]
        theirs, ours = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        say(f"| {told.rows:,} {name} rows kept | tuples | {theirs:.0f} B/row | {ours:.1f} B/row ")
        say(f"| {ours / theirs:.2f}x | <= {limit:.2f}x |\n")
    for name, seconds in asyncio.run(screens(told.rounds, told.rows)).items():
        say(f"| {name} in {told.rows:,} rows | | | {statistics.median(seconds) * 1e3:.1f} ms | | < 50 ms |\n")


if __name__ == "__main__":
    main()
