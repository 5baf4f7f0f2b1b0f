"""Owns what is done with a run's rows on request: columns, identity, export, copy; says how it went."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial

from textual.widget import Widget

from ksqltui.model.cell_text import number_text
from ksqltui.model.copied import Copied
from ksqltui.model.errors import KsqlError
from ksqltui.session.export import ExportRows, everything_held, export
from ksqltui.session.identity_choice import choose_identity, identity_words
from ksqltui.session.new_file import FileExists, short_path, suggested_name
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import Told
from ksqltui.tui.clipboard import copy_text
from ksqltui.tui.screens.dialogs import ConfirmDialog
from ksqltui.tui.screens.results_dialogs import ColumnsSheet, ExportDialog, ExportWish, IdentityDialog
from ksqltui.tui.widgets.reading_table import ReadingTable

SECONDS_SAID = 6.0

AS_SHOWN = Told("the rows as they are shown")
WHOLE_TABLE = Told("all rows that are held, the table")
WHOLE_CHANGELOG = Told("all changes that are held, the changelog")


class RunErrands:
    """`owner` is the widget whose workers run them; `said` is what to tell of the last one."""

    def __init__(self, owner: Widget, run: QueryRun, clock: Callable[[], float]) -> None:
        self._owner = owner
        self._run = run
        self._clock = clock
        self._said = ""
        self._until = 0.0

    def said(self, now: float) -> str:
        """How the last errand went, for a few seconds."""
        return self._said if now < self._until else ""

    def _tell(self, words: str, seconds: float = SECONDS_SAID) -> None:
        self._said, self._until = words, self._clock() + seconds

    def columns(self, table: ReadingTable) -> None:
        """Opens the sheet of the columns."""
        store = table.store
        self._owner.app.push_screen(ColumnsSheet(store.columns, table.columns, table.widths, table.arrange_columns))

    def identity(self, table: ReadingTable) -> None:
        """Asks for the columns that make a row and makes the table anew."""
        store = table.store
        dialog = IdentityDialog(store.columns, store.identity, partial(identity_words, store))

        def chosen(columns: tuple[int, ...] | None) -> None:
            if columns is not None and columns != store.identity:
                self._owner.run_worker(self._choose(columns), group="identity", exclusive=True, exit_on_error=False)

        self._owner.app.push_screen(dialog, chosen)

    async def _choose(self, columns: tuple[int, ...]) -> None:
        self._tell(Told("making the table anew"), 600)
        await choose_identity(self._run, columns)
        self._tell("")

    def copy(self, copied: Copied) -> None:
        self._owner.run_worker(self._copy(copied), group="copy", exclusive=True, exit_on_error=False)

    async def _copy(self, copied: Copied) -> None:
        how = await copy_text(self._owner.app, copied.text, os.environ)
        self._tell(Told("copied {what} {how}", what=copied.words, how=how))

    def export(self, table: ReadingTable) -> None:
        """Asks what to write where, and writes it."""
        choices = [AS_SHOWN, WHOLE_TABLE]
        if table.store.is_keyed:
            choices.append(WHOLE_CHANGELOG)
        dialog = ExportDialog(choices, partial(suggested_name, self._run.title, self._clock()))

        def chosen(wish: ExportWish | None) -> None:
            if wish is not None:
                rows = self._rows(table, wish.what)
                self._owner.run_worker(self._export(rows, wish, overwrite=False), group="export", exit_on_error=False)

        self._owner.app.push_screen(dialog, chosen)

    def _rows(self, table: ReadingTable, what: str) -> ExportRows:
        if what != AS_SHOWN:
            return everything_held(table.store, is_table=what == WHOLE_TABLE and table.shows_versions)
        lens = table.lens
        return ExportRows(lens.held.frozen(), lens.is_table, lens.sources(), table.columns.shown, deletions=True)

    async def _export(self, rows: ExportRows, wish: ExportWish, *, overwrite: bool) -> None:
        def tell(done: int, total: int) -> None:
            words = Told("exporting {count} of {all} rows", count=number_text(done), all=number_text(total))
            self._tell(words, 600)

        try:
            path, count = await export(rows, wish.format, wish.path, overwrite=overwrite, tell=tell)
        except FileExists as error:
            self._tell("")
            dialog = ConfirmDialog(
                Told("Replace the file?"), error.message, yes=Told("Replace it"), no=Told("Leave the file")
            )
            if await self._owner.app.push_screen_wait(dialog):
                await self._export(rows, wish, overwrite=True)
        except KsqlError as error:
            self._tell(Told("not exported: {why}", why=error.message), 30)
        else:
            self._tell(
                Told(
                    "wrote {count} row to {path}" if count == 1 else "wrote {count} rows to {path}",
                    path=short_path(path),
                    count=number_text(count),
                ),
                15,
            )
