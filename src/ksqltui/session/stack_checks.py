"""Owns what is checked before a stack is started: engine, compose, names, ports, memory, disk; starts nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ksqltui.model.check import Check, Verdict
from ksqltui.model.stack import EngineFacts, PublishedPort, Service, StackFile
from ksqltui.model.stack_trouble import StackError
from ksqltui.session.stack_ports import Machine, StackEngine, StackTool
from ksqltui.speech.speech import Told

MEMORY_BY_SERVICES: Mapping[int, int] = {9: 6 << 30, 3: 3 << 30}
"""Bytes that the stacks' memory limits leave room for in use: nine services, and the minimal three."""
DISK_FOR_IMAGES = 6 << 30
"""Bytes that the lesson's images take, unpacked."""


@dataclass(frozen=True, slots=True)
class StackChecks:
    """What the checks found: `file` and `facts` where they could be had."""

    checks: tuple[Check, ...]
    file: StackFile | None = None
    facts: EngineFacts | None = None
    missing_images: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.verdict is Verdict.FAIL)


async def check_stack(engine: StackEngine, tool: StackTool, machine: Machine) -> StackChecks:
    """Checks in the order in which a person would mend; what stands on a failed check is not looked at."""
    checks: list[Check] = []
    try:
        facts = await engine.facts()
    except StackError as error:
        return StackChecks((_failed("docker engine", error),))
    checks.append(Check("docker engine", Verdict.OK, f"{facts.version} at {facts.host}"))
    try:
        checks.append(Check("docker compose", Verdict.OK, await tool.version()))
        file = await tool.file()
    except StackError as error:
        return StackChecks((*checks, _failed("docker compose", error)), facts=facts)
    checks.append(Check("compose file", Verdict.OK, f"{file.path}, {len(file.services)} services"))
    running = await engine.services(tool.project or file.project)
    ours = {service.container for service in running}
    checks += await _names(engine, file, ours)
    checks += await _ports(engine, file, running, machine)
    missing = await _missing_images(engine, file)
    checks.append(_images(file, missing))
    checks.append(_memory(facts, file))
    if missing:
        checks.append(_disk(await asyncio.to_thread(machine.disk_free)))
    return StackChecks(tuple(checks), file, facts, missing)


def _failed(name: str, error: StackError) -> Check:
    return Check(name, Verdict.FAIL, error.message, error.advice)


async def _names(engine: StackEngine, file: StackFile, ours: Iterable[str]) -> list[Check]:
    known = set(ours)
    found: list[Check] = []
    for service in file.services:
        if service.container in known:
            continue
        holder = await engine.holder_of_name(service.container)
        if holder is not None:
            of = Told("project {name}", name=holder) if holder else Told("no compose project")
            found.append(
                Check(
                    f"container {service.container}",
                    Verdict.FAIL,
                    Told(
                        "A container {name} is there already; it belongs to {owner}.", name=service.container, owner=of
                    ),
                    Told(
                        "`docker rm -f {name}` removes it; or start a stack of your own beside it with "
                        "`ksqltui stack up --project NAME --port-offset 100`.",
                        name=service.container,
                    ),
                )
            )
    return found


async def _ports(engine: StackEngine, file: StackFile, running: Iterable[Service], machine: Machine) -> list[Check]:
    held = {port.host for service in running for port in service.ports}
    found: list[Check] = []
    wanted = [(service, port) for service in file.services for port in service.ports if port.host not in held]
    for service, port in wanted:
        if not await asyncio.to_thread(machine.is_port_free, port.host, port.address):
            found.append(await _taken(engine, service, port))
    if not found:
        ports = sorted({port.host for service in file.services for port in service.ports})
        found.append(Check("ports", Verdict.OK, f"{', '.join(map(str, ports))} are free or ours"))
    return found


async def _taken(engine: StackEngine, service: Service, port: PublishedPort) -> Check:
    holder = await engine.holder_of_port(port.host)
    who, find = Told("another program holds it"), Told("`ss -ltnp 'sport = :{port}'` names it", port=port.host)
    if holder:
        who = Told("the container {name} holds it", name=holder)
        find = Told("`docker stop {name}` frees it", name=holder)
    return Check(
        f"port {port.host}",
        Verdict.FAIL,
        Told("Port {port}, for {service}, is taken: {who}.", port=port.host, service=service.label, who=who),
        Told("{way}. Or start on other ports with `ksqltui stack up --port-offset 100`.", way=find),
    )


async def _missing_images(engine: StackEngine, file: StackFile) -> tuple[str, ...]:
    names = sorted({service.image for service in file.services if service.image})
    there = await engine.images(names)
    return tuple(name for name in names if name not in there)


def _images(file: StackFile, missing: tuple[str, ...]) -> Check:
    if not missing:
        return Check("images", Verdict.OK, "all are on this machine")
    return Check(
        "images",
        Verdict.WARN,
        Told("to be pulled first: {images}", images=", ".join(missing)),
        Told("The first start takes longer."),
    )


def _memory(facts: EngineFacts, file: StackFile) -> Check:
    needed = min((size for count, size in MEMORY_BY_SERVICES.items() if count >= len(file.services)), default=6 << 30)
    said = Told("{there} for Docker, about {wanted} wanted", there=_gigabytes(facts.memory), wanted=_gigabytes(needed))
    if facts.memory and facts.memory < needed:
        return Check(
            "memory", Verdict.WARN, said, Told("`ksqltui stack up --minimal` needs less; or give Docker more memory.")
        )
    return Check("memory", Verdict.OK, said)


def _disk(free: int) -> Check:
    said = Told(
        "{there} free, about {wanted} wanted for the images", there=_gigabytes(free), wanted=_gigabytes(DISK_FOR_IMAGES)
    )
    if free < DISK_FOR_IMAGES:
        return Check("disk", Verdict.WARN, said, Told("`docker system prune` frees what Docker no longer needs."))
    return Check("disk", Verdict.OK, said)


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB"
