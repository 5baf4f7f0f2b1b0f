"""F11 shows how the armed statement runs, as a plan, as a drawn topology and as the server's text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.tui.app.waiting import until
from textual.pilot import Pilot

from ksqltui.ksqldb.entity_decoding import decode_entities
from ksqltui.model.errors import Place, StatementRefused
from ksqltui.speech.speech import ENGLISH
from ksqltui.tui.glyphs import ASCII
from ksqltui.tui.widgets.editor_tabs import EditorPane
from ksqltui.tui.widgets.plan_lines import head_lines, plan_lines, topology_lines
from ksqltui.tui.widgets.plan_view import PlanView
from ksqltui.tui.widgets.side_panel import SidePanel

from .conftest import OpenApp
from .test_main_screen import WIDE, ready

RECORDINGS = Path(__file__).parents[2] / "recordings"
SCRIPT = "CREATE TABLE payments_aggr AS\n  SELECT name, COUNT(*) AS cnt FROM payments GROUP BY name;\nSHOW STREAMS;\n"


def recorded(name: str) -> tuple[Any, ...]:
    recording = json.loads((RECORDINGS / f"{name}.json").read_text("utf-8"))
    text = "".join(chunk["text"] for chunk in recording["response"]["chunks"])
    return tuple(decode_entities(json.loads(text)))


@pytest.fixture
def explains(server: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The EXPLAINs that were sent; every one is answered as the running query of the recordings was."""
    asked: list[str] = []
    execute = server.execute

    async def answer(sql: str, *, properties: Mapping[str, str], variables: Mapping[str, str]) -> tuple[Any, ...]:
        if not sql.startswith("EXPLAIN"):
            return tuple(await execute(sql, properties=properties, variables=variables))
        asked.append(sql)
        server._take(sql, properties)
        return recorded("explain-query-id")

    monkeypatch.setattr(server, "execute", answer)
    return asked


def shown(pilot: Pilot[None]) -> str:
    views = [view for view in pilot.app.screen.query(PlanView) if view.display]
    lines = views[0] if views else None
    return "\n".join("".join(word.text for word in lines.line(at)) for at in range(lines.end)) if lines else ""


async def test_the_query_of_a_created_table_is_explained_in_three_views(open_app: OpenApp, explains: list[str]) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("f11")
        await until(pilot, lambda: "AGGREGATE   keeps a value for each group" in shown(pilot))
        assert explains == ["EXPLAIN CTAS_PAYMENTS_AGGR_3;"]
        assert "running   lag 3" in shown(pilot)
        await pilot.press("f6", "t")
        await until(pilot, lambda: "◆  payments   topic   lag 3   by partition 2: 3" in shown(pilot))
        await pilot.press("t")
        await until(pilot, lambda: "--> KSTREAM-TRANSFORMVALUES-0000000001" in shown(pilot))


async def test_a_query_of_the_side_panel_is_explained(open_app: OpenApp, explains: list[str]) -> None:
    async with open_app(script="SHOW STREAMS;").run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        panel = pilot.app.screen.query_one(SidePanel)
        panel.focus()
        await until(pilot, lambda: panel.has_focus and panel.lines)
        await pilot.press("end")
        await until(pilot, lambda: panel.cursor_key.startswith("query"))
        await pilot.press("f11")
        await until(pilot, lambda: explains == ["EXPLAIN CTAS_PAYMENTS_AGGR_3;"])


async def test_what_runs_no_query_is_not_sent(open_app: OpenApp, explains: list[str]) -> None:
    async with open_app(script=SCRIPT).run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        screen.query_one(EditorPane).editor.move_cursor((2, 0))
        await pilot.press("f11")
        await until(pilot, lambda: any("can be explained" in note.message for note in pilot.app._notifications))
        assert not explains


async def test_a_refusal_is_marked_in_the_statement_that_was_to_be_explained(
    open_app: OpenApp, explains: list[str], server: Any
) -> None:
    sent, words = "EXPLAIN SELECT nme FROM payments EMIT CHANGES;", "line 1:16: Column 'NME' cannot be resolved."
    server.refusals["nme"] = StatementRefused(words, code=40001, status=400, statement=sent, place=Place(1, 16))
    async with open_app(script="SELECT nme FROM payments EMIT CHANGES;").run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("f11")
        editor = screen.query_one(EditorPane).editor
        await until(pilot, lambda: editor._mark is not None)
        assert editor._mark is not None
        assert editor.script[editor._mark.start : editor._mark.end] == "nme"


@pytest.mark.parametrize("width", [80, 120])
def test_nothing_is_drawn_past_the_edge_and_ascii_is_ascii(width: int) -> None:
    for name in ("explain-query-id", "explain-push-window", "explain-push-table"):
        query = recorded(name)[0].query
        for draw in (head_lines, plan_lines, topology_lines):
            lines = ["".join(word.text for word in line) for line in draw(query, width, ENGLISH, ASCII)]
            assert max(map(len, lines)) <= width
            assert "\n".join(lines).isascii()


@pytest.mark.parametrize(("size", "view"), [(WIDE, "plan"), (WIDE, "topology"), ((80, 24), "topology")])
def test_pictures(snap_compare: Any, open_app: OpenApp, explains: list[str], size: tuple[int, int], view: str) -> None:
    async def explained(pilot: Pilot[None]) -> None:
        await ready(pilot)
        await pilot.press("f11")
        await until(pilot, lambda: "AGGREGATE" in shown(pilot))
        await pilot.press("f6")
        if view == "topology":
            await pilot.press("t")
            await until(pilot, lambda: "sub-topology 1" in shown(pilot))
        await pilot.press("ctrl+up", "ctrl+up", "ctrl+up")

    assert snap_compare(open_app(script=SCRIPT), terminal_size=size, run_before=explained)
