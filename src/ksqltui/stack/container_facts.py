"""Owns how Docker's JSON about a container becomes our values; asks nothing and keeps nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from ksqltui.model.stack import Health, LogLine, PublishedPort, Service, ServiceFigures

SERVICE_LABEL = "com.docker.compose.service"
ONE_OFF_LABEL = "com.docker.compose.oneoff"
_LEVEL = re.compile(r"\b(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL)\b")
_LEVEL_WITHIN = 80
"""How far into a line a word counts as its level and not as a part of its message."""


def service_of(inspected: Mapping[str, Any]) -> Service | None:
    """A container as `docker inspect` tells it; None where it is no service of a compose stack."""
    labels = _map(_map(inspected, "Config"), "Labels")
    name = labels.get(SERVICE_LABEL)
    if not isinstance(name, str) or str(labels.get(ONE_OFF_LABEL, "")).lower() == "true":
        return None
    state = _map(inspected, "State")
    health = _map(state, "Health")
    return Service(
        name=name,
        container=str(inspected.get("Name", "")).lstrip("/"),
        image=str(_map(inspected, "Config").get("Image", "")),
        state=str(state.get("Status", "")),
        health=_health(health.get("Status")),
        exit_code=int(state.get("ExitCode") or 0),
        restarts=int(inspected.get("RestartCount") or 0),
        started_at=wall_seconds(state.get("StartedAt")),
        finished_at=wall_seconds(state.get("FinishedAt")),
        ports=tuple(_ports(_map(_map(inspected, "NetworkSettings"), "Ports"))),
        health_note=_last_check(health),
    )


def figures_of(stats: Mapping[str, Any]) -> ServiceFigures | None:
    """One sample of `docker stats`; None for the first, which has nothing to compare with, and after the end.

    CPU is counted as the docker command does: the share of the machine's time since the last sample, times its cores.
    """
    now, before = _map(stats, "cpu_stats"), _map(stats, "precpu_stats")
    used = _number(_map(now, "cpu_usage"), "total_usage") - _number(_map(before, "cpu_usage"), "total_usage")
    passed = _number(now, "system_cpu_usage") - _number(before, "system_cpu_usage")
    memory = _map(stats, "memory_stats")
    if not before.get("system_cpu_usage") or passed <= 0 or "usage" not in memory:
        return None
    cores = _number(now, "online_cpus") or len(_map(now, "cpu_usage").get("percpu_usage") or [1])
    # The page cache is given back when others need it: `docker stats` leaves it out too (cgroup v2, then v1).
    cache = _map(memory, "stats").get("inactive_file", _map(memory, "stats").get("total_inactive_file", 0))
    return ServiceFigures(
        cpu=max(0.0, used / passed * cores),
        memory=max(0, int(memory["usage"]) - int(cache or 0)),
        memory_limit=int(memory.get("limit") or 0),
    )


def log_line(service: str, line: bytes) -> LogLine:
    """A line that begins with Docker's own time; a line without one is kept whole."""
    text = line.decode("utf-8", "replace").rstrip("\r")
    stamp, _, rest = text.partition(" ")
    time = wall_seconds(stamp)
    said = rest if time is not None else text
    level = _LEVEL.search(said[:_LEVEL_WITHIN])
    return LogLine(service, said, time, level[1].replace("WARNING", "WARN") if level is not None else "")


def _health(told: object) -> Health:
    return {"starting": Health.STARTING, "healthy": Health.HEALTHY, "unhealthy": Health.UNHEALTHY}.get(
        str(told), Health.NONE
    )


def _last_check(health: Mapping[str, Any]) -> str:
    checks = health.get("Log") or []
    said = str(checks[-1].get("Output", "")) if checks and isinstance(checks[-1], dict) else ""
    return said.strip().split("\n", 1)[0]


def _ports(bindings: Mapping[str, Any]) -> Iterator[PublishedPort]:
    for inside, hosts in bindings.items():
        for host in hosts or []:
            if str(host.get("HostPort", "")).isdigit():
                port = inside.partition("/")[0]
                yield PublishedPort(str(host.get("HostIp", "")), int(host["HostPort"]), int(port))


def wall_seconds(told: object) -> float | None:
    """Wall seconds of Docker's times, which have nanoseconds; None for its year 1, which means never."""
    if not isinstance(told, str) or not told[:4].isdigit() or told.startswith("0001"):
        return None
    try:
        return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", told)).timestamp()
    except ValueError:
        return None


def _map(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = data.get(key)
    return found if isinstance(found, dict) else {}


def _number(data: Mapping[str, Any], key: str) -> float:
    found = data.get(key)
    return float(found) if isinstance(found, int | float) else 0.0
