"""One-shot mode measured beside curl and httpx: a stream, its memory, the first row after a pause, start-up, writers.

    python bench/one_shot.py [--rounds 5] [--rows 1000000] [--part paced unpaced pause start writers]
    python bench/one_shot.py --url http://localhost:8088 --statement 'SELECT * FROM payments;'

Programs are measured from start to exit, in turn within each round; processor time is user and system of the program
alone, without what it takes to start where that is said. With `--url` the same statement goes to a real server.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

from ksqltui.model.stream import PlainRows
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import Format, Head

PARTS = ("paced", "unpaced", "pause", "start", "writers")
SERVER_RATE = 65_000
"""Rows a second that ksqlDB 7.6.1 gives."""
ACCEPT = "application/vnd.ksql.v1+json"
WITH_HTTPX = """
import asyncio, sys, httpx
async def main():
    count = 0
    async with httpx.AsyncClient(timeout=None) as client:
        async with client.stream("POST", sys.argv[1], content=sys.argv[2], headers={"accept": sys.argv[3]}) as response:
            async for block in response.aiter_bytes():
                count += len(block)
asyncio.run(main())
"""

say = sys.stdout.write


@dataclass(frozen=True)
class Cost:
    """What one run of a program took, from start to exit; `lines` that it wrote."""

    wall: float
    cpu: float
    megabytes: float
    lines: int


def run(command: Sequence[str]) -> Cost:
    with tempfile.TemporaryFile() as out:
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise SystemExit(f"{command[0]} ended with {child.returncode}")
        out.seek(0)
        lines = sum(piece.count(b"\n") for piece in iter(lambda: out.read(1 << 20), b""))
    return Cost(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines)


def in_turn(commands: dict[str, Sequence[str]], rounds: int) -> dict[str, list[Cost]]:
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            costs[name].append(run(command))
    return costs


def median(costs: Sequence[Cost], of: Callable[[Cost], float]) -> float:
    return statistics.median(map(of, costs))


def spread(values: Sequence[float], digits: int = 2) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f}-{max(values):.{digits}f})"


def program() -> str:
    return str(Path(sys.executable).with_name("ksqltui"))


def readers(url: str, statement: str) -> dict[str, Sequence[str]]:
    body = json.dumps({"sql": statement, "properties": {}})
    place = f"{url}/query-stream"
    found: dict[str, Sequence[str]] = {
        "ksqltui": [program(), url, "-e", statement, "-o", "jsonl"],
        "httpx": [sys.executable, "-c", WITH_HTTPX, place, body, ACCEPT],
    }
    if curl := shutil.which("curl"):
        found["curl"] = [curl, "-sN", "-H", f"accept: {ACCEPT}", "-d", body, place]
    return found


def stream(url: str, statement: str, rounds: int, rows: int | None, *, names: Sequence[str], less: str = "") -> None:
    """Prints a table of the readers, and ratios of the first to each other one, within each round.

    `less` is a statement with next to no rows, whose processor time is what it takes to start.
    """
    commands = {name: command for name, command in readers(url, statement).items() if name in names}
    costs = in_turn(commands, rounds)
    starts = in_turn({name: readers(url, less)[name] for name in commands}, rounds) if less else {}
    begun = {name: median(runs, lambda cost: cost.cpu) for name, runs in starts.items()}
    say("| reader | wall s | CPU s | CPU s without start | rows per CPU second | memory MB |\n")
    say("|---|---|---|---|---|---|\n")
    for name, runs in costs.items():
        count = rows if rows is not None else max(cost.lines for cost in runs)
        if name == "ksqltui" and rows is not None and {cost.lines for cost in runs} != {rows}:
            raise SystemExit(f"ksqltui wrote {[cost.lines for cost in runs]} rows, expected {rows}")
        cpu = [cost.cpu - begun.get(name, 0.0) for cost in runs]
        say(f"| {name} | {spread([cost.wall for cost in runs])} | {spread([cost.cpu for cost in runs])} | ")
        say(f"{spread(cpu)} | {count / statistics.median(cpu):,.0f} | {max(cost.megabytes for cost in runs):.0f} |\n")
    for name in list(costs)[1:]:
        pairs = list(zip(costs["ksqltui"], costs[name], strict=True))
        wall = spread([ours.wall / theirs.wall for ours, theirs in pairs])
        cpu = [(ours.cpu - begun.get("ksqltui", 0.0)) / (theirs.cpu - begun.get(name, 0.0)) for ours, theirs in pairs]
        say(f"\nksqltui to {name}: wall {wall}x, CPU {spread(cpu)}x ({1 / statistics.median(cpu):.1f} times less)\n")


def pause(url: str, times: int) -> None:
    """How long after it was sent a row is written out that comes after a pause in a dense stream."""
    command = [program(), url, "-e", f"SELECT * FROM paused_{times};", "-o", "jsonl"]
    late = list[float]()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if b'"after"' in line:
                late.append((time.monotonic_ns() - json.loads(line)["AMOUNT"]) / 1e6)
    say(f"{len(late)} rows after a pause, ms from send to line: {spread(late)}\n")


def start(url: str, rounds: int) -> None:
    commands = {
        "ksqltui": [program(), url, "-e", "SHOW STREAMS;", "-o", "jsonl"],
        "httpx": [sys.executable, "-c", "import httpx"],
    }
    costs = in_turn(commands, rounds)
    say("| program | wall s | CPU s |\n|---|---|---|\n")
    for name, runs in costs.items():
        shown = "ksqltui -e 'SHOW STREAMS;'" if name == "ksqltui" else "python -c 'import httpx'"
        say(f"| `{shown}` | {spread([cost.wall for cost in runs])} | {spread([cost.cpu for cost in runs])} |\n")
    pairs = list(zip(costs["ksqltui"], costs["httpx"], strict=True))
    wall = spread([ours.wall / theirs.wall for ours, theirs in pairs])
    cpu = spread([ours.cpu / theirs.cpu for ours, theirs in pairs])
    say(f"\nksqltui to the import: wall {wall}x, CPU {cpu}x; wanted: at most 2x\n")


def writers(rounds: int, blocks: int = 100) -> None:
    rows = PlainRows([(f"name {number}", number, Decimal(number) / 100) for number in range(1000)])
    head = Head(("NAME", "AMOUNT", "SHARE"), (False, True, True))
    say("| format | rows/s of processor time |\n|---|---|\n")
    for chosen in Format:
        rates = list[float]()
        for _ in range(rounds):
            out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
            writer = writer_for(chosen, out)
            begun = time.process_time()
            writer.begin(head)
            for _ in range(blocks):
                writer.rows(rows)
            writer.end()
            rates.append(blocks * len(rows) / (time.process_time() - begun))
        say(f"| {chosen.value} | {spread(rates, 0)} |\n")


@contextmanager
def row_server() -> Iterator[str]:
    command = [sys.executable, str(Path(__file__).with_name("row_server.py"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{int(server.stdout.readline())}"
        finally:
            server.terminate()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--part", nargs="+", choices=PARTS, default=PARTS)
    options.add_argument("--url")
    options.add_argument("--statement", default="SELECT * FROM payments;")
    told = options.parse_args()
    libraries = ", ".join(f"{name} {version(name)}" for name in ("httpx", "h11", "msgspec"))
    say(f"{datetime.now(UTC):%Y-%m-%d}; Python {platform.python_version()}, {libraries}; {platform.system()}, ")
    say(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; medians of {told.rounds} rounds (least-most)\n")
    if told.url:
        stream(told.url, told.statement, told.rounds, None, names=("ksqltui", "curl", "httpx"))
        return
    with row_server() as url:
        for part in told.part:
            say(f"\n#### {part}\n\n")
            sys.stdout.flush()
            match part:
                case "paced":
                    asked = f"SELECT * FROM payments_{told.rows}_{SERVER_RATE};"
                    stream(url, asked, told.rounds, told.rows, names=("ksqltui", "curl"))
                case "unpaced":
                    asked, less = f"SELECT * FROM payments_{told.rows}_0;", "SELECT * FROM payments_1_0;"
                    stream(url, asked, told.rounds, told.rows, names=("ksqltui", "httpx", "curl"), less=less)
                case "pause":
                    pause(url, 20)
                case "start":
                    start(url, 3 * told.rounds)
                case "writers":
                    writers(told.rounds)


if __name__ == "__main__":
    main()
