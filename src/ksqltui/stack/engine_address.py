"""Owns where the Docker engine is: one address for the docker SDK and for compose; asks no engine anything.

The order is that of Docker's own tools (environment, then context), then the places where Colima, Docker Desktop and
rootless Podman put their sockets (`reference` of the decision: docs/decisions.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ksqltui.speech.speech import Told

DEFAULT_SOCKET = "/var/run/docker.sock"


@dataclass(frozen=True, slots=True)
class EngineAddress:
    """`host` as DOCKER_HOST writes it; `source` says who named it, in words."""

    host: str
    source: str


def find_engine(environment: Mapping[str, str], home: Path) -> EngineAddress:
    """The engine that `docker` would take, or else a socket that is there; the default socket where none is."""
    if host := environment.get("DOCKER_HOST"):
        return EngineAddress(host, "DOCKER_HOST")
    config = Path(environment.get("DOCKER_CONFIG") or home / ".docker")
    if (found := _of_context(environment, config)) is not None:
        return found
    if Path(DEFAULT_SOCKET).exists():
        return EngineAddress(f"unix://{DEFAULT_SOCKET}", Told("the default socket"))
    for socket, source in _usual_sockets(environment, home):
        if socket.exists():
            return EngineAddress(f"unix://{socket}", source)
    return EngineAddress(f"unix://{DEFAULT_SOCKET}", Told("the default socket"))


def _of_context(environment: Mapping[str, str], config: Path) -> EngineAddress | None:
    name = environment.get("DOCKER_CONTEXT") or _read(config / "config.json").get("currentContext")
    if not isinstance(name, str) or name in ("", "default"):
        return None
    # Docker files a context under the digest of its name.
    meta = _read(config / "contexts" / "meta" / hashlib.sha256(name.encode()).hexdigest() / "meta.json")
    endpoints = meta.get("Endpoints")
    docker = endpoints.get("docker") if isinstance(endpoints, dict) else None
    host = docker.get("Host") if isinstance(docker, dict) else None
    return EngineAddress(host, Told("the docker context {name}", name=name)) if isinstance(host, str) and host else None


def _read(file: Path) -> Mapping[str, object]:
    try:
        data = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return data if isinstance(data, dict) else {}


def _usual_sockets(environment: Mapping[str, str], home: Path) -> Iterator[tuple[Path, str]]:
    yield home / ".docker" / "run" / "docker.sock", "Docker Desktop"
    yield home / ".colima" / "default" / "docker.sock", "Colima"
    if runtime := environment.get("XDG_RUNTIME_DIR"):
        yield Path(runtime) / "docker.sock", "rootless Docker"
        yield Path(runtime) / "podman" / "podman.sock", "rootless Podman"
