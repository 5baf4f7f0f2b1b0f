"""Owns what `ksqltui stack` prints of services and of the way up, line by line; asks nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TextIO

from ksqltui.model.duration import span
from ksqltui.model.stack import Service
from ksqltui.model.stack_progress import ServiceProgress, Step, StepProgress, StepState
from ksqltui.model.writers.text import shown_text
from ksqltui.session.stack_start import StackStart

HEADS = ("service", "state", "for", "restarts", "ports", "image")
STEPS = ("pull", "create", "start", "health")


def status_table(services: Sequence[Service], now: float) -> str:
    """The services as an aligned table."""
    rows = [HEADS, *(_cells(service, now) for service in services)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(HEADS))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows)
    return "\n".join(map(shown_text, lines)) + "\n"


def status_rows(services: Sequence[Service], now: float) -> list[dict[str, object]]:
    """The services as JSON has them; `seconds` is how long a service has been as it is."""
    return [
        {
            "service": service.name,
            "container": service.container or None,
            "state": service.mood.value,
            "seconds": _since(service, now),
            "restarts": service.restarts,
            "exit_code": service.exit_code if service.state == "exited" else None,
            "ports": [asdict(port) for port in service.ports],
            "image": service.image,
            "health_note": service.health_note or None,
        }
        for service in services
    ]


def _cells(service: Service, now: float) -> tuple[str, ...]:
    since = _since(service, now)
    return (
        service.label,
        service.mood.value,
        span(since) if since is not None else "–",
        str(service.restarts),
        service.ports_text or "–",
        service.image,
    )


def _since(service: Service, now: float) -> float | None:
    at = service.as_it_is_since
    return None if at is None else round(max(0.0, now - at), 1)


class StartPrinter:
    """Shows a way up: repainted in place on a terminal, elsewhere a line for each step that ends."""

    def __init__(self, err: TextIO, *, is_terminal: bool) -> None:
        self._err = err
        self._is_terminal = is_terminal
        self._painted = 0
        self._told: set[tuple[str, Step, StepState]] = set()
        self._state = ""

    def show(self, start: StackStart, now: float, *, is_last: bool = False) -> None:
        """Shows what has changed; `is_last` leaves the picture standing."""
        if self._is_terminal:
            self._paint(start, now)
        else:
            self._tell(start, now)
        if is_last:
            self._painted = 0
        self._err.flush()

    def _paint(self, start: StackStart, now: float) -> None:
        lines = start_lines(start, now)
        if self._painted:
            self._err.write(f"\x1b[{self._painted}F\x1b[J")
        self._err.write("".join(f"{shown_text(line)}\n" for line in lines))
        self._painted = len(lines)

    def _tell(self, start: StackStart, now: float) -> None:
        if start.state.value != self._state:
            self._state = start.state.value
            self._err.write(f"{self._state}\n")
        for each in start.progress.services.values() if start.progress is not None else ():
            for step in Step:
                done = each.step(step)
                mark = (each.service, step, done.state)
                if mark not in self._told and done.state in (StepState.DONE, StepState.FAILED):
                    self._told.add(mark)
                    self._err.write(f"{shown_text(_told(each, step, done, now))}\n")


def start_lines(start: StackStart, now: float) -> list[str]:
    """The way up as a picture: how much is healthy, then a line for each service."""
    progress = start.progress
    took = span((start.ended or now) - start.began)
    if progress is None:
        return [f"{start.state.value}, {took}"]
    head = f"{progress.up} of {len(progress.services)} healthy, {took}, {start.state.value}"
    if start.waits_for and start.is_live:
        head += f": {start.waits_for}"
    width = max(len(each) for each in progress.services)
    lines = [head, f"  {'service'.ljust(width)}  " + "  ".join(name.ljust(9) for name in STEPS)]
    for each in progress.services.values():
        cells = "  ".join(_cell(each.step(step), step, now).ljust(9) for step in Step)
        lines.append(f"  {each.service.ljust(width)}  {cells}  {each.note}".rstrip())
    return lines


def _cell(step: StepProgress, which: Step, now: float) -> str:
    seconds = step.seconds(now)
    match step.state:
        case StepState.NEXT:
            return "next"
        case StepState.SKIPPED:
            return "cached" if which is Step.PULL else "–"
        case StepState.FAILED:
            return "failed"
        case _:
            return ("" if step.state is StepState.DONE else "… ") + span(seconds or 0.0)


def _told(service: ServiceProgress, step: Step, done: StepProgress, now: float) -> str:
    word = {Step.PULL: "pulled", Step.CREATE: "created", Step.START: "started", Step.HEALTH: "healthy"}[step]
    if done.state is StepState.FAILED:
        return f"{service.service}: failed: {service.note}"
    return f"{service.service}: {word} after {span(done.seconds(now) or 0.0)}"
