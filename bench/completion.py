"""What a completion costs with many names on the server: median and worst processor time against 20 ms.

    python bench/completion.py [--names 10000] [--rounds 30]

One completion is all that happens after a key press: what the place wants, which names fit, the best of them. The
first one after the server has told other names makes their lists anew; it has its own column. Processor time, since
other work on the machine is none of ours.
"""

from __future__ import annotations

import argparse
import asyncio
import platform
import statistics
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from ksqltui.model.catalog import CatalogSource, ServerSnapshot, SourceColumn
from ksqltui.model.entities import Entity, ServerInfo
from ksqltui.model.stream import StreamEvent
from ksqltui.session.completions import Completions
from ksqltui.session.console import Console

ALLOWED_MS = 20.0
COLUMNS = 10
LINES = Path(__file__).parent.parent / "src" / "ksqltui" / "session" / "lesson.sql"
TYPED = (
    ("a stream after FROM", "SELECT * FROM pay|"),
    ("every stream", "SELECT * FROM |"),
    ("letters strewn over names", "SELECT * FROM pye9|"),
    ("a column before FROM is written", "SELECT am|"),
    ("a column of a stream", "SELECT am| FROM payments_00001"),
    ("a keyword", "SELECT amount fr|"),
    ("anything in an expression", "SELECT | FROM payments_00001"),
)


class NoServer:
    """A server that knows nothing: what is measured asks for nothing."""

    url = "http://localhost:8088"
    pipelined = False

    async def info(self) -> ServerInfo:
        return ServerInfo()

    async def is_healthy(self) -> bool:
        return True

    async def is_valid_property(self, name: str) -> bool:
        return True

    async def execute(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> tuple[Entity, ...]:
        return ()

    @asynccontextmanager
    async def stream(
        self, sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]
    ) -> AsyncIterator[AsyncIterator[StreamEvent]]:
        raise NotImplementedError
        yield

    async def close(self) -> None: ...


def snapshot(names: int, described: int = 1) -> ServerSnapshot:
    """So many streams, the first tenth of them with columns: the columns are as many names again.

    `described` makes one snapshot's columns other than another's.
    """
    columns = tuple(SourceColumn(f"AMOUNT_{number * described}", "INTEGER") for number in range(COLUMNS))
    streams = tuple(
        CatalogSource(
            f"PAYMENTS_{number:05}",
            "STREAM",
            f"payments_{number:05}",
            "KAFKA",
            "JSON",
            is_windowed=False,
            columns=columns if number < names // COLUMNS else (),
        )
        for number in range(names)
    )
    return ServerSnapshot(streams=streams)


def _milliseconds(completions: Completions, text: str, offset: int) -> float:
    begin = time.thread_time()
    completions.offer(text, offset)
    completions.signature(text, offset)
    return (time.thread_time() - begin) * 1000


async def measure(names: int, rounds: int) -> bool:
    console = Console(NoServer())
    completions = Completions(console)
    script = LINES.read_text("utf-8")[:3000]
    slow = False
    for what, typed in TYPED:
        text = f"{script}\n{typed.replace('|', '')}"
        offset = len(script) + 1 + typed.index("|")
        anew = []
        for turn in range(3):
            console.watcher.snapshot = snapshot(names, described=turn + 1)
            console.watcher.version += 1
            anew.append(_milliseconds(completions, text, offset))
        taken = [_milliseconds(completions, text, offset) for _ in range(rounds)]
        median, worst = statistics.median(taken), max(taken)
        slow = slow or median > ALLOWED_MS
        sys.stdout.write(
            f"{what:34} {median:6.1f} ms (worst {worst:5.1f})  {median / ALLOWED_MS:4.2f} x the allowed "
            f"{ALLOWED_MS:.0f} ms  other names {statistics.median(anew):5.1f} ms  "
            f"{len(completions.offer(text, offset).matches):4} offered\n"
        )
    await completions.close()
    return slow


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--names", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    told = parser.parse_args()
    sys.stdout.write(
        f"{told.names} streams and as many columns, {told.rounds} rounds; Python {platform.python_version()}\n"
    )
    return 1 if asyncio.run(measure(told.names, told.rounds)) else 0


if __name__ == "__main__":
    sys.exit(main())
