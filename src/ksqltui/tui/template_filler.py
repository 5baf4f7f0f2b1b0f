"""Owns how a chosen template gets into the editor: what it needs of the server is asked for first; draws nothing."""

from __future__ import annotations

from textual.screen import Screen

from ksqltui.model.catalog import CatalogSource
from ksqltui.model.errors import KsqlError
from ksqltui.model.topic_schema import stream_template
from ksqltui.session.console import Console
from ksqltui.session.topic_sample import sample_topic
from ksqltui.sql.templates import Template, insert_row, select_all
from ksqltui.tui.screens.templates_screen import InsertInto, SelectFrom, StreamOf, Wanted
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.editor import SqlEditor


class TemplateFiller:
    """Puts what is wanted into an editor; what cannot be had is said and nothing is put."""

    def __init__(self, screen: Screen[None], console: Console) -> None:
        self._screen = screen
        self._console = console

    async def put(self, wanted: Wanted, editor: SqlEditor) -> None:
        try:
            template = await self._made(wanted)
        except KsqlError as error:
            self._screen.notify(error.message, severity="error", markup=False)
            return
        if template is not None and editor.is_attached:
            editor.focus()
            editor.insert_template(template)

    async def _made(self, wanted: Wanted) -> Template | None:
        match wanted:
            case SelectFrom(name):
                source = await self._source(name)
                columns = () if source is None else source.columns
                return select_all(
                    name, [each.name for each in columns], is_windowed=source is not None and source.is_windowed
                )
            case InsertInto(name):
                source = await self._source(name)
                columns = () if source is None else source.columns
                return insert_row(name, [(each.name, each.type) for each in columns if each.kind != "HEADER"])
            case StreamOf(topic):
                say = speech_of(self._screen)
                self._screen.notify(say("Reading messages of {topic} ...", topic=topic), timeout=3, markup=False)
                return stream_template(topic, await sample_topic(self._console, topic))
        return wanted

    async def _source(self, name: str) -> CatalogSource | None:
        """The source with its columns, asked for where they are not known yet."""
        watcher = self._console.watcher
        source = watcher.snapshot.source(name)
        if source is not None and not source.columns:
            await watcher.refresh()
            source = watcher.snapshot.source(name)
        return source
