"""How fast the sandbox streams `SELECT * FROM payments;` with one row a chunk: rows a second, medians of five rounds.

    python bench/sandbox_stream.py [--rows 300000] [--rounds 5]

The server is a process of its own, as in life. The real ksqlDB 7.6.1 gives about 60,000 rows a second.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

from ksqltui.ksqldb.client import KsqldbClient
from ksqltui.model.stream import Rows
from ksqltui.sandbox.payments import NAMES, PARTITIONS, TOPIC
from ksqltui.sandbox.serve import SandboxOptions, serving
from ksqltui.sql.parser import parse_statement
from ksqltui.sql.syntax import CreateSource

WANTED_ROWS_PER_SECOND = 60_000
STATEMENT = "SELECT * FROM payments;"
CREATE = (
    "CREATE STREAM payments (name VARCHAR, amount INTEGER) "
    "WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);"
)


async def serve(rows: int) -> None:
    """The server's side: a stream over a topic with so many payments, until stdin ends."""
    async with serving(SandboxOptions(rate=0, seed=1)) as sandbox:
        engine, chance = sandbox.engine, random.Random(1)
        engine.log.create_topic(TOPIC, PARTITIONS, 3)
        for _ in range(rows):
            payment = {"name": chance.choice(NAMES), "amount": chance.randint(1, 1000)}
            engine.produce(TOPIC, None, json.dumps(payment).encode(), 1_795_382_093_000)
        create = parse_statement(CREATE)
        assert isinstance(create, CreateSource)
        engine.create_source(create, {})
        sys.stdout.write(f"{sandbox.url}\n")
        sys.stdout.flush()
        await asyncio.to_thread(sys.stdin.read)


def with_curl(url: str, rows: int) -> None:
    body = json.dumps({"sql": STATEMENT, "properties": {}})
    command = ["curl", "-sN", "-H", "accept: application/vnd.ksql.v1+json", "-d", body, f"{url}/query-stream"]
    answer = subprocess.run(command, capture_output=True, check=True).stdout
    found = answer.count(b'{"row":')
    if found != rows:
        raise SystemExit(f"curl got {found} rows, expected {rows}: {answer[-200:]!r}")


def with_our_client(url: str, rows: int) -> None:
    found = asyncio.run(_count_rows(url))
    if found != rows:
        raise SystemExit(f"our client got {found} rows, expected {rows}")


async def _count_rows(url: str) -> int:
    client = KsqldbClient(url)
    found = 0
    async with client.stream(STATEMENT, properties={}, variables={}) as events:
        async for event in events:
            if isinstance(event, Rows):
                found += len(event.rows)
    await client.close()
    return found


def measure(read: Callable[[str, int], None], url: str, rows: int, rounds: int) -> list[float]:
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        read(url, rows)
        seconds.append(time.perf_counter() - start)
    return seconds


def installed(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} (not installed)"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    told = parser.parse_args()
    if told.serve:
        asyncio.run(serve(told.rows))
        return 0
    command = [sys.executable, __file__, "--serve", "--rows", str(told.rows)]
    slow = False
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        parts = (f"Python {platform.python_version()}", installed("h11"), installed("msgspec"))
        sys.stdout.write(f"{told.rows} rows, one a chunk, {told.rounds} rounds; {', '.join(parts)}\n")
        readers = {"our client": with_our_client} | ({"curl": with_curl} if shutil.which("curl") else {})
        for name, read in readers.items():
            seconds = measure(read, url, told.rows, told.rounds)
            rate = told.rows / statistics.median(seconds)
            slow = slow or rate < WANTED_ROWS_PER_SECOND
            spread = f"{min(seconds):.2f}-{max(seconds):.2f}"
            sys.stdout.write(
                f"{name:12} {statistics.median(seconds):6.2f} s ({spread})  {rate:10,.0f} rows/s  "
                f"{rate / WANTED_ROWS_PER_SECOND:4.1f} x ksqlDB's {WANTED_ROWS_PER_SECOND:,}\n"
            )
        server.communicate()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
