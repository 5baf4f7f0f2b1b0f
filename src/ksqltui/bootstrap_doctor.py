"""Owns the building of what `ksqltui doctor` looks at: terminal, programs, stack, brokers, server; judges nothing."""

from __future__ import annotations

import asyncio
import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version

from ksqltui import __version__
from ksqltui.bootstrap import access_of, kafka_connection, load_settings, server_client
from ksqltui.bootstrap_stack import StackWish, build_stack
from ksqltui.headless.doctor_command import show_checks
from ksqltui.headless.terminal_answers import ask_terminal
from ksqltui.kafka.cluster import BrokerCluster
from ksqltui.ksqldb.access import Access
from ksqltui.model.check import Check, Verdict
from ksqltui.model.terminal import terminal_checks
from ksqltui.session.doctor import examine, look_at_brokers, look_at_server, look_at_stack
from ksqltui.settings import Flags, Settings

LIBRARIES = ("textual", "h11", "confluent-kafka", "docker", "msgspec", "pygments")


def run_doctor(flags: Flags, output: str) -> int:
    """Looks at everything at once and shows what was found. Raises SettingsError."""
    settings = load_settings(flags)
    terminal = ask_terminal(sys.stdin, sys.stdout)
    checks = [*terminal_checks(terminal, os.environ), *_programs()]
    checks += asyncio.run(_outside(settings, access_of(settings)))
    in_colour = sys.stdout.isatty() and not settings.no_color.value
    return show_checks(checks, output, sys.stdout, in_colour=in_colour, columns=terminal.columns or None)


def _programs() -> list[Check]:
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return [Check("libraries", Verdict.FAIL, f"{name} is not installed", "Install ksqltui anew with pip.")]
    return [
        Check("ksqltui", Verdict.OK, f"{__version__} on Python {platform.python_version()}, {platform.system()}"),
        Check("libraries", Verdict.OK, ", ".join(found)),
    ]


async def _outside(settings: Settings, access: Access) -> list[Check]:
    stack = build_stack(StackWish(), os.environ)
    client = server_client(settings, access, timeout=5.0)
    brokers = BrokerCluster(kafka_connection(settings))
    return await examine(
        [
            ("docker", lambda: look_at_stack(stack.engine, stack.tool, stack.machine)),
            ("kafka brokers", lambda: look_at_brokers(brokers)),
            ("ksqlDB", lambda: look_at_server(client)),
        ]
    )
