"""Owns how a line of `docker compose --progress json` is read, as a value; knows no process and no service."""

from __future__ import annotations

import json

from ksqltui.model.stack_progress import ProgressLine


def progress_line(line: bytes) -> ProgressLine:
    """The line as a value. A line that is no JSON is compose's own word for a person: kept as the text.

    Failures of the whole command come as {"error":true,"message":...} (compose 5.6.0) and as plain text before that.
    """
    text = line.decode("utf-8", "replace").strip()
    try:
        data = json.loads(text)
    except ValueError:
        return ProgressLine(text=text)
    if not isinstance(data, dict):
        return ProgressLine(text=text)
    if data.get("error"):
        return ProgressLine(error=str(data.get("message", text)))
    return ProgressLine(
        id=str(data.get("id", "")),
        status=str(data.get("status", "")),
        text=str(data.get("text", "")),
        details=str(data.get("details", "")),
    )
