"""Owns how a widget finds the speech that it says its words in; knows no language and no word."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from textual.dom import DOMNode

from ksqltui.speech.speech import ENGLISH, Speech


@runtime_checkable
class Speaks(Protocol):
    """An app that was told a language."""

    speech: Speech


def speech_of(node: DOMNode) -> Speech:
    """The app's speech; English in an app that was told none."""
    app = node.app
    return app.speech if isinstance(app, Speaks) else ENGLISH
