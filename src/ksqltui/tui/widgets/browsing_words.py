"""Owns the words of how far the reading of a topic is and why it ended; reads nothing."""

from __future__ import annotations

from ksqltui.model.cell_text import number_text
from ksqltui.session.message_browser import MessageBrowser
from ksqltui.speech.speech import ENGLISH, Speech
from ksqltui.tui.glyphs import UNICODE, Glyphs


def browsing_words(
    browser: MessageBrowser,
    shown: int,
    glyphs: Glyphs = UNICODE,
    say: Speech = ENGLISH,
    *,
    reads: bool,
    follows: bool,
) -> str:
    """One line: what goes on, how many of how many messages are shown, and what to do where they are not all."""
    words = say("{shown} shown of {scanned} read", shown=number_text(shown), scanned=number_text(browser.scanned))
    if reads and follows:
        dropped = number_text(browser.dropped)
        words += say(", {count} older ones dropped", count=dropped) if browser.dropped else ""
        return f"{glyphs.running} {say('following')}   {words}"
    if reads:
        return f"{glyphs.starting} {say('reading')}   {words}"
    if browser.stopped_because == "limit":
        return words + say(": those are the first; begin later, or filter, to see others")
    if browser.stopped_because not in ("", "end"):
        return words + say(": reading stopped there; begin later to go on")
    if shown:
        return words
    return say("No message passes the filter.") if browser.scanned else say("The topic has no message there.")
