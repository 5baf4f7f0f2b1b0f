"""Owns what a client command does to the screens: results cleared, the program left, another server asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from textual.message import Message
from textual.screen import Screen

from ksqltui.session.client_state import ClearScreen, Effect, GoToServer, Leave
from ksqltui.tui.widgets.results_pane import ResultsPane


class ServerAsked(Message):
    """Another server is to be gone to; `rest` are the statements that were to run after that, there."""

    def __init__(self, address: str, rest: Sequence[str]) -> None:
        super().__init__()
        self.address = address
        self.rest = tuple(rest)


async def carry_out(effect: Effect, rest: Sequence[str], screen: Screen[Any]) -> None:
    """Does what the effect asks of a screen with results; statements of a script are not its matter."""
    match effect:
        case ClearScreen():
            screen.query_one(ResultsPane).close_ended()
        case Leave():
            await screen.app.run_action("quit")
        case GoToServer(address):
            screen.post_message(ServerAsked(address, rest))
