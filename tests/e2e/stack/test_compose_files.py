"""The compose files against the facts of the lesson, as compose reads them: images, names, ports, order of start."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

COMPOSE_FILES = Path(__file__).resolve().parents[3] / "compose"
Read = Callable[..., Mapping[str, Any]]


@pytest.fixture
def read(compose: Path) -> Read:
    """A file as `docker compose config` tells it, with these variables set."""

    def config(name: str, **environment: str) -> Mapping[str, Any]:
        command = [str(compose / "docker-compose"), "-f", str(COMPOSE_FILES / name), "config", "--format", "json"]
        clean = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")}
        done = subprocess.run(command, capture_output=True, text=True, env={**clean, **environment}, check=True)
        assert done.stderr == ""
        told: Mapping[str, Any] = json.loads(done.stdout)
        return told

    return config


def ports(service: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    return [(port["host_ip"], port["published"], port["target"]) for port in service.get("ports", [])]


def test_the_lessons_nine_services(read: Read) -> None:
    config = read("compose.yaml")
    services = config["services"]

    assert config["name"] == "otus"
    assert {name: service["image"] for name, service in services.items()} == {
        **{f"zoo{n}": "confluentinc/cp-zookeeper:7.6.0" for n in (1, 2, 3)},
        **{f"kafka{n}": "confluentinc/cp-kafka:7.6.0" for n in (1, 2, 3)},
        "kafka-ui": "provectuslabs/kafka-ui:latest",
        "ksqldb-server": "confluentinc/cp-ksqldb-server:7.6.1",
        "ksqldb-cli": "confluentinc/cp-ksqldb-cli:7.6.1",
    }
    assert {name: service.get("container_name") for name, service in services.items()} == {
        **{f"zoo{n}": None for n in (1, 2, 3)},
        **{f"kafka{n}": f"kafka-broker{n}" for n in (1, 2, 3)},
        "kafka-ui": "my-kafka-ui",
        "ksqldb-server": "ksqldb-server",
        "ksqldb-cli": "ksqldb-cli",
    }
    local = "127.0.0.1"
    assert {name: ports(service) for name, service in services.items()} == {
        **{f"zoo{n}": [(local, str(2180 + n), 2180 + n)] for n in (1, 2, 3)},
        **{f"kafka{n}": [(local, str(9091 + n), 9091 + n)] for n in (1, 2, 3)},
        "kafka-ui": [(local, "8282", 8080)],
        "ksqldb-server": [(local, "8088", 8088)],
        "ksqldb-cli": [],
    }


def test_the_brokers_tell_the_addresses_of_the_lesson(read: Read) -> None:
    for host, environment in (("127.0.0.1", {}), ("10.1.2.3", {"DOCKER_HOST_IP": "10.1.2.3"})):
        services = read("compose.yaml", **environment)["services"]
        for n in (1, 2, 3):
            told = services[f"kafka{n}"]["environment"]
            assert told["KAFKA_ADVERTISED_LISTENERS"] == f"INTERNAL://kafka{n}:1909{n + 1},EXTERNAL://{host}:909{n + 1}"
            assert told["KAFKA_ZOOKEEPER_CONNECT"] == "zoo1:2181,zoo2:2182,zoo3:2183"
            assert told["KAFKA_AUTHORIZER_CLASS_NAME"] == "kafka.security.authorizer.AclAuthorizer"
            assert told["KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND"] == "true"
            assert "KAFKA_LISTENERS" not in told, "the image derives it"
        zoo = services["zoo2"]["environment"]
        assert zoo["ZOOKEEPER_SERVERS"] == "zoo1:2888:3888;zoo2:2888:3888;zoo3:2888:3888"


def test_ksqldb_and_kafka_ui_are_the_lessons(read: Read) -> None:
    services = read("compose.yaml")["services"]
    brokers = "kafka1:19092,kafka2:19093,kafka3:19094"

    server = services["ksqldb-server"]["environment"]
    assert server["KSQL_BOOTSTRAP_SERVERS"] == brokers
    assert server["KSQL_KSQL_LOGGING_PROCESSING_STREAM_AUTO_CREATE"] == "true"
    assert server["KSQL_KSQL_LOGGING_PROCESSING_TOPIC_AUTO_CREATE"] == "true"
    ui = services["kafka-ui"]["environment"]
    assert ui["KAFKA_CLUSTERS_0_NAME"] == "otus"
    assert ui["KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS"] == brokers
    assert ui["KAFKA_CLUSTERS_0_KSQLDBSERVER"] == "http://ksqldb-server:8088"
    assert services["ksqldb-cli"]["entrypoint"] == ["/bin/sh"]
    assert services["ksqldb-cli"]["tty"] is True


def test_each_waits_for_the_health_of_what_it_needs(read: Read) -> None:
    services = read("compose.yaml")["services"]
    zoos, brokers = {"zoo1", "zoo2", "zoo3"}, {"kafka1", "kafka2", "kafka3"}
    needs = {
        **dict.fromkeys(brokers, zoos),
        "kafka-ui": brokers,
        "ksqldb-server": brokers,
        "ksqldb-cli": {"ksqldb-server"},
    }
    for name, needed in needs.items():
        told = services[name]["depends_on"]
        assert {each: told[each]["condition"] for each in told} == dict.fromkeys(needed, "service_healthy")
    assert all("healthcheck" in services[name] for name in services if name != "ksqldb-cli")


def test_data_survives_and_a_laptop_is_enough(read: Read) -> None:
    config = read("compose.yaml")
    targets = {
        (name, volume["target"]): volume["type"]
        for name, service in config["services"].items()
        for volume in service.get("volumes", [])
    }
    assert targets == {
        **{(f"kafka{n}", "/var/lib/kafka/data"): "volume" for n in (1, 2, 3)},
        **{(f"zoo{n}", f"/var/lib/zookeeper/{part}"): "volume" for n in (1, 2, 3) for part in ("data", "log")},
    }
    assert sum(int(service["mem_limit"]) for service in config["services"].values()) < 8 << 30
    assert all(service["restart"] == "unless-stopped" for service in config["services"].values())


def test_a_second_stack_fits_beside_it(read: Read) -> None:
    moved = read("compose.yaml", KSQLTUI_PREFIX="mine-", KSQLTUI_KAFKA1_PORT="9192", KSQLTUI_KSQLDB_PORT="8188")
    broker = moved["services"]["kafka1"]

    assert broker["container_name"] == "mine-kafka-broker1"
    assert ports(broker) == [("127.0.0.1", "9192", 9192)]
    assert broker["environment"]["KAFKA_ADVERTISED_LISTENERS"].endswith("EXTERNAL://127.0.0.1:9192")
    assert ports(moved["services"]["ksqldb-server"]) == [("127.0.0.1", "8188", 8088)]


def test_the_minimal_stack_has_the_same_names_and_ports(read: Read) -> None:
    services = read("compose.minimal.yaml")["services"]

    assert {service["container_name"] for service in services.values()} == {
        "kafka-broker1",
        "ksqldb-server",
        "ksqldb-cli",
    }
    assert {published for service in services.values() for _, published, _ in ports(service)} == {"9092", "8088"}
    assert services["kafka1"]["environment"]["KAFKA_PROCESS_ROLES"] == "broker,controller"
    assert services["ksqldb-server"]["environment"]["KSQL_KSQL_INTERNAL_TOPIC_REPLICAS"] == "1"
