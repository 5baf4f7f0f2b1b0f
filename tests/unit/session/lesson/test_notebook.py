"""The lesson's marks outlive the program, per kind of server; a file that is no notebook does no harm."""

from __future__ import annotations

from pathlib import Path

import pytest

from ksqltui.session.lesson.notebook import LessonNote, LessonNotebook, ServerKind
from ksqltui.session.lesson.step import Sign

NOTE = LessonNote(frozenset({Sign.SERVER_ANSWERS, Sign.PULL_ENDED}), "pull")
OTHER = LessonNote(frozenset({Sign.PUSH_ROWS}), "push")


def test_what_is_kept_is_there_next_time_for_its_kind_of_server(tmp_path: Path) -> None:
    path = tmp_path / "not there yet" / "lesson.json"
    LessonNotebook(path).keep(ServerKind.SANDBOX, NOTE)
    again = LessonNotebook(path)
    assert again.note(ServerKind.SANDBOX) == NOTE
    assert again.note(ServerKind.SERVER) == LessonNote()


def test_two_consoles_keep_their_own_kind(tmp_path: Path) -> None:
    path = tmp_path / "lesson.json"
    one, other = LessonNotebook(path), LessonNotebook(path)
    one.keep(ServerKind.SANDBOX, NOTE)
    other.keep(ServerKind.SERVER, OTHER)
    again = LessonNotebook(path)
    assert (again.note(ServerKind.SANDBOX), again.note(ServerKind.SERVER)) == (NOTE, OTHER)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\x00", b"[1]", b'{"sandbox": 3}', b'{"sandbox": {"seen": 5, "step": ""}}']
)
def test_a_broken_file_is_an_empty_notebook(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "lesson.json"
    path.write_bytes(content)
    notebook = LessonNotebook(path)
    assert notebook.note(ServerKind.SANDBOX) == LessonNote()
    notebook.keep(ServerKind.SANDBOX, NOTE)
    assert LessonNotebook(path).note(ServerKind.SANDBOX) == NOTE


def test_marks_of_another_version_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "lesson.json"
    path.write_text('{"server": {"seen": ["PULL_ENDED", "FLEW_TO_THE_MOON"], "step": "pull"}}', "utf-8")
    assert LessonNotebook(path).note(ServerKind.SERVER).seen == {Sign.PULL_ENDED}


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "lesson.json"
    LessonNotebook(path).keep(ServerKind.SANDBOX, NOTE)

    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    LessonNotebook(path).keep(ServerKind.SANDBOX, OTHER)
    assert LessonNotebook(path).note(ServerKind.SANDBOX) == NOTE
    assert list(tmp_path.iterdir()) == [path]
