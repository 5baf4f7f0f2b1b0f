"""Owns the editor's colours and the names of the voices that its parts speak in; knows no text."""

from __future__ import annotations

VOICES = (
    "bar",
    "run",
    "muted",
    "success",
    "warning",
    "error",
    "mark",
    "doubt",
    "found",
    "keyword",
    "function",
    "string",
    "number",
    "comment",
    "punctuation",
)
"""Each is a component class `editor--VOICE`."""

EDITOR_CSS = """
SqlEditor, SqlEditor:focus {
    border: none;
    padding: 0;
    background: $surface;
    color: $foreground;
    scrollbar-size: 1 1;
    & .text-area--gutter { color: $faint; }
    & .text-area--cursor { color: $surface; background: $foreground; text-style: none; }
    & .text-area--selection { background: $lift; color: $foreground; }
    & .text-area--matching-bracket { background: $lift; }
    & .text-area--placeholder { color: $faint; }
    & .editor--bar { color: $accent; }
    & .editor--run { color: $on-accent; background: $accent; text-style: bold; }
    & .editor--muted { color: $muted; }
    & .editor--success { color: $success; }
    & .editor--warning { color: $warning; }
    & .editor--error { color: $error; }
    & .editor--mark { color: $error; text-style: underline; }
    & .editor--doubt { color: $warning; text-style: underline; }
    & .editor--found { background: $panel; text-style: bold underline; }
    & .editor--keyword { color: $accent; }
    & .editor--function { color: $secondary; }
    & .editor--string { color: $sql-string; }
    & .editor--number { color: $sql-number; }
    & .editor--comment { color: $sql-comment; text-style: italic; }
    & .editor--punctuation { color: $muted; }
}
"""
