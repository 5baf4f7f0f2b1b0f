"""Owns what is asked of a path before something is written to it, and in which words it is refused."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

from ksqltui.model.errors import KsqlError
from ksqltui.speech.speech import Told

_UNFIT = re.compile(r"[^\w.-]+")
LONGEST_NAME = 60


class FileRefused(KsqlError):
    """A file that was not written or not read; the message says which and why."""


class FileExists(FileRefused):
    """The file is there already, and nobody said that it may be replaced."""


def writable_path(text: str | Path, *, overwrite: bool) -> Path:
    """The path with `~` and links resolved. Raises FileExists, and FileRefused where no file can be there."""
    try:
        path = Path(text).expanduser().resolve()
        is_there, is_file, has_folder = path.exists(), path.is_file(), path.parent.is_dir()
    except (OSError, ValueError, RuntimeError) as error:
        raise FileRefused(
            Told("{text} is not a path that can be written: {why}.", text=text, why=_why(error))
        ) from None
    if is_there and not is_file:
        what = Told("a directory") if path.is_dir() else Told("not a plain file")
        raise FileRefused(
            Told("{path} is {what}, so nothing was written.", path=path, what=what), advice=Told("Name a file.")
        )
    if is_there and not overwrite:
        raise FileExists(
            Told("{path} exists already, so nothing was written.", path=path),
            advice=Told("Name another file, or replace it."),
        )
    if not has_folder:
        raise FileRefused(
            Told("There is no directory {parent}, so nothing was written.", parent=path.parent),
            advice=Told("Make it first."),
        )
    return path


def short_path(path: Path) -> str:
    """The path as a person here would type it: from the working directory, or from `~`."""
    for root, sign in ((Path.cwd(), ""), (Path.home(), "~/")):
        if path.is_relative_to(root):
            return f"{sign}{path.relative_to(root)}"
    return str(path)


def not_written(path: Path, error: OSError) -> FileRefused:
    """The system's own refusal, in words."""
    return FileRefused(Told("{path} could not be written: {why}.", path=path, why=_why(error)))


def not_read(path: Path, error: OSError) -> FileRefused:
    return FileRefused(Told("{path} could not be read: {why}.", path=path, why=_why(error)))


def suggested_name(title: str, now: float, suffix: str) -> str:
    """A name that says what and when, for a field that a person may change: "payments-20260724-101500.csv"."""
    what = _UNFIT.sub("-", title).strip("-.")[:LONGEST_NAME] or "result"
    return f"{what}-{datetime.fromtimestamp(now):%Y%m%d-%H%M%S}{suffix}"


def _why(error: Exception) -> str:
    return str((error.strerror if isinstance(error, OSError) else None) or error).lower()
