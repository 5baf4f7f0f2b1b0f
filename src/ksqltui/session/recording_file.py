"""Owns the reading of a recording from its file, in pieces and off the loop; knows no run and no pace."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ksqltui.model.recording import Entry, RecordingHeader
from ksqltui.model.recording_reader import RecordingReader, end_time
from ksqltui.session.new_file import not_read

_PIECE = 1 << 16
"""Bytes read at once: some 2 ms of decoding."""
_TAIL = 1 << 12


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A recording whose header has been read. `duration` are seconds to its last entry, None where that is cut off."""

    path: Path
    header: RecordingHeader
    duration: float | None

    async def entries(self) -> AsyncIterator[list[Entry]]:
        """All entries, in the pieces in which they are read. Raises RecordingDamaged behind the last good one."""
        reader = RecordingReader()
        try:
            file = await asyncio.to_thread(self.path.open, "rb")
            with file:
                while reader.failure is None and (data := await asyncio.to_thread(file.read, _PIECE)):
                    if entries := reader.feed(data):
                        yield entries
        except OSError as error:
            raise not_read(self.path, error) from None
        if entries := reader.finish():
            yield entries
        if reader.failure is not None:
            raise reader.failure


def open_recording(path: str | Path) -> RecordingFile:
    """Reads the header. Raises FileRefused where there is no file to read and RecordingDamaged where it is none."""
    path = Path(path)
    reader = RecordingReader()
    try:
        with path.open("rb") as file:
            while reader.header is None and reader.failure is None and (data := file.read(_PIECE)):
                reader.feed(data)
            if reader.header is None:
                reader.finish()
            duration = _duration(file)
    except OSError as error:
        raise not_read(path, error) from None
    if reader.header is None:
        assert reader.failure is not None
        raise reader.failure
    return RecordingFile(path, reader.header, duration)


def _duration(file: BinaryIO) -> float | None:
    """The time of the end line, which is short and the last."""
    length = file.seek(0, os.SEEK_END)
    file.seek(max(0, length - _TAIL))
    line = file.read().rstrip().rpartition(b"\n")[2]
    ms = end_time(line)
    return None if ms is None else ms / 1000
