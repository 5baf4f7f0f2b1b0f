"""Owns which statements of an editor are asked to run: the armed, the selected, all, all from here; runs nothing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from textual.binding import Binding

from ksqltui.sql.splitter import ScriptStatement, statement_at
from ksqltui.tui.keys import RUN_KEYS
from ksqltui.tui.widgets.script_area import SPLIT_AT_ONCE, ScriptArea


def running_bindings() -> tuple[Binding, ...]:
    """The keys that run statements."""
    return (
        Binding(RUN_KEYS, "run", "Run", id="editor.run", tooltip="Run the selection or the statement at the cursor"),
        Binding("alt+a", "run_all", "Run all", show=False, id="editor.run-all"),
        Binding("alt+down", "run_from_here", "Run from here", show=False, id="editor.run-from-here"),
    )


Choice = Callable[[Sequence[ScriptStatement], int], Sequence[ScriptStatement]]
"""What of a script's statements is meant with the cursor at an offset."""


class RunActions(ScriptArea, inherit_bindings=False):
    """What is asked for is what the text says when it is asked for, though a long one is read beside the loop."""

    def ask_run(self, statements: Sequence[ScriptStatement]) -> None:
        """Asks for statements to be run in order; nothing where there are none."""
        raise NotImplementedError

    def action_run(self) -> None:
        start, end = (self.offset_at(place) for place in sorted(self.selection))
        if start == end:
            self._run(_armed)
        elif end - start <= SPLIT_AT_ONCE:
            self.ask_run(self.statements_selected())
        else:
            self.run_worker(self._run_selected(), group="splitting", exit_on_error=False)

    def action_run_all(self) -> None:
        self._run(lambda statements, _: statements)

    def action_run_from_here(self) -> None:
        def from_here(statements: Sequence[ScriptStatement], cursor: int) -> Sequence[ScriptStatement]:
            armed = statement_at(statements, cursor)
            return () if armed is None else [each for each in statements if each.start >= armed.start]

        self._run(from_here)

    def _run(self, choice: Choice) -> None:
        reading, cursor = self.being_read(), self.offset_at(self.selection.end)
        if reading is None:
            self.ask_run(choice(self.statements, cursor))
        else:
            self.run_worker(self._run_read(reading, choice, cursor), group="splitting", exit_on_error=False)

    async def _run_read(self, reading: Awaitable[Sequence[ScriptStatement]], choice: Choice, cursor: int) -> None:
        self.ask_run(choice(await reading, cursor))

    async def _run_selected(self) -> None:
        self.ask_run(await self.long_selection())


def _armed(statements: Sequence[ScriptStatement], cursor: int) -> Sequence[ScriptStatement]:
    armed = statement_at(statements, cursor)
    return () if armed is None else (armed,)
