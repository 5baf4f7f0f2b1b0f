"""One-shot mode as a process among others: pipes that close, interrupts, signals in its exit status."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import IO

import pytest

from ksqltui.headless.interrupts import Interrupts


class EndlessServer(BaseHTTPRequestHandler):
    """A server whose every query streams rows for ever."""

    def do_GET(self) -> None:
        info = {"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}
        self._answer(json.dumps(info).encode())

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.send_response(200)
        self.send_header("content-type", "application/vnd.ksql.v1+json")
        self.end_headers()
        try:
            self.wfile.write(b'[{"header":{"queryId":"transient_1","schema":"`N` INTEGER"}},\n')
            for number in range(10_000_000):
                self.wfile.write(b'{"row":{"columns":[%d]}},\n' % number)
        except OSError:
            return

    def _answer(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


async def test_a_second_interrupt_at_once_ends_the_script() -> None:
    ended: list[str] = []

    def end_one() -> bool:
        ended.append("query")
        return True

    async def script() -> None:
        with Interrupts(end_one, lambda: False):
            signal.raise_signal(signal.SIGINT)
            await asyncio.sleep(0)
            signal.raise_signal(signal.SIGINT)
            await asyncio.Event().wait()

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(script())
    assert ended == ["query"]


async def test_an_interrupt_is_the_pagers_while_somebody_reads() -> None:
    with Interrupts(lambda: False, lambda: True) as interrupts:
        signal.raise_signal(signal.SIGINT)
        await asyncio.sleep(0)
        assert interrupts.signal == 0


@pytest.fixture
def endless() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), EndlessServer)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def started(server: str, *arguments: str, out: int | IO[bytes] = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ksqltui", server, "-e", "SELECT n FROM s EMIT CHANGES;", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=out,
        stderr=subprocess.PIPE,
        env={**os.environ, "KSQLTUI_CONFIG": os.devnull},
    )


@pytest.mark.parametrize("chosen", ["jsonl", "json", "table"])
def test_a_closed_pipe_ends_it_quietly(endless: str, chosen: str) -> None:
    with started(endless, "-o", chosen) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(20) == 0
        assert process.stderr.read() == b""


def test_an_interrupt_is_status_130_and_leaves_whole_json(endless: str) -> None:
    with started(endless, "-o", "json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        head = process.stdout.readline() + process.stdout.readline()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(20) == 130
        assert process.stderr.read() == b""
    assert len(json.loads(head + rest)) > 0


def test_an_interrupt_ends_one_query_and_a_termination_the_script(endless: str) -> None:
    query = "SELECT n FROM s EMIT CHANGES;"
    with started(endless, "-o", "csv", "-e", f"OUTPUT json\n{query} {query}") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"N\n"
        process.send_signal(signal.SIGINT)
        while process.stdout.readline() != b"[\n":
            pass
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(20) == 143
        assert process.stderr.read() == b"Results are written as json from now on.\n"
    assert len(json.loads(b"[" + rest)) > 0
    assert rest.count(b"[") == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_an_output_that_takes_nothing_is_told(endless: str) -> None:
    with open("/dev/full", "wb") as full, started(endless, "-o", "csv", out=full) as process:
        _, err = process.communicate(timeout=20)
        assert process.returncode == 1
        assert err == b"The output could not be written: No space left on device.\n"


def test_a_limit_ends_an_endless_query(endless: str) -> None:
    with started(endless, "--limit", "2", "-o", "csv") as process:
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, b"N\n0\n1\n", b"")


def test_a_time_limit_ends_it_too(endless: str) -> None:
    with started(endless, "--timeout", "0.2", "-o", "jsonl") as process:
        out, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (0, b"")
        assert out.endswith(b"\n")
