"""Owns the numbers of commands and queries, as a server counts them."""

from __future__ import annotations


class CommandNumbers:
    """Offsets in the command topic. On a server each command takes two (its transaction's marker takes one).

    A query's number is one more than the offset of the last planned command (CREATE, DROP, INSERT .. SELECT; not
    TERMINATE, PAUSE, RESUME), 0 before the first. In the query suites queries are simply counted.
    """

    def __init__(self, numbering: str) -> None:
        self._is_server = numbering == "server"
        self._next = 0
        self._last_planned: int | None = None
        self._queries = 0

    def command(self, *, planned: bool) -> int:
        """The sequence number of the next command."""
        number = self._next
        self._next += 2 if self._is_server else 1
        if planned:
            self._last_planned = number
        return number

    def query(self) -> int:
        """The number in the next query's id; ask before the command itself is numbered."""
        if self._is_server:
            return 0 if self._last_planned is None else self._last_planned + 1
        self._queries += 1
        return self._queries - 1
