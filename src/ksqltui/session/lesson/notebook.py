"""Owns what of the lesson is kept from one session to the next, in a file; knows no step's words and no screen."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ksqltui.session.lesson.step import Sign
from ksqltui.session.text_files import replace_file

_log = logging.getLogger(__name__)


class ServerKind(Enum):
    """The lesson is gone through once on each kind; the value is its name in the file."""

    SANDBOX = "sandbox"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class LessonNote:
    """What was seen, and the id of the step that was shown last, or empty."""

    seen: frozenset[Sign] = frozenset()
    step: str = ""


class LessonNotebook:
    """Reads its file once, when it is made; without a path it keeps nothing. A file that cannot be read is empty."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._notes = {} if path is None else _read(path)

    def note(self, kind: ServerKind) -> LessonNote:
        return self._notes.get(kind, LessonNote())

    def keep(self, kind: ServerKind, note: LessonNote) -> None:
        """Writes the note, whole or not at all; blocks. What another console wrote about the other kind stays."""
        if self._path is None:
            return
        notes = {**_read(self._path), kind: note}
        try:
            _write(self._path, notes)
        except OSError as error:
            # Marks of a lesson are no reason to stop anybody.
            _log.warning("the lesson's marks were not kept in %s: %s", self._path, error)


def _read(path: Path) -> dict[ServerKind, LessonNote]:
    try:
        data = json.loads(path.read_text("utf-8"))
        return {kind: _note_of(data[kind.value]) for kind in ServerKind if kind.value in data}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        _log.warning("the lesson's marks in %s could not be read: %r", path, error)
        return {}


def _note_of(data: Mapping[str, object]) -> LessonNote:
    seen = data["seen"]
    if not isinstance(seen, list):
        raise TypeError("'seen' is no list")
    # A mark that this version does not know is another version's.
    return LessonNote(frozenset(Sign[name] for name in seen if name in Sign.__members__), str(data["step"]))


def _write(path: Path, notes: Mapping[ServerKind, LessonNote]) -> None:
    data = {
        kind.value: {"seen": sorted(sign.name for sign in note.seen), "step": note.step} for kind, note in notes.items()
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, json.dumps(data, indent=1).encode())
