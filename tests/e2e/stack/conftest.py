"""Owns the engine, the compose and the stand-in images that these tests share; all of them in one process."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from pathlib import Path

import pytest
from tests.e2e.stack.engine_process import EngineProcess, build_compose, search_path, why_no_compose, why_no_engine
from tests.e2e.stack.stub_images import LESSON_IMAGES, import_stub, what_is_missing

from ksqltui.bootstrap_stack import StackWish, build_stack
from ksqltui.session.stack import Stack

HERE = Path(__file__).resolve().parent
REQUIRED = "KSQLTUI_E2E_DOCKER"
"""Set to `required`, the absence of real parts fails the tests in place of skipping them; .ci/run sets it."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All in one worker of pytest-xdist: they share an engine and the lesson's ports."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("docker"))


def skip(reason: str) -> None:
    """Skips, or fails where these tests are required."""
    if os.environ.get(REQUIRED) == "required":
        pytest.fail(f"the tests with a Docker engine are required here, but {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def compose() -> Path:
    """The folder with a docker-compose of version 2 or later."""
    if reason := why_no_compose():
        skip(reason)
    return build_compose()


@pytest.fixture(scope="session")
def engine() -> Iterator[EngineProcess]:
    """A running engine with the stand-ins under the lesson's names."""
    if reason := why_no_engine():
        skip(reason)
    if missing := what_is_missing():
        skip(f"the stand-in images need {missing} (Debian's package busybox-static)")
    # Not pytest's own folder: its name makes the socket's path longer than a socket's may be.
    with tempfile.TemporaryDirectory(prefix="ksqltui-", ignore_cleanup_errors=True) as folder:
        process = EngineProcess(Path(folder))
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("PATH", search_path())
            process.start()
        client = process.client()
        for image in LESSON_IMAGES:
            import_stub(client, image)
        client.close()
        yield process
        process.stop()


@pytest.fixture
def surroundings(engine: EngineProcess, compose: Path) -> Mapping[str, str]:
    """The environment in which this engine and this compose are found, and no other."""
    path = os.pathsep.join([str(compose), "/usr/bin", "/bin"])
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DOCKER_", "COMPOSE_"))}
    return {**kept, "PATH": path, "DOCKER_HOST": engine.host}


@pytest.fixture
async def make_stack(surroundings: Mapping[str, str], tmp_path: Path) -> AsyncIterator[Callable[..., Stack]]:
    """Builds a stack from the text of a compose file, or from one of ours; what it started is removed afterwards."""
    made: list[Stack] = []

    def make(text: str | None = None, *, project: str = "t", **wish: object) -> Stack:
        file = None
        if text is not None:
            file = str(tmp_path / f"{project}.yaml")
            Path(file).write_text(text, "utf-8")
        stack = build_stack(StackWish(file=file, project=project, **wish), surroundings)  # type: ignore[arg-type]
        made.append(stack)
        return stack

    yield make
    for stack in made:
        async with stack.tool.down(volumes=True) as lines:
            async for _ in lines:
                pass
        await stack.engine.close()
