"""Plays an HTTP proxy on loopback: CONNECT and plain requests, a sign-in, and pages of its own."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field


@dataclass
class TinyProxy:
    """Takes every request to the port `onward` of this machine, whatever host was asked for.

    `refuses` is the status that it answers instead, with a page in HTML; `wants` is the Proxy-Authorization that it
    insists on.
    """

    onward: int
    refuses: int = 0
    wants: str = ""
    heads: list[str] = field(default_factory=list)
    port: int = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head.decode("latin-1"))
            status = 407 if self.wants and self.wants not in self.heads[-1] else self.refuses
            if status:
                page = b"<html><body>the proxy says no</body></html>"
                writer.write(b"HTTP/1.1 %d No\r\ncontent-type: text/html\r\n" % status)
                writer.write(b"content-length: %d\r\n\r\n%b" % (len(page), page))
                return
            await self._pass_on(head, reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _pass_on(self, head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self.onward)
        if head.startswith(b"CONNECT "):
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        else:
            method, _, rest = head.partition(b" ")
            up_writer.write(method + b" /" + rest.split(b"/", 3)[3])
        pumps = [asyncio.create_task(pump(reader, up_writer)), asyncio.create_task(pump(up_reader, writer))]
        try:
            await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in pumps:
                task.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            up_writer.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(ConnectionError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
