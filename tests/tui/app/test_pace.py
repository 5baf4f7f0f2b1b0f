"""A full garbage collection never comes between a key and its effect, and leaves the process as it was."""

from __future__ import annotations

import gc
from collections.abc import Callable

from tests.tui.app.waiting import until

from ksqltui.tui.app import KsqltuiApp
from ksqltui.tui.pace import QUIET_SECONDS, SECONDS_BETWEEN, THRESHOLDS, QuietCollector

OpenApp = Callable[..., KsqltuiApp]


def test_it_collects_only_when_no_key_came_for_a_while() -> None:
    now, collected = 100.0, list[float]()
    collector = QuietCollector(clock=lambda: now, collect=lambda: collected.append(now))

    for _ in range(100):
        now += 1.0
        collector.key_came()
        collector.look()
    assert not collected

    now += QUIET_SECONDS + 0.1
    collector.look()
    collector.look()
    assert collected == [now]

    now += SECONDS_BETWEEN / 2
    collector.look()
    assert len(collected) == 1
    now += SECONDS_BETWEEN
    collector.look()
    assert len(collected) == 2


async def test_the_console_collects_quietly_while_its_main_screen_stands(open_app: OpenApp) -> None:
    before = gc.get_threshold()
    app = open_app(collects=True)
    async with app.run_test(size=(120, 36)) as pilot:
        await until(pilot, lambda: gc.get_threshold() == THRESHOLDS)
        collector = app._collector
        collector._last_key = -1.0
        await pilot.press("a")
        assert collector._last_key > 0

    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
