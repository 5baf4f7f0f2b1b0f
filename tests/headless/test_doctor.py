"""`ksqltui doctor` as a process: what it finds with nothing around it, and what a terminal that answers tells it."""

from __future__ import annotations

import json
import os
import pty
import re
import select
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

LIMIT = 60
ALONE = "127.0.0.1:1"
"""A port where nothing listens."""


@pytest.fixture
def nothing_around(tmp_path: Path) -> Mapping[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKER_", "KSQLTUI_"))}
    return {**kept, "DOCKER_HOST": f"unix://{tmp_path}/none.sock", "KSQLTUI_CONFIG": str(tmp_path / "none.toml")}


def command(*words: str) -> list[str]:
    return [sys.executable, "-m", "ksqltui", "doctor", ALONE, "--bootstrap", ALONE, *words]


def test_each_missing_thing_has_a_line_and_a_fix(nothing_around: Mapping[str, str]) -> None:
    done = subprocess.run(
        command("-o", "json"), env=dict(nothing_around), capture_output=True, text=True, timeout=LIMIT, check=False
    )

    assert done.returncode == 1, done.stderr
    checks = {each["check"]: each for each in json.loads(done.stdout)}
    assert checks["ksqlDB"]["verdict"] == "fail"
    assert checks["docker engine"]["verdict"] == "warn"
    assert checks["kafka brokers"]["verdict"] == "warn"
    assert checks["ksqltui"]["verdict"] == checks["libraries"]["verdict"] == "ok"
    assert all(checks[name]["fix"] for name in ("ksqlDB", "docker engine", "kafka brokers"))


def test_a_terminal_that_answers_is_told_with_its_echo(nothing_around: Mapping[str, str]) -> None:
    child, end = pty.fork()
    if child == 0:
        os.execve(sys.executable, command(), {**nothing_around, "TERM": "xterm-256color", "COLORTERM": ""})
    said, until = b"", time.monotonic() + LIMIT
    while time.monotonic() < until:
        if not select.select([end], [], [], 1)[0]:
            continue
        try:
            said += os.read(end, 1 << 16)
        except OSError:
            break
        if b"\x1b[?u\x1b[c" in said:
            said = said.replace(b"\x1b[?u\x1b[c", b"")
            os.write(end, b"\x1b[?1u\x1b[?62;22;52c")
    _, status = os.waitpid(child, 0)
    os.close(end)

    told = re.sub(r"\x1b\[[0-9;]*m", "", said.decode())
    assert os.waitstatus_to_exitcode(status) == 1
    assert re.search(r"ok +key echo +\d+ ms", told)
    assert "all combinations, by the kitty protocol" in told
    assert "the terminal says that it takes OSC 52" in told
    assert "Traceback" not in told
