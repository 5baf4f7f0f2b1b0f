"""`ksqltui replay` without a screen: the rows, the words beside them, and the exit statuses."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from ksqltui.cli import main

HEAD = {
    "ksqltui_recording": 1,
    "statement": "SELECT name, cnt FROM payments EMIT CHANGES;",
    "kind": "push query",
    "title": "payments",
    "server": "localhost:8088",
    "started": "2026-11-23T00:00:00Z",
    "columns": [{"name": "NAME", "type": "STRING", "key": True}, {"name": "CNT", "type": "BIGINT"}],
    "identity": [0],
}
LINES: tuple[dict[str, object], ...] = (
    HEAD,
    {"ms": 0, "rows": [["Alice", 1], ["Bob", 1]]},
    {"ms": 90_000, "rows": [["Alice", 2]]},
    {"ms": 3_600_000, "end": "finished"},
)


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KSQLTUI_CONFIG", os.devnull)


def write(path: Path, *lines: dict[str, object]) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    return str(path)


@pytest.fixture
def recording(tmp_path: Path) -> str:
    """Three rows over an hour."""
    return write(tmp_path / "three.jsonl", *LINES)


def test_rows_are_written_at_once_as_json_lines(recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", recording]) == 0
    written = capsys.readouterr()
    assert [json.loads(line) for line in written.out.splitlines()] == [
        {"NAME": "Alice", "CNT": 1},
        {"NAME": "Bob", "CNT": 1},
        {"NAME": "Alice", "CNT": 2},
    ]
    assert written.err == ""


def test_a_format_for_people_says_how_it_ended(recording: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", recording, "-o", "table", "--limit", "2"]) == 0
    written = capsys.readouterr()
    assert "Bob" in written.out
    assert written.err == "(2 rows, limit reached)\n"


def test_what_came_before_a_damaged_line_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "spoilt.jsonl", HEAD, LINES[1], {"ms": 5, "rows": [["only one value"]]}, *LINES[2:])
    assert main(["replay", path, "-o", "csv"]) == 1
    written = capsys.readouterr()
    assert written.out.splitlines() == ["NAME,CNT", "Alice,1", "Bob,1"]
    assert "Line 3 of the recording cannot be read" in written.err
    assert "What comes before it is whole." in written.err


def test_a_cut_recording_says_where_it_breaks_off(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = Path(write(tmp_path / "cut.jsonl", *LINES))
    path.write_bytes(path.read_bytes()[:-60])
    assert main(["replay", str(path)]) == 1
    written = capsys.readouterr()
    assert len(written.out.splitlines()) == 2
    assert "breaks off at line 3" in written.err


def test_the_failure_of_the_recorded_query_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    end = {"ms": 7, "end": "failed", "error": {"message": "The topic is gone.", "advice": "Make it."}}
    assert main(["replay", write(tmp_path / "failed.jsonl", *LINES[:2], end)]) == 1
    assert capsys.readouterr().err == "The topic is gone.\nMake it.\n"


def test_what_was_missed_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path / "missed.jsonl", *LINES[:2], {"ms": 7, "missed": 12}, *LINES[2:])
    assert main(["replay", path]) == 0
    assert capsys.readouterr().err == "12 rows that came here were not recorded.\n"


def test_a_file_that_is_not_there_is_a_wrong_argument(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", "nowhere.jsonl"]) == 2
    assert "nowhere.jsonl could not be read: no such file" in capsys.readouterr().err


def test_another_file_is_no_recording(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("name,cnt\n")
    assert main(["replay", str(tmp_path / "a.csv")]) == 1
    assert "not the first line of a recording" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "FILE"),
        (["a", "--step"], "--step needs the console"),
        (["a", "--step", "--speed", "2"], "not allowed with"),
        (["a", "--speed", "0"], "must be more than 0"),
        (["a", "--speed", "inf"], "not a number that can be waited for"),
        (["a", "-o", "xml"], "is not a format"),
    ],
)
def test_wrong_arguments_are_told(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["replay", *arguments]) == 2
    assert said in capsys.readouterr().err
