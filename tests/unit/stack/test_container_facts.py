"""What Docker's JSON of a container means: state, health, times, ports, figures and log lines."""

from __future__ import annotations

from typing import Any

import pytest

from ksqltui.model.stack import Health, PublishedPort, ServiceFigures, ServiceMood
from ksqltui.stack.container_facts import figures_of, log_line, service_of

INSPECTED: dict[str, Any] = {
    "Name": "/kafka-broker1",
    "RestartCount": 2,
    "Config": {
        "Image": "confluentinc/cp-kafka:7.6.0",
        "Labels": {"com.docker.compose.service": "kafka1", "com.docker.compose.oneoff": "False"},
    },
    "State": {
        "Status": "running",
        "StartedAt": "2026-11-22T21:14:55.123456789Z",
        "FinishedAt": "0001-01-01T00:00:00Z",
        "ExitCode": 0,
        "Health": {"Status": "unhealthy", "Log": [{"Output": "old"}, {"Output": "refused\nsecond line"}]},
    },
    "NetworkSettings": {
        "Ports": {"9092/tcp": [{"HostIp": "127.0.0.1", "HostPort": "9192"}], "8080/tcp": None},
    },
}


def inspected(**state: object) -> dict[str, Any]:
    return {**INSPECTED, "State": {**INSPECTED["State"], **state}}


def test_a_container_is_a_service() -> None:
    service = service_of(INSPECTED)

    assert service is not None
    assert (service.name, service.label, service.restarts) == ("kafka1", "kafka-broker1", 2)
    assert (service.health, service.health_note) == (Health.UNHEALTHY, "refused")
    assert service.started_at == pytest.approx(1_795_382_095.123456)
    assert service.finished_at is None
    assert service.ports == (PublishedPort("127.0.0.1", 9192, 9092),)


@pytest.mark.parametrize(
    ("state", "mood"),
    [
        ({"Health": {"Status": "healthy"}}, ServiceMood.HEALTHY),
        ({"Health": None}, ServiceMood.RUNNING),
        ({"Health": {"Status": "starting"}}, ServiceMood.STARTING),
        ({"Status": "exited", "ExitCode": 143}, ServiceMood.STOPPED),
        ({"Status": "exited", "ExitCode": 1}, ServiceMood.FAILED),
        ({"Status": "restarting"}, ServiceMood.RESTARTING),
        ({"Status": "paused"}, ServiceMood.PAUSED),
        ({"Status": "created"}, ServiceMood.STARTING),
    ],
)
def test_the_mood_in_a_word(state: dict[str, object], mood: ServiceMood) -> None:
    service = service_of(inspected(**state))
    assert service is not None
    assert service.mood is mood


def test_what_compose_did_not_make_is_no_service() -> None:
    assert service_of({"Name": "/other", "Config": {"Labels": {}}}) is None
    one_off = {"com.docker.compose.service": "kafka1", "com.docker.compose.oneoff": "True"}
    assert service_of({"Name": "/run", "Config": {"Labels": one_off}}) is None
    assert service_of({}) is None


def test_figures_are_a_share_of_a_core_and_leave_the_page_cache_out() -> None:
    stats = {
        "cpu_stats": {"cpu_usage": {"total_usage": 3_000}, "system_cpu_usage": 20_000, "online_cpus": 4},
        "precpu_stats": {"cpu_usage": {"total_usage": 1_000}, "system_cpu_usage": 16_000},
        "memory_stats": {"usage": 900, "limit": 1_000, "stats": {"inactive_file": 300}},
    }

    assert figures_of(stats) == ServiceFigures(cpu=2.0, memory=600, memory_limit=1_000)
    assert figures_of({**stats, "precpu_stats": {}}) is None, "the first sample has nothing to compare with"
    assert figures_of({}) is None


@pytest.mark.parametrize(
    ("line", "text", "level", "is_timed"),
    [
        (b"2026-11-22T21:14:55.118000000Z [2026-11-22 21:14:55,118] INFO starts", None, "INFO", True),
        (b"2026-11-22T21:14:55.118000000Z WARNING: slow", "WARNING: slow", "WARN", True),
        (b"no time here", "no time here", "", False),
        (b"\xff\xfe\x1b[31m", "\ufffd\ufffd\x1b[31m", "", False),
        (b"2026-11-22T21:14:55.118000000Z", "", "", True),
    ],
)
def test_a_log_line(line: bytes, text: str | None, level: str, is_timed: bool) -> None:
    found = log_line("zoo1", line)
    assert found.level == level
    assert (found.time is not None) is is_timed
    if text is not None:
        assert found.text == text
