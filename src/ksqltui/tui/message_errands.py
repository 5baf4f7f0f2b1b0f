"""Owns what is done with messages on request: copied, written to a file; says how it went, reads none itself."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import partial

from textual.screen import Screen

from ksqltui.model.cell_text import number_text
from ksqltui.model.copied_messages import message_json, messages_held, value_text
from ksqltui.model.errors import KsqlError
from ksqltui.model.message_text import Form
from ksqltui.model.messages import Message
from ksqltui.session.export import everything_held, export
from ksqltui.session.new_file import FileExists, suggested_name
from ksqltui.speech.speech import Told
from ksqltui.tui.clipboard import copy_text
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.results_dialogs import ExportDialog, ExportWish

SHOWN = Told("the messages that are shown")
Forms = tuple[Form, Form]
"""How the key and the value are read."""


class MessageErrands:
    """`screen` is where the workers run; `tell` takes what is said of the last errand."""

    def __init__(self, screen: Screen[object], topic: str, tell: Callable[[str], None]) -> None:
        self._screen = screen
        self._topic = topic
        self._tell = tell

    def copy_value(self, message: Message, forms: Forms) -> None:
        self._copy(value_text(message, forms[1]), Told("the value"))

    def copy_message(self, message: Message, forms: Forms) -> None:
        self._copy(message_json(message, *forms), Told("the message as JSON"))

    def _copy(self, text: str, what: str) -> None:
        async def copy() -> None:
            how = await copy_text(self._screen.app, text, os.environ)
            self._tell(Told("copied {what} {how}", what=what, how=how))

        self._screen.run_worker(copy(), group="copy", exclusive=True, exit_on_error=False)

    def export(self, messages: Sequence[Message], forms: Forms) -> None:
        """Asks where to and in which format, and writes the messages as they were when it was asked."""
        dialog = ExportDialog([SHOWN], partial(suggested_name, self._topic, time.time()))

        def chosen(wish: ExportWish | None) -> None:
            if wish is not None:
                work = self._export(tuple(messages), forms, wish, overwrite=False)
                self._screen.run_worker(work, group="export", exit_on_error=False)

        self._screen.app.push_screen(dialog, chosen)

    async def _export(self, messages: Sequence[Message], forms: Forms, wish: ExportWish, *, overwrite: bool) -> None:
        rows = everything_held(messages_held(messages, *forms), is_table=False)
        try:
            path, count = await export(rows, wish.format, wish.path, overwrite=overwrite)
        except FileExists as error:
            question = ConfirmDialog(
                Told("Replace the file?"), error.message, yes=Told("Replace it"), no=Told("Leave the file")
            )
            if await self._screen.app.push_screen_wait(question):
                await self._export(messages, forms, wish, overwrite=True)
        except KsqlError as error:
            self._tell(Told("not exported: {why}", why=error.message))
        else:
            self._tell(
                Told(
                    "wrote {count} message to {path}" if count == 1 else "wrote {count} messages to {path}",
                    count=number_text(count),
                    path=path,
                )
            )
