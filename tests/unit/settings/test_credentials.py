"""A password that is written nowhere: a command prints it, the keyring keeps it, and nobody sees it on the way."""

from __future__ import annotations

import sys
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend

from ksqltui.credentials import password_of
from ksqltui.settings import Flags, Secret, SettingsError, read_file, resolve


def command(program: str) -> str:
    return f'"{sys.executable}" -c "{program}"'


def password(tmp_path: Path, flags: Flags, text: str = "", **environment: str) -> Secret | None:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return password_of(resolve(flags, environment, read_file(path)))


def test_the_first_line_of_a_command_is_the_password(tmp_path: Path) -> None:
    flags = Flags(password_command=command("print('s3cret'); print('url: somewhere')"))
    assert password(tmp_path, flags) == Secret("s3cret")


@pytest.mark.parametrize(
    ("program", "words"),
    [("print('s3cret'); raise SystemExit(3)", "status 3"), ("pass", "printed nothing")],
)
def test_a_command_that_gives_no_password_is_told_without_its_output(program: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=words) as refused:
        password(tmp_path, Flags(), KSQLTUI_PASSWORD_COMMAND=command(program))
    assert "KSQLTUI_PASSWORD_COMMAND" in str(refused.value)
    assert "s3cret" not in str(refused.value)


def test_the_strongest_place_wins_and_nothing_else_is_run(tmp_path: Path) -> None:
    text = "server = 'lab'\npassword_command = 'exit 9'"
    assert password(tmp_path, Flags(password=Secret("typed")), text) == Secret("typed")
    assert password(tmp_path, Flags(), text, KSQLTUI_PASSWORD="told") == Secret("told")
    with pytest.raises(SettingsError, match="status 9"):
        password(tmp_path, Flags(), text)


class TinyKeyring(KeyringBackend):
    priority = 1.0

    def get_password(self, service: str, username: str) -> str | None:
        return "kept" if (service, username) == ("ksqltui", "ann@lab:8088") else None

    def set_password(self, service: str, username: str, password: str) -> None:
        raise NotImplementedError


def test_the_keyring_keeps_a_password_for_user_and_server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = keyring.get_keyring()
    keyring.set_keyring(TinyKeyring())  # type: ignore[no-untyped-call]
    try:
        assert password(tmp_path, Flags("lab", "ann", keyring=True)) == Secret("kept")
        with pytest.raises(SettingsError, match="keyring set ksqltui bob@lab:8088"):
            password(tmp_path, Flags("lab", "bob", keyring=True))
        with pytest.raises(SettingsError, match="Name the user"):
            password(tmp_path, Flags("lab", keyring=True))
    finally:
        keyring.set_keyring(before)
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(SettingsError, match=r"ksqltui\[keyring\]"):
        password(tmp_path, Flags("lab", "ann", keyring=True))
