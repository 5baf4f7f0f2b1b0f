"""Owns what to tell a person when brokers cannot be reached: which address, why it fails, and the exact fix."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ksqltui.kafka.answers import SilentBrokers
from ksqltui.kafka.connection import Connection
from ksqltui.kafka.probe import Speaks, advertised_brokers, can_resolve, what_speaks
from ksqltui.model.cluster_errors import BrokersNotReached, ClusterError
from ksqltui.speech.speech import Told

DEFAULT_PORT = 9092
KSQLDB_PORT = 8088

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Findings:
    """What is known of a failure: `advertised` are the brokers' own addresses, empty where nobody answered.

    `faults` are the client's complaints, (Kafka's name, words); `speaks` says what answers at the bootstrap address.
    """

    bootstrap: str
    advertised: tuple[Place, ...] = ()
    unresolved: tuple[str, ...] = ()
    faults: tuple[tuple[str, str], ...] = ()
    speaks: Speaks | None = None
    protocol: str = "PLAINTEXT"


def explained(error: ClusterError, connection: Connection) -> BrokersNotReached:
    """The error with its reason and its fix; asks the bootstrap servers by hand. Blocks its thread."""
    asked = places(connection.bootstrap)
    speaks, place = Speaks.NOTHING, None
    for place in asked:
        speaks = what_speaks(*place)
        if speaks is not Speaks.NOTHING:
            break
    protocol = connection.properties.get("security.protocol", "PLAINTEXT").upper()
    advertised: tuple[Place, ...] = ()
    if isinstance(error, SilentBrokers):
        advertised = error.advertised
    elif speaks is Speaks.KAFKA and place is not None and protocol == "PLAINTEXT":
        advertised = advertised_brokers(*place)
    connection.listen_to_complaints()
    findings = Findings(
        connection.bootstrap,
        advertised,
        tuple(host for host in dict.fromkeys(host for host, _ in advertised or asked) if not can_resolve(host)),
        tuple(connection.faults),
        speaks,
        protocol,
    )
    return reason(findings, error.message)


def places(bootstrap: str) -> tuple[Place, ...]:
    """The hosts and ports of "host:port,host:port"; the port is 9092 where none is written."""
    found: list[Place] = []
    for each in bootstrap.split(","):
        host, colon, port = each.strip().rpartition("://")[2].rpartition(":")
        if not colon:
            host, port = port, str(DEFAULT_PORT)
        if host:
            found.append((host.strip("[]"), int(port) if port.isdigit() else DEFAULT_PORT))
    return tuple(found)


def reason(findings: Findings, told: str) -> BrokersNotReached:
    """Why the brokers were not reached, of what was found; `told` is what the client said."""
    if findings.advertised:
        return _advertised(findings, told)
    if findings.speaks is Speaks.NOTHING:
        return _unknown_name(findings) if findings.unresolved else _by_what_speaks(findings, told)
    for name, explain in _BY_FAULT.items():
        words = next((words for fault, words in findings.faults if fault == name), None)
        if words is not None:
            return explain(findings, words)
    return _by_what_speaks(findings, told)


def is_loopback(host: str) -> bool:
    """Whether a host is always the machine itself, by its name alone."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def tunnel(places_there: Iterable[Place], machine: str) -> str:
    """The ssh line that brings a machine's brokers, and its ksqlDB, to the same ports here."""
    ports = [*dict.fromkeys(port for _, port in places_there), KSQLDB_PORT]
    return f"ssh {' '.join(f'-L {port}:127.0.0.1:{port}' for port in ports)} {machine}"


def _advertised(findings: Findings, told: str) -> BrokersNotReached:
    """The bootstrap servers answered, the addresses that they gave do not."""
    here = _written(places(findings.bootstrap))
    there = _written(findings.advertised)
    machine = places(findings.bootstrap)[0][0]
    if findings.unresolved:
        names = ", ".join(findings.unresolved)
        advertised = _written(place for place in findings.advertised if place[0] in findings.unresolved)
        outside = f"{machine}:9092,{machine}:9093,{machine}:9094"
        advice = (
            Told(
                "That is a listener for inside the brokers' own network. Use the one for outside, in the lesson "
                "--bootstrap {outside}.",
                outside=outside,
            )
            if is_loopback(machine)
            else Told(
                "That is a listener for inside the brokers' own network. Use the one for outside, in the lesson "
                "--bootstrap {outside}; start the stack on {machine} with its own address: DOCKER_HOST_IP={machine} "
                "docker compose up -d.",
                outside=outside,
                machine=machine,
            )
        )
        return BrokersNotReached(
            Told(
                "{here} answers, but the brokers advertise {advertised}, and this machine cannot resolve {names}.",
                here=here,
                advertised=advertised,
                names=names,
            ),
            advice=advice,
        )
    ssh = tunnel(findings.advertised, machine)
    if not is_loopback(machine) and all(is_loopback(host) for host, _ in findings.advertised):
        return BrokersNotReached(
            Told(
                "{here} answers, but its brokers advertise {there}, which is this machine and not {machine}.",
                here=here,
                there=there,
                machine=machine,
            ),
            advice=Told(
                "Bring the ports here: {ssh}; then use --bootstrap {there}. Or start the stack on {machine} with its "
                "own address: DOCKER_HOST_IP={machine} docker compose up -d.",
                ssh=ssh,
                there=there,
                machine=machine,
            ),
        )
    words = next((words for name, words in findings.faults if name in ("_TRANSPORT", "_SSL", "_AUTHENTICATION")), told)
    return BrokersNotReached(
        Told(
            "{here} answers, but the brokers at {there}, as they advertise, do not: {words}.",
            here=here,
            there=there,
            words=words,
        ),
        advice=Told(
            "Check that these ports are published and that no firewall stands between. Through ssh: {ssh}.", ssh=ssh
        ),
    )


def _unknown_name(findings: Findings) -> BrokersNotReached:
    names = ", ".join(findings.unresolved) or findings.bootstrap
    return BrokersNotReached(
        Told(
            "The brokers at {address} were not reached: no host is known as {names}.",
            address=findings.bootstrap,
            names=names,
        ),
        advice=Told(
            "Check --bootstrap. A container's name, like kafka1, is known inside its Docker network only: from "
            "outside write localhost:9092,localhost:9093,localhost:9094."
        ),
    )


def _not_let_in(findings: Findings, words: str) -> BrokersNotReached:
    return BrokersNotReached(
        Told("The brokers at {address} did not let ksqltui in: {words}.", address=findings.bootstrap, words=words),
        advice=Told("Check sasl.username, sasl.password and sasl.mechanism in the file of --command-config."),
    )


def _no_tls(findings: Findings, words: str) -> BrokersNotReached:
    return BrokersNotReached(
        Told("TLS with {address} did not come about: {words}.", address=findings.bootstrap, words=words),
        advice=Told("Name the authority's file as ssl.ca.location in the file of --command-config."),
    )


_BY_FAULT: Mapping[str, Callable[[Findings, str], BrokersNotReached]] = {
    "_AUTHENTICATION": _not_let_in,
    "_SSL": _no_tls,
}


def _by_what_speaks(findings: Findings, told: str) -> BrokersNotReached:
    where = findings.bootstrap
    is_plain = findings.protocol in ("PLAINTEXT", "SASL_PLAINTEXT")
    match findings.speaks:
        case Speaks.TLS if is_plain:
            return BrokersNotReached(
                Told("{address} wants TLS, and ksqltui spoke in clear.", address=where),
                advice=Told(
                    "Write security.protocol=SSL (or SASL_SSL) and ssl.ca.location=FILE into a file and give it "
                    "with --command-config FILE."
                ),
            )
        case Speaks.KAFKA if is_plain and not findings.protocol.startswith("SASL"):
            return BrokersNotReached(
                Told(
                    "{address} is a Kafka broker that hangs up on ksqltui: it wants a user by SASL, and got none.",
                    address=where,
                ),
                advice=Told(
                    "Write security.protocol=SASL_PLAINTEXT, sasl.mechanism=PLAIN, sasl.username and sasl.password "
                    "into a file, one a line, and give it with --command-config FILE."
                ),
            )
        case Speaks.KAFKA if not is_plain:
            return BrokersNotReached(
                Told("{address} speaks in clear, and ksqltui wanted TLS.", address=where),
                advice=Told("Write security.protocol=PLAINTEXT (or SASL_PLAINTEXT) into the file of --command-config."),
            )
        case Speaks.OTHER:
            return BrokersNotReached(
                Told("{address} takes the connection, but what answers is not Kafka.", address=where),
                advice=Told("Check the port: the lesson's brokers listen on 9092, 9093 and 9094; 8088 is ksqlDB."),
            )
        case Speaks.NOTHING:
            return BrokersNotReached(
                Told("The brokers at {address} were not reached: nothing listens there.", address=where),
                advice=Told(
                    "Is Kafka running? `ksqltui stack up` starts the lesson's. On another machine: {ssh}.",
                    ssh=tunnel(places(where), "MACHINE"),
                ),
            )
        case _:
            return BrokersNotReached(
                Told("The brokers at {address} were not reached: {told}.", address=where, told=told),
                advice=Told("Check the address, the network and whether Kafka is running."),
            )


def _written(places: Iterable[Place]) -> str:
    return ",".join(f"{host}:{port}" for host, port in places)
