"""Owns what `ksqltui config` and `--show-config` do with the settings file: show, check and begin it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from enum import Enum

from ksqltui.bootstrap import access_of, let_go_of_closed_pipe, prepare_output
from ksqltui.headless.row_printer import RowPrinter
from ksqltui.ksqldb.proxy import ProxyUnusable, proxy_for
from ksqltui.ksqldb.tls import TlsFileUnusable, tls_context
from ksqltui.model.entity_table import table
from ksqltui.model.writers.choice import writer_for
from ksqltui.model.writers.protocol import Format
from ksqltui.session.query_run import ReaderGone
from ksqltui.session.text_files import replace_file
from ksqltui.settings import SETTINGS, Flags, Settings, SettingsError, Value, default_path, read_file, resolve
from ksqltui.settings_file import SettingsFile

_HEADS = ("setting", "value", "origin", "source")

TEMPLATE = """\
# ksqltui's settings. What stands here is outranked by the environment (KSQLTUI_SERVER ...) and by flags;
# `ksqltui config show` tells every value and who gave it, `ksqltui config validate` checks this file.

# server = "http://localhost:8088"
# theme = "ksqltui-light"
# language = "ru"
# capitals = true                         # keywords, as you type

# [profiles.lab]                          # ksqltui lab
# server = "https://lab.example:8088"
# user = "ann"
# password_command = "pass show ksqldb"   # or: keyring = true
# ca_file = "~/lab-ca.pem"
# client_cert = "~/me.pem"
# client_key = "~/me.key"
# read_only = true
"""


def show_config(settings: Settings, chosen: Format) -> int:
    """Writes every setting with its value and where it came from, secrets masked."""
    prepare_output(sys.stdout, sys.stderr)
    printer = RowPrinter(writer_for(chosen, sys.stdout), sys.stdout)
    try:
        printer.table(table("", _HEADS, [*_setting_rows(settings), *_proxy_row(settings)]))
    except ReaderGone:
        let_go_of_closed_pipe()
    return 0


def validate_config() -> int:
    """Reads the file and tries each profile as if it were chosen; says what cannot be used. Raises SettingsError."""
    path = default_path(os.environ)
    if not path.exists():
        sys.stderr.write(f"There is no settings file {path}. `ksqltui config init` writes one to begin with.\n")
        return 0
    file = read_file(path)
    troubles = [*_troubles(file)]
    for trouble in troubles:
        sys.stderr.write(f"{trouble}\n")
    if not troubles:
        profiles = ", ".join(file.profiles) or "none"
        sys.stderr.write(f"{path} can be used. Profiles: {profiles}.\n")
    return 2 if troubles else 0


def begin_config() -> int:
    """Writes a file in which everything is a comment yet. Raises SettingsError where one is there already."""
    path = default_path(os.environ)
    if path.exists():
        raise SettingsError(
            f"{path} is there already, so nothing was written. `ksqltui config show` tells what it says."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, TEMPLATE.encode())
        path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    except OSError as error:
        raise SettingsError(f"{path} could not be written: {error.strerror or error}.") from None
    sys.stderr.write(f"{path} is written; everything in it is a comment yet.\n")
    return 0


def _setting_rows(settings: Settings) -> Iterator[tuple[object, ...]]:
    for name in SETTINGS:
        value: Value[object] = getattr(settings, name)
        shown = value.value
        if isinstance(shown, Enum):
            shown = shown.value
        elif isinstance(shown, bool):
            shown = "true" if shown else "false"
        yield name, None if shown is None else str(shown), value.origin.value, value.source


def _proxy_row(settings: Settings) -> Iterator[tuple[object, ...]]:
    try:
        proxy = proxy_for(settings.server_urls[0], os.environ)
    except ProxyUnusable as error:
        yield "proxy", str(error), "environment", "environment"
    else:
        if proxy is not None:
            yield "proxy", proxy.url, "environment", "HTTPS_PROXY, HTTP_PROXY or ALL_PROXY"


def _troubles(file: SettingsFile) -> Iterator[str]:
    for name, part in [("", file.top), *file.profiles.items()]:
        try:
            # The file alone: what the environment would outrank must be right too.
            settings = resolve(Flags(server=name or None), {}, file)
            access = access_of(settings, with_password=False)
            tls_context(access.tls)
        except (SettingsError, TlsFileUnusable) as error:
            yield str(error) if part.source in str(error) else f"{part.source}: {error}"
    holds_secrets = any(
        SETTINGS[name].is_secret for part in (file.top, *file.profiles.values()) for name in part.values
    )
    if os.name == "posix" and holds_secrets and file.path.stat().st_mode & 0o077:
        yield f"{file.path} holds secrets and others may read it: chmod 600 {file.path}"
