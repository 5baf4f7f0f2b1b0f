"""Owns how the official CLI's history is taken over and what is said of it; reads no file itself."""

from __future__ import annotations

from textual.widget import Widget

from ksqltui.session.history import History
from ksqltui.session.new_file import FileRefused
from ksqltui.tui.spoken import speech_of


async def offer_import(screen: Widget, history: History) -> None:
    """Tells once a start of a history that the official CLI has left here, until it was taken over."""
    if await history.can_import():
        say = speech_of(screen)
        words = say(
            "{path} has a history of the official CLI: ^R, then Alt+I takes it over.", path=history.file.cli_path
        )
        screen.notify(words, markup=False)


async def import_history(screen: Widget, history: History) -> None:
    """Takes over what the official CLI remembers, once, and says how much."""
    say, path = speech_of(screen), history.file.cli_path
    if not await history.can_import():
        screen.notify(say("There is nothing new to import from {path}.", path=path), markup=False)
        return
    try:
        count = await history.import_cli()
    except FileRefused as error:
        screen.notify(say(error.message), severity="error", markup=False)
        return
    screen.notify(say("Imported from {path}: {count}.", path=path, count=count), markup=False)
