"""A ksqlDB's answers on loopback, one row a chunk, at the pace that the statement names.

    python bench/row_server.py

Prints its port. `SELECT * FROM payments_1000000_65000;` is 1,000,000 rows at 65,000 rows a second, each sent by itself
as ksqlDB does; with rate 0 they go out as fast as they are taken, 64 KiB a send. `paused_20` is a dense run, a pause
and a row that says when it was sent (monotonic nanoseconds), 20 times.
"""

from __future__ import annotations

import json
import random
import re
import socket
import sys
import threading
import time

POOL = 10_000
"""Different rows; then they come again from the first."""
DENSE_ROWS, PAUSE_SECONDS = 2_000, 0.2
_NAMES = ("Alice", "Bob", "Carol", "Dave", "Erin", "Frank")
_STREAM_HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.ksql.v1+json\r\ntransfer-encoding: chunked\r\n\r\n"
_ANSWERS = {
    "/info": {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "bench", "ksqlServiceId": "bench_"}},
    "/ksql": [
        {
            "@type": "streams",
            "statementText": "SHOW STREAMS;",
            "streams": [
                {
                    "type": "STREAM",
                    "name": "PAYMENTS",
                    "topic": "payments",
                    "keyFormat": "KAFKA",
                    "valueFormat": "JSON",
                    "isWindowed": False,
                }
            ],
            "warnings": [],
        }
    ],
}


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def row(name: str, amount: int) -> bytes:
    return chunk(b'{"row":{"columns":["%b",%d]}},\n' % (name.encode(), amount))


class RowServer:
    """Serves each connection in a thread of its own; a request, an answer, then it closes."""

    def __init__(self) -> None:
        chance = random.Random(1)
        self._rows = [row(chance.choice(_NAMES), chance.randint(1, 1000)) for _ in range(POOL)]
        self._pool = b"".join(self._rows)

    def serve(self) -> None:
        with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
            sys.stdout.write(f"{listener.getsockname()[1]}\n")
            sys.stdout.flush()
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            with connection:
                path, body = _request(connection)
                asked = re.search(r"FROM (payments|paused)_(\d+)(?:_(\d+))?", body)
                if asked is None:
                    data = json.dumps(_ANSWERS.get(path, {})).encode()
                    head = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
                    connection.sendall(head % len(data) + data)
                    return
                header = chunk(b'[{"header":{"queryId":"q","schema":"`NAME` STRING, `AMOUNT` INTEGER"}},\n')
                connection.sendall(_STREAM_HEAD + header)
                if asked[1] == "paused":
                    self._send_with_pauses(connection, int(asked[2]))
                elif int(asked[3] or 0):
                    self._send_each(connection, int(asked[2]), int(asked[3]))
                else:
                    self._send_all(connection, int(asked[2]))
                connection.sendall(chunk(b'{"finalMessage":"Query Completed"}]\n') + b"0\r\n\r\n")
        except OSError:
            pass

    def _send_each(self, connection: socket.socket, count: int, rate: int) -> None:
        start, sent = time.monotonic(), 0
        rows, send = self._rows, connection.sendall
        while sent < count:
            # No sleep: it would make bursts of what ksqlDB sends row by row, and whoever reads is woken less often.
            due = min(count, int((time.monotonic() - start) * rate))
            for number in range(sent, due):
                send(rows[number % POOL])
            sent = due

    def _send_all(self, connection: socket.socket, count: int) -> None:
        whole, rest = divmod(count, POOL)
        for _ in range(whole):
            for at in range(0, len(self._pool), 1 << 16):
                connection.sendall(self._pool[at : at + (1 << 16)])
        connection.sendall(b"".join(self._rows[:rest]))

    def _send_with_pauses(self, connection: socket.socket, count: int) -> None:
        for _ in range(count):
            for number in range(DENSE_ROWS):
                connection.sendall(self._rows[number])
            time.sleep(PAUSE_SECONDS)
            connection.sendall(row("after", time.monotonic_ns()))
            time.sleep(PAUSE_SECONDS)


def _request(connection: socket.socket) -> tuple[str, str]:
    data = b""
    while b"\r\n\r\n" not in data and (piece := connection.recv(1 << 16)):
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    while length and len(body) < int(length[1]) and (piece := connection.recv(1 << 16)):
        body += piece
    return head.split(b" ", 2)[1].decode(), body.decode()


if __name__ == "__main__":
    RowServer().serve()
