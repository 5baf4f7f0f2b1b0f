"""Owns the browsing of a topic's messages: from where, which of them, how they read; asks the session."""

from __future__ import annotations

import time
from typing import Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.screen import Screen
from textual.widgets import Input, Static
from textual.worker import Worker

from ksqltui.model.cell_text import visible
from ksqltui.model.cluster_errors import ClusterError
from ksqltui.model.message_text import Form
from ksqltui.model.messages import Message
from ksqltui.session.console import Console
from ksqltui.session.message_browser import MessageBrowser
from ksqltui.session.ports import KafkaMessages
from ksqltui.speech.speech import Told
from ksqltui.tui.fault import tell_worker_fault
from ksqltui.tui.glyphs import UNICODE, Glyphs
from ksqltui.tui.message_errands import MessageErrands
from ksqltui.tui.screens.messages_wish import LIVE, NEWEST, MessagesWish, wish_of
from ksqltui.tui.screens.pane_layout import WIDE
from ksqltui.tui.screens.templates_screen import StreamOf
from ksqltui.tui.spoken import speech_of
from ksqltui.tui.widgets.browsing_words import browsing_words
from ksqltui.tui.widgets.footer import KeysFooter
from ksqltui.tui.widgets.header import HeaderBar
from ksqltui.tui.widgets.message_lines import key_of, message_columns, message_page, message_row
from ksqltui.tui.widgets.page_view import PageView
from ksqltui.tui.widgets.pick_list import ListRow, PickList
from ksqltui.tui.widgets.session_words import server_state
from ksqltui.tui.widgets.tab_row import RowWord, TabLabel, TabRow
from ksqltui.tui.widgets.words import Line

TICK = 0.25
KEY_FORMS = tuple(Form)
VALUE_FORMS = (Form.AUTO, Form.TEXT, Form.JSON, Form.HEX)
SECONDS_SAID = 8.0
FIELDS = ("from", "partitions", "key", "value", "fields")


class MessagesScreen(Screen[StreamOf | None]):
    """The messages of one topic; gives what is to be made of it in the editor, or None."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012 (Textual declares it as a list)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "follow", "Follow", id="messages.follow", tooltip="Follow new messages, or stop"),
        Binding("slash", "filters", "Filter", id="messages.filter", tooltip="Which messages, and from where"),
        Binding("v", "value_form", "Value as", id="messages.value-form", tooltip="Read values in the next form"),
        Binding("x", "key_form", "Key as", id="messages.key-form", tooltip="Read keys in the next form"),
        Binding("y", "copy", "Copy", id="messages.copy", tooltip="Copy the value of the message"),
        Binding("Y", "copy_whole", "Copy as JSON", show=False, key_display="Shift+Y", id="messages.copy-whole"),
        Binding("e", "export", "Export", id="messages.export", tooltip="Export the messages to a file"),
        Binding("n", "stream", "New stream", id="messages.stream", tooltip="Create a stream from this topic"),
        Binding("r", "read", "Read again", show=False, id="messages.read"),
        Binding("f6", "other_pane", "List or page", show=False, id="messages.pane"),
        Binding("escape", "back", "Back", id="messages.back"),
    ]

    def __init__(
        self,
        console: Console,
        reader: KafkaMessages,
        topic: str,
        *,
        key_form: Form = Form.AUTO,
        glyphs: Glyphs = UNICODE,
    ) -> None:
        super().__init__()
        self._session = console
        self._reader = reader
        self._topic = topic
        self._glyphs = glyphs
        self._key_form = key_form
        self._value_form = Form.AUTO
        self._wish: MessagesWish | None = None
        self._browser: MessageBrowser | None = None
        self._seen = -1
        self._is_reading = False
        self._rows: dict[str, ListRow] = {}
        self._shown: tuple[Message, ...] = ()
        self._page_shown: str | None = None
        self._problem = ""
        self._said, self._said_until = "", 0.0
        self._errands = MessageErrands(cast(Any, self), topic, self._say)

    def compose(self) -> ComposeResult:
        say = speech_of(self)
        yield HeaderBar(glyphs=self._glyphs)
        yield TabRow(id="messages-tabs", glyphs=self._glyphs)
        with Horizontal(id="messages-wishes"):
            for name, label, value, hint in (
                ("from", say("from"), f"newest {NEWEST}", "earliest"),
                ("partitions", say("partitions"), "", "0 2"),
                ("key", say("key has"), "", ""),
                ("value", say("value has"), "", ""),
                ("fields", say("JSON field"), "", "$.name=Bob"),
            ):
                yield Static(label, classes="messages-label", id=f"messages-label-{name}", markup=False)
                yield Input(value, placeholder=hint, compact=True, select_on_focus=True, id=f"messages-{name}")
        yield PickList(id="messages-list", glyphs=self._glyphs)
        yield PageView(id="messages-page")
        yield Static("", id="messages-state", markup=False)
        yield KeysFooter()

    def on_mount(self) -> None:
        self._list.focus()
        self._list.follow(True)
        self.action_read()
        self.set_interval(TICK, self._look)

    @property
    def _list(self) -> PickList:
        return self.query_one("#messages-list", PickList)

    @property
    def _page(self) -> PageView:
        return self.query_one("#messages-page", PageView)

    def _field(self, name: str) -> Input:
        return self.query_one(f"#messages-{name}", Input)

    @property
    def shown(self) -> tuple[Message, ...]:
        """The messages in the list, in its order."""
        return self._shown

    @property
    def _chosen(self) -> Message | None:
        key = self._list.cursor_key
        return next((message for message in self._shown if key_of(message) == key), None)

    @property
    def is_following(self) -> bool:
        """Whether new messages are waited for."""
        return self._is_reading and self._wish is not None and self._wish.reading.follow

    # Reading.

    def action_read(self) -> None:
        """Begins anew with what the fields wish for."""
        try:
            self._wish = wish_of(self._topic, {name: self._field(name).value for name in FIELDS})
        except ValueError as error:
            self._problem = error.args[0] if error.args else str(error)
            self._show_state()
            return
        wish = self._wish
        self._problem = ""
        kept = max(wish.shown, wish.shown * len(wish.reading.partitions or self._partitions()))
        self._browser = MessageBrowser(self._reader, wish.reading, wish.passing, limit=wish.limit, kept=kept)
        self._seen = -1
        self._rows.clear()
        self._list.show((), ())
        # Who follows, or looks at the newest, stands at the end; who reads from a place begins at its first message.
        self._list.follow(wish.limit is None)
        self.run_worker(self._read(self._browser), group="reading", exclusive=True, exit_on_error=False)
        self.refresh_bindings()

    def _partitions(self) -> tuple[int, ...]:
        cluster = self._session.cluster
        topic = None if cluster is None else cluster.picture.topic(self._topic)
        return () if topic is None else tuple(each.number for each in topic.partitions)

    async def _read(self, browser: MessageBrowser) -> None:
        self._is_reading = True
        try:
            await browser.run()
        except ClusterError as error:
            self._problem = "\n".join(speech_of(self)(part) for part in (error.message, error.advice) if part)
        finally:
            if browser is self._browser:
                self._is_reading = False
                self._seen = -1
                if self.is_attached:
                    self.refresh_bindings()

    @on(Input.Submitted)
    def _submitted(self) -> None:
        self.action_read()
        self._list.focus()

    # What is shown.

    def _look(self) -> None:
        if self.app.screen is not self:
            return
        self.query_one(HeaderBar).state = server_state(self._session, time.time())
        browser = self._browser
        if browser is not None and browser.version != self._seen:
            # Until it is over a reading may always have read more.
            self._seen = browser.version
            self._show_messages(browser)
        self._show_state()

    def _show_messages(self, browser: MessageBrowser) -> None:
        wish, forms = self._wish, (self._key_form, self._value_form)
        messages = tuple(browser.messages)
        if wish is not None and not wish.reading.follow:
            # Partitions come one after another; people read in the order of time.
            messages = tuple(sorted(messages, key=lambda each: (each.timestamp or 0, each.partition, each.offset)))
            messages = messages[-wish.shown :] if wish.reading.newest is not None else messages
        self._shown = messages
        rows = self._rows
        self._rows = {key: rows.get(key) or message_row(each, *forms) for each in messages for key in (key_of(each),)}
        self._list.show(message_columns(speech_of(self)), tuple(self._rows.values()))
        self._show_page()

    def _show_page(self) -> None:
        message, say = self._chosen, speech_of(self)
        forms = (self._key_form, self._value_form)

        def make(width: int) -> list[Line]:
            return [] if message is None else message_page(message, *forms, width, say)

        name = "" if message is None else f"{key_of(message)} {forms}"
        if name != self._page_shown:
            self._page_shown = name
            self._page.show(name, make)

    def _show_state(self) -> None:
        say = speech_of(self)
        tabs = self.query_one("#messages-tabs", TabRow)
        tabs.tabs = (TabLabel("list", f"{_plain(self._topic)} {self._glyphs.inside} {say('messages')}"),)
        tabs.active = "list"
        tabs.pane_focused = self._list.has_focus
        tabs.words = (
            RowWord("follow", say("follow"), say("on") if self.is_following else say("off")),
            RowWord("key", say("key as"), say(Told(self._key_form.value))),
            RowWord("value", say("value as"), say(Told(self._value_form.value))),
        )
        told = self.query_one("#messages-state", Static)
        told.set_class(bool(self._problem), "-error")
        told.update(_plain(say(self._problem) if self._problem else self._reading_words()))

    def _reading_words(self) -> str:
        browser, wish, say = self._browser, self._wish, speech_of(self)
        if browser is None or wish is None:
            return ""
        shown = len(self._shown)
        words = browsing_words(browser, shown, self._glyphs, say, reads=self._is_reading, follows=wish.reading.follow)
        said = say(self._said) if time.monotonic() < self._said_until else ""
        return f"{words}   {said}".rstrip()

    def _say(self, words: str) -> None:
        self._said, self._said_until = words, time.monotonic() + SECONDS_SAID
        self._show_state()

    @on(PickList.Highlighted)
    def _highlighted(self) -> None:
        self._show_page()
        self.refresh_bindings()

    @on(PickList.Chosen)
    def _opened(self) -> None:
        self.add_class("-page")
        self.call_after_refresh(self._page.focus)

    # Keys and clicks.

    def key_label(self, action: str) -> str | None:
        """What the key will do now."""
        return "Stop following" if action == "follow" and self.is_following else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("copy", "copy_whole"):
            return self._chosen is not None if self.is_mounted else False
        return bool(self._shown) if action == "export" else True

    def action_follow(self) -> None:
        if self.is_following:
            self.workers.cancel_group(self, "reading")
        else:
            self._field("from").value = LIVE
            self.action_read()

    def action_filters(self) -> None:
        self._field("value").focus()

    def action_value_form(self) -> None:
        self._value_form = VALUE_FORMS[(VALUE_FORMS.index(self._value_form) + 1) % len(VALUE_FORMS)]
        self._show_anew()

    def action_key_form(self) -> None:
        self._key_form = KEY_FORMS[(KEY_FORMS.index(self._key_form) + 1) % len(KEY_FORMS)]
        self._show_anew()

    def _show_anew(self) -> None:
        self._rows.clear()
        if self._browser is not None:
            self._show_messages(self._browser)
        self._show_state()

    def action_copy(self) -> None:
        if (message := self._chosen) is not None:
            self._errands.copy_value(message, (self._key_form, self._value_form))

    def action_copy_whole(self) -> None:
        if (message := self._chosen) is not None:
            self._errands.copy_message(message, (self._key_form, self._value_form))

    def action_export(self) -> None:
        self._errands.export(self._shown, (self._key_form, self._value_form))

    def action_stream(self) -> None:
        self.dismiss(StreamOf(self._topic))

    @on(TabRow.WordChosen)
    def _word_clicked(self, event: TabRow.WordChosen) -> None:
        {"follow": self.action_follow, "key": self.action_key_form, "value": self.action_value_form}[event.key]()

    def action_other_pane(self) -> None:
        if self._page.has_focus:
            self.remove_class("-page")
            self._list.focus()
        else:
            self._opened()

    def action_back(self) -> None:
        """One step: out of the fields or the page, then out of the topic."""
        if self._list.has_focus:
            self.dismiss(None)
        else:
            self.remove_class("-page")
            self._list.focus()

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        tell_worker_fault(self.app, event)


def _plain(text: str) -> str:
    return "\n".join("".join(piece.text for piece in visible(line, len(line))) for line in text.split("\n"))
