"""`ksqltui stack` as a process, on a real engine: what it prints, its exit statuses, ctrl+c in the middle."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.e2e.stack.engine_process import EngineProcess
from tests.e2e.stack.stub_images import import_stub

Run = Callable[..., subprocess.CompletedProcess[str]]
LIMIT = 120
FILE = """
services:
  first:
    image: ksqltui/stub:test
  second:
    image: ksqltui/stub:test
    depends_on: [first]
    environment: {STUB_HEALTH: "HOW"}
    healthcheck: {test: ["CMD-SHELL", "nc -z localhost 1"], interval: 1s, timeout: 30s, retries: 30}
"""


@pytest.fixture
def file(engine: EngineProcess, tmp_path: Path) -> Path:
    client = engine.client()
    import_stub(client, "ksqltui/stub:test")
    client.close()
    made = tmp_path / "stack.yaml"
    made.write_text(FILE.replace("HOW", "pass"), "utf-8")
    return made


@pytest.fixture
def run(surroundings: Mapping[str, str], file: Path) -> Iterator[Run]:
    """Runs `ksqltui stack ACTION` on the file; its containers are removed afterwards."""

    def ksqltui(action: str, *words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "ksqltui", "stack", action, "--file", str(file), "--project", "cmd", *words]
        return subprocess.run(
            command, env=dict(surroundings), capture_output=True, text=True, timeout=LIMIT, check=False
        )

    yield ksqltui
    ksqltui("down", "--volumes", "--yes")


def test_a_stack_from_up_to_down(run: Run) -> None:
    up = run("up", "--no-wait")
    assert up.returncode == 0, up.stderr
    assert up.stdout == ""
    assert "second: healthy after" in up.stderr

    status = run("status", "-o", "json")
    assert status.returncode == 0
    assert [(each["service"], each["state"]) for each in json.loads(status.stdout)] == [
        ("first", "running"),
        ("second", "healthy"),
    ]

    logs = run("logs", "--tail", "1")
    assert [line.split("  ", 1)[0] for line in sorted(logs.stdout.splitlines())] == ["first", "second"]
    assert "\x1b" not in logs.stdout, "what a container writes does not reach the terminal as it is"

    assert run("exec", "second", "--", "sh", "-c", "echo $STUB_HEALTH; exit 7").returncode == 7
    assert run("restart", "first").returncode == 0

    down = run("down")
    assert down.returncode == 0
    assert "2 containers are gone, their topics stay in volumes." in down.stderr
    assert run("status").returncode == 1


def test_data_is_not_removed_without_a_word(run: Run) -> None:
    assert run("up", "--no-wait").returncode == 0

    refused = run("down", "--volumes")

    assert refused.returncode == 1
    assert "Nothing was removed." in refused.stderr
    assert run("status").returncode == 0


def test_an_unknown_service_is_told_with_those_that_there_are(run: Run) -> None:
    assert run("up", "--no-wait").returncode == 0

    done = run("logs", "zoo9")

    assert done.returncode == 1
    assert done.stderr == "There is no running service zoo9.\n  There are: first, second.\n"


def test_ctrl_c_in_the_middle_says_what_runs_and_how_to_undo_it(
    surroundings: Mapping[str, str], file: Path, run: Run
) -> None:
    file.write_text(FILE.replace("HOW", "hang"), "utf-8")
    command = [sys.executable, "-m", "ksqltui", "stack", "up", "--file", str(file), "--project", "cmd"]
    with subprocess.Popen(command, env=dict(surroundings), stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("second: started"):
                break
        process.send_signal(signal.SIGINT)
        said = process.stderr.read()
        assert process.wait(LIMIT) == 130

    assert "These containers are there and stay as they are: first, second." in said
    assert "`ksqltui stack down` removes them" in said
    assert "Traceback" not in said


def test_no_engine_is_one_message(surroundings: Mapping[str, str], file: Path, tmp_path: Path) -> None:
    environment = {**surroundings, "DOCKER_HOST": f"unix://{tmp_path}/none.sock"}
    command = [sys.executable, "-m", "ksqltui", "stack", "up", "--file", str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False)

    assert done.returncode == 1
    assert "fail: The Docker engine cannot be reached" in done.stderr
    assert "--sandbox" in done.stderr
    assert "Traceback" not in done.stderr
