"""Holds what people see when ksqltui itself fails: words, a file for whoever mends it, and no traceback."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.fault import fault_words
from ksqltui.tui.screens.main import MainScreen

OpenApp = Callable[..., KsqltuiApp]


def test_a_fault_is_told_in_words_with_the_traceback_in_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    try:
        raise ValueError("broken \udcff")
    except ValueError as error:
        words = fault_words(error)
    assert "Traceback" not in words
    assert "ValueError: broken" in words
    (log,) = tmp_path.iterdir()
    assert str(log) in words
    assert "Traceback" in log.read_text("utf-8")


async def test_a_fault_in_a_handler_ends_the_app_without_a_traceback(
    open_app: OpenApp, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    app = open_app()

    def fail() -> None:
        raise KeyError("no such key")

    async def break_it(pilot: Pilot[Any]) -> None:
        while not isinstance(app.screen, MainScreen):
            await pilot.pause(0.01)
        app.screen.call_later(fail)

    await app.run_async(headless=True, auto_pilot=break_it)
    told = capsys.readouterr().err
    assert app.return_code == 1
    assert re.search(r"ksqltui had to stop: a fault of its own \(KeyError", told)
    assert "Traceback" not in told


async def test_a_fault_in_the_background_is_told_and_the_console_goes_on(open_app: OpenApp) -> None:
    app = open_app()
    async with app.run_test() as pilot:
        while not isinstance(app.screen, MainScreen):
            await pilot.pause(0.01)

        async def fail() -> None:
            raise RuntimeError("[red]broken[/]")

        app.screen.run_worker(fail(), exit_on_error=False)
        while not app._notifications:
            await pilot.pause(0.01)
        (told,) = app._notifications
        assert "[red]broken[/]" in told.message
        assert app.is_running
