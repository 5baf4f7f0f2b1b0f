"""Files are read as what they are and written whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ksqltui.session import text_files
from ksqltui.session.new_file import FileExists, FileRefused
from ksqltui.session.text_files import (
    FileChanged,
    TextFile,
    clean_text,
    path_completions,
    read_text,
    write_text,
)


@pytest.mark.parametrize(
    ("data", "text", "note"),
    [
        (b"SELECT 1;\n", "SELECT 1;\n", ""),
        ("-- привет".encode(), "-- привет", ""),
        (b"\xef\xbb\xbfSHOW TOPICS;", "SHOW TOPICS;", ""),
        (b"a\r\nb\r\n", "a\nb\n", ""),
        (b"-- caf\xe9\n", "-- café\n", "Latin-1"),
        (b"a\x1b[31mb", "a[31mb", "Control characters were left out: 1"),
        (b"", "", ""),
    ],
)
def test_what_is_opened_and_saved_unchanged_has_the_same_bytes(
    tmp_path: Path, data: bytes, text: str, note: str
) -> None:
    path = tmp_path / "a.sql"
    path.write_bytes(data)
    read = read_text(path)
    assert read.text == text
    assert note in read.note
    write_text(read.file, read.text)
    assert path.read_bytes() == data.replace(b"\x1b", b"")


def test_what_is_no_text_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "binary").write_bytes(b"\x7fELF\0\0")
    (tmp_path / "large").write_bytes(b"x" * 100)
    monkeypatch.setattr(text_files, "LARGEST", 99)
    for name, words in (
        ("binary", "no text"),
        ("large", "opens up to"),
        ("missing", "no such file"),
        (".", "directory"),
        ("a\0b", "not a path"),
    ):
        with pytest.raises(FileRefused, match=words):
            read_text(f"{tmp_path}/{name}")


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.sql"
    path.write_text("old")
    read = read_text(path)

    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FileRefused, match="no space left"):
        write_text(read.file, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_directory_that_takes_nothing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(**_: object) -> tuple[int, str]:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refused)
    with pytest.raises(FileRefused, match="permission denied"):
        write_text(TextFile(tmp_path / "a.sql"), "new")
    with pytest.raises(FileRefused, match="no directory"):
        write_text(TextFile(tmp_path / "absent" / "a.sql"), "new")


def test_a_file_of_somebody_else_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("theirs")
    with pytest.raises(FileExists):
        write_text(TextFile(path), "mine")
    read = read_text(path)
    path.write_text("theirs, later")
    with pytest.raises(FileChanged):
        write_text(read.file, "mine")
    assert path.read_text() == "theirs, later"
    written = write_text(read.file, "mine", overwrite=True)
    assert path.read_text() == "mine"
    assert read_text(path).file == written.file


def test_permissions_and_links_stay(tmp_path: Path) -> None:
    path, link = tmp_path / "a.sql", tmp_path / "link.sql"
    path.write_text("old")
    path.chmod(0o640)
    link.symlink_to(path)
    read = read_text(link)
    write_text(read.file, "new")
    assert link.is_symlink()
    assert path.read_text() == "new"
    assert path.stat().st_mode & 0o777 == 0o640


def test_letters_that_latin_1_has_not_make_the_file_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_bytes(b"caf\xe9")
    written = write_text(read_text(path).file, "café €")
    assert "UTF-8" in written.note
    assert path.read_text("utf-8") == "café €"


@given(st.text())
def test_cleaned_text_splits_at_its_line_ends_alone(text: str) -> None:
    cleaned = clean_text(text)
    assert "\r" not in cleaned
    assert clean_text(cleaned) == cleaned
    assert len(cleaned.splitlines()) in (cleaned.count("\n"), cleaned.count("\n") + 1)


def test_paths_complete_directories_first_then_scripts(tmp_path: Path) -> None:
    for name in ("b.txt", "b.sql", ".hidden"):
        (tmp_path / name).write_text("")
    (tmp_path / "bin").mkdir()
    assert path_completions(f"{tmp_path}/b") == (f"{tmp_path}/bin/", f"{tmp_path}/b.sql", f"{tmp_path}/b.txt")
    assert path_completions(f"{tmp_path}/.h") == (f"{tmp_path}/.hidden",)
    assert path_completions(f"{tmp_path}/none/") == ()
