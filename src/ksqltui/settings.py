"""Owns what ksqltui is told and by whom: flag > environment > profile > file > default; secrets never show."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

import platformdirs

from ksqltui.model.address import Address, parse_address
from ksqltui.speech.language import Language, language_named, language_of_locale

DEFAULT_SERVER = "http://localhost:8088"
BROKER_PORT = 9092
"""Where the lesson's first broker listens."""
FILE_VARIABLE = "KSQLTUI_CONFIG"
_KEYS: Mapping[str, Any] = {
    "server": str,
    "user": str,
    "password": str,
    "theme": str,
    "language": str,
    "read_only": bool,
    "bootstrap": str,
    "command_config": str,
}
_SHORT: Mapping[str, str] = {"language": "lang"}
"""Settings whose flag and variable have a shorter name."""
_T = TypeVar("_T")


class SettingsError(Exception):
    """Settings that cannot be used; the message says where they stand and what to write."""


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
class Secret:
    """Text that no repr, log or traceback shows."""

    text: str = field(repr=False)

    def __str__(self) -> str:
        return "••••"


@dataclass(frozen=True, slots=True)
class Profile:
    """[profiles.NAME] of the file, or the file's own top level."""

    values: Mapping[str, str | bool | Secret]
    source: str


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What the settings file holds; an absent file holds nothing."""

    path: Path
    top: Profile
    profiles: Mapping[str, Profile]


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line said; None where it said nothing."""

    server: str | None = None
    user: str | None = None
    password: Secret | None = None
    theme: str | None = None
    read_only: bool | None = None
    bootstrap: str | None = None
    command_config: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting with its origin.

    `bootstrap` names brokers as host:port,host:port; told by nobody it is port 9092 of ksqlDB's host. `command_config`
    is a file of the Kafka client's properties, None for none.
    """

    server: Value[str]
    user: Value[str | None]
    password: Value[Secret | None]
    theme: Value[str | None]
    language: Value[Language]
    lesson_language: Value[Language]
    read_only: Value[bool]
    no_color: Value[bool]
    bootstrap: Value[str]
    command_config: Value[str | None]


def default_path(environment: Mapping[str, str]) -> Path:
    """Where the settings file lies: KSQLTUI_CONFIG, or the system's place for settings."""
    told = environment.get(FILE_VARIABLE)
    return Path(told) if told else Path(platformdirs.user_config_dir("ksqltui")) / "config.toml"


def read_file(path: Path) -> SettingsFile:
    """Raises SettingsError where the file is not TOML or holds what ksqltui does not know."""
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        data = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The settings in {path} could not be read: {error}.") from None
    tables = data.pop("profiles", {})
    if not isinstance(tables, dict):
        raise SettingsError(f"'profiles' in {path} is not a table. Write [profiles.NAME].")
    profiles = {name: _profile(table, f"[profiles.{name}] in {path}") for name, table in tables.items()}
    return SettingsFile(path, _profile(data, str(path)), profiles)


def _profile(table: Any, source: str) -> Profile:
    if not isinstance(table, dict):
        raise SettingsError(f"{source} is not a table of settings.")
    values: dict[str, str | bool | Secret] = {}
    for key, value in table.items():
        wanted = _KEYS.get(key)
        if wanted is None:
            raise SettingsError(f"'{key}' in {source} is not a setting. Known are: {', '.join(_KEYS)}.")
        if not isinstance(value, wanted):
            kind = "true or false" if wanted is bool else "text in quotes"
            raise SettingsError(f"'{key}' in {source} must be {kind}.")
        values[key] = Secret(str(value)) if key == "password" else value
    return Profile(values, source)


def resolve(flags: Flags, environment: Mapping[str, str], file: SettingsFile) -> Settings:
    """Decides every setting. Raises SettingsError for a server that is neither an address nor a profile.

    A user or password of the file goes with the server that stands beside it and with no other.
    """
    profile = _chosen_profile(flags, environment, file)
    candidates = _Candidates(flags, environment, profile, file.top)
    server = candidates.first("server", DEFAULT_SERVER)
    if profile is not None and server.value in file.profiles:
        server = Value(str(profile.values.get("server", DEFAULT_SERVER)), Origin.PROFILE, profile.source)
    address = _address(server)
    theme: Value[str | None] = candidates.first("theme", None)
    language = _language(candidates.first("language", Language.ENGLISH.value))
    return Settings(
        server=Value(address.url, server.origin, server.source),
        user=candidates.credential("user", server, address.user),
        password=candidates.credential("password", server, _secret(address.password)),
        theme=theme,
        language=language,
        lesson_language=_lesson_language(language, environment),
        read_only=candidates.first("read_only", False),
        no_color=_no_color(environment),
        bootstrap=candidates.first("bootstrap", _brokers_beside(address)),
        command_config=candidates.first("command_config", None),
    )


def _chosen_profile(flags: Flags, environment: Mapping[str, str], file: SettingsFile) -> Profile | None:
    named = flags.server if flags.server is not None else environment.get("KSQLTUI_SERVER", "")
    return file.profiles.get(named)


def _address(server: Value[str]) -> Address:
    try:
        return parse_address(server.value)
    except ValueError as error:
        where = "" if server.origin is Origin.FLAG else f" (from {server.source})"
        raise SettingsError(f"{error}{where}") from None


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

    def credential(self, name: str, server: Value[str], in_address: _T | None) -> Value[_T | None]:
        """As `first`, among what may go to this server; one in its address is as strong as the address."""
        beside = (Origin.FLAG, Origin.ENVIRONMENT, server.origin)
        found = [value for value in self._all(name) if value.origin in beside]
        if in_address is not None:
            found.append(Value(in_address, server.origin, server.source))
        if not found:
            return Value(None, Origin.DEFAULT, "default")
        return min(found, key=lambda value: list(Origin).index(value.origin))

    def _all(self, name: str) -> Iterator[Value[Any]]:
        flag, short = getattr(self.flags, name), _SHORT.get(name, name)
        if flag is not None:
            yield Value(flag, Origin.FLAG, "SERVER" if name == "server" else f"--{short.replace('_', '-')}")
        variable = f"KSQLTUI_{short.upper()}"
        if text := self.environment.get(variable):
            yield Value(_READERS.get(name, str)(text), Origin.ENVIRONMENT, variable)
        for profile, origin in ((self.profile, Origin.PROFILE), (self.top, Origin.FILE)):
            if profile is not None and name in profile.values:
                yield Value(profile.values[name], origin, profile.source)


def _flag_of(text: str) -> bool:
    return text.strip().lower() in ("1", "true", "yes", "on")


_READERS: dict[str, Callable[[str], object]] = {"password": Secret, "read_only": _flag_of}
