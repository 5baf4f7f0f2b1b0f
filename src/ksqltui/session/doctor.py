"""Owns what is checked of the surroundings, in which order and at once or not; knows no library and no screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from ksqltui.model.check import Check, Verdict
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.model.errors import KsqlError
from ksqltui.session.ports import KafkaCluster, KsqlServer
from ksqltui.session.stack_checks import check_stack
from ksqltui.session.stack_ports import Machine, StackEngine, StackTool

SECONDS = 15.0
"""How long one look may take; what is away longer is told so."""
TESTED_VERSION = "7.6.1"
SKEW = 2.0
"""Seconds by which a clock may differ from another before windows and ages mislead."""


async def examine(looks: Sequence[tuple[str, Callable[[], Awaitable[list[Check]]]]]) -> list[Check]:
    """Takes all looks at once and gives their checks in the looks' order; one that hangs or fails is a check too."""

    async def take(name: str, look: Callable[[], Awaitable[list[Check]]]) -> list[Check]:
        try:
            async with asyncio.timeout(SECONDS):
                return await look()
        except TimeoutError:
            return [Check(name, Verdict.FAIL, f"no answer within {SECONDS:.0f} s", "")]
        except KsqlError as error:
            return [Check(name, Verdict.FAIL, error.message, error.advice)]

    found = await asyncio.gather(*(take(name, look) for name, look in looks))
    return [check for checks in found for check in checks]


async def look_at_stack(engine: StackEngine, tool: StackTool, machine: Machine) -> list[Check]:
    """Docker, compose, the compose file's names and ports, images, memory, disk.

    That Docker is away is a warning: ksqlDB may run elsewhere, and the sandbox needs none.
    """
    try:
        found = await check_stack(engine, tool, machine)
    finally:
        await engine.close()
    if found.facts is not None:
        return [*found.checks, _clock(found.facts.apart)]
    return [Check(check.name, Verdict.WARN, check.said, check.fix) for check in found.checks]


async def look_at_server(server: KsqlServer) -> list[Check]:
    """ksqlDB: whether it answers, its version and health."""
    try:
        info = await server.info()
        checks = [_version(server.url, info.version)]
        if info.server_status not in ("", "RUNNING"):
            wait = "It may be starting; try again in a minute."
            checks.append(Check("ksqlDB status", Verdict.WARN, info.server_status, wait))
        elif not await server.is_healthy():
            checks.append(
                Check("ksqlDB health", Verdict.WARN, "not healthy", "`ksqltui stack logs ksqldb-server` may say why.")
            )
        return checks
    except KsqlError as error:
        advice = error.advice or "`ksqltui stack up` starts the lesson's, `ksqltui --sandbox` needs none."
        return [Check("ksqlDB", Verdict.FAIL, error.message, advice)]
    finally:
        await server.close()


async def look_at_brokers(cluster: KafkaCluster) -> list[Check]:
    """The brokers, and the addresses by which they want to be reached."""
    try:
        look = await cluster.look_at_topics()
    except ClusterError as error:
        return [Check("kafka brokers", Verdict.WARN, error.message, error.advice)]
    finally:
        await cluster.close()
    told = ", ".join(broker.address for broker in look.brokers)
    return [Check("kafka brokers", Verdict.OK, f"{len(look.brokers)} by way of {cluster.address}: {told}")]


def _version(url: str, version: str) -> Check:
    said = f"{version} at {url}"
    if version.split(".")[:2] == TESTED_VERSION.split(".")[:2]:
        return Check("ksqlDB", Verdict.OK, said)
    return Check("ksqlDB", Verdict.WARN, said, f"ksqltui is made for {TESTED_VERSION}; most things work with others.")


def _clock(apart: float | None) -> Check:
    """The engine may run in a virtual machine, whose clock stands still while a laptop sleeps."""
    if apart is None:
        return Check("clock", Verdict.OK, "the engine does not tell its time")
    if abs(apart) > SKEW:
        return Check(
            "clock",
            Verdict.WARN,
            f"this machine and the Docker engine are {abs(apart):.0f} s apart",
            "Windows and ages are told by the server's clock. Restart Docker Desktop or Colima, or turn NTP on.",
        )
    return Check("clock", Verdict.OK, "this machine's and the Docker engine's agree")
