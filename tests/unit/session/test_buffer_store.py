"""What was written in buffers outlives the session, and no two consoles take each other's."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from ksqltui.session.buffer_store import BufferStore, merged
from ksqltui.session.new_file import FileRefused
from ksqltui.session.opening import Buffer
from ksqltui.session.text_files import read_text

SCRATCH = Buffer("scratch", "SELECT 1;", unsaved=True)


def started(directory: Path) -> tuple[BufferStore, tuple[Buffer, ...]]:
    store = BufferStore(directory / "buffers")
    return store, store.adopt()


def test_the_next_session_adopts_what_the_last_one_left(tmp_path: Path) -> None:
    first, found = started(tmp_path)
    assert found == ()
    first.save([SCRATCH, Buffer("b", "привет\n")])
    first.close()
    second, found = started(tmp_path)
    assert found == (SCRATCH, Buffer("b", "привет\n"))
    second.save(found)
    second.close()
    assert len(list((tmp_path / "buffers").glob("*.json"))) == 1


def test_two_consoles_do_not_take_each_others_buffers(tmp_path: Path) -> None:
    first, _ = started(tmp_path)
    first.save([SCRATCH])
    second, found = started(tmp_path)
    assert found == ()
    second.save([Buffer("other", "x")])
    first.close()
    third, found = started(tmp_path)
    assert found == (SCRATCH,)
    third.close()
    second.close()


def test_an_adopted_session_stays_until_it_is_kept_anew(tmp_path: Path) -> None:
    first, _ = started(tmp_path)
    first.save([SCRATCH])
    first.close()
    second, found = started(tmp_path)
    assert found == (SCRATCH,)
    second.close()
    _, found = started(tmp_path)
    assert found == (SCRATCH,)


def test_a_file_is_read_anew_unless_its_buffer_was_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.sql"
    path.write_text("one")
    read = read_text(path)
    first, _ = started(tmp_path)
    first.save([Buffer("a.sql", "one", read.file), Buffer("a.sql", "mine", read.file, unsaved=True)])
    first.close()
    path.write_text("two, by another")
    _, (clean, changed) = started(tmp_path)
    assert clean.text == "two, by another"
    assert changed == Buffer("a.sql", "mine", read.file, unsaved=True)


@pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"version": 1, "buffers": [{"name": 1}]}', b"\xff\0"])
def test_a_file_that_cannot_be_read_is_left_behind(tmp_path: Path, rubbish: bytes) -> None:
    first, _ = started(tmp_path)
    first.save([SCRATCH])
    first.close()
    (tmp_path / "buffers" / "99999999999999999999-1-a.json").write_bytes(rubbish)
    _, found = started(tmp_path)
    assert found == (SCRATCH,)


def test_a_full_disk_keeps_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = started(tmp_path)
    first.save([SCRATCH])
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
        with pytest.raises(FileRefused, match="no space left"):
            first.save([Buffer("scratch", "more")])
    first.close()
    assert started(tmp_path)[1] == (SCRATCH,)


def test_where_nothing_can_be_kept_nothing_is_restored(tmp_path: Path) -> None:
    (tmp_path / "buffers").write_text("a file where the directory should be")
    store, found = started(tmp_path)
    assert found == ()
    with pytest.raises(FileRefused):
        store.save([SCRATCH])


def test_buffers_of_every_session_come_as_they_were_left() -> None:
    given = (Buffer("lesson.sql", "lesson"), Buffer("scratch", ""))
    restored = (Buffer("scratch", "mine"), Buffer("untitled 3", "x"))
    assert merged(given, restored) == (given[0], restored[0], restored[1])
    assert merged(given, ()) == given
