"""Owns how the app's tests wait: for a condition, or until the screen stands still; never for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from textual.app import App
from textual.pilot import Pilot

PATIENCE = 60.0
"""Seconds of the wall after which what does not come true fails its test: much for a machine that does nothing else."""
STILL_LOOKS = 4
"""So many looks in a row, each 50 ms after the other, that paint the same screen."""


def painted(app: App[Any]) -> list[str]:
    """The screen as text, line by line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def words(app: App[Any]) -> str:
    """The whole screen as text, every cell of it."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())


async def until(pilot: Pilot[None], condition: Callable[[], object]) -> None:
    """Waits for the condition and the messages that it left; fails with what the screen shows then."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                await pilot.pause(0.01)
    except TimeoutError:
        raise AssertionError("the condition did not come true:\n" + "\n".join(painted(pilot.app))) from None
    await pilot.pause()


async def until_said(pilot: Pilot[None], *texts: str) -> None:
    """Waits until the screen shows all of these."""
    await until(pilot, lambda: all(text in words(pilot.app) for text in texts))


async def still(pilot: Pilot[None]) -> None:
    """Waits until the screen no longer changes, before a picture of it or a look at all of its words."""
    seen, alike = None, 0
    async with asyncio.timeout(PATIENCE):
        while alike < STILL_LOOKS:
            await pilot.pause(0.05)
            now = pilot.app.screen, pilot.app.screen._compositor.render_strips()
            alike = alike + 1 if now == seen else 0
            seen = now
