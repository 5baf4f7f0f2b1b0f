"""Owns the command line: reads arguments and calls the chosen command; imports no more than that command needs."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from ksqltui import __version__
from ksqltui.arguments import DEFAULT_RATE, DEFAULT_SPEED, ArgumentsError, console_parser, sandbox_parser
from ksqltui.headless.script import STDIN, ScriptSource, SourceType

if TYPE_CHECKING:
    from ksqltui.bootstrap import SandboxWish, SessionStart
    from ksqltui.headless.runner import OneShot
    from ksqltui.model.writers.protocol import Format
    from ksqltui.settings import Flags, Settings

WRONG_ARGUMENTS = 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs ksqltui and gives its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["sandbox"]:
            return _serve_sandbox(given[1:])
        if given[:1] == ["stack"]:
            return _stack(given[1:])
        if given[:1] == ["doctor"]:
            return _doctor(given[1:])
        if given[:1] == ["config"]:
            return _config(given[1:])
        if given and given[0] in ("topics", "groups", "produce"):
            return _cluster(given[0], given[1:])
        if given[:1] == ["replay"]:
            return _replay(given[1:])
        return _console(given)
    except ArgumentsError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return 0


def _complain(message: str) -> int:
    sys.stderr.write(f"ksqltui: {message}\n")
    return WRONG_ARGUMENTS


def _serve_sandbox(given: Sequence[str]) -> int:
    told = sandbox_parser().parse_args(given)
    from ksqltui.sandbox.serve import SandboxOptions, run

    options = SandboxOptions(port=told.port, seed=told.seed, rate=told.rate, speed=told.speed)
    return run(options, end_with_parent=told.end_with_parent)


def _stack(given: Sequence[str]) -> int:
    from ksqltui.stack_arguments import stack_parser

    told = stack_parser().parse_args(given)
    from ksqltui.bootstrap_stack import StackWish, run_stack

    return run_stack(told.action, StackWish(told.minimal, told.file, told.project, told.port_offset), vars(told))


def _doctor(given: Sequence[str]) -> int:
    from ksqltui.stack_arguments import doctor_parser

    told = doctor_parser().parse_args(given)
    from ksqltui.bootstrap_doctor import run_doctor
    from ksqltui.settings import Flags, SettingsError

    try:
        return run_doctor(Flags(told.server, bootstrap=told.bootstrap), told.output)
    except SettingsError as error:
        return _complain(str(error))


def _config(given: Sequence[str]) -> int:
    from ksqltui.config_arguments import config_parser

    told = config_parser().parse_args(given)
    from ksqltui import bootstrap_config
    from ksqltui.bootstrap import load_settings
    from ksqltui.settings import Flags, SettingsError

    try:
        match told.action:
            case "validate":
                return bootstrap_config.validate_config()
            case "init":
                return bootstrap_config.begin_config()
            case _:
                return bootstrap_config.show_config(load_settings(Flags(told.server)), _output_format(told))
    except SettingsError as error:
        return _complain(str(error))


def _cluster(word: str, given: Sequence[str]) -> int:
    from ksqltui import bootstrap, cluster_arguments
    from ksqltui.settings import Flags, SettingsError

    told = getattr(cluster_arguments, f"{word}_parser")().parse_args(given)
    request = cluster_arguments.request_of(told)
    read_only = True if getattr(told, "read_only", False) else None
    flags = Flags(told.profile, read_only=read_only, bootstrap=told.bootstrap, command_config=told.command_config)
    try:
        settings = bootstrap.load_settings(flags)
        return bootstrap.run_cluster_request(
            settings, request, _output_format(told), confirmed=getattr(told, "yes", False)
        )
    except SettingsError as error:
        return _complain(str(error))


def _replay(given: Sequence[str]) -> int:
    from ksqltui.replay_arguments import replay_parser

    told = replay_parser().parse_args(given)
    is_terminal = all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
    on_screens = told.output is None and is_terminal
    if told.step and not on_screens:
        return _complain("--step needs the console: a terminal, and no -o.")
    if told.row_limit is not None and on_screens:
        return _complain("--limit is for rows that are written: give -o FORMAT too.")
    from ksqltui import bootstrap
    from ksqltui.bootstrap_replay import ReplayWish, start_replay
    from ksqltui.settings import Flags, SettingsError

    chosen = None if on_screens else _output_format(told)
    try:
        settings = bootstrap.load_settings(Flags(theme=told.theme, language=told.lang))
    except SettingsError as error:
        return _complain(str(error))
    return start_replay(settings, ReplayWish(told.file, told.speed, told.step, chosen, told.row_limit))


def _output_format(told: argparse.Namespace) -> Format:
    from ksqltui.model.writers.protocol import Format

    usual = Format.TABLE if sys.stdout.isatty() else Format.JSONL
    return usual if told.output is None else Format(told.output)


_NO_TERMINAL = (
    "The console needs a terminal, and this is none. "
    "To run statements without a screen, give them with -e SQL, -f FILE or on standard input."
)


def _console(given: Sequence[str]) -> int:
    told = console_parser(__version__).parse_args(given)
    if told.sandbox and told.server is not None:
        return _complain(f"Name a server or --sandbox, not both (the server was {told.server!r}).")
    if not told.sandbox:
        for flag in ("seed", "rate", "speed"):
            if getattr(told, flag) is not None:
                return _complain(f"--{flag} belongs to --sandbox.")
    if not told.sources and not told.show_config:
        if sys.stdin is not None and not sys.stdin.isatty():
            told.sources, told.reads_input = [ScriptSource(SourceType.FILE, STDIN)], True
        elif not all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
            return _complain(_NO_TERMINAL)
    return _start(told)


@contextmanager
def _importing() -> Iterator[None]:
    """Imports make no garbage, and looking for it took a fifth of a command's time; what they made stays for good."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _start(told: argparse.Namespace) -> int:
    with _importing():
        from ksqltui import bootstrap
        from ksqltui.settings import Secret, SettingsError

    from_file = _config_file(told)
    flags = _flags(told)
    if from_file:
        flags = _with_official_tls(flags, told.config_file, from_file)
    try:
        settings = bootstrap.load_settings(flags)
        if told.user is not None and not told.show_config and not _has_password(settings) and sys.stdin.isatty():
            import getpass

            flags = replace(flags, password=Secret(getpass.getpass(f"Password of {told.user}: ")))
            settings = bootstrap.load_settings(flags)
        if told.show_config:
            from ksqltui.bootstrap_config import show_config

            return show_config(settings, _output_format(told))
        wish = _sandbox_wish(told)
        start = _session_start(told, from_file)
        if not told.sources:
            return bootstrap.run_console(settings, flags, wish, start)
        script = _one_shot(told)
        if wish is None and bootstrap.is_unchecked(settings):
            sys.stderr.write(f"ksqltui: insecure: nobody checks that {settings.server.value} is who it says.\n")
        return bootstrap.run_one_shot(settings, wish, start, script)
    except SettingsError as error:
        return _complain(str(error))


def _flags(told: argparse.Namespace) -> Flags:
    from ksqltui.settings import Flags, Secret

    return Flags(
        server=told.server,
        user=told.user,
        password=None if told.password is None else Secret(told.password),
        password_command=told.password_command,
        keyring=True if told.keyring else None,
        token=None if told.token is None else Secret(told.token),
        ca_file=told.ca_file,
        client_cert=told.client_cert,
        client_key=told.client_key,
        insecure=True if told.insecure else None,
        http2=True if told.http2 else None,
        theme=told.theme,
        language=told.lang,
        read_only=True if told.read_only else None,
        bootstrap=told.bootstrap,
        command_config=told.command_config,
    )


def _has_password(settings: Settings) -> bool:
    return any((settings.password.value, settings.password_command.value, settings.keyring.value, settings.token.value))


def _sandbox_wish(told: argparse.Namespace) -> SandboxWish | None:
    from ksqltui.bootstrap import SandboxWish

    if not told.sandbox:
        return None
    rate = DEFAULT_RATE if told.rate is None else told.rate
    speed = DEFAULT_SPEED if told.speed is None else told.speed
    return SandboxWish(told.seed, rate, speed)


def _session_start(told: argparse.Namespace, from_file: Mapping[str, str]) -> SessionStart:
    from ksqltui.bootstrap import SessionStart

    properties = {name: value for name, value in from_file.items() if not name.startswith("ssl.")}
    properties.update(told.properties)
    if told.read_from is not None:
        properties["auto.offset.reset"] = told.read_from
    return SessionStart(properties=properties, variables=dict(told.variables))


def _config_file(told: argparse.Namespace) -> dict[str, str]:
    """The properties of --config-file, none without it. Raises ArgumentsError."""
    from ksqltui.properties_file import parse_properties

    if not told.config_file:
        return {}
    try:
        with open(told.config_file, encoding="utf-8-sig") as file:
            return parse_properties(file.read())
    except (OSError, UnicodeDecodeError) as error:
        raise ArgumentsError(f"The file {told.config_file} of --config-file could not be read: {error}.") from None


def _with_official_tls(flags: Flags, path: str, properties: Mapping[str, str]) -> Flags:
    """The flags, with what the file's ssl.* properties amount to where no flag says it."""
    from ksqltui.official_tls import official_tls

    found = official_tls(properties)
    for note in found.notes:
        sys.stderr.write(f"ksqltui: {path}: {note}\n")
    more = {
        name: value
        for name in ("ca_file", "client_cert", "client_key_password")
        if (value := getattr(found, name)) is not None and getattr(flags, name) is None
    }
    return replace(flags, **more, sources=dict.fromkeys(more, f"--config-file {path}"))


def _one_shot(told: argparse.Namespace) -> OneShot:
    from ksqltui.headless.pager import pager_command
    from ksqltui.headless.row_printer import RowView
    from ksqltui.headless.runner import OneShot
    from ksqltui.headless.script import ScriptUnreadable, read_script
    from ksqltui.model.writers.protocol import Style

    try:
        statements = read_script(told.sources)
    except ScriptUnreadable as error:
        raise ArgumentsError(str(error)) from None
    if told.reads_input and not statements:
        raise ArgumentsError(_NO_TERMINAL)
    return OneShot(
        statements,
        _output_format(told),
        wait=told.wait,
        row_limit=told.row_limit,
        seconds=told.seconds,
        continue_on_error=told.on_error == "continue",
        style=Style(heading=not told.no_header, null=told.null),
        view=RowView.CHANGELOG if told.changelog else RowView.TABLE if told.table else RowView.ROWS,
        pager=pager_command(os.environ) if sys.stdout.isatty() and not told.no_pager else (),
    )
