"""One-shot mode as a process among others: pipes that close, interrupts, signals in its exit status."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest


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


def started(server: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "ksqltui", server, "-e", "SELECT n FROM s EMIT CHANGES;", *arguments],
        stdout=subprocess.PIPE,
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


def test_a_limit_ends_an_endless_query(endless: str) -> None:
    with started(endless, "--limit", "2", "-o", "csv") as process:
        out, err = process.communicate(timeout=20)
        assert (process.returncode, out, err) == (0, b"N\n0\n1\n", b"")


def test_a_time_limit_ends_it_too(endless: str) -> None:
    with started(endless, "--timeout", "0.2", "-o", "jsonl") as process:
        out, err = process.communicate(timeout=20)
        assert (process.returncode, err) == (0, b"")
        assert out.endswith(b"\n")
