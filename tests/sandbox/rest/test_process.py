"""The sandbox as a process: it announces itself, ends when told, when interrupted and when its parent is gone."""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from ksqltui.sandbox.process import SandboxStartError, launch
from ksqltui.sandbox.serve import SandboxOptions

SERVE = [sys.executable, "-m", "ksqltui", "sandbox", "--port", "0"]


@contextmanager
def served(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A sandbox in a process of its own, with its address."""
    process = subprocess.Popen(
        [*SERVE, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


async def test_a_launched_sandbox_answers_until_it_is_stopped() -> None:
    process = await launch(SandboxOptions(seed=1))
    async with httpx.AsyncClient(base_url=process.url) as client:
        assert (await client.get("/info")).json()["KsqlServerInfo"]["version"] == "7.6.1"
        await process.stop()
        with pytest.raises(httpx.ConnectError):
            await client.get("/info")
    assert process.complaints == ()


async def test_a_taken_port_is_named_and_no_sandbox_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SandboxStartError, match=f"127.0.0.1:{port} is taken by another program"):
            await launch(SandboxOptions(port=port))


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_signals_end_it_without_a_word(number: signal.Signals, status: int) -> None:
    with served() as (process, url):
        assert url.startswith("http://127.0.0.1:")
        process.send_signal(number)
        assert process.wait(10) == status
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_it_ends_when_its_parent_is_killed() -> None:
    parent = (
        "import subprocess, sys, time\n"
        f"child = subprocess.Popen({[*SERVE, '--end-with-parent']!r}, stdin=subprocess.PIPE)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", parent], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        httpx.get(f"{url}/info")
        process.kill()
        # The sandbox writes to the same pipe, so reading ends when it has ended too.
        assert process.stdout.read() == ""
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{url}/info")


def test_a_taken_port_ends_with_status_2() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        command = [*SERVE[:-1], str(taken.getsockname()[1])]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    assert done.returncode == 2
    assert "choose another port" in done.stderr
    assert "Traceback" not in done.stderr


def test_open_streams_do_not_keep_it() -> None:
    with served("--rate", "50") as (process, url):
        asyncio.run(stream_until_lost(url, process))
        assert process.wait(10) == 0


async def stream_until_lost(url: str, process: subprocess.Popen[str]) -> None:
    """Reads a push query; its first line ends the server."""
    create = "CREATE STREAM p (name VARCHAR) WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json');"
    async with httpx.AsyncClient(base_url=url, timeout=10) as client:
        await client.post("/ksql", json={"ksql": create})
        select = client.stream("POST", "/query-stream", json={"sql": "SELECT * FROM p EMIT CHANGES;"})
        with suppress(httpx.TransportError):
            async with select as answer:
                lines = answer.aiter_lines()
                await anext(lines)
                # Once: a second signal would meet a process that has already left its loop.
                process.terminate()
                async for _ in lines:
                    pass
