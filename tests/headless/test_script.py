"""Files as people save them, and files that are none."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from ksqltui.headless.script import ScriptSource, ScriptUnreadable, SourceType, read_script


def file(path: Path) -> ScriptSource:
    return ScriptSource(SourceType.FILE, str(path))


def test_order_is_kept_and_each_statement_is_ended(tmp_path: Path) -> None:
    script = tmp_path / "a.sql"
    script.write_text("SHOW TABLES; -- ряд\nSHOW QUERIES", "utf-8")
    found = read_script([ScriptSource(SourceType.TEXT, "SHOW STREAMS"), file(script)])
    assert [each.text for each in found] == ["SHOW STREAMS;", "SHOW TABLES;", "SHOW QUERIES;"]
    assert [(each.line, each.column) for each in found] == [(1, 1), (1, 1), (2, 1)]
    assert found[2].origin == str(script)


def test_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    script = tmp_path / "a.sql"
    script.write_bytes(b"\xef\xbb\xbfSELECT *\r\n  FROM payments;\r\n\r\nSHOW STREAMS;\r\n")
    first, second = read_script([file(script)])
    assert first.text == "SELECT *\n  FROM payments;"
    assert (second.line, second.column) == (4, 1)


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"SHOW STREAMS;")))
    (statement,) = read_script([ScriptSource(SourceType.FILE, "-")])
    assert statement.origin == "standard input"


def test_what_cannot_be_read_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ScriptUnreadable, match="is a directory"):
        read_script([file(tmp_path)])
    with pytest.raises(ScriptUnreadable, match="No such file"):
        read_script([file(tmp_path / "absent.sql")])
    latin = tmp_path / "latin.sql"
    latin.write_bytes(b"SHOW STREAMS;\n-- caf\xe9\n")
    with pytest.raises(ScriptUnreadable, match=r"latin\.sql is not UTF-8 text \(line 2\)"):
        read_script([file(latin)])
