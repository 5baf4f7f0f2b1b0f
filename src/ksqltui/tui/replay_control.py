"""Owns how a person drives a replay and how a replay and a recording are told in words; draws nothing."""

from __future__ import annotations

from ksqltui.model.cell_text import number_text, visible
from ksqltui.session.recorder import Recorder
from ksqltui.session.replay import Replay
from ksqltui.speech.speech import ENGLISH, Speech

SPEEDS: tuple[float, ...] = (0.1, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 50.0, 100.0)
"""The speeds that the keys go through; behind the last one comes as fast as possible."""

SECONDS_SAID = 20.0
"""How long it is told where a recording is."""


def change_speed(replay: Replay, by: int) -> None:
    """Takes the next faster (1) or slower (-1) of SPEEDS."""
    present = replay.speed
    if by > 0 and present is not None:
        replay.set_speed(next((speed for speed in SPEEDS if speed > present), None))
    elif by < 0:
        slower = [speed for speed in SPEEDS if present is None or speed < present]
        replay.set_speed(slower[-1] if slower else present)


def replay_words(replay: Replay, say: Speech = ENGLISH) -> str:
    """`replay 0:12 of 1:30, ×2`; of one that has ended only how far it came."""
    position, duration = _minutes(replay.position), replay.duration
    place = position if duration is None else say("{time} of {whole}", time=position, whole=_minutes(duration))
    if not replay.run.is_live:
        return say("replayed {place}", place=place)
    if replay.is_paused:
        return say("replay {place}, paused: Space plays a row", place=place)
    if replay.speed is None:
        return say("replay {place}, as fast as possible", place=place)
    return say("replay {place}, ×{speed}", place=place, speed=f"{replay.speed:g}")


def recording_words(recorder: Recorder | None, now: float, say: Speech = ENGLISH) -> str:
    """`recording, 128 rows`, and for a while afterwards where they are; `now` in wall seconds.

    Nothing of one that failed, which a note tells whole.
    """
    if recorder is None or recorder.error is not None:
        return ""
    if recorder.ended_at is not None and now - recorder.ended_at > SECONDS_SAID:
        return ""
    rows = say.count(recorder.rows, "{count} row", "{count} rows", count=number_text(recorder.rows))
    if recorder.missed:
        rows += say(", {count} missed", count=number_text(recorder.missed))
    if recorder.is_recording:
        return say("recording, {rows}", rows=rows)
    name = "".join(piece.text for piece in visible(recorder.path.name))
    return say("recorded {rows} in {file}", rows=rows, file=name)


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
