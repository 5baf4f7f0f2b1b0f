"""Draws the pictures of the docs: walks through the console on a sandbox and saves the screen of each step.

    python docs/capture.py lesson       for docs/lesson.md
    python docs/capture.py results      for docs/results.md
    python docs/capture.py editor       for docs/editor.md

Each takes a minute or two: windows close in their own time. The payments are the same each time (their seed is
fixed), the clock is not.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from textual.pilot import Pilot

from ksqltui.bootstrap import SandboxWish, SessionStart, sandbox_console
from ksqltui.session.console import Console
from ksqltui.session.history import History, HistoryFile
from ksqltui.session.opening import Buffer, Opening
from ksqltui.session.query_run import QueryRun
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.widgets.editor import SqlEditor
from ksqltui.tui.widgets.editor_tabs import EditorPane

FOLDER = Path(__file__).parent.resolve()
LESSON = resources.files("ksqltui.session").joinpath("lesson.sql").read_text("utf-8")
RESULTS = """\
CREATE STREAM payments (name VARCHAR, amount INTEGER)
  WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);

SELECT FROM_UNIXTIME(WINDOWSTART) AS ws,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT CHANGES;

SELECT FROM_UNIXTIME(WINDOWSTART) AS ws,
       name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments WINDOW TUMBLING (SIZE 10 SECONDS)
  GROUP BY name EMIT FINAL;
"""
EDITOR = """\
CREATE STREAM payments (name VARCHAR, amount INTEGER)
  WITH (KAFKA_TOPIC='payments', VALUE_FORMAT='json', PARTITIONS=3);

-- Who pays?
SELECT nmae, amount FROM payments EMIT CHANGES LIMIT 9;

CREATE TABLE totals AS
  SELECT name, COUNT(*) AS cnt, SUM(amount) AS sum
  FROM payments GROUP BY name;

"""
SEED = 7
WIDE, NARROW = (120, 36), (80, 24)
PATIENCE = 60.0
"""Seconds after which a step that brought too little fails."""


def ended(run: QueryRun) -> bool:
    return not run.is_live


def rows(count: int) -> Callable[[QueryRun], bool]:
    """So many rows or lines have come."""
    return lambda run: (run.store.received if run.store is not None else len(run.lines)) >= count


def silent(seconds: float) -> Callable[[QueryRun], bool]:
    """Nothing has come for so long since it began."""
    return lambda run: run.store is not None and not run.store.received and time.time() - run.started_at > seconds


def updates(count: int) -> Callable[[QueryRun], bool]:
    """So many updates of rows that were there before have come."""
    return lambda run: run.store is not None and run.store.received - run.store.table.end >= count


@dataclass(frozen=True)
class Step:
    """One picture: runs the statement that holds `mark`, if there is one; `keys` follow once `seen`.

    Without a name there is no picture. `rest` seconds pass before it is taken.
    """

    name: str
    mark: str
    seen: Callable[[QueryRun], bool]
    keys: tuple[str, ...] = ()
    rest: float = 2.2


STEPS = (
    Step("01-create-stream", "CREATE STREAM", ended),
    Step("02-pull-query", "FROM payments;", ended),
    Step("03-by-name", "WHERE name='Peggy'", ended),
    Step("04-by-amount", "WHERE amount > 900", ended),
    Step("05-refused", "FROM payments GROUP BY name;", ended),
    Step("06-push-query", "FROM payments EMIT CHANGES", rows(9)),
    Step("07-one-partition", "WHERE ROWPARTITION=1", rows(4)),
    Step("08-one-row-per-name", "FROM payments GROUP BY name EMIT CHANGES", updates(9)),
    Step("08-timeline", "", updates(30), ("f6", "enter")),
    Step("09-windows", "GROUP BY name EMIT CHANGES;\n\n-- 10", updates(12), ("f2",)),
    Step("09-windows-changelog", "", updates(12), ("f6", "t")),
    Step("10-emit-final", "GROUP BY name EMIT FINAL;\n\n-- 11", rows(6)),
    Step("11-carol", "HAVING name='Carol'", rows(1)),
    Step("12-create-table", "CREATE TABLE", ended, ("f2",)),
    Step("13-table", "SELECT name, cnt, sum", rows(6)),
    Step("14-queries", "SHOW QUERIES", ended),
    Step("14-topics", "SHOW TOPICS", ended),
    Step("14-print", "PRINT", rows(6)),
)
NARROW_STEPS = (
    Step("", "CREATE STREAM", ended),
    Step("05-refused", "FROM payments GROUP BY name;", ended),
    Step("08-one-row-per-name", "FROM payments GROUP BY name EMIT CHANGES", updates(9)),
    Step("09-windows", "GROUP BY name EMIT CHANGES;\n\n-- 10", updates(12)),
)
RESULTS_STEPS = (
    Step("", "CREATE STREAM", ended),
    Step("windows", "EMIT CHANGES", updates(24), ("f2",)),
    Step("changelog", "", updates(24), ("f6", "t")),
    Step("chart", "", updates(40), ("t",)),
    Step("timeline", "", updates(50), ("t", "home", "down", "down", "enter")),
    Step("paused", "", updates(50), ("escape", "p"), 5.0),
    Step("went-back", "", updates(50), (*["comma"] * 6, "less_than_sign", "less_than_sign")),
    Step("recording", "", updates(50), ("p", "r", "ctrl+u", *"windows.recording.jsonl", "enter"), 4.0),
    Step("", "", updates(80), ("r",)),
    Step("final-waiting", "EMIT FINAL", silent(3.5), (), 0.5),
    Step("final", "", rows(6)),
    Step("replay", "", rows(6), ("alt+o", "ctrl+u", *"windows.recording.jsonl", "enter"), 6.0),
    Step("replay-step", "", rows(3), ("space", "space"), 1.0),
)
NARROW_RESULTS = (
    Step("", "CREATE STREAM", ended),
    Step("windows", "EMIT CHANGES", updates(24)),
    Step("paused", "", updates(24), ("f6", "p"), 5.0),
    Step("final-waiting", "EMIT FINAL", silent(3.5), (), 0.5),
)
EDITOR_STEPS = (
    Step("", "CREATE STREAM", ended),
    Step("completion", "", ended, ("ctrl+end", *"SELECT name, am")),
    Step("signature", "", ended, ("escape", *["backspace"] * 2, *"SUBSTRING(name, "), 2.5),
    Step("", "", ended, ("escape", *["ctrl+z"] * 9)),
    Step("problem", "", ended, ("ctrl+home", "alt+n"), 2.5),
    Step("refused", "SELECT nmae", ended),
    Step("fixed", "", ended, ("f8",), 2.5),
    Step("find", "", ended, ("ctrl+f", *"name", "tab", *"payer")),
    Step("", "", ended, ("escape",)),
    Step("", "CREATE TABLE", ended),
    Step("plan", "", ended, ("f11",), 4.0),
    Step("topology", "", ended, ("f6", "t")),
    Step("history", "", ended, ("ctrl+r",)),
    Step("templates", "", ended, ("escape", "escape", "ctrl+end", "ctrl+t", *"tumb")),
    Step("blanks", "", ended, ("enter",)),
    Step("lesson", "", ended, ("escape", "f4")),
)
NARROW_EDITOR = (
    Step("", "CREATE STREAM", ended),
    Step("problem", "", ended, ("ctrl+home", "alt+n"), 2.5),
    Step("lesson", "", ended, ("escape", "f4"), 2.5),
)


async def walk(name: str, text: str, steps: tuple[Step, ...], size: tuple[int, int]) -> None:
    """One session on a fresh sandbox with the text in the editor, a picture for each step in the folder `name`."""

    async def sandbox() -> Console:
        console = await sandbox_console(SandboxWish(SEED, 2, 1), SessionStart(), read_only=False)
        await console.connect()
        console.watcher.start()
        return console

    buffers = (Buffer(f"{name}.sql", text),)
    history = History(HistoryFile(Path.cwd() / "history.jsonl"))
    opening = Opening("", lambda _: sandbox(), sandbox, True, buffers=buffers, history=history)
    app = KsqltuiApp(opening)
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.focused, SqlEditor))
        for step in steps:
            await show(pilot, text, step)
            if step.name:
                save(app, FOLDER / name / f"{step.name}-{size[0]}x{size[1]}.svg")
        await app.action_quit()


async def show(pilot: Pilot[None], text: str, step: Step) -> None:
    """Runs the step's statement, or looks on at the last one, and waits for what the picture is to show."""
    app = pilot.app
    assert isinstance(app, KsqltuiApp)
    assert app.session is not None
    runs = app.session.runs
    if step.mark:
        editor = app.screen.query_one(EditorPane).editor
        for run in runs:
            await run.stop()
        count = len(runs)
        editor.focus()
        editor.go_to(text.index(step.mark))
        await pilot.press("f5")
        await until(pilot, lambda: len(runs) > count)
    await until(pilot, lambda: step.seen(runs[-1]))
    if step.keys:
        await pilot.press(*step.keys)
    # The side panel and the columns' widths follow within two seconds.
    await pilot.pause(step.rest)


async def until(pilot: Pilot[None], seen: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not seen():
            await pilot.pause(0.1)


def save(app: KsqltuiApp, path: Path) -> None:
    """Writes the screen without the web font that the picture would fetch: any monospaced one will do."""
    svg = re.sub(r"@font-face \{.*?\}", "", app.export_screenshot(title="ksqltui"), flags=re.DOTALL)
    path.parent.mkdir(exist_ok=True)
    path.write_text(svg, encoding="utf-8")


WALKS = {
    "lesson": (LESSON, STEPS, NARROW_STEPS),
    "results": (RESULTS, RESULTS_STEPS, NARROW_RESULTS),
    "editor": (EDITOR, EDITOR_STEPS, NARROW_EDITOR),
}

if __name__ == "__main__":
    if sys.argv[1:] not in ([name] for name in WALKS):
        sys.exit(f"python docs/capture.py {'|'.join(WALKS)}")
    chosen = sys.argv[1]
    text, wide, narrow = WALKS[chosen]
    with tempfile.TemporaryDirectory() as folder:
        # What a step records lies there.
        os.chdir(folder)
        asyncio.run(walk(chosen, text, wide, WIDE))
        asyncio.run(walk(chosen, text, narrow, NARROW))
