"""Owns how `up` gets on, told from compose's progress lines: per service what was done and how long it took; no IO."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum

from ksqltui.speech.speech import Told


class Step(IntEnum):
    """What happens to a service on its way up, in this order."""

    PULL = 0
    CREATE = 1
    START = 2
    HEALTH = 3


class StepState(IntEnum):
    """Where a service stands in a step."""

    NEXT = 0
    UNDER_WAY = 1
    DONE = 2
    SKIPPED = 3
    FAILED = 4


@dataclass(frozen=True, slots=True)
class StepProgress:
    """One step of one service; times are wall seconds."""

    state: StepState = StepState.NEXT
    began: float | None = None
    ended: float | None = None

    def seconds(self, now: float) -> float | None:
        """How long it took, or takes so far; None where it has not begun."""
        if self.began is None:
            return None
        return max(0.0, (now if self.ended is None else self.ended) - self.began)


_STEPS = tuple(StepProgress() for _ in Step)


@dataclass(frozen=True, slots=True)
class ServiceProgress:
    """A service on its way up: `note` is what compose or Docker said last of it."""

    service: str
    steps: tuple[StepProgress, ...] = _STEPS
    note: str = ""

    def step(self, step: Step) -> StepProgress:
        return self.steps[step]

    @property
    def is_up(self) -> bool:
        return self.steps[Step.HEALTH].state is StepState.DONE

    @property
    def has_failed(self) -> bool:
        return any(each.state is StepState.FAILED for each in self.steps)


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """One line of `docker compose --progress json`, as it stands; `error` is a failure of the whole command.

    Source: compose 5.6.0, run against the nine services of compose.yaml.
    """

    id: str = ""
    status: str = ""
    text: str = ""
    details: str = ""
    error: str = ""


_WORDS: Mapping[str, tuple[Step, StepState]] = {
    "Pulling": (Step.PULL, StepState.UNDER_WAY),
    "Pulled": (Step.PULL, StepState.DONE),
    "Creating": (Step.CREATE, StepState.UNDER_WAY),
    "Created": (Step.CREATE, StepState.DONE),
    "Recreate": (Step.CREATE, StepState.UNDER_WAY),
    "Recreated": (Step.CREATE, StepState.DONE),
    "Starting": (Step.START, StepState.UNDER_WAY),
    "Started": (Step.START, StepState.DONE),
    "Running": (Step.START, StepState.DONE),
    "Healthy": (Step.HEALTH, StepState.DONE),
}

_PORT_TAKEN = re.compile(r"port is already allocated|address already in use|bind for .* failed", re.IGNORECASE)


@dataclass
class StackProgress:
    """The whole way up. `expect` the services first, then `note` each line as it comes."""

    labels: Mapping[str, str]
    """The service of each container's name and image's pull, as compose names them in its lines."""
    began: float
    services: dict[str, ServiceProgress] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def expect(self, services: Iterable[str]) -> None:
        for service in services:
            self.services.setdefault(service, ServiceProgress(service))

    def note(self, line: ProgressLine, now: float) -> None:
        """Takes a line; lines repeat, come late and name things that are no service."""
        if line.error:
            self.errors.append(line.error)
            return
        service = self._service(line.id)
        if service is None:
            return
        if line.status == "Error":
            self._fail(service, line.details or line.text, now)
            return
        if line.text == "Waiting":
            return
        found = _WORDS.get(line.text)
        if found is not None:
            self._enter(service, *found, now)
        elif line.details or line.text:
            self.services[service] = replace(self.services[service], note=line.details or line.text)

    def note_health(self, service: str, *, is_healthy: bool, note: str, now: float) -> None:
        """What Docker itself says of a started container; compose tells of health only what others wait for."""
        if service not in self.services:
            return
        if is_healthy:
            self._enter(service, Step.HEALTH, StepState.DONE, now)
        self.services[service] = replace(self.services[service], note=note)

    def skip(self, service: str, step: Step) -> None:
        """Says that a step is not needed: an image that is there is not pulled."""
        steps = list(self.services[service].steps)
        steps[step] = StepProgress(StepState.SKIPPED)
        self.services[service] = replace(self.services[service], steps=tuple(steps))

    def fail(self, service: str, why: str, now: float) -> None:
        """Says of a service that it will not come up."""
        if service in self.services:
            self._fail(service, why, now)

    @property
    def up(self) -> int:
        return sum(each.is_up for each in self.services.values())

    @property
    def failed(self) -> tuple[ServiceProgress, ...]:
        return tuple(each for each in self.services.values() if each.has_failed)

    @property
    def share(self) -> float:
        """How much is done, from 0 to 1: every step of every service counts alike."""
        steps = [step.state for each in self.services.values() for step in each.steps]
        return sum(state in (StepState.DONE, StepState.SKIPPED) for state in steps) / len(steps) if steps else 0.0

    def _service(self, id: str) -> str | None:
        kind, _, name = id.rpartition(" ")
        found = self.labels.get(name if kind in ("Container", "Image", "") else "")
        return found if found in self.services else None

    def _enter(self, service: str, step: Step, state: StepState, now: float) -> None:
        steps = list(self.services[service].steps)
        before = steps[step]
        if before.state >= state:
            return
        for earlier in range(step):
            if steps[earlier].state is StepState.NEXT:
                steps[earlier] = StepProgress(StepState.SKIPPED)
            elif steps[earlier].state is StepState.UNDER_WAY:
                steps[earlier] = replace(steps[earlier], state=StepState.DONE, ended=now)
        began = before.began if before.began is not None else now
        steps[step] = StepProgress(state, began, now if state is StepState.DONE else None)
        if step is Step.START and state is StepState.DONE:
            steps[Step.HEALTH] = StepProgress(StepState.UNDER_WAY, now)
        self.services[service] = replace(self.services[service], steps=tuple(steps))

    def _fail(self, service: str, why: str, now: float) -> None:
        steps = list(self.services[service].steps)
        at = next((step for step in Step if steps[step].state in (StepState.NEXT, StepState.UNDER_WAY)), Step.HEALTH)
        steps[at] = StepProgress(StepState.FAILED, steps[at].began, now)
        self.services[service] = ServiceProgress(service, tuple(steps), why)


def advice_for(message: str) -> str:
    """What to try after a failure that compose or Docker told in these words."""
    told = message.lower()
    if _PORT_TAKEN.search(message):
        return Told(
            "Another program holds the port. `ksqltui stack up` names it before it starts; stop it and try again."
        )
    if "no space left" in told:
        return Told("The disk is full. `docker system df` shows what Docker holds, `docker system prune` frees it.")
    if "toomanyrequests" in told or "rate limit" in told:
        return Told("The registry of images limits how often it is asked. Log in with `docker login` or wait an hour.")
    if any(word in told for word in ("pull access denied", "manifest unknown", "not found", "no such host", "timeout")):
        return Told("The image could not be pulled. Look at the network and at a proxy, then try again.")
    if "is already in use by container" in told:
        return Told(
            "A container of that name exists from another project. Remove it or take --project with a name of yours."
        )
    return ""
