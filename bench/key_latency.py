"""How long a key press takes to show while rows stream, through a pty of 200x50: open loop, as percentiles.

    python bench/key_latency.py [--keys 1000] [--rounds 1] [--rate 10000] [--case blank append keyed]

The results pane runs in a process of its own, beside a number that each key press raises; keys are sent at
random times set before, whether or not the last one has shown, and a late send counts. Another process sends the
rows over a socket in the form of ksqlDB's answer; HTTP itself is not part of it. Cases run one after the other in
each round.
"""

from __future__ import annotations

import argparse
import asyncio
import fcntl
import os
import platform
import pty
import random
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from importlib.metadata import version

from ksqltui.bootstrap import PAINTS_A_SECOND

MARK = re.compile(rb"K(\d+);")
SCREEN = (50, 200)
KEYS = 1_000
CASES = ("blank", "append", "keyed")
GAP = 0.025
"""Seconds between two keys on average."""
HEADER = b'[{"header":{"queryId":"q","schema":"`NAME` STRING KEY, `CNT` BIGINT, `TOTAL` BIGINT"}},\n'


async def feed(rate: int) -> None:
    """The rows' side: a server that sends `rate` rows a second to whoever connects."""

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        chance, sent, start = random.Random(1), 0, time.monotonic()
        writer.write(HEADER)
        while not writer.is_closing():
            due = int((time.monotonic() - start) * rate)
            for row in range(sent, due):
                key, total = chance.randrange(KEYS), chance.randrange(10_000)
                writer.write(b'{"row":{"columns":["k%04d",%d,%d]}},\n' % (key, row, total))
            sent = due
            await writer.drain()
            await asyncio.sleep(0.005)

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def show(case: str, port: int, *, tuned: bool) -> None:
    """The screen's side, in the pty: the results pane with the case's rows, or nothing but the counter."""
    if tuned:
        # As the console does it: Textual reads its paint rate when it is imported.
        os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)
    from key_latency_app import KeyApp

    KeyApp(case, port, tuned=tuned).run()


class Screen:
    """The terminal's side: a child in a pty, and when which number was seen first."""

    def __init__(self, command: list[str]) -> None:
        self.child, self._end = pty.fork()
        if self.child == 0:
            env = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execve(command[0], command, env)
        fcntl.ioctl(self._end, termios.TIOCSWINSZ, struct.pack("HHHH", *SCREEN, 0, 0))
        self.seen: list[tuple[int, float]] = []
        self._carry = b""

    def read(self, until: float, stop: int | None = None) -> None:
        """Reads until this time of the monotonic clock, or until the number `stop` was seen."""
        while (left := until - time.monotonic()) > 0:
            if not select.select([self._end], [], [], left)[0]:
                continue
            try:
                text = self._carry + os.read(self._end, 1 << 18)
            except OSError:
                return
            now, self._carry = time.monotonic(), text[-12:]
            for found in map(int, MARK.findall(text)):
                if not self.seen or found > self.seen[-1][0]:
                    self.seen.append((found, now))
            if stop is not None and self.seen and self.seen[-1][0] >= stop:
                return

    def press(self) -> None:
        os.write(self._end, b"x")

    def close(self) -> float:
        """Ends the child and gives the CPU seconds that it took."""
        os.kill(self.child, signal.SIGKILL)
        _, _, usage = os.wait4(self.child, 0)
        os.close(self._end)
        return usage.ru_utime + usage.ru_stime


def measure(case: str, port: int, keys: int, seed: int, *, tuned: bool) -> tuple[list[float], float]:
    """Milliseconds of each key press that was seen, and the share of a core that the screen's process took."""
    command = [sys.executable, __file__, "--show", case, "--port", str(port), *(["--untuned"] if not tuned else [])]
    start = time.monotonic()
    screen = Screen(command)
    screen.read(start + 10, 0)
    screen.read(time.monotonic() + 2)
    chance, due, sent = random.Random(seed), time.monotonic(), list[float]()
    for _ in range(keys):
        due += GAP * chance.uniform(0.4, 1.6)
        sent.append(due)
    for at in sent:
        screen.read(at)
        screen.press()
    screen.read(time.monotonic() + 2, keys)
    share = screen.close() / (time.monotonic() - start)
    found, place = list[float](), 0
    for number, at in enumerate(sent, 1):
        while place < len(screen.seen) and screen.seen[place][0] < number:
            place += 1
        if place < len(screen.seen):
            found.append((screen.seen[place][1] - at) * 1e3)
    return found, share


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--keys", type=int, default=1_000)
    options.add_argument("--rounds", type=int, default=1)
    options.add_argument("--rate", type=int, default=10_000)
    options.add_argument("--case", nargs="+", choices=CASES, default=CASES)
    options.add_argument("--untuned", action="store_true", help="without the console's own collector and paint rate")
    options.add_argument("--feed", action="store_true", help=argparse.SUPPRESS)
    options.add_argument("--show", help=argparse.SUPPRESS)
    options.add_argument("--port", type=int, help=argparse.SUPPRESS)
    told = options.parse_args()
    if told.feed:
        asyncio.run(feed(told.rate))
        return
    if told.show:
        show(told.show, told.port, tuned=not told.untuned)
        return
    command = [sys.executable, __file__, "--feed", "--rate", str(told.rate)]
    feeder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        port = int(feeder.stdout.readline() if feeder.stdout else 0)
        sys.stdout.write(f"Python {platform.python_version()}, textual {version('textual')}; {told.rate:,} rows/s\n\n")
        sys.stdout.write("| case | keys seen | p50 ms | p90 ms | p99 ms | max ms | CPU of the screen |\n")
        sys.stdout.write("|---|---|---|---|---|---|---|\n")
        for seed in range(told.rounds):
            for case in told.case:
                found, share = measure(case, port, told.keys, seed, tuned=not told.untuned)
                marks = sorted(found) or [float("nan")]
                cells = [f"{marks[min(len(marks) - 1, int(len(marks) * part))]:.1f}" for part in (0.5, 0.9, 0.99, 1)]
                line = " | ".join([case, f"{len(found)} of {told.keys}", *cells, f"{share:.2f}"])
                sys.stdout.write(f"| {line} |\n")
                sys.stdout.flush()
    finally:
        feeder.terminate()
        feeder.wait()


if __name__ == "__main__":
    main()
