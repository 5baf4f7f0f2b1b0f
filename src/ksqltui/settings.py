"""Owns what ksqltui is told and by whom: flag > environment > profile > file > default; secrets never show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

from ksqltui.model.address import Address, parse_addresses
from ksqltui.model.secret import Secret
from ksqltui.settings_file import SETTINGS, Profile, Setting, SettingsError, SettingsFile, default_path, read_file
from ksqltui.speech.language import Language, language_named, language_of_locale
from ksqltui.speech.speech import Told

__all__ = [
    "SETTINGS",
    "Flags",
    "Origin",
    "Secret",
    "Settings",
    "SettingsError",
    "SettingsFile",
    "Value",
    "default_path",
    "read_file",
    "resolve",
]

DEFAULT_SERVER = "http://localhost:8088"
BROKER_PORT = 9092
"""Where the lesson's first broker listens."""
_T = TypeVar("_T")


class Origin(Enum):
    """Who gave a value, the strongest first."""

    FLAG = "flag"
    ENVIRONMENT = "environment"
    PROFILE = "profile"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class Value(Generic[_T]):
    """A setting and where it came from: `source` names the flag, the variable or the file's part."""

    value: _T
    origin: Origin
    source: str


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line said; None where it said nothing. `sources` names what did not come by its own flag."""

    server: str | None = None
    user: str | None = None
    password: Secret | None = None
    theme: str | None = None
    read_only: bool | None = None
    bootstrap: str | None = None
    command_config: str | None = None
    language: str | None = None
    password_command: str | None = None
    keyring: bool | None = None
    token: Secret | None = None
    ca_file: str | None = None
    client_cert: str | None = None
    client_key: str | None = None
    client_key_password: Secret | None = None
    insecure: bool | None = None
    http2: bool | None = None
    sources: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its origin.

    `server` is one address or several of one cluster, with commas between and without users.
    `bootstrap` names brokers as host:port,host:port; told by nobody it is port 9092 of ksqlDB's host. `command_config`
    is a file of the Kafka client's properties, None for none. `password_command` prints the password, `keyring` says
    that the system's keyring holds it. `capitals` puts keywords in capitals while one types; it has no flag.
    """

    server: Value[str]
    user: Value[str | None]
    password: Value[Secret | None]
    password_command: Value[str | None]
    keyring: Value[bool]
    token: Value[Secret | None]
    ca_file: Value[str | None]
    client_cert: Value[str | None]
    client_key: Value[str | None]
    client_key_password: Value[Secret | None]
    insecure: Value[bool]
    http2: Value[bool]
    theme: Value[str | None]
    language: Value[Language]
    lesson_language: Value[Language]
    read_only: Value[bool]
    capitals: Value[bool]
    no_color: Value[bool]
    bootstrap: Value[str]
    command_config: Value[str | None]

    @property
    def server_urls(self) -> tuple[str, ...]:
        return tuple(self.server.value.split(","))


def resolve(flags: Flags, environment: Mapping[str, str], file: SettingsFile) -> Settings:
    """Decides every setting. Raises SettingsError for a server that is neither an address nor a profile.

    What signs in and what is trusted goes, of the file, with the server beside it and with no other.
    """
    profile = _chosen_profile(flags, environment, file)
    candidates = _Candidates(flags, environment, profile, file.top)
    server = candidates.first("server", DEFAULT_SERVER)
    if profile is not None and server.value in file.profiles:
        server = Value(str(profile.values.get("server", DEFAULT_SERVER)), Origin.PROFILE, profile.source)
    addresses = _addresses(server)
    address = next((each for each in addresses if each.user is not None), addresses[0])
    theme: Value[str | None] = candidates.first("theme", None)
    language = _language(candidates.first("language", Language.ENGLISH.value))
    return Settings(
        server=Value(",".join(each.url for each in addresses), server.origin, server.source),
        user=candidates.beside("user", server, None, in_address=address.user),
        password=candidates.beside("password", server, None, in_address=_secret(address.password)),
        password_command=candidates.beside("password_command", server, None),
        keyring=candidates.beside("keyring", server, False),
        token=candidates.beside("token", server, None),
        ca_file=candidates.beside("ca_file", server, None),
        client_cert=candidates.beside("client_cert", server, None),
        client_key=candidates.beside("client_key", server, None),
        client_key_password=candidates.beside("client_key_password", server, None),
        insecure=candidates.beside("insecure", server, False),
        http2=candidates.beside("http2", server, False),
        theme=theme,
        language=language,
        lesson_language=_lesson_language(language, environment),
        read_only=candidates.first("read_only", False),
        capitals=candidates.first("capitals", False),
        no_color=_no_color(environment),
        bootstrap=candidates.first("bootstrap", _brokers_beside(addresses[0])),
        command_config=candidates.first("command_config", None),
    )


def _chosen_profile(flags: Flags, environment: Mapping[str, str], file: SettingsFile) -> Profile | None:
    named = flags.server if flags.server is not None else environment.get("KSQLTUI_SERVER", "")
    return file.profiles.get(named)


def _addresses(server: Value[str]) -> tuple[Address, ...]:
    try:
        return parse_addresses(server.value)
    except ValueError as error:
        # The words themselves, not their str: a screen says them in its language.
        why = error.args[0]
        if server.origin is Origin.FLAG:
            raise SettingsError(why) from None
        raise SettingsError(Told("{why} (from {source})", why=why, source=server.source)) from None


def _brokers_beside(server: Address) -> str:
    host = urlsplit(server.url).hostname or "localhost"
    return f"[{host}]:{BROKER_PORT}" if ":" in host else f"{host}:{BROKER_PORT}"


def _secret(text: str | None) -> Secret | None:
    return None if text is None else Secret(text)


def _language(told: Value[str]) -> Value[Language]:
    try:
        return Value(language_named(told.value), told.origin, told.source)
    except ValueError as error:
        raise SettingsError(f"{error} (from {told.source})") from None


def _lesson_language(language: Value[Language], environment: Mapping[str, str]) -> Value[Language]:
    """The lesson speaks as the screens were told to; where nobody told them, as the locale does."""
    if language.origin is not Origin.DEFAULT:
        return language
    return Value(language_of_locale(environment), Origin.DEFAULT, "locale")


def _no_color(environment: Mapping[str, str]) -> Value[bool]:
    if environment.get("NO_COLOR"):
        return Value(True, Origin.ENVIRONMENT, "NO_COLOR")
    return Value(False, Origin.DEFAULT, "default")


@dataclass(frozen=True, slots=True)
class _Candidates:
    flags: Flags
    environment: Mapping[str, str]
    profile: Profile | None
    top: Profile

    def first(self, name: str, default: _T) -> Value[_T]:
        """The strongest value of a name, whose type is what `_KEYS` says."""
        return next(self._all(name), Value(default, Origin.DEFAULT, "default"))

    def beside(self, name: str, server: Value[str], default: _T, *, in_address: _T | None = None) -> Value[_T]:
        """As `first`, among what may go to this server; one in its address is as strong as the address."""
        beside = (Origin.FLAG, Origin.ENVIRONMENT, server.origin)
        found = [value for value in self._all(name) if value.origin in beside]
        if in_address is not None:
            found.append(Value(in_address, server.origin, server.source))
        if not found:
            return Value(default, Origin.DEFAULT, "default")
        return min(found, key=lambda value: list(Origin).index(value.origin))

    def _all(self, name: str) -> Iterator[Value[Any]]:
        setting, flag = SETTINGS[name], getattr(self.flags, name, None)
        if flag is not None:
            yield Value(flag, Origin.FLAG, self.flags.sources.get(name, setting.flag))
        if text := self.environment.get(setting.variable):
            yield Value(_read(text, setting), Origin.ENVIRONMENT, setting.variable)
        for profile, origin in ((self.profile, Origin.PROFILE), (self.top, Origin.FILE)):
            if profile is not None and name in profile.values:
                yield Value(profile.values[name], origin, profile.source)


def _read(text: str, setting: Setting) -> str | bool | Secret:
    if setting.is_secret:
        return Secret(text)
    return _flag_of(text) if setting.type is bool else text


def _flag_of(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on")
