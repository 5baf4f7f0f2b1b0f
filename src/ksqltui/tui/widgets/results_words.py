"""Owns what is said about a run in words: its state, its counts, its end, its hints; draws nothing and asks nobody."""

from __future__ import annotations

from collections.abc import Iterator

from ksqltui.model.cell_text import number_text, visible
from ksqltui.model.data_size import size_in_units
from ksqltui.model.duration import span
from ksqltui.model.errors import RequestRefused
from ksqltui.session.query_run import QueryRun, RunState
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.sql.analysis import StatementKind
from ksqltui.tui.glyphs import Glyphs
from ksqltui.tui.spoken_time import spoken_time
from ksqltui.tui.widgets.words import Word

SILENCE = 3.0
"""Seconds without a row after which a push query says why there may be none."""
FINAL_SILENCE = 30.0
"""Seconds without a row after which EMIT FINAL is explained again where the length of its windows is not known."""
SLACK = 5.0
"""Seconds that a commit, the way here and the next window's first record may take beyond a window's length."""
LEAST_BYTES = 1024
"""Fewer are no news."""
SPARK_SECONDS = 12
SHORT_SPARK_SECONDS = 8
SPARKS = "▁▂▃▄▅▆▇█"


def state_glyph(run: QueryRun, glyphs: Glyphs) -> Word:
    """The run's state as one sign in its colour."""
    glyph, colour = {
        RunState.STARTING: (glyphs.starting, "muted"),
        RunState.STREAMING: (glyphs.running, "success"),
        RunState.FINISHED: (glyphs.finished, "success"),
        RunState.LIMIT_REACHED: (glyphs.stopped, "muted"),
        RunState.STOPPED: (glyphs.stopped, "muted"),
        RunState.FAILED: (glyphs.failed, "error"),
        RunState.LOST: (glyphs.away, "error"),
    }[run.state]
    return Word(glyph, colour)


def state_word(run: QueryRun, say: Speech = ENGLISH) -> str:
    """The run's state as people read it; a query without a row yet is waiting for rows."""
    if run.state is RunState.STREAMING and not arrived(run):
        return say("waiting for lines" if run.kind is StatementKind.PRINT else "waiting for rows")
    return say(run.state.value)


def arrived(run: QueryRun) -> int:
    """Rows or lines that came, kept or not."""
    if run.store is not None:
        return run.store.received
    return len(run.lines) + run.lines_dropped


def status_left(
    run: QueryRun, view: str, now: float, glyphs: Glyphs, *, short: bool = False, say: Speech = ENGLISH
) -> list[Word]:
    """The status line from its left: state, counts, rate, age, and what was dropped if anything was."""
    words = [state_glyph(run, glyphs), Word(f" {state_word(run, say)}", "foreground", bold=True)]
    if run.state is RunState.FAILED and not arrived(run) and isinstance(run.error, RequestRefused):
        return [*words, Word(f"   {say('nothing ran, nothing changed')}", "muted", dispensable=True)]
    words += _counts(run, view, say)
    if run.state is RunState.STREAMING:
        words += _pace(run, now, short, say)
    elif run.end_note:
        words.append(Word(f"   {_shown(say(run.end_note))}"))
    return [*words, *_bytes(run, say), *_dropped(run, view, say)]


def status_right(run: QueryRun, view: str, *, short: bool = False, say: Speech = ENGLISH) -> list[Word]:
    """The status line's right end: where the error is, or what makes a row (the names alone matter)."""
    error = run.error
    if isinstance(error, RequestRefused) and error.place is not None:
        return [Word(say("line {line}, column {column}", line=error.place.line, column=error.place.column))]
    store = run.store
    if store is None or view == "changelog":
        return []
    if not store.is_keyed:
        note = say(run.identity_note).partition(":")[0] if run.kind is StatementKind.PUSH_QUERY else ""
        return [Word(note, "faint")] if note else []
    names = ", ".join(_shown(store.columns[index].name) for index in store.identity)
    return [Word(f"{say('by' if short else 'one row per')} ", "faint"), Word(names)]


def hint(run: QueryRun, now: float, say: Speech = ENGLISH) -> str:
    """Why nothing has come to a push query for a while, or "" where there is nothing to say.

    The keys that help are in the footer; the one that runs it again is told by the pane.
    """
    if run.state is not RunState.STREAMING:
        return ""
    is_final = "EMIT FINAL" in " ".join(run.statement.upper().split())
    if arrived(run):
        return _hint_between_windows(run, now, say) if is_final else ""
    if now - run.started_at < SILENCE:
        return ""
    if is_final:
        return say(
            "EMIT FINAL gives a row when its window has closed, which takes a later record in the same partition: "
            "while no new record comes, the last windows stay open."
        )
    if run.kind is StatementKind.PRINT:
        return say("PRINT starts at latest: it shows what comes from now on. FROM BEGINNING shows what is there.")
    if run.from_beginning:
        return say("This query reads from the earliest row, and nothing has matched yet: is the topic empty?")
    return say("A push query starts at latest: it shows what comes from now on, and nothing has come yet.")


def _hint_between_windows(run: QueryRun, now: float, say: Speech) -> str:
    """Why EMIT FINAL has given nothing for longer than its windows last."""
    store, shape = run.store, run.windows
    if store is None or store.last_received is None:
        return ""
    expected = FINAL_SILENCE
    if shape is not None and shape.size is not None:
        expected = (shape.size + shape.grace) / 1000 + SLACK
    silent = now - store.last_received
    if silent < expected:
        return ""
    return say(
        "No window has closed for {time}: the open ones give their rows once a later record comes in the same "
        "partition.",
        time=spoken_time(span(silent), say),
    )


def can_begin_again(run: QueryRun) -> bool:
    """Whether running from the earliest row would read more than this run did."""
    return run.kind is StatementKind.PUSH_QUERY and not run.from_beginning


def _counts(run: QueryRun, view: str, say: Speech) -> Iterator[Word]:
    if run.store is not None and run.store.is_keyed and view == "changelog":
        count, one, many = run.store.received, "{count} change", "{count} changes"
    elif run.store is not None:
        count, one, many = (run.store.table if view else run.store.changelog).end, "{count} row", "{count} rows"
    elif run.kind is StatementKind.PRINT and run.state is not RunState.STARTING:
        count, one, many = arrived(run), "{count} line", "{count} lines"
    elif run.ended_at is not None and run.error is None:
        yield Word(f"   {spoken_time(span(run.ended_at - run.started_at), say)}")
        return
    else:
        return
    took = ""
    if run.ended_at is not None and run.kind is StatementKind.PULL_QUERY:
        took = f" {say('in {time}', time=spoken_time(span(run.ended_at - run.started_at), say))}"
    if count or run.state is not RunState.STREAMING:
        yield Word(f"   {say.count(count, one, many, count=number_text(count))}{took}")
    if run.store is not None and run.store.is_keyed and view == "changelog":
        keys = run.store.table.end - run.store.table.dropped - run.store.deleted
        of_keys = say.count(keys, "of {count} key", "of {count} keys", count=number_text(keys))
        yield Word(f" {of_keys}", dispensable=True)
    if run.store is not None and run.store.deleted and view == "table":
        yield Word(f", {say('{count} deleted', count=number_text(run.store.deleted))}", dispensable=True)


def _pace(run: QueryRun, now: float, short: bool, say: Speech) -> Iterator[Word]:
    store = run.store
    if store is None or store.last_received is None:
        return
    yield Word(f"  {say('{rate}/s', rate=f'{store.arrivals.rate(now):.1f}')}", dispensable=True)
    seconds = SHORT_SPARK_SECONDS if short else SPARK_SECONDS
    yield Word(f" {sparkline(store.arrivals.per_second(now, seconds))}", "spark", dispensable=True)
    age = spoken_time(span(max(0.0, now - store.last_received)), say)
    yield Word(f"   {say('{age} ago' if short else 'last {age} ago', age=age)}", dispensable=True)


def _bytes(run: QueryRun, say: Speech) -> Iterator[Word]:
    if run.bytes_received >= LEAST_BYTES:
        number, unit = size_in_units(run.bytes_received)
        yield Word(f"   {number} {say(unit)}", dispensable=True)


def sparkline(counts: tuple[int, ...]) -> str:
    """Counts as blocks, the highest of them full."""
    most = max(counts, default=0)
    if not most:
        return SPARKS[0] * len(counts)
    return "".join(SPARKS[round(count / most * (len(SPARKS) - 1))] for count in counts)


def _dropped(run: QueryRun, view: str, say: Speech) -> list[Word]:
    if run.store is not None:
        note = say(run.store.bound_note(run.store.table if view == "table" else run.store.changelog))
    else:
        dropped = number_text(run.lines_dropped)
        note = say("{count} oldest dropped", count=dropped) if run.lines_dropped else ""
    return [Word(f"   {note}", "warning")] if note else []


def _shown(text: str) -> str:
    return "".join(piece.text for piece in visible(text))
