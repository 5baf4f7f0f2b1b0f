"""What goes wrong with a stack, on a real engine: each failure names the service, its last words and what to try."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.e2e.stack.engine_process import EngineProcess
from tests.e2e.stack.stub_images import import_stub

from ksqltui.model.check import Verdict
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.session.stack import Stack
from ksqltui.session.stack_start import StackStart, StartState
from ksqltui.stack.docker_engine import DockerEngine
from ksqltui.stack.engine_address import EngineAddress

STUB = "ksqltui/stub:test"


@pytest.fixture
def stub(engine: EngineProcess) -> str:
    client = engine.client()
    import_stub(client, STUB)
    client.close()
    return STUB


def service(image: str, *, check: str = "nc -z localhost 1", more: str = "") -> str:
    return f"""
services:
  steady:
    image: {image}
  shaky:
    image: {image}
    depends_on: [steady]
    healthcheck: {{test: ["CMD-SHELL", "{check}"], interval: 1s, timeout: 1s, retries: 2}}
{more}
"""


async def started(stack: Stack) -> StackStart:
    start = stack.starting(waits=False)
    await start.run()
    return start


async def until(is_so: Callable[[], bool], within: float) -> None:
    async with asyncio.timeout(within):
        while not is_so():  # noqa: ASYNC110 (a watcher tells nobody; it is looked at, as the screens do)
            await asyncio.sleep(0.02)


def why(start: StackStart) -> StackError:
    assert start.state is StartState.FAILED
    assert isinstance(start.error, StackError)
    return start.error


async def test_an_unhealthy_service_is_named_with_its_last_words(make_stack: Callable[..., Stack], stub: str) -> None:
    start = await started(make_stack(service(stub, more="    environment: {STUB_HEALTH: fail}")))

    error = why(start)
    assert (error.trouble, error.service) == (StackTrouble.SERVICE_FAILED, "shaky")
    assert start.progress is not None
    assert start.progress.services["shaky"].note == "unhealthy: the stub fails its check"
    assert [line.level for line in start.log] == ["INFO", "WARN"]


async def test_a_check_that_hangs_fails_by_its_time_limit(make_stack: Callable[..., Stack], stub: str) -> None:
    start = await started(make_stack(service(stub, more="    environment: {STUB_HEALTH: hang}")))

    assert why(start).service == "shaky"


async def test_a_service_that_dies_is_named_with_its_status(make_stack: Callable[..., Stack], stub: str) -> None:
    start = await started(make_stack(service(stub, more="    environment: {STUB_MAIN: die}")))

    assert why(start).service == "shaky"
    assert start.log[-1].level == "ERROR"
    assert "gives up" in start.log[-1].text


async def test_an_image_that_cannot_be_pulled_is_told(make_stack: Callable[..., Stack], stub: str) -> None:
    start = await started(make_stack(service("127.0.0.1:1/nobody/nothing:1")))

    error = why(start)
    assert "127.0.0.1:1" in error.message
    assert start.checks is not None
    assert start.checks.missing_images == ("127.0.0.1:1/nobody/nothing:1",)


async def test_a_port_of_another_program_is_told_before_anything_starts(
    make_stack: Callable[..., Stack], stub: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        stack = make_stack(service(stub, more=f'    ports: ["127.0.0.1:{port}:80"]'))
        start = await started(stack)

    assert why(start).message == f"Port {port}, for shaky, is taken: another program holds it."
    assert "--port-offset" in why(start).advice
    assert await stack.engine.services("t") == ()


async def test_a_port_of_another_container_names_it(make_stack: Callable[..., Stack], stub: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ports = f'    ports: ["127.0.0.1:{port}:80"]'
    assert (await started(make_stack(service(stub, more=ports), project="first"))).error is None

    start = await started(make_stack(service(stub, more=ports), project="second"))

    assert "the container first-shaky-1 holds it" in why(start).message


async def test_a_container_of_the_same_name_names_its_project(make_stack: Callable[..., Stack], stub: str) -> None:
    named = service(stub, more="    container_name: the-one")
    assert (await started(make_stack(named, project="first"))).error is None

    start = await started(make_stack(named, project="second"))

    assert "it belongs to project first" in why(start).message
    assert "--project" in why(start).advice


@pytest.mark.parametrize(
    "text",
    ["services: [", "services:\n  a: {imagee: x}\n", "services:\n  a: {image: x, depends_on: [b]}\n", ""],
    ids=["no YAML", "an unknown key", "an unknown dependency", "nothing"],
)
async def test_a_file_that_is_nonsense_is_told_in_composes_words(make_stack: Callable[..., Stack], text: str) -> None:
    stack = make_stack(text)
    start = await started(stack)

    assert start.checks is not None
    assert [check.name for check in start.checks.failed] == ["docker compose"]
    file = Path((await stack.tool.command())[2])
    assert file.name in why(start).message
    await asyncio.to_thread(file.write_text, "services: {a: {image: x}}", "utf-8")


async def test_an_engine_that_is_killed_shows_at_once_and_comes_back(
    engine: EngineProcess, make_stack: Callable[..., Stack], stub: str
) -> None:
    stack = make_stack(service(stub))
    assert (await started(stack)).error is None
    watcher = stack.watcher()
    watcher.start()
    try:
        await until(lambda: watcher.picture.well == 2, within=10)
        engine.kill()
        await until(lambda: bool(watcher.picture.problem), within=4)
        assert len(watcher.picture.services) == 2, "the last good picture stays"
        await asyncio.to_thread(engine.start)
        await stack.engine.start("t-steady-1")
        await until(lambda: not watcher.picture.problem and watcher.picture.services[1].mood.is_well, within=20)
    finally:
        await watcher.stop()


async def test_no_engine_is_told_with_a_way_on(tmp_path: Path) -> None:
    for host, trouble in (
        (f"unix://{tmp_path}/none.sock", StackTrouble.WRONG_HOST),
        ("tcp://127.0.0.1:1", StackTrouble.WRONG_HOST),
        ("nonsense", StackTrouble.WRONG_HOST),
    ):
        away = DockerEngine(EngineAddress(host, "DOCKER_HOST"), {})
        with pytest.raises(StackError) as told:
            await away.facts()
        assert told.value.trouble is trouble, host
        assert "--sandbox" in told.value.advice


async def test_what_waits_is_a_warning_and_no_failure(make_stack: Callable[..., Stack], stub: str) -> None:
    start = await started(make_stack(service(stub)))

    assert start.checks is not None
    assert not start.checks.failed
    assert {check.verdict for check in start.checks.checks} <= {Verdict.OK, Verdict.WARN}
