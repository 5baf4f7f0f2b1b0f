"""How long a key press takes to show while rows stream, through a pty of 200x50: open loop, as percentiles.

    python bench/key_latency.py [--keys 1000] [--rounds 1] [--case blank append keyed wide-append wide-keyed]

The results pane runs in a process of its own, beside a number that each key press raises; keys are sent at random
times set before, whether or not the last one has shown, and a late send counts. The rows come from `feed.py` over
HTTP, a row a chunk, through the console's own client and session. Cases run one after the other in each round; the
ratio is that to the blank application of the same round.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from dataclasses import dataclass

from pty_screen import PtyScreen, feeder

from ksqltui.bootstrap import PAINTS_A_SECOND

GAP = 0.025
"""Seconds between two keys on average."""


@dataclass(frozen=True, slots=True)
class Case:
    """What streams meanwhile; `wanted` are milliseconds at p99."""

    source: str
    keyed: bool
    says: str
    wanted: int | None


CASES = {
    "blank": Case("", False, "no rows", None),
    "append": Case("narrow_10000", False, "10,000 rows/s", 25),
    "keyed": Case("narrow_10000", True, "10,000 rows/s", 25),
    "wide-append": Case("wide_100000", False, "100,000 rows/s of 200 cells", 50),
    "wide-keyed": Case("wide_100000", True, "100,000 rows/s of 200 cells", 50),
}


def show(case: Case, port: int, *, tuned: bool) -> None:
    """The screen's side, in the pty: the results pane with the case's rows, or nothing but the counter."""
    if tuned:
        # As the console does it: Textual reads its paint rate when it is imported.
        os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)
    from key_latency_app import KeyApp

    KeyApp(case.source, port, keyed=case.keyed, tuned=tuned).run()


@dataclass(frozen=True, slots=True)
class Found:
    """Milliseconds of each key press that was seen, the share of a core that the screen took, its KB/s of output."""

    delays: list[float]
    share: float
    written: float

    def at(self, part: float) -> float:
        marks = sorted(self.delays) or [float("nan")]
        return marks[min(len(marks) - 1, int(len(marks) * part))]


def measure(name: str, port: int, keys: int, seed: int, *, tuned: bool) -> Found:
    command = [sys.executable, __file__, "--show", name, "--port", str(port), *(["--untuned"] if not tuned else [])]
    screen = PtyScreen(command)
    screen.read(time.monotonic() + 10, 0)
    screen.read(time.monotonic() + 2)
    start, cpu, written = time.monotonic(), screen.cpu_seconds(), screen.written
    chance, due, sent = random.Random(seed), start, list[float]()
    for _ in range(keys):
        due += GAP * chance.uniform(0.4, 1.6)
        sent.append(due)
    for at in sent:
        screen.read(at)
        screen.press()
    lasted = time.monotonic() - start
    share, written = (screen.cpu_seconds() - cpu) / lasted, screen.written - written
    screen.read(time.monotonic() + 2, keys)
    screen.close()
    found, place = list[float](), 0
    for number, at in enumerate(sent, 1):
        while place < len(screen.seen) and screen.seen[place][0] < number:
            place += 1
        if place < len(screen.seen):
            found.append((screen.seen[place][1] - at) * 1e3)
    return Found(found, share, written / lasted / 1e3)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keys", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--case", nargs="+", choices=CASES, default=list(CASES))
    options.add_argument("--untuned", action="store_true", help="without the console's own collector and paint rate")
    options.add_argument("--show", help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.show:
        show(CASES[told.show], told.port, tuned=not told.untuned)
        return
    say = sys.stdout.write
    say("| case | rows meanwhile | keys seen | p50 ms | p90 ms | p99 ms | max ms | p99 to blank | wanted ")
    say("| CPU of the screen | terminal KB/s |\n|---|---|---|---|---|---|---|---|---|---|---|\n")
    with feeder() as port:
        for seed in range(told.rounds):
            blank: float | None = None
            for name in told.case:
                case, found = CASES[name], measure(name, port, told.keys, seed, tuned=not told.untuned)
                p99 = found.at(0.99)
                blank = p99 if name == "blank" else blank
                ratio = f"{p99 / blank:.1f}x" if blank is not None and name != "blank" else ""
                wanted = f"p99 < {case.wanted} ms" if case.wanted is not None else ""
                times = [f"{found.at(part):.1f}" for part in (0.5, 0.9, 0.99, 1)]
                seen = f"{len(found.delays)} of {told.keys}"
                cells = [name, case.says, seen, *times, ratio, wanted, f"{found.share:.2f}", f"{found.written:.0f}"]
                say(f"| {' | '.join(cells)} |\n")
                sys.stdout.flush()


if __name__ == "__main__":
    main()
