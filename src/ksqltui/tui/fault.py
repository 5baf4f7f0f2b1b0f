"""Owns what people are told when ksqltui itself fails: words and a file with the traceback, never the traceback."""

from __future__ import annotations

import logging
import tempfile
import traceback
from pathlib import Path

from textual.app import App
from textual.worker import Worker, WorkerState

from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.spoken import speech_of

_log = logging.getLogger(__name__)


def fault_words(error: BaseException, say: Speech = ENGLISH) -> str:
    """What happened and where the details are, for the terminal after the screen has gone."""
    try:
        details = say("The details are in {path}; they help whoever mends it.", path=_write(error))
    except OSError:
        details = say("The details could not be written to a file.")
    fault = f"{type(error).__name__}: {error}"
    return say("ksqltui had to stop: a fault of its own ({fault}).", fault=fault) + f"\n{details}"


def tell_worker_fault(app: App[None], event: Worker.StateChanged) -> None:
    """An unexpected error in a worker is told and logged; it never takes the screen down."""
    error = event.worker.error
    if event.state is WorkerState.ERROR and error is not None:
        say = speech_of(app)
        _log.error("worker %s failed", event.worker.name, exc_info=error)
        app.notify(
            say("{fault}\nThis is a fault of ksqltui; the console goes on.", fault=f"{type(error).__name__}: {error}"),
            title=say("Something went wrong"),
            severity="error",
            markup=False,
            timeout=20,
        )


def _write(error: BaseException) -> Path:
    with tempfile.NamedTemporaryFile(
        "w", prefix="ksqltui-fault-", suffix=".log", delete=False, encoding="utf-8", errors="backslashreplace"
    ) as file:
        file.write("".join(traceback.format_exception(error)))
    return Path(file.name)
