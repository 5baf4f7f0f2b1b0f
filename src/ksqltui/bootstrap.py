"""Owns the building: the one place where objects are made and handed to each other; decides nothing else."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import platformdirs

from ksqltui.arguments import DEFAULT_RATE, DEFAULT_SPEED
from ksqltui.headless.runner import ExitStatus, OneShot, run_script
from ksqltui.ksqldb.access import Access
from ksqltui.ksqldb.client import ANSWER_SECONDS, KsqldbClient
from ksqltui.ksqldb.tls import TlsFiles
from ksqltui.model.errors import KsqlError
from ksqltui.properties_file import parse_properties
from ksqltui.session.console import Console
from ksqltui.session.patient_server import Patience, PatientServer
from ksqltui.settings import Flags, Settings, SettingsError, default_path, read_file, resolve
from ksqltui.speech.language import Language
from ksqltui.speech.speech import Told

if TYPE_CHECKING:
    from ksqltui.headless.cluster_requests import ClusterRequest
    from ksqltui.kafka.connection import Connection
    from ksqltui.model.history import HistoryEntry
    from ksqltui.model.writers.protocol import Format
    from ksqltui.session.kafka import Kafka
    from ksqltui.session.ports import KsqlServer
    from ksqltui.session.stack import Stack


@dataclass(frozen=True, slots=True)
class SandboxWish:
    """How the embedded engine is wanted: `rate` payments a second, a clock `speed` times as fast."""

    seed: int | None
    rate: float
    speed: float


PAINTS_A_SECOND = "250"
"""How soon Textual paints after a key: it reads this when it is imported, and its usual 60 let a key wait 34 ms."""

_USUAL_SANDBOX = SandboxWish(None, DEFAULT_RATE, DEFAULT_SPEED)


@dataclass(frozen=True, slots=True)
class SessionStart:
    """What a session begins with."""

    properties: Mapping[str, str] = field(default_factory=dict)
    variables: Mapping[str, str] = field(default_factory=dict)


def load_settings(flags: Flags) -> Settings:
    """Raises SettingsError."""
    return resolve(flags, os.environ, read_file(default_path(os.environ)))


Tell = Callable[[str], None]


def _keep_quiet(text: str) -> None:
    pass


def access_of(settings: Settings, *, may_ask: bool = True, with_password: bool = True) -> Access:
    """Who asks and what is trusted. Blocks where a command or the keyring gives the password. Raises SettingsError."""
    from ksqltui.credentials import password_of

    tls = TlsFiles(
        ca_file=settings.ca_file.value,
        client_cert=settings.client_cert.value,
        client_key=settings.client_key.value,
        client_key_password=settings.client_key_password.value,
        insecure=settings.insecure.value,
    )
    needs_password = with_password and settings.token.value is None
    password = password_of(settings, may_ask=may_ask) if needs_password else None
    return Access(settings.user.value, password, settings.token.value, tls, os.environ, settings.http2.value)


def server_client(
    settings: Settings,
    access: Access,
    *,
    patience: Patience | None = None,
    moved: Tell = _keep_quiet,
    waiting: Tell = _keep_quiet,
    timeout: float = ANSWER_SECONDS,
) -> KsqlServer:
    """The settings' server, or its servers as one; nothing is sent yet. Raises SettingsError."""
    try:
        clients = [KsqldbClient(url, access, timeout=timeout) for url in settings.server_urls]
    except ValueError as error:
        raise SettingsError(str(error)) from None
    return PatientServer(clients, patience or Patience(), moved=moved, waiting=waiting)


def is_unchecked(settings: Settings) -> bool:
    """Whether a certificate of the servers would go unlooked at."""
    return settings.insecure.value and any(url.startswith("https:") for url in settings.server_urls)


def server_console(settings: Settings, server: KsqlServer, start: SessionStart) -> Console:
    """A console on a real server; nothing is sent yet."""
    console = Console(server, read_only=settings.read_only.value, is_server_checked=not is_unchecked(settings))
    return _begun(console, start)


def kafka_connection(settings: Settings) -> Connection:
    """How the brokers of the settings are reached; nothing is sent yet. Raises SettingsError."""
    from ksqltui.kafka.connection import Connection

    properties: dict[str, str] = {}
    path = settings.command_config.value
    if path is not None:
        try:
            properties = parse_properties(Path(path).expanduser().read_text("utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(
                f"The Kafka client's properties in {path} could not be read: {error} "
                f"(from {settings.command_config.source})."
            ) from None
    return Connection(settings.bootstrap.value, properties)


async def sandbox_console(wish: SandboxWish, start: SessionStart, *, read_only: bool) -> Console:
    """Starts the embedded engine as a process that ends with the console. Raises KsqlError where it does not start."""
    from ksqltui.sandbox.process import launch
    from ksqltui.sandbox.serve import SandboxOptions

    try:
        process = await launch(SandboxOptions(port=0, seed=wish.seed, rate=wish.rate, speed=wish.speed))
    except (OSError, RuntimeError) as error:
        raise KsqlError(Told("The sandbox did not start: {error}", error=error)) from error
    console = Console(KsqldbClient(process.url), read_only=read_only, is_sandbox=True, on_close=process.stop)
    return _begun(console, start)


def run_one_shot(settings: Settings, wish: SandboxWish | None, start: SessionStart, asked: OneShot) -> int:
    """Runs the statements on the sandbox that is wished for, or on the server of the settings. Raises SettingsError."""

    async def run() -> ExitStatus:
        if wish is None:
            console = console_on(settings, access)
        else:
            console = await sandbox_console(wish, start, read_only=settings.read_only.value)
        console.client.history = _remembered
        return await run_script(console, asked, sys.stdout, sys.stderr, move=move)

    def console_on(chosen: Settings, given: Access) -> Console:
        patience = Patience(asked.wait_starting, asked.wait_away)
        server = server_client(chosen, given, patience=patience, moved=tell, waiting=tell_waiting)
        return server_console(chosen, server, start)

    async def move(address: str) -> Console:
        try:
            # A user or password of the command line was meant for the server beside it.
            chosen = load_settings(Flags(address, read_only=settings.read_only.value or None))
            console = console_on(chosen, await asyncio.to_thread(access_of, chosen))
        except SettingsError as error:
            raise KsqlError(error.args[0]) from error
        try:
            await console.connect()
        except BaseException:
            await console.close()
            raise
        return console

    def tell(text: str) -> None:
        sys.stderr.write(f"{text}\n")
        sys.stderr.flush()

    tell_waiting = tell if sys.stderr.isatty() else _keep_quiet
    prepare_output(sys.stdout, sys.stderr)
    access = access_of(settings) if wish is None else Access()
    try:
        return asyncio.run(run())
    except KsqlError as error:
        sys.stderr.write(f"{error.message}\n")
        return ExitStatus.SERVER_NOT_REACHED
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    finally:
        let_go_of_closed_pipe()


def kafka_of(settings: Settings, *, watched: bool = False) -> Kafka:
    """The brokers of the settings, for looking, changing, reading and writing. Raises SettingsError.

    What is `watched` for hours is looked at from a process of its own.
    """
    from ksqltui.kafka.administration import BrokerAdministration
    from ksqltui.kafka.cluster import BrokerCluster
    from ksqltui.kafka.isolated import IsolatedCluster
    from ksqltui.kafka.message_reader import BrokerMessages
    from ksqltui.kafka.sender import BrokerSender
    from ksqltui.session.kafka import Kafka

    connection = kafka_connection(settings)
    return Kafka(
        IsolatedCluster(connection) if watched else BrokerCluster(connection),
        BrokerAdministration(connection),
        BrokerMessages(connection),
        BrokerSender(connection),
    )


def run_cluster_request(settings: Settings, request: ClusterRequest, chosen: Format, *, confirmed: bool) -> int:
    """Carries out `ksqltui topics`, `groups` or `produce`. Raises SettingsError."""
    from ksqltui.headless.cluster_runner import ClusterShell
    from ksqltui.headless.row_printer import RowPrinter
    from ksqltui.model.writers.choice import writer_for

    kafka = kafka_of(settings)
    prepare_output(sys.stdout, sys.stderr)

    def ask(question: str) -> str | None:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return None
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline()

    shell = ClusterShell(
        kafka,
        RowPrinter(writer_for(chosen, sys.stdout), sys.stdout),
        sys.stderr,
        read_only=settings.read_only.value,
        confirmed=confirmed,
        ask=ask,
    )
    try:
        return asyncio.run(shell.run(request))
    except KeyboardInterrupt:
        return ExitStatus.INTERRUPTED
    finally:
        let_go_of_closed_pipe()


def run_console(settings: Settings, flags: Flags, wish: SandboxWish | None, start: SessionStart) -> int:
    """Opens the screens. Raises SettingsError."""
    os.environ.setdefault("TEXTUAL_FPS", PAINTS_A_SECOND)

    from ksqltui.kafka.isolated import prepare_processes
    from ksqltui.session.buffer_store import BufferStore, merged
    from ksqltui.session.history import History, HistoryFile
    from ksqltui.session.lesson.notebook import LessonNotebook
    from ksqltui.session.opening import Buffer, Opening
    from ksqltui.tui.app import KsqltuiApp
    from ksqltui.tui.spoken import speech_of

    prepare_processes()
    access = access_of(settings) if wish is None else Access()
    read_only = settings.read_only.value

    def moved(text: str) -> None:
        app.notify(speech_of(app)(text), severity="warning", markup=False)

    async def connect(text: str) -> Console:
        chosen = settings
        try:
            if text != settings.server.value:
                # A user, password or brokers of the command line were meant for the server beside them.
                chosen = load_settings(Flags(text, theme=flags.theme, read_only=flags.read_only))
            kafka = kafka_of(chosen, watched=True)
            # A command that asks on the terminal would write over the screens.
            given = access if chosen is settings else await asyncio.to_thread(access_of, chosen, may_ask=False)
            console = server_console(chosen, server_client(chosen, given, moved=moved), start)
        except SettingsError as error:
            raise KsqlError(error.args[0]) from error
        console.client.history = history.entries
        console.watch_cluster(kafka)
        return await _connected(console)

    async def sandbox() -> Console:
        console = await sandbox_console(wish or _USUAL_SANDBOX, start, read_only=read_only)
        console.client.history = history.entries
        console.watch_cluster(None)
        return await _connected(console)

    history = History(HistoryFile(_history_path()))
    store = BufferStore(Path(platformdirs.user_state_dir("ksqltui")) / "buffers")
    lesson = Buffer("lesson.sql", _lesson(settings.lesson_language.value))
    opening = Opening(
        server_text=settings.server.value,
        connect=connect,
        sandbox=sandbox,
        start_in_sandbox=wish is not None,
        theme=settings.theme.value,
        language=settings.language.value,
        lesson_language=settings.lesson_language.value,
        notebook=LessonNotebook(Path(platformdirs.user_state_dir("ksqltui")) / "lesson.json"),
        read_only=read_only,
        capitals=settings.capitals.value,
        buffers=merged((lesson, Buffer("scratch", "")), store.adopt()),
        store=store,
        history=history,
        stack=_lesson_stack,
    )
    app = KsqltuiApp(opening)
    app.run()
    history.close()
    return app.return_code or ExitStatus.DONE


def _history_path() -> Path:
    return Path(platformdirs.user_data_dir("ksqltui")) / "history.jsonl"


async def _remembered() -> Sequence[HistoryEntry]:
    """What the console's screens have run. Raises FileRefused."""
    from ksqltui.session.history import HistoryFile

    return await asyncio.to_thread(HistoryFile(_history_path()).entries)


def _lesson_stack() -> Stack:
    # The docker SDK takes a quarter of a second to import, which only those who use the stack shall wait for.
    from ksqltui.bootstrap_stack import StackWish, build_stack

    return build_stack(StackWish(), os.environ)


async def _connected(console: Console) -> Console:
    try:
        await console.connect()
    except BaseException:
        await console.close()
        raise
    console.watcher.start()
    if console.cluster is not None:
        console.cluster.start()
    return console


def _begun(console: Console, start: SessionStart) -> Console:
    console.properties.update(start.properties)
    console.variables.update(start.variables)
    return console


def _lesson(language: Language) -> str:
    name = "lesson.ru.sql" if language is Language.RUSSIAN else "lesson.sql"
    return resources.files("ksqltui.session").joinpath(name).read_text("utf-8")


def prepare_output(*streams: TextIO) -> None:
    """Makes what is written the same bytes everywhere."""
    for stream in streams:
        # Data goes out as UTF-8 whatever the locale; a lone surrogate in it must not end the program.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def let_go_of_closed_pipe() -> None:
    """After `| head` has gone, or a disk is full, the interpreter's own last flush must have somewhere to go."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
