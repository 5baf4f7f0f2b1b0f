"""A server that answers every SELECT as ksqlDB does, over HTTP, a row a chunk, at the pace that the statement names.

    python bench/feed.py

Prints its port. `SELECT * FROM narrow_10000 EMIT CHANGES;` is 10,000 rows a second without end, `wide_100000_6000000`
ends after 6,000,000 rows; a wide row fills 200 cells of a terminal.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import sys
import time

KEYS = 1_000
POOL = 50_000
"""Different rows; then they come again from the first."""
WIDE_COLUMNS = 12
_SCHEMA = "`NAME` STRING KEY, `CNT` BIGINT, `TOTAL` BIGINT"
_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: %b\r\n"
_STREAM_TYPE, _JSON_TYPE = b"application/vnd.ksqlapi.delimited.v1", b"application/json"


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def header(*, wide: bool) -> bytes:
    schema = _SCHEMA + "".join(f", `C{index}` STRING" for index in range(WIDE_COLUMNS if wide else 0))
    return b'[{"header":{"queryId":"q","schema":"%b"}},\n' % schema.encode()


def pool(*, wide: bool) -> list[bytes]:
    """Rows as chunks."""
    chance = random.Random(1)
    rows = list[bytes]()
    for number in range(POOL):
        values: list[object] = [f"k{chance.randrange(KEYS):04}", number, chance.randrange(10_000)]
        if wide:
            values += [f"v{chance.randrange(10**10):010}" for _ in range(WIDE_COLUMNS)]
        text = json.dumps(values, separators=(",", ":"))
        rows.append(chunk(b'{"row":{"columns":%b}},\n' % text.encode()))
    return rows


class Feeder:
    """The rows' side; its work is done before it is asked."""

    def __init__(self) -> None:
        self._pools = {"narrow": pool(wide=False), "wide": pool(wide=True)}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: *(\d+)", head)
            body = await reader.readexactly(int(length[1])) if length else b""
            asked = re.search(rb"FROM (narrow|wide)_(\d+)(?:_(\d+))?", body)
            if head.startswith(b"POST /query") and asked:
                await self._stream(writer, asked[1].decode(), int(asked[2]), int(asked[3]) if asked[3] else None)
            else:
                writer.write(_HEAD % _JSON_TYPE + b"content-length: 2\r\nconnection: close\r\n\r\n[]")
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _stream(self, writer: asyncio.StreamWriter, shape: str, rate: int, stop: int | None) -> None:
        rows, sent, start = self._pools[shape], 0, time.monotonic()
        writer.write(_HEAD % _STREAM_TYPE + b"transfer-encoding: chunked\r\n\r\n")
        writer.write(chunk(header(wide=shape == "wide")))
        while not writer.is_closing() and (stop is None or sent < stop):
            due = int((time.monotonic() - start) * rate)
            due = due if stop is None else min(due, stop)
            while sent < due:
                at = sent % POOL
                part = rows[at : at + due - sent]
                writer.write(b"".join(part))
                sent += len(part)
            await writer.drain()
            await asyncio.sleep(0.005)
        writer.write(chunk(b'{"finalMessage":"Query Completed"}]\n') + b"0\r\n\r\n")
        await writer.drain()


async def main() -> None:
    feeder = Feeder()
    server = await asyncio.start_server(feeder.answer, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
