"""Owns which statements of an editor are asked to run: the armed, the selected, all, all from here; runs nothing."""

from __future__ import annotations

from collections.abc import Sequence

from textual.binding import Binding

from ksqltui.sql.splitter import ScriptStatement
from ksqltui.tui.keys import RUN_KEYS
from ksqltui.tui.widgets.script_area import SPLIT_AT_ONCE, ScriptArea


def running_bindings() -> tuple[Binding, ...]:
    """The keys that run statements."""
    return (
        Binding(RUN_KEYS, "run", "Run", id="editor.run", tooltip="Run the selection or the statement at the cursor"),
        Binding("alt+a", "run_all", "Run all", show=False, id="editor.run-all"),
        Binding("alt+down", "run_from_here", "Run from here", show=False, id="editor.run-from-here"),
    )


class RunActions(ScriptArea, inherit_bindings=False):
    """What is asked for is what the text says when it has been read, though a long one is read beside the loop."""

    def ask_run(self, statements: Sequence[ScriptStatement]) -> None:
        """Asks for statements to be run in order; nothing where there are none."""
        raise NotImplementedError

    def action_run(self) -> None:
        start, end = (self.offset_at(place) for place in sorted(self.selection))
        if start == end:
            self.when_split(lambda: self.ask_run(() if self.armed is None else (self.armed,)))
        elif end - start <= SPLIT_AT_ONCE:
            self.ask_run(self.statements_selected())
        else:
            self.run_worker(self._run_selected(), group="splitting", exit_on_error=False)

    async def _run_selected(self) -> None:
        self.ask_run(await self.long_selection())

    def action_run_all(self) -> None:
        self.when_split(lambda: self.ask_run(self.statements))

    def action_run_from_here(self) -> None:
        def run() -> None:
            begin = self.armed.start if self.armed is not None else 0
            self.ask_run([each for each in self.statements if each.start >= begin])

        self.when_split(run)
