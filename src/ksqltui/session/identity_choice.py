"""Owns the change of what makes a row of a run while it goes on; asks the server nothing, knows no screen."""

from __future__ import annotations

import asyncio

from ksqltui.model.results import ResultsStore
from ksqltui.session.query_run import QueryRun
from ksqltui.speech.speech import Told


def identity_words(store: ResultsStore, columns: tuple[int, ...]) -> str:
    """What the columns make of the rows: "one row per WS, NAME"."""
    if not columns:
        return Told("every row is new")
    return Told("one row per {columns}", columns=", ".join(store.columns[index].name for index in columns))


async def choose_identity(run: QueryRun, columns: tuple[int, ...]) -> None:
    """Makes the run's table anew of the rows that it holds; rows that come meanwhile are taken in behind.

    The long part is in a thread. A choice made meanwhile wins. Raises ValueError for columns that there are not.
    """
    store = run.store
    if store is None or columns == store.identity:
        return
    twin = store.twin(columns)
    await asyncio.to_thread(twin.index_all)
    if run.store is not store:
        return
    twin.catch_up(store)
    run.store = twin
    run.identity_note = identity_words(twin, columns)
    run.hides_window = False
    run.touch()
