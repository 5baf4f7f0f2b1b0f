"""Owns where a password comes from that is written nowhere: a command's output, the system's keyring.

Nothing that it says, raises or keeps shows the password.
"""

from __future__ import annotations

import subprocess

from ksqltui.settings import Origin, Secret, Settings, SettingsError, Value

KEYRING_SERVICE = "ksqltui"
LONGEST_COMMAND = 60.0
"""Seconds that a password command may take: it may ask a person."""


def password_of(settings: Settings, *, may_ask: bool = True) -> Secret | None:
    """The password: as written, or what the command or the keyring gives; the strongest place wins.

    `may_ask` lets the command read from the terminal. Blocks until it has ended. Raises SettingsError.
    """
    written, command, keyring = settings.password, settings.password_command, settings.keyring
    told = [value for value in (written, command, keyring) if value.value]
    match min(told, key=_strength, default=written):
        case value if value is command and command.value is not None:
            return _printed_by(command.value, command.source, may_ask=may_ask)
        case value if value is keyring and keyring.value:
            return _kept_by_keyring(settings)
        case _:
            return written.value


def _strength(value: Value[Secret | None] | Value[str | None] | Value[bool]) -> int:
    return list(Origin).index(value.origin)


def _printed_by(command: str, source: str, *, may_ask: bool) -> Secret:
    told = f"The password command (from {source})"
    try:
        done = subprocess.run(
            command,
            shell=True,
            stdin=None if may_ask else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=None if may_ask else subprocess.DEVNULL,
            timeout=LONGEST_COMMAND,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SettingsError(f"{told} did not end in {LONGEST_COMMAND:g} s. Try it in a shell.") from None
    except OSError as error:
        raise SettingsError(f"{told} could not be started: {error.strerror or error}.") from None
    if done.returncode != 0:
        raise SettingsError(f"{told} ended with status {done.returncode}. Try it in a shell.")
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0]:
        raise SettingsError(f"{told} printed nothing. It is to print the password as its first line.")
    return Secret(lines[0])


def _kept_by_keyring(settings: Settings) -> Secret:
    user = settings.user.value
    if user is None:
        raise SettingsError(
            f"The keyring is asked for a user's password. Name the user (from {settings.keyring.source})."
        )
    try:
        import keyring
        import keyring.errors
    except ImportError:
        raise SettingsError(
            "The keyring needs a package that is not installed: pip install 'ksqltui[keyring]'. "
            f"Or leave it out (from {settings.keyring.source})."
        ) from None
    place = f"{user}@{settings.server_urls[0].partition('://')[2]}"
    try:
        text = keyring.get_password(KEYRING_SERVICE, place)
    except keyring.errors.KeyringError as error:
        raise SettingsError(f"The system's keyring could not be read: {error}.") from None
    if text is None:
        raise SettingsError(
            f"The system's keyring has no password for {place}. Put it in: keyring set {KEYRING_SERVICE} {place}"
        )
    return Secret(text)
