"""Owns what is known of a compose stack, as values: services, their health, their figures, how `up` gets on; no IO."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum


class Health(Enum):
    """What a container's health check says; the value is the word that a person reads."""

    NONE = "no check"
    STARTING = "starting"
    HEALTHY = "healthy"
    UNHEALTHY = "unhealthy"


class ServiceMood(Enum):
    """How a service is, in one word."""

    HEALTHY = "healthy"
    RUNNING = "running"
    STARTING = "starting"
    UNHEALTHY = "unhealthy"
    RESTARTING = "restarting"
    PAUSED = "paused"
    STOPPED = "stopped"
    FAILED = "failed"
    ABSENT = "not created"

    @property
    def is_well(self) -> bool:
        return self in (ServiceMood.HEALTHY, ServiceMood.RUNNING)


@dataclass(frozen=True, slots=True)
class PublishedPort:
    """A port of this machine that leads into a container; `address` is what it listens on."""

    address: str
    host: int
    container: int


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the stack: what the compose file says of it and how its container is.

    `container` is the container's name, "" where there is none yet. `state` is Docker's word ("running", "exited").
    `started_at` and `finished_at` are wall seconds. `restarts` counts those that Docker made by itself.
    `health_note` is the first line of what its last health check printed.
    """

    name: str
    container: str = ""
    image: str = ""
    state: str = ""
    health: Health = Health.NONE
    exit_code: int = 0
    restarts: int = 0
    started_at: float | None = None
    finished_at: float | None = None
    ports: tuple[PublishedPort, ...] = ()
    health_note: str = ""

    @property
    def label(self) -> str:
        """The name by which the lesson knows it: the container's where the compose file names one."""
        return self.name if not self.container or self.container.endswith(f"-{self.name}-1") else self.container

    @property
    def as_it_is_since(self) -> float | None:
        """Since when it runs, or does not run; wall seconds."""
        return self.started_at if self.state in ("running", "paused") else self.finished_at

    @property
    def ports_text(self) -> str:
        """`9092`, `8282→8080`: what is reached from outside, and where it leads if the number differs."""
        told = {
            f"{port.host}→{port.container}" if port.host != port.container else str(port.host) for port in self.ports
        }
        return ", ".join(sorted(told))

    @property
    def mood(self) -> ServiceMood:
        match self.state:
            case "":
                return ServiceMood.ABSENT
            case "running":
                return _MOODS[self.health]
            case "restarting":
                return ServiceMood.RESTARTING
            case "paused":
                return ServiceMood.PAUSED
            case "created":
                return ServiceMood.STARTING
            case _:
                # 143 and 137 are how a container ends that was asked to, or was made to.
                return ServiceMood.STOPPED if self.exit_code in (0, 130, 137, 143) else ServiceMood.FAILED


_MOODS: Mapping[Health, ServiceMood] = {
    Health.NONE: ServiceMood.RUNNING,
    Health.STARTING: ServiceMood.STARTING,
    Health.HEALTHY: ServiceMood.HEALTHY,
    Health.UNHEALTHY: ServiceMood.UNHEALTHY,
}


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """What a container uses: `cpu` as a share of one core (1.5 is one and a half), memory in bytes."""

    cpu: float
    memory: int
    memory_limit: int


@dataclass(frozen=True, slots=True)
class StackPicture:
    """The stack at one moment, in the compose file's order; `taken_at` is wall seconds.

    `problem` says why there is no newer picture, `advice` what to do; what was known last stays.
    """

    project: str
    services: tuple[Service, ...] = ()
    taken_at: float | None = None
    problem: str = ""
    advice: str = ""

    @property
    def well(self) -> int:
        """How many services are well."""
        return sum(service.mood.is_well for service in self.services)

    @property
    def is_there(self) -> bool:
        """Whether any container of the project exists."""
        return any(service.container for service in self.services)

    def service(self, name: str) -> Service | None:
        """The service of this name, or of this container's name."""
        return next((each for each in self.services if name in (each.name, each.container)), None)


@dataclass(frozen=True, slots=True)
class EngineFacts:
    """The Docker engine that answered, and what leads to it. `apart` is its clock less this machine's, in seconds."""

    version: str
    host: str
    memory: int = 0
    apart: float | None = None


@dataclass(frozen=True, slots=True)
class StackFile:
    """A compose file as compose itself reads it. `ports` are those that it publishes, by service."""

    path: str
    project: str
    services: tuple[Service, ...]
    depends_on: Mapping[str, tuple[str, ...]]
    text: str = ""


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of a service's log; `time` is wall seconds where Docker knows it, `level` "" where none is named."""

    service: str
    text: str
    time: float | None = None
    level: str = ""
