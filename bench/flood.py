"""100,000 rows a second for a minute, over HTTP into the results pane in a pty: memory, CPU, and that every row counts.

    python bench/flood.py [--seconds 60] [--rate 100000] [--case append keyed]

The server sends an exact number of rows; afterwards the store tells how many it received, keeps and dropped.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

from pty_screen import PtyScreen, feeder

from ksqltui.bootstrap import PAINTS_A_SECOND

CASES = ("append", "keyed")
MEGABYTE = 1 << 20


def show(case: str, port: int, rate: int, rows: int, report: Path) -> None:
    """The screen's side, in the pty."""
    os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)
    from key_latency_app import KeyApp

    KeyApp(f"narrow_{rate}_{rows}", port, keyed=case == "keyed", report=report).run()


def measure(case: str, port: int, rate: int, seconds: int, report: Path) -> str:
    """One line of the table."""
    rows = rate * seconds
    told = ["--show", case, "--port", str(port), "--rate", str(rate), "--rows", str(rows), "--report", str(report)]
    screen = PtyScreen([sys.executable, __file__, *told])
    screen.read(time.monotonic() + 10, 0)
    start, cpu, held = time.monotonic(), screen.cpu_seconds(), list[float]()
    share = 0.0
    while not report.exists() and time.monotonic() < start + 3 * seconds:
        screen.read(time.monotonic() + 1)
        held.append(screen.resident() / MEGABYTE)
        if len(held) <= seconds:
            share = (screen.cpu_seconds() - cpu) / (time.monotonic() - start)
    lasted = time.monotonic() - start
    counts = json.loads(report.read_text("ascii"))
    screen.close()
    counted = counts["kept"] + counts["dropped"]
    lost = rows - counts["received"]
    third = len(held) // 3
    cells = [
        case,
        f"{rows:,} sent, {counts['received']:,} received in {lasted:.0f} s",
        f"{counts['kept']:,} kept + {counts['dropped']:,} dropped = {counted:,}",
        f"{lost + counts['received'] - counted:,}",
        f"{held[third]:.0f} / {held[2 * third]:.0f} / {held[-1]:.0f} MB",
        f"{share:.2f}",
    ]
    return f"| {' | '.join(cells)} |\n"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--rate", type=int, default=100_000)
    options.add_argument("--case", nargs="+", choices=CASES, default=CASES)
    options.add_argument("--show", help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options.add_argument("--rows", type=int, help=argparse.SUPPRESS)
    options.add_argument("--report", type=Path, help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.show:
        show(told.show, told.port, told.rate, told.rows, told.report)
        return
    say = sys.stdout.write
    say(f"{told.rate:,} rows/s for {told.seconds} s; wanted: memory flat, nothing uncounted, at most half a core\n\n")
    say("| case | rows | counted | uncounted | memory at 1/3, 2/3, end | CPU of the screen |\n")
    say("|---|---|---|---|---|---|\n")
    with feeder() as port, tempfile.TemporaryDirectory() as folder:
        for case in told.case:
            say(measure(case, port, told.rate, told.seconds, Path(folder) / case))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
