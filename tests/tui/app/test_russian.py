"""The screens in Russian: no text of ours in English is left on them; the main screen as a picture."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.tui.app.waiting import still, until, words
from textual.pilot import Pilot

from ksqltui.model.errors import Place, RequestRefused
from ksqltui.speech.language import Language
from ksqltui.speech.russian import COUNTS, TEXTS
from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.screens.main import MainScreen

OpenApp = Callable[..., KsqltuiApp]
REFUSAL = "Pull queries don't support GROUP BY clauses.\nAdd EMIT CHANGES if you intended to issue a push query."
SCRIPT = """SELECT * FROM payments EMIT CHANGES;

SELECT name, SUM(amount) AS total FROM payments GROUP BY name;
"""
ENGLISH = [
    re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)")
    for text in [*TEXTS, *COUNTS]
    for piece in (part.strip(" .,:()") for part in re.split(r"\{\w+\}", text))
    if re.fullmatch(r"[A-Z][a-z]{3,}|[A-Za-z]+ [a-z][A-Za-z ]+", piece) and piece not in TEXTS.get(text, "")
]
"""What no Russian screen may show: sentences, and single words where they begin with a capital, unlike the data.

What stands in the Russian too is a name, such as Compose."""


def english_in(text: str) -> list[str]:
    return [found[0] for each in ENGLISH if (found := each.search(text))]


async def after_a_push_query_and_a_refusal(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, MainScreen) and pilot.app.screen.focused is not None)
    screen = pilot.app.screen
    assert isinstance(screen, MainScreen)
    await pilot.press("f5")
    await until(pilot, lambda: screen.session.runs and screen.session.runs[0].store is not None)
    await pilot.press("down", "down", "f5")
    await until(pilot, lambda: len(screen.session.runs) == 2 and not screen.session.runs[1].is_live)
    await still(pilot)


def refuse(server: Any) -> None:
    server.refusals["GROUP BY name;"] = RequestRefused(REFUSAL, code=40001, status=400, place=Place(1, 14))


async def test_no_english_of_ours_is_on_the_main_screens(open_app: OpenApp, server: Any) -> None:
    refuse(server)
    app = open_app(script=SCRIPT, language=Language.RUSSIAN, lesson_language=Language.RUSSIAN)
    async with app.run_test(size=(120, 36)) as pilot:
        await after_a_push_query_and_a_refusal(pilot)
        assert english_in(words(app)) == []
        for keys in (["f6", "left_square_bracket"], ["f1"], ["escape", "f10"], ["escape", "f4"], ["f4", "ctrl+o"]):
            await pilot.press(*keys)
            await still(pilot)
            assert english_in(words(app)) == [], keys


async def test_no_english_of_ours_is_on_the_start_screen(open_app: OpenApp) -> None:
    app = open_app(unreachable=True, language=Language.RUSSIAN)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: "Открыть песочницу" in words(app))
        assert english_in(words(app)) == []


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_main(snap_compare: Any, open_app: OpenApp, server: Any, size: tuple[int, int]) -> None:
    refuse(server)
    app = open_app(script=SCRIPT, language=Language.RUSSIAN)
    assert snap_compare(app, terminal_size=size, run_before=after_a_push_query_and_a_refusal)
