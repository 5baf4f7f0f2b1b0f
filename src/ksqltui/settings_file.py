"""Owns the settings that there are, and what the settings file says of them; decides nothing between places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from ksqltui.model.secret import Secret

FILE_VARIABLE = "KSQLTUI_CONFIG"


class SettingsError(Exception):
    """Settings that cannot be used; the message says where they stand and what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the file, the type that it has there, and the short name of its flag and variable.

    `with_server` says that it belongs to the server beside it and goes to no other; `is_secret` that it never shows.
    """

    name: str
    type: type[str] | type[bool] = str
    short: str = ""
    with_server: bool = False
    is_secret: bool = False

    @property
    def flag(self) -> str:
        return "SERVER" if self.name == "server" else f"--{(self.short or self.name).replace('_', '-')}"

    @property
    def variable(self) -> str:
        return f"KSQLTUI_{(self.short or self.name).upper()}"


_ALL = (
    Setting("server"),
    Setting("user", with_server=True),
    Setting("password", with_server=True, is_secret=True),
    Setting("password_command", with_server=True),
    Setting("keyring", bool, with_server=True),
    Setting("token", with_server=True, is_secret=True),
    Setting("ca_file", with_server=True),
    Setting("client_cert", with_server=True),
    Setting("client_key", with_server=True),
    Setting("client_key_password", with_server=True, is_secret=True),
    Setting("insecure", bool, with_server=True),
    Setting("http2", bool, with_server=True),
    Setting("theme"),
    Setting("language", short="lang"),
    Setting("read_only", bool),
    Setting("capitals", bool),
    Setting("bootstrap"),
    Setting("command_config"),
)
SETTINGS: Mapping[str, Setting] = {setting.name: setting for setting in _ALL}


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


def default_path(environment: Mapping[str, str]) -> Path:
    """Where the settings file lies: KSQLTUI_CONFIG, or the system's place for settings."""
    told = environment.get(FILE_VARIABLE)
    return Path(told) if told else Path(platformdirs.user_config_dir("ksqltui")) / "config.toml"


def read_file(path: Path) -> SettingsFile:
    """Raises SettingsError where the file is not TOML or holds what ksqltui does not know."""
    try:
        text = path.read_text("utf-8-sig")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from None
    return _parsed(text, path) if text else SettingsFile(path, Profile({}, str(path)), {})


def _parsed(text: str, path: Path) -> SettingsFile:
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(path, error) from None
    tables = data.pop("profiles", {})
    if not isinstance(tables, dict):
        raise SettingsError(f"'profiles' in {path} is not a table. Write [profiles.NAME].")
    profiles = {name: _profile(table, f"[profiles.{name}] in {path}") for name, table in tables.items()}
    return SettingsFile(path, _profile(data, str(path)), profiles)


def _unreadable(path: Path, error: Exception) -> SettingsError:
    return SettingsError(f"The settings in {path} could not be read: {error}.")


def _profile(table: Any, source: str) -> Profile:
    if not isinstance(table, dict):
        raise SettingsError(f"{source} is not a table of settings.")
    values: dict[str, str | bool | Secret] = {}
    for key, value in table.items():
        setting = SETTINGS.get(key)
        if setting is None:
            raise SettingsError(f"'{key}' in {source} is not a setting. Known are: {', '.join(SETTINGS)}.")
        if not isinstance(value, setting.type):
            kind = "true or false" if setting.type is bool else "text in quotes"
            raise SettingsError(f"'{key}' in {source} must be {kind}.")
        values[key] = Secret(str(value)) if setting.is_secret else value
    return Profile(values, source)
