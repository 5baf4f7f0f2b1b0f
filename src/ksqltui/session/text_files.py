"""Owns the files that buffers are read from and written to: whole or not at all, as they were; knows no screen."""

from __future__ import annotations

import codecs
import contextlib
import os
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ksqltui.session.new_file import FileRefused, not_read, not_written, writable_path
from ksqltui.speech.speech import Told

LARGEST = 64_000_000
"""Bytes of a file that the editor opens."""

MOST_NAMES = 200
_LINE_ENDS = {"\u2028": "\n", "\u2029": "\n"}


class FileChanged(FileRefused):
    """The file is another than the one that was read: somebody else wrote it."""


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells two states of a file apart: its last change in nanoseconds, its bytes, its inode."""

    changed: int
    size: int
    inode: int


@dataclass(frozen=True, slots=True)
class TextFile:
    """Where a buffer lives on the disk and how it is spelled there. `stamp` is None while it was never written."""

    path: Path
    stamp: FileStamp | None = None
    encoding: str = "utf-8"
    newline: str = "\n"


@dataclass(frozen=True, slots=True)
class ReadText:
    """A file's text with `\\n` between lines. `note` says what a person must know about it, or nothing."""

    text: str
    file: TextFile
    note: str = ""


def read_text(name: str | Path) -> ReadText:
    """Raises FileRefused for what is missing, too large or no text. Blocks."""
    try:
        path = Path(name).expanduser().resolve()
        stamp = stamp_of(path)
        if stamp is None:
            raise FileNotFoundError(2, "no such file", str(path))
        if path.is_dir():
            raise FileRefused(Told("{path} is a directory.", path=path), advice=Told("Name a file in it."))
        if not path.is_file():
            raise FileRefused(Told("{path} is not a plain file, so it was not opened.", path=path))
        if stamp.size > LARGEST:
            raise FileRefused(
                Told(
                    "{path} has {count} bytes; the editor opens up to {limit}.",
                    path=path,
                    count=f"{stamp.size:,}".replace(",", " "),
                    limit=f"{LARGEST:,}".replace(",", " "),
                ),
                advice=Told("Run it without opening it: ksqltui -f {path}", path=path),
            )
        data = path.read_bytes()
    except OSError as error:
        raise not_read(Path(name), error) from None
    except (ValueError, RuntimeError) as error:
        raise FileRefused(Told("{name} is not a path that can be read: {error}.", name=name, error=error)) from None
    if b"\0" in data:
        raise FileRefused(Told("{path} holds bytes that are no text, so it was not opened.", path=path))
    return _decoded(data, TextFile(path, stamp))


def _decoded(data: bytes, file: TextFile) -> ReadText:
    notes = []
    try:
        text = data.decode("utf-8")
        if data.startswith(codecs.BOM_UTF8):
            text, file = text[1:], replace(file, encoding="utf-8-sig")
    except UnicodeDecodeError:
        text, file = data.decode("latin-1"), replace(file, encoding="latin-1")
        notes.append("It is not UTF-8: it was read as Latin-1 and will be saved as that.")
    if text.count("\r\n") * 2 > text.count("\n"):
        file = replace(file, newline="\r\n")
    cleaned = clean_text(text)
    left_out = len(text.replace("\r\n", "\n")) - len(cleaned)
    if left_out:
        notes.append(f"Control characters were left out: {left_out}.")
    return ReadText(cleaned, file, " ".join(notes))


def clean_text(text: str) -> str:
    """The text as lines that an editor can show: one kind of line end, nothing that a terminal would obey."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.isascii() and lines.replace("\n", "").replace("\t", "").isprintable():
        return lines
    kept = (character for character in lines if character in "\n\t" or unicodedata.category(character) != "Cc")
    return "".join(_LINE_ENDS.get(character, character) for character in kept)


def write_text(file: TextFile, text: str, *, overwrite: bool = False) -> ReadText:
    """Writes beside the file and then puts it in its place: a write that fails leaves the old one whole. Blocks.

    Without `overwrite` raises FileExists for a file that was never read or written by us, and FileChanged for one
    that somebody else has written since. Raises FileRefused where the system refuses.
    """
    path = writable_path(file.path, overwrite=overwrite or file.stamp is not None)
    if not overwrite and file.stamp is not None and (now := stamp_of(path)) is not None and now != file.stamp:
        raise FileChanged(
            Told("{path} was changed by another program since it was read, so nothing was written.", path=path)
        )
    note = ""
    spelled = text.replace("\n", file.newline)
    try:
        data = spelled.encode(file.encoding)
    except UnicodeEncodeError:
        file, note = replace(file, encoding="utf-8"), Told("It holds letters that Latin-1 has not: it is UTF-8 now.")
        data = spelled.encode("utf-8", "surrogateescape")
    try:
        replace_file(path, data)
    except OSError as error:
        raise not_written(path, error) from None
    return ReadText(text, replace(file, path=path, stamp=stamp_of(path)), note)


def replace_file(path: Path, data: bytes) -> None:
    """Puts the bytes in the place of a file in one step, with its permissions. Raises OSError, the file untouched."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        os.chmod(temporary, path.stat().st_mode & 0o7777 if path.exists() else 0o666 & ~_umask())
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def stamp_of(path: Path) -> FileStamp | None:
    """The file's state; None where there is no file to see. Blocks."""
    try:
        told = path.stat()
    except OSError:
        return None
    return FileStamp(told.st_mtime_ns, told.st_size, told.st_ino)


def path_completions(typed: str) -> Sequence[str]:
    """What a path that is being typed could become: directories with their `/`, then files; hidden ones if meant."""
    folder, _, begun = typed.rpartition("/")
    root = f"{folder}/" if folder or typed.startswith("/") else ""
    try:
        with os.scandir(Path(root or ".").expanduser()) as entries:
            found = [(not each.is_dir(), each.name) for each in entries if each.name.startswith(begun)]
    except (OSError, RuntimeError, ValueError):
        return ()
    shown = [(is_file, name) for is_file, name in found if begun.startswith(".") or not name.startswith(".")]
    ordered = sorted(shown, key=lambda each: (each[0], not each[1].endswith((".sql", ".ksql")), each[1]))
    return tuple(f"{root}{name}{'' if is_file else '/'}" for is_file, name in ordered[:MOST_NAMES])
