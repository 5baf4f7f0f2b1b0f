"""Owns the buffers' way over a crash: all of them in one file of the state directory, for the next start to adopt."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from ksqltui.session.new_file import FileRefused, not_written
from ksqltui.session.opening import Buffer
from ksqltui.session.text_files import FileStamp, TextFile, read_text, replace_file

VERSION = 1
MOST_LEFT = 20
"""Files of sessions that nobody has adopted; the oldest go."""


class BufferStore:
    """One session's file. It is locked while the session lives, so that no other console takes it.

    Everything here blocks; only the methods that say so raise.
    """

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        name = f"{time.time_ns():020d}-{os.getpid()}-{secrets.token_hex(3)}"
        self._path = directory / f"{name}.json"
        self._lock = FileLock(directory / f"{name}.lock")
        self._adopted: list[tuple[Path, FileLock]] = []
        self._last: bytes | None = None

    def adopt(self) -> tuple[Buffer, ...]:
        """The buffers of the last session that has ended, however it ended; none where nothing can be kept.

        The file of that session stays until this one has written its own.
        """
        try:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock.acquire(timeout=0)
            left = sorted(self._directory.glob("*.json"), reverse=True)
        except (OSError, Timeout):
            return ()
        for path in left[MOST_LEFT:]:
            self._forget(path)
        for path in left[:MOST_LEFT]:
            lock = FileLock(path.with_suffix(".lock"))
            try:
                lock.acquire(timeout=0)
            except (OSError, Timeout):
                continue
            buffers = _read(path)
            if buffers:
                self._adopted.append((path, lock))
                return buffers
            lock.release()
            self._forget(path)
        return ()

    def save(self, buffers: Sequence[Buffer]) -> None:
        """Keeps the buffers as they are now. Raises FileRefused; what was kept before is then still whole."""
        data = json.dumps({"version": VERSION, "buffers": [_written(each) for each in buffers]}).encode()
        if data == self._last:
            return
        try:
            self._directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            replace_file(self._path, data)
        except OSError as error:
            raise not_written(self._path, error) from None
        self._last = data
        for path, lock in self._adopted:
            lock.release()
            self._forget(path)
        self._adopted.clear()

    def close(self) -> None:
        """The session has ended; the next one may adopt what is there."""
        for _, lock in self._adopted:
            lock.release()
        self._lock.release()

    @staticmethod
    def _forget(path: Path) -> None:
        for each in (path, path.with_suffix(".lock")):
            with suppress(OSError):
                each.unlink()


def _written(buffer: Buffer) -> dict[str, Any]:
    told: dict[str, Any] = {"name": buffer.name, "text": buffer.text, "unsaved": buffer.unsaved}
    if buffer.file is not None:
        stamp = buffer.file.stamp
        told["path"] = str(buffer.file.path)
        told["stamp"] = None if stamp is None else [stamp.changed, stamp.size, stamp.inode]
        told["encoding"], told["newline"] = buffer.file.encoding, buffer.file.newline
    return told


def _read(path: Path) -> tuple[Buffer, ...]:
    """The buffers of a file; none of one that cannot be read. A buffer without changes comes from its file anew."""
    try:
        data = json.loads(path.read_bytes())
        buffers = [_buffer(each) for each in data["buffers"] if data["version"] == VERSION]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return ()
    found = []
    for buffer in buffers:
        if buffer.file is not None and not buffer.unsaved:
            try:
                fresh = read_text(buffer.file.path)
            except FileRefused:
                fresh = None
            if fresh is not None:
                buffer = Buffer(buffer.name, fresh.text, fresh.file)
        found.append(buffer)
    return tuple(found)


def _buffer(told: dict[str, Any]) -> Buffer:
    file = None
    if told.get("path"):
        stamp = None if told["stamp"] is None else FileStamp(*map(int, told["stamp"]))
        file = TextFile(Path(told["path"]), stamp, str(told["encoding"]), str(told["newline"]))
    return Buffer(str(told["name"]), str(told["text"]), file, bool(told["unsaved"]))


def merged(given: Sequence[Buffer], restored: Sequence[Buffer]) -> tuple[Buffer, ...]:
    """The buffers to begin with: those that every session has, as they were left, then the others of the last one."""
    left = {buffer.name: buffer for buffer in restored if buffer.file is None}
    first = [left.pop(buffer.name, buffer) for buffer in given]
    taken = {id(buffer) for buffer in first}
    return (*first, *(buffer for buffer in restored if id(buffer) not in taken))
