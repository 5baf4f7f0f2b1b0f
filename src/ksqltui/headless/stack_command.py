"""Owns `ksqltui stack` without a screen: data to one stream, words and progress to another, and an exit status."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack
from itertools import chain
from typing import TextIO

from ksqltui.headless.runner import ExitStatus
from ksqltui.headless.stack_lines import StartPrinter, status_rows, status_table
from ksqltui.model.check import Verdict
from ksqltui.model.stack import LogLine, Service
from ksqltui.model.stack_trouble import StackError, StackTrouble
from ksqltui.model.writers.text import shown_text
from ksqltui.session.stack_ports import StackEngine, StackTool
from ksqltui.session.stack_start import StackStart, StartState

REPAINTS_A_SECOND = 5


class StackCommand:
    """The commands, each on an engine that it closes. Raises StackError."""

    def __init__(
        self, engine: StackEngine, tool: StackTool, server: str, stdin: TextIO, out: TextIO, err: TextIO
    ) -> None:
        self._engine = engine
        self._tool = tool
        self._server = server
        self._stdin = stdin
        self._out = out
        self._err = err

    async def up(self, start: StackStart) -> ExitStatus:
        """Starts the stack with its progress on stderr: in place on a terminal, line by line elsewhere."""
        printer = StartPrinter(self._err, is_terminal=self._err.isatty())
        running = asyncio.create_task(start.run())
        try:
            while not running.done():
                printer.show(start, time.time())
                await asyncio.wait([running], timeout=1 / REPAINTS_A_SECOND)
            printer.show(start, time.time(), is_last=True)
        except asyncio.CancelledError:
            running.cancel()
            await asyncio.wait([running])
            await self._say_what_runs()
            return ExitStatus.INTERRUPTED
        finally:
            await self._engine.close()
        return self._say_how_it_ended(start)

    async def down(self, *, volumes: bool, is_sure: bool) -> ExitStatus:
        """Stops and removes the containers; asks before data is removed."""
        if volumes and not is_sure and not self._agreed():
            self._say("Nothing was removed. `--yes` answers for you where nobody can be asked.")
            return ExitStatus.STATEMENT_FAILED
        removed = 0
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self._engine.close)
            lines = await stack.enter_async_context(self._tool.down(volumes=volumes))
            async for line in lines:
                if line.text == "Removed":
                    removed += line.id.startswith("Container ")
                    self._say(f"removed {line.id[:1].lower()}{line.id[1:]}")
        kept = "with their data" if volumes else "their topics stay in volumes"
        self._say(f"{removed} containers are gone, {kept}." if removed else "There was nothing to stop.")
        return ExitStatus.DONE

    async def status(self, output: str) -> ExitStatus:
        """Each service as it is; status 1 where one is not well."""
        services = await self._services()
        if output == "json":
            self._out.write(json.dumps(status_rows(services, time.time()), indent=2) + "\n")
        else:
            self._out.write(status_table(services, time.time()))
        self._out.flush()
        is_well = all(service.mood.is_well for service in services)
        return ExitStatus.DONE if is_well else ExitStatus.STATEMENT_FAILED

    async def logs(self, names: Sequence[str], *, tail: int, follow: bool) -> ExitStatus:
        """The logs as they are, each line with its service where there are several; in the order of their times."""
        services = await self._chosen(names)
        width = max(len(service.label) for service in services) if len(services) > 1 else 0
        if follow:
            await asyncio.gather(*(self._follow(service, tail, width) for service in services))
        else:
            logs = [await self._log(service, tail) for service in services]
            for line in sorted(chain.from_iterable(logs), key=lambda line: line.time or 0.0):
                self._print(line, width)
        await self._engine.close()
        return ExitStatus.DONE

    async def restart(self, names: Sequence[str]) -> ExitStatus:
        services = await self._chosen(names)
        async with self._tool.restart([service.name for service in services]) as lines:
            async for line in lines:
                if line.text in ("Restarted", "Started"):
                    self._say(f"restarted {line.id.removeprefix('Container ')}")
        await self._engine.close()
        return ExitStatus.DONE

    async def config(self, *, raw: bool) -> ExitStatus:
        """The compose file as YAML: filled in, or as it is written."""
        self._out.write((await self._tool.file()).text if raw else await self._tool.config())
        return ExitStatus.DONE

    async def exec_command(self, service: str, command: tuple[str, ...]) -> tuple[str, ...]:
        """The command that runs another in a service's container with the terminal of whoever starts it."""
        (found,) = await self._chosen([service])
        await self._engine.close()
        words = list(command[1:] if command[:1] == ("--",) else command) or ["sh"]
        flags = [] if self._stdin.isatty() and self._out.isatty() else ["-T"]
        return await self._tool.command("exec", *flags, found.name, *words)

    async def _services(self) -> tuple[Service, ...]:
        file = await self._tool.file()
        found = {service.name: service for service in await self._engine.services(self._tool.project)}
        await self._engine.close()
        return tuple(found.get(each.name, Service(each.name, image=each.image)) for each in file.services)

    async def _chosen(self, names: Sequence[str]) -> list[Service]:
        there = [service for service in await self._engine.services(self._tool.project) if service.container]
        if not names:
            chosen = sorted(there, key=lambda service: service.name)
        else:
            chosen = [self._named(name, there) for name in names]
        if not chosen:
            raise StackError(
                StackTrouble.NO_SUCH_SERVICE,
                f"The project {self._tool.project} has no containers.",
                "`ksqltui stack up` starts them.",
            )
        return chosen

    def _named(self, name: str, there: Sequence[Service]) -> Service:
        for service in there:
            if name in (service.name, service.container):
                return service
        known = ", ".join(sorted(service.label for service in there)) or "none"
        raise StackError(
            StackTrouble.NO_SUCH_SERVICE, f"There is no running service {name}.", f"There are: {known}.", service=name
        )

    async def _log(self, service: Service, tail: int) -> list[LogLine]:
        async with self._engine.logs(service.label, service.container, tail=tail, follow=False) as lines:
            return [line async for line in lines]

    async def _follow(self, service: Service, tail: int, width: int) -> None:
        async with self._engine.logs(service.label, service.container, tail=tail, follow=True) as lines:
            async for line in lines:
                self._print(line, width)
                self._out.flush()

    def _print(self, line: LogLine, width: int) -> None:
        who = f"{line.service.ljust(width)}  " if width else ""
        self._out.write(f"{who}{shown_text(line.text)}\n")

    def _agreed(self) -> bool:
        if not self._stdin.isatty():
            return False
        self._err.write(f"All topics and other data of {self._tool.project} will be removed. Write its name to go on: ")
        self._err.flush()
        return self._stdin.readline().strip() == self._tool.project

    def _say_how_it_ended(self, start: StackStart) -> ExitStatus:
        if start.state is StartState.READY:
            self._say(
                f"ksqlDB answers at {self._server}.",
                f"  ksqltui {self._server}   opens the console"
                if self._server[-5:] != ":8088"
                else "  ksqltui               opens the console",
                "  ksqltui produce       sends the lesson's payments",
                "  ksqltui stack down    stops everything; topics stay",
            )
            return ExitStatus.DONE
        for check in start.checks.checks if start.checks is not None else ():
            if check.verdict is not Verdict.OK:
                self._say(f"{check.verdict.value}: {check.said}", *([f"  {check.fix}"] if check.fix else []))
        if start.error is not None and (start.checks is None or not start.checks.failed):
            self._say(start.error.message, *([f"  {start.error.advice}"] if start.error.advice else []))
        if start.log:
            self._say(f"The last lines of {start.log[0].service}:", *(f"  {line.text}" for line in start.log))
        return ExitStatus.STATEMENT_FAILED

    async def _say_what_runs(self) -> None:
        running = [service.label for service in await self._engine.services(self._tool.project) if service.container]
        if running:
            self._say(f"Stopped. These containers are there and stay as they are: {', '.join(sorted(running))}.")
            self._say("  `ksqltui stack up` goes on from here, `ksqltui stack down` removes them.")
        else:
            self._say("Stopped. Nothing was started.")

    def _say(self, *lines: str) -> None:
        for line in lines:
            self._err.write(f"{shown_text(line)}\n")
        self._err.flush()
