"""Owns how a recording is written: one JSON object a line, as docs/recording.md says; writes no files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime

from ksqltui.model.errors import KsqlError, RequestRefused
from ksqltui.model.recording import (
    FORMAT,
    Entry,
    Missed,
    RecordedEnd,
    RecordedLines,
    RecordedRows,
    RecordingHeader,
)
from ksqltui.model.writers.json_lines import encoded

CELLS_PER_LINE = 10_000
"""A block with more cells becomes several lines: a line is what a cut in the middle costs."""


def header_text(header: RecordingHeader) -> str:
    """The first line."""
    started = datetime.fromtimestamp(header.started, UTC).isoformat(timespec="milliseconds")
    fields: dict[str, object] = {
        "ksqltui_recording": FORMAT,
        "statement": header.statement,
        "kind": header.kind.value,
        "title": header.title,
        "server": header.server,
        "started": started,
        "query_id": header.query_id,
        "from_beginning": header.from_beginning,
        "columns": [{"name": column.name, "type": column.type, "key": column.key} for column in header.columns],
        "identity": header.identity,
        "identity_note": header.identity_note,
        "hides_window": header.hides_window,
    }
    if header.windows is not None:
        fields["windows"] = asdict(header.windows)
    return _line(fields)


def entry_text(entry: Entry) -> str:
    """The entry as one line, or as several of the same time where it is large."""
    match entry:
        case RecordedRows():
            return "".join(_row_lines(entry))
        case RecordedLines():
            return _line({"ms": entry.ms, "lines": entry.lines, "size": entry.size})
        case Missed():
            return _line({"ms": entry.ms, "missed": entry.count})
        case RecordedEnd():
            return _line(_end(entry))


def _row_lines(entry: RecordedRows) -> Iterator[str]:
    size = entry.size
    step = max(1, CELLS_PER_LINE // max(1, len(entry.rows[0].values))) if entry.rows else 1
    for start in range(0, len(entry.rows), step):
        rows = entry.rows[start : start + step]
        fields: dict[str, object] = {"ms": entry.ms, "rows": [row.values for row in rows]}
        tombstones = [index for index, row in enumerate(rows) if row.tombstone]
        if tombstones:
            fields["tombstones"] = tombstones
        yield _line({**fields, "size": size})
        size = 0


def _end(entry: RecordedEnd) -> dict[str, object]:
    fields: dict[str, object] = {"ms": entry.ms, "end": entry.state.value}
    if entry.note:
        fields["note"] = entry.note
    if entry.error is not None:
        fields["error"] = _error(entry.error)
    return fields


def _error(error: KsqlError) -> dict[str, object]:
    fields: dict[str, object] = {"message": error.message, "advice": error.advice}
    if isinstance(error, RequestRefused):
        fields |= {"code": error.code, "status": error.status}
        if error.place is not None:
            fields |= {"line": error.place.line, "column": error.place.column}
    return fields


def _line(fields: Mapping[str, object]) -> str:
    return encoded(fields) + "\n"
