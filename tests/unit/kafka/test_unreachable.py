"""What a person is told when brokers cannot be reached: the address, the reason, the exact fix."""

from __future__ import annotations

import pytest

from ksqltui.kafka.probe import Speaks
from ksqltui.kafka.unreachable import Findings, places, reason, tunnel

TOLD = "Failed to get metadata: Local: Broker transport failure"


def test_an_advertised_name_that_does_not_resolve() -> None:
    found = Findings("lab:19092", (("kafka1", 19092), ("kafka2", 19093)), ("kafka1", "kafka2"), speaks=Speaks.KAFKA)
    told = reason(found, TOLD)
    assert told.message == (
        "lab:19092 answers, but the brokers advertise kafka1:19092,kafka2:19093, "
        "and this machine cannot resolve kafka1, kafka2."
    )
    assert "--bootstrap lab:9092,lab:9093,lab:9094" in told.advice
    assert "DOCKER_HOST_IP=lab docker compose up -d" in told.advice


def test_a_lab_machine_that_advertises_loopback() -> None:
    there = tuple(("127.0.0.1", port) for port in (9092, 9093, 9094))
    told = reason(Findings("lab:9092", there, speaks=Speaks.KAFKA), TOLD)
    assert "advertise 127.0.0.1:9092,127.0.0.1:9093,127.0.0.1:9094, which is this machine and not lab" in told.message
    assert (
        "ssh -L 9092:127.0.0.1:9092 -L 9093:127.0.0.1:9093 -L 9094:127.0.0.1:9094 -L 8088:127.0.0.1:8088 lab"
        in told.advice
    )
    assert "DOCKER_HOST_IP=lab docker compose up -d" in told.advice


@pytest.mark.parametrize(
    ("found", "message", "advice"),
    [
        (Findings("kafka1:9092", (), ("kafka1",), speaks=Speaks.NOTHING), "no host is known as kafka1", "localhost"),
        (Findings("localhost:9092", speaks=Speaks.NOTHING), "nothing listens there", "ksqltui stack up"),
        (Findings("localhost:8088", speaks=Speaks.OTHER), "is not Kafka", "9092"),
        (Findings("localhost:9092", speaks=Speaks.TLS), "wants TLS", "security.protocol=SSL"),
        (Findings("localhost:9092", speaks=Speaks.KAFKA), "wants a user by SASL", "sasl.username"),
        (Findings("a:1", speaks=Speaks.KAFKA, protocol="SSL"), "speaks in clear", "security.protocol=PLAINTEXT"),
        (
            Findings(
                "a:1", faults=(("_AUTHENTICATION", "Invalid username"),), speaks=Speaks.KAFKA, protocol="SASL_SSL"
            ),
            "did not let ksqltui in: Invalid username",
            "sasl.password",
        ),
        (
            Findings("a:1", faults=(("_SSL", "certificate verify failed"),), speaks=Speaks.TLS, protocol="SSL"),
            "certificate verify failed",
            "ssl.ca.location",
        ),
    ],
)
def test_each_reason_has_its_fix(found: Findings, message: str, advice: str) -> None:
    told = reason(found, TOLD)
    assert message in told.message
    assert advice in told.advice


def test_bootstrap_servers_as_people_write_them() -> None:
    assert places("a:1, PLAINTEXT://b:2,c,[::1]:9") == (("a", 1), ("b", 2), ("c", 9092), ("::1", 9))
    assert tunnel([("x", 9092), ("y", 9092)], "m") == "ssh -L 9092:127.0.0.1:9092 -L 8088:127.0.0.1:8088 m"
