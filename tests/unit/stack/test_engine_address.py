"""Where the Docker engine is looked for: what the environment, a context and the usual sockets say."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from ksqltui.stack import engine_address
from ksqltui.stack.engine_address import EngineAddress, find_engine


@pytest.fixture(autouse=True)
def no_default_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The machine of the tests may have an engine of its own."""
    monkeypatch.setattr(engine_address, "DEFAULT_SOCKET", str(tmp_path / "none.sock"))


def context(home: Path, name: str, host: str) -> None:
    folder = home / ".docker" / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest()
    folder.mkdir(parents=True)
    meta = {"Name": name, "Endpoints": {"docker": {"Host": host}}}
    (folder / "meta.json").write_text(json.dumps(meta), "utf-8")


def socket(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_the_environment_wins(tmp_path: Path) -> None:
    context(tmp_path, "lab", "ssh://me@lab")
    environment = {"DOCKER_HOST": "tcp://10.0.0.1:2375", "DOCKER_CONTEXT": "lab"}

    assert find_engine(environment, tmp_path) == EngineAddress("tcp://10.0.0.1:2375", "DOCKER_HOST")


def test_a_context_is_read_as_docker_files_it(tmp_path: Path) -> None:
    context(tmp_path, "lab", "ssh://me@lab")
    (tmp_path / ".docker" / "config.json").write_text('{"currentContext": "lab"}', "utf-8")

    assert find_engine({}, tmp_path) == EngineAddress("ssh://me@lab", "the docker context lab")
    assert find_engine({"DOCKER_CONTEXT": "default"}, tmp_path).source == "the default socket"


@pytest.mark.parametrize("text", ["", "[]", "{", '{"currentContext": 3}', '{"currentContext": "gone"}'])
def test_a_config_that_says_nothing_of_use_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / ".docker").mkdir()
    (tmp_path / ".docker" / "config.json").write_text(text, "utf-8")

    assert find_engine({}, tmp_path).source == "the default socket"


def test_the_sockets_of_colima_and_podman_are_found(tmp_path: Path) -> None:
    podman = socket(tmp_path / "run" / "podman" / "podman.sock")
    environment = {"XDG_RUNTIME_DIR": str(tmp_path / "run")}
    assert find_engine(environment, tmp_path) == EngineAddress(f"unix://{podman}", "rootless Podman")

    colima = socket(tmp_path / ".colima" / "default" / "docker.sock")
    assert find_engine(environment, tmp_path) == EngineAddress(f"unix://{colima}", "Colima")
