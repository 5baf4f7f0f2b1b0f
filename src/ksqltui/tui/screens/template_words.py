"""Owns what the templates of the language are called on the screen and what they are for; knows none of their texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ksqltui.speech.speech import Told

TEMPLATE_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "Push query": (Told("Push query"), Told("rows as they come")),
    "Push query, filtered": (Told("Push query, filtered"), Told("rows that fit, as they come")),
    "Pull query": (Told("Pull query"), Told("what is there now")),
    "Counts by key": (Told("Counts by key"), Told("GROUP BY, updated as rows come")),
    "Tumbling window": (Told("Tumbling window"), Told("windows side by side")),
    "Hopping window": (Told("Hopping window"), Told("windows that overlap")),
    "Session window": (Told("Session window"), Told("windows that end with a pause")),
    "Final results of windows": (Told("Final results of windows"), Told("one row a window, once it has closed")),
    "Join a stream with a table": (Told("Join a stream with a table"), Told("each row with what the table holds then")),
    "Join two streams": (Told("Join two streams"), Told("rows that are near in time")),
    "CREATE STREAM": ("CREATE STREAM", Told("a topic with columns")),
    "CREATE TABLE": ("CREATE TABLE", Told("the newest row of each key of a topic")),
    "CREATE STREAM AS SELECT": ("CREATE STREAM AS SELECT", Told("a stream that a query keeps writing")),
    "CREATE TABLE AS SELECT": ("CREATE TABLE AS SELECT", Told("a table that a query keeps up to date")),
    "INSERT INTO ... VALUES": ("INSERT INTO ... VALUES", Told("one row")),
    "INSERT INTO ... SELECT": ("INSERT INTO ... SELECT", Told("rows of a query into a stream")),
    "CREATE TYPE": ("CREATE TYPE", Told("a name for a type")),
    "DESCRIBE": ("DESCRIBE", Told("columns, queries, statistics")),
    "EXPLAIN": ("EXPLAIN", Told("how a query works")),
    "PRINT": ("PRINT", Told("the messages of a topic")),
    "DROP STREAM": ("DROP STREAM", Told("a stream, and its topic where one wants that")),
    "DROP TABLE": ("DROP TABLE", Told("a table, and its topic where one wants that")),
    "TERMINATE": ("TERMINATE", Told("the end of a query")),
    "SET": ("SET", Told("a property for the statements that follow")),
    "DEFINE": ("DEFINE", Told("a variable for the text of statements")),
}
"""By the template's name: its name in words of ours, SQL being said in no language, and what it is for."""
