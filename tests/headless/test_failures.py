"""Every kind of failure as a script sees it, in a process of its own: exit status, words, the rows before it."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socketserver
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

INFO = json.dumps({"KsqlServerInfo": {"version": "7.6.1", "kafkaClusterId": "c", "ksqlServiceId": "s"}}).encode()
HEADER = b'[{"header":{"queryId":"q","schema":"`A` STRING"}},\n'
ROW = b'{"row":{"columns":["a"]}},\n'
REFUSAL = {"@type": "statement_error", "error_code": 40001, "message": "line 1:8: no such thing", "statementText": "x"}
FAILED = {
    "@type": "currentStatus",
    "statementText": "x",
    "commandId": "stream/`S`/create",
    "commandStatus": {"status": "ERROR", "message": "Cannot add stream S"},
    "warnings": [],
}

Send = Callable[[bytes], None]


def answer(status: int, body: bytes, kind: str = "application/json") -> bytes:
    head = f"HTTP/1.1 {status} X\r\ncontent-type: {kind}\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
    return head.encode() + body


def said(what: object, status: int = 200) -> Callable[[Send], None]:
    return lambda send: send(answer(status, json.dumps(what).encode()))


def streamed(*pieces: bytes) -> Callable[[Send], None]:
    def write(send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\ncontent-type: application/vnd.ksql.v1+json\r\n\r\n")
        for piece in pieces:
            send(piece)

    return write


def cut_off(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
    for piece in (HEADER, ROW, ROW):
        send(b"%x\r\n%b\r\n" % (len(piece), piece))
    send(b"20\r\nhalf a row")


def too_long(send: Send) -> None:
    streamed(HEADER, ROW, b'{"row":{"columns":["')(send)
    for _ in range(100):
        send(b"x" * (1 << 20))


def endless_head(send: Send) -> None:
    send(b"HTTP/1.1 200 OK\r\nx: ")
    for _ in range(64):
        send(b"y" * (1 << 14))


ANSWERS: Mapping[str, Callable[[Send], None]] = {
    "refused": said(REFUSAL, 400),
    "command": said([FAILED]),
    "cut": cut_off,
    "wide": streamed(HEADER, ROW, b'{"row":{"columns":["a","b"]}},\n'),
    "utf8": streamed(HEADER, ROW, b'{"row":{"columns":["\xff\xfe"]}},\n'),
    "long": too_long,
    "midway": streamed(HEADER, ROW, b'{"errorMessage":{"error_code":50000,"message":"the query died"}}]\n'),
    "no-info-password": said({"@type": "generic_error", "error_code": 40100, "message": "Unauthorized"}, 401),
    "no-info-html": lambda send: send(answer(200, b"<html><title>Sign in</title></html>", "text/html")),
    "no-info-header": endless_head,
    "no-info-gateway": lambda send: send(answer(502, b"<html>Bad gateway</html>", "text/html")),
}
"""What is answered below each path; where the path begins so, to GET /info already."""


class Faulty(socketserver.BaseRequestHandler):
    def handle(self) -> None:
        data = b""
        while b"\r\n\r\n" not in data:
            data += self.request.recv(65536)
        path = data.split(b" ", 2)[1].decode().lstrip("/")
        name, _, rest = path.partition("/")
        with contextlib.suppress(OSError):
            if rest == "info" and not name.startswith("no-info"):
                self.request.sendall(answer(200, INFO))
            else:
                ANSWERS[name](self.request.sendall)


@pytest.fixture(scope="module")
def faulty() -> Iterator[str]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Faulty) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@dataclass(frozen=True)
class Case:
    """`arguments` after the server; what is written; a pattern of what is said first on stderr."""

    arguments: tuple[str, ...]
    status: int
    first: str
    out: str = ""


SELECT = ("-e", "SELECT a FROM s;", "-o", "csv")
CASES: Mapping[str, Case] = {
    "refused": Case(("-e", "SHOW FOO;"), 1, r"line 1:8: no such thing\n  at -e:1:8, statement 1: SHOW FOO;"),
    "command": Case(("-e", "CREATE STREAM s (a INT) WITH (KAFKA_TOPIC='t');"), 1, "Cannot add stream S\n  at -e:1:1"),
    "cut": Case(
        SELECT, 3, r"The connection to .*/cut broke: the server closed it\.\n(.*\n)*  2 rows had come", "A\na\na\n"
    ),
    "wide": Case(SELECT, 3, "The server sent something that is no row: .*length 1", "A\na\n"),
    "utf8": Case(SELECT, 3, "The server sent something that is no row: 'utf-8' codec", "A\na\n"),
    "long": Case(SELECT, 3, ".*64 MiB", "A\na\n"),
    "midway": Case(SELECT, 1, "the query died\n", "A\na\n"),
    "no-info-password": Case(("-u", "me", "-p", "secret", *SELECT), 3, r".* does not accept this user and password\."),
    "no-info-html": Case(SELECT, 3, r".* answers, but it is not ksqlDB \(HTTP 200, text/html\)\."),
    "no-info-header": Case(SELECT, 3, r".* answers, but not in HTTP: that is not ksqlDB\."),
    "no-info-gateway": Case(SELECT, 3, r".* was not reached: a gateway in between answers HTTP 502\."),
}


def run(server: str, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    found = subprocess.run(
        [sys.executable, "-m", "ksqltui", server, *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        env={**os.environ, "KSQLTUI_CONFIG": os.devnull, "NO_PROXY": "*"},
        check=False,
    )
    return subprocess.CompletedProcess(found.args, found.returncode, found.stdout.decode(), found.stderr.decode())


@pytest.mark.parametrize("name", CASES)
def test_a_failure_of_the_server(name: str, faulty: str) -> None:
    case = CASES[name]
    found = run(f"{faulty}/{name}", *case.arguments)
    assert (found.returncode, found.stdout) == (case.status, case.out), found.stderr
    assert re.match(case.first, found.stderr), found.stderr
    assert "Traceback" not in found.stderr
    assert "secret" not in found.stderr


def test_nobody_there() -> None:
    found = run("127.0.0.1:1", "-e", "SHOW STREAMS;")
    assert (found.returncode, found.stdout) == (3, "")
    assert "127.0.0.1:1" in found.stderr.splitlines()[0]


def test_what_cannot_be_read_is_told_before_anything_is_sent(tmp_path: Path, faulty: str) -> None:
    latin = tmp_path / "latin.sql"
    latin.write_bytes(b"SHOW STREAMS;\n-- caf\xe9\n")
    for arguments, told in (
        (("-f", str(tmp_path)), "is a directory"),
        (("-f", str(tmp_path / "absent.sql")), "could not be read: No such file"),
        (("-f", str(latin)), "is not UTF-8 text (line 2)"),
        (("-e", "x", "-o", "yaml"), "'yaml' is not a format"),
    ):
        found = run(f"{faulty}/refused", *arguments)
        assert (found.returncode, found.stdout) == (2, "")
        assert told in found.stderr


def test_a_script_from_windows_goes_on_after_errors_where_told(tmp_path: Path, faulty: str) -> None:
    script = b"\xef\xbb\xbfVERSION\r\nSHOW\r\n  FOO;\r\nOUTPUT csv\r\nSHOW BAR;\r\nSERVER\r\n"
    found = run(f"{faulty}/refused", "--on-error", "continue", stdin=script)
    assert found.returncode == 1
    assert "at standard input:2:8, statement 2: SHOW FOO;" in found.stderr
    assert "at standard input:5:8, statement 4: SHOW BAR;" in found.stderr
    assert json.loads(found.stdout.splitlines()[0])["server"] == "7.6.1"
    assert found.stdout.endswith(f"server\n{faulty}/refused\n")
