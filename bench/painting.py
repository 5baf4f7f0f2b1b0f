"""What it costs to draw the whole results table once while a flood of rows changes every line, in processor time.

    python bench/painting.py [--frames 40]

Processor time of the drawing thread, so that other work on the machine tells less; with the bytes that the terminal
gets. The table's lines are drawn as the screen asks for them, and made into what is written; the rest of the screen is
not part of it.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import sys
import time
from dataclasses import dataclass

from results_store import KEYS, SCREEN, Stage
from rich.console import Console
from textual.geometry import Region
from textual.widgets import DataTable

from ksqltui.model.results import ResultsStore
from ksqltui.model.stream import ResultColumn, Row
from ksqltui.tui.widgets.results_table import ResultsTable

NARROW = (ResultColumn("NAME", "STRING"), ResultColumn("CNT", "BIGINT"), ResultColumn("TOTAL", "BIGINT"))
WIDE = (*NARROW, *(ResultColumn(f"C{index}", "STRING") for index in range(12)))
CASES = [(shape, keyed) for shape in ("narrow", "wide") for keyed in (False, True)]
ROWS_A_FRAME = 6_600
"""100,000 rows a second at 15 frames a second."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Milliseconds of the thread, and what the terminal gets."""

    milliseconds: float
    written: int


def flood(start: int, columns: tuple[ResultColumn, ...]) -> list[Row]:
    """Rows of keys that come again and again."""
    filling = len(columns) - len(NARROW)
    return [
        Row(
            (f"k{n * 7919 % KEYS:04}", n, n * 31 % 10_000, *(f"v{n * 104_729 + index:010}" for index in range(filling)))
        )
        for n in range(start, start + ROWS_A_FRAME)
    ]


async def frames(shape: str, count: int, *, keyed: bool) -> list[Frame]:
    columns = NARROW if shape == "narrow" else WIDE
    store, now, console = ResultsStore(columns, (0,) if keyed else ()), 1_000.0, Console(color_system="truecolor")
    store.apply(flood(0, columns), now)
    found: list[Frame] = []
    app = Stage()
    async with app.run_test(size=SCREEN) as pilot:
        await app.query_one(DataTable).remove()
        table = ResultsTable(store, clock=lambda: now)
        await app.mount(table)
        await pilot.pause()
        for number in range(1, count + 20):
            now += 0.25 if number < 20 else 1 / 15
            store.apply(flood(number * ROWS_A_FRAME, columns), now)
            table.tick(now, force=True)
            if number < 20:  # until the columns have their widths
                await pilot.pause()
                continue
            table.refresh(Region(0, 1, *table.size))
            start = time.thread_time()
            strips = table.render_lines(Region(0, 0, *table.size))
            written = sum(len(strip.render(console)) for strip in strips)
            found.append(Frame((time.thread_time() - start) * 1e3, written))
    return found


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--frames", type=int, default=40)
    told = options.parse_args()
    say = sys.stdout.write
    say("| rows | view | CPU of a frame, median | least | terminal |\n|---|---|---|---|---|\n")
    for shape, keyed in CASES:
        drawn = asyncio.run(frames(shape, told.frames, keyed=keyed))
        times = [frame.milliseconds for frame in drawn]
        written = statistics.median(frame.written for frame in drawn) / 1e3
        view = "keyed" if keyed else "append"
        say(f"| {shape} | {view} | {statistics.median(times):.1f} ms | {min(times):.1f} ms | {written:.1f} KB |\n")


if __name__ == "__main__":
    main()
